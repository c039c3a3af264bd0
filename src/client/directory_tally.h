/*
 * What is counted beside a list: how many of its rows each group and each mark has.
 */
#ifndef CLIENT_DIRECTORY_TALLY_H
#define CLIENT_DIRECTORY_TALLY_H

#include "client/directory.h"

struct sums {
    int64_t open_cents, late_cents;
};

/* How many of some rows each group and each mark has, and their sums. */
struct tallied {
    struct bits among;
    size_t *groups[FACET_COUNT];
    size_t marks[MARK_COUNT];
    struct sums sums;
};

enum { TALLIES_KEPT = 8 }; /* pages and orders of one list ask for the same one again and again */

/* Counted once for the sets that were asked for last. */
struct tallied directory_tally(struct directory *directory, struct arena *arena, struct bits among);

#endif
