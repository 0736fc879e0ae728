/* outcome_csv.h - one line a candidate, for a spreadsheet: id,post,status,stage,reason,score,rank.
 * UTF-8, LF line ends, in the order of ids; fields that a spreadsheet would run are disarmed. */
#ifndef RUNTIME_OUTCOME_CSV_H
#define RUNTIME_OUTCOME_CSV_H

#include "runtime/outcome.h"

void outcome_csv(const Outcome *o, Language words, Text *out);

#endif
