/* compare_json.h - a comparison for machines: schema xuan.compare/1 (REFERENCE 14).
 * The order of keys is fixed; equal comparisons give equal bytes. */
#ifndef RUNTIME_COMPARE_JSON_H
#define RUNTIME_COMPARE_JSON_H

#include "runtime/compare.h"

void compare_json(const Comparison *c, bool names, Language words, Text *out);

#endif
