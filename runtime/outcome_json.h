/* outcome_json.h - an outcome for machines: schema xuan.outcome/1 (REFERENCE 8).
 * The order of keys is fixed and nothing depends on the time or on the order of the data, so equal runs
 * give equal bytes.  Numbers, keys of contests and lists of ids stand on one line. */
#ifndef RUNTIME_OUTCOME_JSON_H
#define RUNTIME_OUTCOME_JSON_H

#include "runtime/compare.h"
#include "runtime/json_out.h"

void outcome_json(const Outcome *o, Str rules_sha256, Str data_sha256, Language words, Text *out);
/* readings: a member of that name at the end; NULL: none. */
void outcome_json_readings(const Outcome *o, const Readings *readings, Str rules_sha256, Str data_sha256, Language words,
                           Text *out);
/* One reason of w->o, an object. */
void reason_json(Writer *w, const Reason *r);

#endif
