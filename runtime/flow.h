/* flow.h - the stages of a procedure as a picture from top to bottom: who goes on, who leaves, where people decide. */
#ifndef RUNTIME_FLOW_H
#define RUNTIME_FLOW_H

#include "lang/program.h"
#include "runtime/html.h"

/* The picture as an element; its colours are the variables of the page (page_style.c). */
void flow_chart(Html *h, const Program *p);
/* The rules that it needs, without the colours. */
extern const char *const flow_style;
/* A picture that stands alone: SVG with its own colours, light and dark. */
void flow_svg(const Program *p, Language language, Text *out);

#endif
