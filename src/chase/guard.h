/*
 * The guards of the chase: is something so odd that a person must look before anything leaves?
 *
 * A clock that jumps, a stoppage that left steps behind, a run far above what is usual: each is
 * judged here on figures alone, so that the worker, the pages and the tests agree. Nothing here
 * reads a clock or the books.
 */
#ifndef CHASE_GUARD_H
#define CHASE_GUARD_H

#include "chase/calendar.h"

enum {
    GUARD_BACK_MS = 2 * 60 * 1000,          /* the wall may go back so far */
    GUARD_DRIFT_MS = 10 * 60 * 1000,        /* and run ahead of the monotonic clock so far */
    GUARD_FORWARD_MS = 36 * 60 * 60 * 1000, /* between two turns of one process */
    GUARD_STOPPAGE_MS = 24 * 60 * 60 * 1000,
    GUARD_TIMES = 3,       /* the usual run */
    GUARD_DAYS = 30,       /* working days that tell what is usual */
    GUARD_FLOOR = 50,      /* fewer messages are never too many: a small firm's days differ much */
    GUARD_PER_MINUTE = 60, /* messages of one firm, unless the configuration sets another number */
    GUARD_LATE_MS = 15 * 60 * 1000,       /* C-4: what is due and free has left by then */
    GUARD_CHECK_MS = 24 * 60 * 60 * 1000, /* and what is to check was looked at */
};

enum clock_verdict {
    CLOCK_WELL,
    CLOCK_BACK, /* it ends by itself once the wall has caught up with the highest time seen */
    CLOCK_JUMP, /* a person must say that the time is right */
};

struct clock_reading {
    struct instant wall;
    int64_t monotonic_ms;
};

/*
 * The turn's reading against the highest wall time ever seen, which may be of an earlier process,
 * and against the turn before; NULL at a process's first turn: how long it stood still is a
 * stoppage, not a jump.
 */
enum clock_verdict guard_clock(struct instant highest, const struct clock_reading *before,
                               const struct clock_reading *now);

/*
 * How long no round ran, closed days left out: a weekend is no stoppage. Days are the firm's own;
 * 0 when no round ever ran.
 */
struct last_round {
    struct date on;
    struct instant at; /* 0: never */
};
int64_t guard_stopped_ms(const struct last_round *last, const struct calendar *calendar,
                         struct date today, struct instant now);

/* What a run is about to do, and what it is measured with. */
struct run_sight {
    int64_t stopped_ms;
    int64_t late;     /* reminders whose day was before today */
    int64_t messages; /* of today that leave by themselves, without those a person let leave */
    int64_t usual;    /* the median of the last working days; -1: there is none yet */
    int64_t cap;      /* messages in one day that the firm allows; 0: no cap */
};

/* Why a run is held until a person has decided; RUN_FREE: it leaves. */
enum run_verdict { RUN_FREE, RUN_STOPPAGE, RUN_VOLUME, RUN_CAP };
enum run_verdict guard_run(const struct run_sight *run);

/*
 * The median of what ran on the last GUARD_DAYS working days before today, a day without a run
 * counting 0, no further back than the first day; -1 when no working day has passed since.
 */
struct run_day {
    struct date on;
    int64_t messages;
};
int64_t guard_usual(const struct run_day *days, size_t count, const struct calendar *calendar,
                    struct date today);

/* What operations look at. Times are 0 for what there is not. */
struct health_sight {
    bool is_open;               /* a working day, within the firm's hours */
    struct instant now, opened; /* when today's hours began */
    bool has_run;               /* a round ran today */
    struct instant due;         /* of the oldest message that is due and that nothing holds */
    struct instant moved;       /* when a message last came to an end: a long run is no delay */
    struct instant check;       /* since when the oldest one is to check */
};

/* Why somebody must be woken; HEALTH_WELL: nobody. */
enum health { HEALTH_WELL, HEALTH_LATE, HEALTH_NO_ROUND, HEALTH_CHECK };
enum health guard_health(const struct health_sight *sight);

/* How late the oldest message is: since it was due, the house open and nothing else moving. */
int64_t guard_late_ms(const struct health_sight *sight);

/*
 * The pace at which messages leave, one after another: what piled up while nothing could leave
 * does not burst. Answers how many may leave now; those that nobody takes are lost.
 */
struct pace {
    int64_t next_ms; /* monotonic: when the next may leave */
};
int64_t guard_pace(struct pace *pace, int64_t per_minute, int64_t monotonic_ms);

#endif
