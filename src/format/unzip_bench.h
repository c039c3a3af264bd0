/*
 * What benches of workbooks measure: processor time of all that takes part, the most memory that
 * any of them held, and `unzip -p … | wc -c` of the sheet, which both are held against.
 */
#ifndef FORMAT_UNZIP_BENCH_H
#define FORMAT_UNZIP_BENCH_H

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "base/arena.h"

enum { BENCH_ROWS = 12000, BENCH_COLUMNS = 80, BENCH_RATIO = 6, BENCH_KIB = 64 * 1024 };

static inline double bench_seconds(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec * 1e-6;
}

/* Of this process and of all that it started and saw end. */
static inline double bench_processor_s(void)
{
    double sum = 0;

    for (int i = 0; i < 2; i++) {
        struct rusage usage;
        getrusage(i == 0 ? RUSAGE_SELF : RUSAGE_CHILDREN, &usage);
        sum += bench_seconds(usage.ru_utime) + bench_seconds(usage.ru_stime);
    }
    return sum;
}

static inline long bench_peak_kib(void)
{
    struct rusage self, children;

    getrusage(RUSAGE_SELF, &self);
    getrusage(RUSAGE_CHILDREN, &children);
    return self.ru_maxrss > children.ru_maxrss ? self.ru_maxrss : children.ru_maxrss;
}

static inline double bench_unzip_s(struct arena *arena, const char *path)
{
    const char *line =
        arena_format(arena, "unzip -p '%s' xl/worksheets/sheet1.xml | wc -c > /dev/null", path);
    double start = bench_processor_s();

    if (system(line) != 0)
        exit(EXIT_FAILURE);
    return bench_processor_s() - start;
}

#endif
