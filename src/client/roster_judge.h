/*
 * For roster_import.c and roster_done.c: the rows of an import judged block after block, so that
 * the memory of it does not grow with what a row comes to.
 */
#ifndef CLIENT_ROSTER_JUDGE_H
#define CLIENT_ROSTER_JUDGE_H

#include "client/roster_import.h"

/* Which rows are judged once more to be written: new ones that come with a code first, for those
 * without are given what nobody took. */
enum roster_pass {
    ROSTER_ALL,
    ROSTER_CODED,
    ROSTER_UNCODED,
    ROSTER_SINGLE, /* changed ones, and new ones that need what one client alone gets */
    ROSTER_PASS_COUNT,
};

/* What the books are, in cx's arena, and which of their clients each of about so many rows is, in
 * one that outlives cx's marks. */
struct roster_judging;
MUST_USE bool roster_judging_begin(struct ctx *cx, const struct roster_import *import,
                                   struct arena *arena, size_t rows,
                                   struct roster_judging **judging);
size_t roster_import_size(const struct roster_import *import); /* rows of the outcome before */
const struct roster_books *roster_judging_books(const struct roster_judging *judging);

/* The next ones; is_end with none. Where a pass ends the next one may begin; the first is
 * ROSTER_ALL. What it takes from cx's arena may go before the next call. */
struct roster_judged {
    struct roster_row *rows; /* as they were read */
    struct roster_result *results;
    size_t count;
    bool is_end;
};
MUST_USE bool roster_judging_next(struct ctx *cx, struct roster_judging *judging,
                                  enum roster_pass pass, struct roster_judged *judged);

/* What all rows came to, once ROSTER_ALL has ended: whether any is of a pass, how many there are of
 * each verdict, and a digest that tells one outcome from another. */
bool roster_judging_has(const struct roster_judging *judging, enum roster_pass pass);
const struct roster_counts *roster_judging_counts(const struct roster_judging *judging);
const char *roster_judging_digest(struct arena *arena, const struct roster_judging *judging);

/* One row more, or some: false when another thread asked for the end. */
MUST_USE bool roster_step(struct ctx *cx, struct roster_progress *progress, size_t rows);

/* Of an import that is of another state by then: the fault. */
MUST_USE bool roster_state_take(struct ctx *cx, const struct statement *const *statement,
                                int64_t id, const char *code);

/* Judges anew what is kept, in the place of the outcome before. */
MUST_USE bool roster_judged_renew(struct ctx *cx, const struct roster_import *import);

#endif
