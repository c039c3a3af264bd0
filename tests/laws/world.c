#include "world.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct world *world;

/* splitmix64: small, and the same on every machine. */
int roll(int sides)
{
    uint64_t mixed = world->dice += UINT64_C(0x9e3779b97f4a7c15);

    mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (int)(((mixed ^ (mixed >> 31)) >> 33) % (uint64_t)sides);
}

bool chance(int in_thousand)
{
    return roll(1000) < in_thousand;
}

void note(const char *format, ...)
{
    va_list list;
    size_t left = JOURNAL_BYTES - world->journal_size;

    va_start(list, format);
    int size = vsnprintf(world->journal + world->journal_size, left, format, list);
    va_end(list);
    if (size < 0 || (size_t)size + 2 > left)
        abort();
    world->journal_size += (size_t)size;
    world->journal[world->journal_size++] = '\n';
}

/* The engine's own words may hold anything. */
void note_fault(const char *where, const struct fault *fault)
{
    char detail[200];

    snprintf(detail, sizeof detail, "%s", fault_arg(fault, "detail"));
    for (char *letter = detail; *letter; letter++)
        if (*letter < ' ' || *letter == '"' || *letter == '\\')
            *letter = ' ';
    note("{\"e\":\"fault\",\"t\":%lld,\"where\":\"%s\",\"code\":\"%s\",\"detail\":\"%s\"}",
         (long long)wall_now().ms, where, fault->code, detail);
}

struct instant wall_now(void)
{
    return (struct instant){ world->now.ms + world->lies.ms };
}

static struct instant wall(const struct clock *clock)
{
    (void)clock;
    return wall_now();
}

static int64_t monotonic(const struct clock *clock)
{
    (void)clock;
    return world->now.ms;
}

const struct clock world_clock = { .wall = wall, .monotonic_ms = monotonic };

void die(const char *where)
{
    note("{\"e\":\"kill\",\"where\":\"%s\"}", where);
    _exit(3);
}
