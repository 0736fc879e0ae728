/* words.h - the words of the language in both spellings.
 * A word is known by its number, from 1, in the order of words.def; 0 is no word. */
#ifndef LANG_WORDS_H
#define LANG_WORDS_H

#include "lang/arena.h"
#include "lang/language.h"

typedef enum { WORD_C, WORD_H, WORD_O, WORD_I, WORD_T, WORD_S, WORD_SB, WORD_B, WORD_U } WordClass;

typedef struct Words Words; /* an index of all spellings; lives in an arena */
typedef uint16_t Word;

const Words *words_new(Arena *a);
/* Spellings of several words have one space between them.  Units are found only as units. */
Word word_find(const Words *w, Str spelling, bool unit);
/* The longest unit that `text` begins with; *len is its length. */
Word word_unit_prefix(const Words *w, Str text, size_t *len);
int word_token(Word word); /* as in gram.h */
WordClass word_class(Word word);
Str word_spelling(Word word, Language language); /* the first one */
Str word_name(Word word);                        /* the one in the tree */
Word word_of_token(int token);                   /* the first such word; 0: punctuation and the like */

/* Help with mistakes.  What a misspelt word may have been: all that are equally near, at most WORDS_NEAR of them in
 * the order of words.def; returns how many.  clause: only words that begin a clause or declaration. */
enum { WORDS_NEAR = 9 };
size_t word_nearest(const Words *w, Str spelling, bool clause, Str out[WORDS_NEAR]);
/* The word that was run together with its neighbours in `name` (要求符合条件, 得分超过); empty: none. */
Str word_inside(const Words *w, Str name);

#endif
