#include "http/tally.h"

const int64_t tally_bounds_ms[TALLY_BOUNDS] = { 5,   10,   25,   50,   100,  250,
                                                500, 1000, 2500, 5000, 10000 };

void tally_add(struct tally *tally, int status, int64_t ms)
{
    size_t bucket = 0;
    int class = status / 100 - 1;

    while (bucket < TALLY_BOUNDS && ms > tally_bounds_ms[bucket])
        bucket++;
    atomic_fetch_add(&tally->buckets[bucket], 1);
    atomic_fetch_add(&tally->sum_ms, ms);
    if (class >= 0 && class < TALLY_CLASSES)
        atomic_fetch_add(&tally->classes[class], 1);
}
