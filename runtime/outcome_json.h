/* outcome_json.h - an outcome for machines: schema xuan.outcome/1 (REFERENCE 8).
 * The order of keys is fixed and nothing depends on the time or on the order of the data, so equal runs
 * give equal bytes.  Numbers, keys of contests and lists of ids stand on one line. */
#ifndef RUNTIME_OUTCOME_JSON_H
#define RUNTIME_OUTCOME_JSON_H

#include "runtime/outcome.h"

void outcome_json(const Outcome *o, Str rules_sha256, Str data_sha256, Language words, Text *out);
/* A value: {"exact": "31/100", "decimal": "0.31"}, a string, true or false, null. */
void shown_json(const Shown *s, Text *out);
/* A contest's key: {"层次": "正科级"}; {} for everyone. */
void key_json(const Program *p, const Expr *const *by, size_t n, const Shown *key, Text *out);

#endif
