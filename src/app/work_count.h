/*
 * How much each choice of a filter would leave, under all the others (E-14): what the form says
 * before it is applied. As the member who acts may see it (P-9).
 */
#ifndef APP_WORK_COUNT_H
#define APP_WORK_COUNT_H

#include "app/work_filter.h"

/* Clients are counted where they have most; the rest is searched by name. */
enum { COUNTED_CLIENTS = 30 };

struct work_count {
    const char *word; /* of the address: an id or a word */
    const char *name; /* of a hub, member, client or service; "" of a word */
    int64_t count;
};

enum work_facet {
    WORK_FACET_HUB,
    FACET_MEMBER,
    FACET_CLIENT,
    FACET_SERVICE,
    FACET_STATE,
    FACET_DUE,
    FACET_KIND,
    WORK_FACET_COUNT,
};

struct work_counts {
    struct work_count *facets[WORK_FACET_COUNT];
    size_t counts[WORK_FACET_COUNT];
    int64_t total; /* of what is asked for */
};

/* Of what is due within these days. What is chosen is among the choices, with nothing too. */
MUST_USE bool work_counts_load(struct ctx *cx, const struct work_filter *filter,
                               struct work_days days, struct work_counts *counts);

#endif
