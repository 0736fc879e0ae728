/* language.h - the languages that messages, words and reports exist in. */
#ifndef LANG_LANGUAGE_H
#define LANG_LANGUAGE_H

typedef enum { LANG_ZH, LANG_EN } Language;

enum { LANGUAGE_COUNT = 2 };

#endif
