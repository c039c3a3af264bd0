/*
 * For tests only: acts on real books, each with every one of its calls to the books failing in
 * turn.
 *
 * An act that fails says so, and the books are as before it or as after it (C-6, C-7); then it is
 * run once more with nothing failing, and succeeds, or is refused with its code. The acts follow
 * each other: what one has written the next finds.
 */
#ifndef CHASE_TEST_PROBE_H
#define CHASE_TEST_PROBE_H

#include "chase/kind.h"
#include "store/test_books.h"

struct probe {
    const char *name;
    bool (*run)(struct ctx *cx);
    int64_t minutes;     /* that pass before it */
    const char *refused; /* the code; NULL: it succeeds */
};

enum { PROBE_DEBTORS = 8 };

/* Invoices whose debtors all owe, and can be written to. */
extern const struct chase_kind probe_kind;

/*
 * Firm 1, its client 1, and its members: 1, whose deputy is 2, and the admin 3. It is Tuesday 17
 * March 2026, midnight of UTC.
 */
void probe_prepare(struct ctx *cx);

MUST_USE bool probe_seed(struct ctx *cx); /* the trade's scenario, « Standard » */

/* Subjects 1 to PROBE_DEBTORS, of a person each, due yesterday; from `called` on, a month ago. */
MUST_USE bool probe_open(struct ctx *cx, int called);

MUST_USE bool probe_round(struct ctx *cx);

/* Answers how many calls failed in all. */
int64_t probes_run(struct ctx *cx, const struct probe *probes, size_t count);

#endif
