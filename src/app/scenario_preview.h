/*
 * The words of a step on real data: worded for somebody who owes, as they would leave.
 */
#ifndef APP_SCENARIO_PREVIEW_H
#define APP_SCENARIO_PREVIEW_H

#include "app/desk.h"
#include "chase/scenario_list.h"

/* Somebody whom the scenario chases. */
struct example {
    const struct chase_kind *leader;
    struct debtor debtor;
    struct subject subject; /* one of the obligations */
};

/* What is to be said to it, and in the tone of which step. */
struct tone {
    const char *name;
    struct step_words words; /* without a body: what would be said now */
};

/* Some of those whom it chases, those who are most late first; none when it chases nobody. */
MUST_USE bool example_list(struct ctx *cx, const struct kept_scenario *kept,
                           struct example **examples, size_t *count);

/* Fault INPUT MODELE for a text that cannot be read. */
MUST_USE bool example_word(struct ctx *cx, const struct desk *desk, const struct example *example,
                           const struct tone *tone, struct worded *worded);

#endif
