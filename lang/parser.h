/* parser.h - private to scan.l, gram.y, parse.c and format*.c: one parse.
 * First all tokens are read (scan.l), then lines and braces are put in order (parse.c), then the
 * grammar takes the tokens one by one and makes nodes.  The tokens stay, for the formatter. */
#ifndef LANG_PARSER_H
#define LANG_PARSER_H

#include "lang/ast.h"
#include "lang/diag.h"
#include "lang/words.h"

enum {
    TOKEN_QUOTED = 1, /* 「…」: never a word */
    TOKEN_PLAIN = 2,  /* stands for itself: spelt as it is */
    TOKEN_SKIP = 4    /* not for the grammar */
};

typedef struct {
    Span span;
    uint16_t kind; /* as in gram.h, or a character */
    Word word;     /* 0: none */
    uint8_t flags;
} Token;

typedef ARRAY(Token) Tokens;
typedef ARRAY(Node *) List;

typedef struct {
    Arena *a;
    const Source *source;
    Diags *d;
    const Words *words;
    Language language;   /* of most of the words; messages show words in it */
    uint32_t at;         /* scanner: the next byte */
    uint32_t bad_end;    /* scanner: where the last unknown character ended */
    int last;            /* scanner: the token before */
    Tokens tokens;
    size_t next;         /* the next token for the grammar */
    uint32_t node_count;
    size_t error_count;  /* syntax errors */
    Word *symbol_words;  /* gram.y: the word of each symbol; 0: punctuation and kinds of token */
    bool told_height;
    Node *file;          /* the result */
} Parser;

/* scan.l: appends all tokens of the source to out, newlines as '\n', words as NAME. */
void scan_all(Parser *p, Tokens *out);

/* gram.y */
void gram_run(Parser *p);

/* parse.c: what parse does, with the tokens.  Without errors in d, p.file is there and every token was taken. */
Parser parse_tokens(Arena *a, const Source *source, Diags *d);


/* parse.c: what the actions of the grammar call.  Text is Str; S("") is none. */
Node *make(Parser *p, NodeKind kind, Span span, Str text, Node *const *kids, size_t kid_count);
#define MAKE(kind, span, text, ...) \
    make(p, NODE_##kind, (span), (text), (Node *const[]){__VA_ARGS__}, \
         sizeof((Node *const[]){__VA_ARGS__}) / sizeof(Node *))
#define LEAF(kind, span, text) make(p, NODE_##kind, (span), (text), NULL, 0)
List *list_new(Parser *p);
List *list_add(Parser *p, List *list, Node *n); /* returns list */
List *list_add_word(Parser *p, List *list, Node *word); /* 第 and 3 and 条 of 第3条 are one word */
Node *list_node(Parser *p, NodeKind kind, Span span, Str text, const List *list);
#define PACK(kind, span, text, list) list_node(p, NODE_##kind, (span), (text), (list))
static inline Span span_join(Span a, Span b) { return (Span){a.start, b.end}; }

Str token_text(const Parser *p, const Token *t);   /* as written, without quotes */
Str token_name(const Parser *p, const Token *t);   /* as the tree has it */
Token *plain(Token *t);                            /* the token stands for a name; returns it */
Node *make_name(Parser *p, Token *t);
Node *make_word(Parser *p, NodeKind kind, Token *t); /* in a citation: as written */
Node *make_number(Parser *p, const Token *t, const Token *unit); /* NUM PCT FRAC; unit may be NULL */
Node *make_negative(Parser *p, Span span, const Token *t);       /* -NUM, a bound of a range */
Node *make_quoted(Parser *p, NodeKind kind, const Token *t);
Node *make_date(Parser *p, const Token *t);
Node *make_ratio(Parser *p, const Token *t, Node *nouns, Span span);
Node *make_logic(Parser *p, Str text, Node *left, Span left_span, Node *right, Span right_span);
Node *make_of(Parser *p, Node *left, Node *right); /* whichever side the fraction is on */
Node *make_group(Parser *p, Span span, const List *list);
Node *make_panel(Parser *p, Span span, Node *judges, const Node *range);
/* A candidate of a test, and which of his entries: the field and its post, both NULL without one. */
Node *make_person(Parser *p, const Token *id, Token *field, const Token *post);
Node *make_sheet(Parser *p, Span span, const Token *word, const Token *name, const List *lines);
void want_unit(Parser *p, const Token *unit, Str wanted);
Str shown(const Parser *p, Str text); /* shortened for a message */
const Token *statement_start(const Parser *p); /* of the token that the grammar took last */

#endif
