/* ast.h - the tree: what was written, no more.
 * Nodes live in the program arena and never change after parsing; later passes keep facts beside it. */
#ifndef LANG_AST_H
#define LANG_AST_H

#include "lang/arena.h"
#include "lang/source.h"
#include "lang/text.h"

typedef enum {
#define NODE(kind, name, shape) NODE_##kind,
#include "lang/ast.def"
    NODE_KINDS
} NodeKind;

typedef struct Node Node;
struct Node {
    NodeKind kind;
    uint32_t id;     /* dense, in order of making */
    uint32_t height; /* 1 for a leaf; at most LIMIT_HEIGHT */
    Span span;
    Str text;
    Node **kids;     /* may hold NULL */
    size_t kid_count;
};

const char *node_name(NodeKind kind);
static inline Node *kid(const Node *n, size_t i) { return i < n->kid_count ? n->kids[i] : NULL; }
void ast_dump(const Node *n, Text *out); /* one node a line, indented; without recursion limits of its own */

#endif
