#include "lang/ast.h"

static const char *const names[NODE_KINDS] = {
#define NODE(kind, name, shape) [NODE_##kind] = name,
#include "lang/ast.def"
};

const char *node_name(NodeKind kind) { return names[kind]; }

static void dump_one(const Node *n, size_t depth, Text *out)
{
    text_spaces(out, depth * 2);
    if (!n) {
        text_addz(out, "-\n");
        return;
    }
    text_addz(out, node_name(n->kind));
    if (n->text.len) {
        text_char(out, ' ');
        text_json(out, n->text);
    }
    text_addz(out, " @");
    text_int(out, n->span.start);
    text_char(out, '-');
    text_int(out, n->span.end);
    text_char(out, '\n');
}

void ast_dump(const Node *root, Text *out)
{
    typedef struct {
        const Node *node;
        size_t next; /* the kid to come */
    } Level;
    ARRAY(Level) open = {0}; /* the nodes from the root down to the one being dumped */
    dump_one(root, 0, out);
    if (root)
        *PUSH(out->arena, &open) = (Level){root, 0};
    while (open.len) {
        Level *top = &open.at[open.len - 1];
        if (top->next == top->node->kid_count) {
            open.len--;
            continue;
        }
        const Node *n = top->node->kids[top->next++];
        dump_one(n, open.len, out);
        if (n)
            *PUSH(out->arena, &open) = (Level){n, 0};
    }
}
