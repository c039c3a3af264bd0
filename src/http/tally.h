/*
 * How many requests handlers have answered, and how long they took: counted by the door, read by
 * who shows it. All threads add to it.
 */
#ifndef HTTP_TALLY_H
#define HTTP_TALLY_H

#include "base/attributes.h"

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

enum { TALLY_BOUNDS = 11, TALLY_CLASSES = 5 };

/* Upper bounds in milliseconds; what takes longer is in the last bucket. */
extern const int64_t tally_bounds_ms[TALLY_BOUNDS];

struct tally {
    atomic_llong buckets[TALLY_BOUNDS + 1]; /* each alone, not added up */
    atomic_llong sum_ms;
    atomic_llong classes[TALLY_CLASSES]; /* of statuses: 1xx, 2xx, … */
};

void tally_add(struct tally *tally, int status, int64_t ms);

#endif
