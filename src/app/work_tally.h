/*
 * Counts of tasks and requests for each choice of a filter, one row at a time: a row that all
 * filters leave counts everywhere, one that a single filter takes away counts among that one's
 * choices. Fetches nothing.
 */
#ifndef APP_WORK_TALLY_H
#define APP_WORK_TALLY_H

#include "app/work_count.h"

/* A task or a request, as far as choices differ in it. */
struct work_row {
    bool is_task;
    int64_t client, holder, service; /* holder of a task; 0: none */
    int state;                       /* a place of work_states */
    int64_t due;                     /* a bit for each of work_dues, by its day alone */
};

extern const char *const work_states[], *const work_dues[], *const work_kinds[];
enum { WORK_STATES = 8, WORK_DUES = 4, WORK_KINDS = 2 };

/* A client that the member sees and that the words name. */
struct work_client {
    int64_t id, hub, count;
    const char *name;
    bool is_archived;
    const int64_t
        *team; /* members that are assigned to it, each once: its requests are with them */
    size_t team_count;
};

/* What a firm names: hubs, members, services; in the order in which they are shown. */
struct work_named {
    int64_t id;
    struct work_count *choice;
};

struct work_tally {
    const struct work_filter *filter;
    struct work_counts *counts;
    struct work_client *clients; /* by id */
    size_t client_count;
    struct work_named *named[WORK_FACET_COUNT]; /* by id; of hub, member and service */
    size_t named_counts[WORK_FACET_COUNT];
};

/* Of one that is not among the clients nothing is counted. */
void work_tally_add(struct work_tally *tally, const struct work_row *row);

/* The clients that have most, the chosen one first; named without a count: only the chosen one. */
void work_tally_end(struct arena *arena, struct work_tally *tally);

/* For bsearch and qsort: both records begin with their id. */
int work_by_id(const void *one, const void *other);

#endif
