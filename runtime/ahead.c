/* ahead.c - what compiled formulas say of all people of a stage, worked out by several threads before the steps of the stage ask
 * for it one by one.  Each thread has people of its own and writes only what is theirs, so nothing depends on their number. */
#include <pthread.h>

#include "runtime/compiled.h"

enum { PEOPLE_LEAST = 2048, CHUNK = 512, CREWS_MOST = 16 };

typedef struct {
    Run run;            /* a copy; what compiled formulas found last is its own */
    uint32_t stage;
    ClauseKind kinds[2];
    const Clause *ranking;
    size_t worker, workers;
} Worker;

static bool is_here(const Run *r, uint32_t stage, uint32_t row)
{
    return r->stages[stage].of[row] != NO_CONTEST && r->people[row].status == STATUS_IN;
}

static void judge_one(Worker *w, uint32_t row)
{
    Run *r = &w->run;
    const Stage *s = &r->p->stages[w->stage];
    for (size_t i = s->first; i < s->first + s->count; i++)
        if (r->verdicts[i] && (r->p->clauses[i].kind == w->kinds[0] || r->p->clauses[i].kind == w->kinds[1]))
            r->verdicts[i][row] = (uint8_t)(VERDICT_CANNOT + 1 + compiled_truth(r, r->compiled[i], row));
}

static void read_keys(Worker *w, uint32_t row)
{
    Run *r = &w->run;
    const Clause *clause = w->ranking;
    Num *keys = r->ahead_keys + (size_t)row * clause->key_count;
    for (size_t k = 0; k < clause->key_count; k++) {
        const Formula *formula = r->compiled_keys[clause->index][k];
        Frac value;
        keys[k] = (Num){0};
        if (formula && compiled_value(r, formula, row, &value))
            keys[k] = frac_lowest(value);
    }
}

static void *work(void *at)
{
    Worker *w = at;
    const StageState *state = &w->run.stages[w->stage];
    for (size_t from = w->worker * CHUNK; from < state->entered_count; from += w->workers * CHUNK)
        for (size_t i = from; i < from + CHUNK && i < state->entered_count; i++)
            if (is_here(&w->run, w->stage, state->entered[i]))
                (w->ranking ? read_keys : judge_one)(w, state->entered[i]);
    return NULL;
}

static void with_threads(Run *r, const Worker *task)
{
    Worker workers[CREWS_MOST];
    pthread_t threads[CREWS_MOST];
    size_t count = r->options->threads > CREWS_MOST ? CREWS_MOST : r->options->threads ? r->options->threads : 1, started = 0;
    for (size_t i = 0; i < count; i++) {
        workers[i] = *task;
        workers[i].run = *r;
        workers[i].run.latest = NEW_ARRAY(r->a, Latest, r->p->clause_count + 1);
        workers[i].worker = i;
        workers[i].workers = count;
    }
    while (started + 1 < count && pthread_create(&threads[started], NULL, work, &workers[started + 1]) == 0)
        started++;
    work(&workers[0]);
    for (size_t i = started + 1; i < count; i++)
        work(&workers[i]); /* for whom there was no thread */
    for (size_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
}

/* The figures that formulas find may be marked as there by any thread: the marks must be there before. */
static bool is_worth_it(Run *r, uint32_t stage)
{
    if (r->stages[stage].entered_count < PEOPLE_LEAST || r->options->keep != KEEP_NOBODY || r->trying)
        return false;
    for (size_t i = 0; i < r->p->clause_count; i++)
        if (r->compiled[i] && !r->memo_state[i])
            r->memo_state[i] = NEW_ARRAY(r->a, uint8_t, r->n);
    return true;
}

void judge_ahead(Run *r, uint32_t stage, ClauseKind kind, ClauseKind other)
{
    const Stage *s = &r->p->stages[stage];
    bool any = false;
    for (size_t i = s->first; i < s->first + s->count; i++)
        if (r->compiled[i] && (r->p->clauses[i].kind == kind || r->p->clauses[i].kind == other)) {
            any = any || is_worth_it(r, stage);
            if (any)
                r->verdicts[i] = NEW_ARRAY(r->a, uint8_t, r->n);
        }
    Worker task = {.stage = stage, .kinds = {kind, other}};
    if (any)
        with_threads(r, &task);
}

void rank_ahead(Run *r, uint32_t stage)
{
    const Clause *clause = r->p->stages[stage].rank;
    bool any = false;
    for (size_t k = 0; k < clause->key_count; k++)
        any = any || r->compiled_keys[clause->index][k];
    r->ahead_keys = NULL;
    if (!any || !is_worth_it(r, stage))
        return;
    r->ahead_keys = NEW_ARRAY(r->a, Num, r->n * clause->key_count);
    Worker task = {.stage = stage, .ranking = clause};
    with_threads(r, &task);
}
