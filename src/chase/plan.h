/*
 * The chase: when do we next speak to someone who owes us something, and how?
 *
 * An unanswered request, an unpaid invoice, a late task and a stalled migration are all
 * obligations, each chased along a scenario: ordered steps, so many days from the due date.
 * Nothing here reads a clock, a file or a database: the same arguments give the same plan. The
 * page « Que part-il demain ? », the « pourquoi » of one reminder and the daily round all call
 * chase_plan, so what is shown is what happens (C-8).
 */
#ifndef CHASE_PLAN_H
#define CHASE_PLAN_H

#include "base/money.h"
#include "chase/calendar.h"

enum medium { MEDIUM_EMAIL, MEDIUM_CALL, MEDIUM_COUNT };
enum mode { MODE_AUTOMATIC, MODE_BY_HAND, MODE_COUNT };

struct step {
    int64_t id;         /* stable over the versions of its scenario, never used again (C-1) */
    int days_after_due; /* calendar days; negative for a reminder ahead of time */
    enum medium medium;
    enum mode mode;
    const char *name; /* of its wording: "notice", "first", "second", "call" */
};

struct scenario {
    int64_t id;
    const struct step *steps; /* in order of days_after_due, each day once */
    size_t count;
};

/* What is still owed. Once it is settled it is an obligation no more. */
struct obligation {
    int64_t id, version; /* a version is of its amount, due date, hold: all that a plan reads */
    const char *kind;    /* "invoice", … */
    int64_t subject;     /* its number among its kind */
    int64_t cycle;       /* 1, and one more each time a settled one reopens */
    int64_t client, person, scenario;
    struct date due;
    struct money owed;
    size_t steps_dealt;        /* the first so many steps are past: taken, overtaken or lapsed */
    struct date last_taken_on; /* when one was last carried out; NO_DAY before the first */
};

static const struct date NO_DAY = { INT32_MIN };

/* After so many days a missed step makes no sense any more (C-4). */
enum { CHASE_SENSE_DAYS = 60 };

enum fate {
    FATE_TAKEN,      /* carried out today */
    FATE_SUPERSEDED, /* overtaken by a later step that is carried out */
    FATE_LAPSED,     /* its day is past its sense */
};

struct fated {
    size_t step; /* index into the scenario */
    enum fate fate;
    struct date meant_on; /* the working day on which it should have been taken */
};

/* What to do today with one obligation, and the day to look again. */
struct plan {
    const struct fated *fates; /* of the steps dealt with today, in order */
    size_t count;
    const struct step *taken; /* NULL: none today */
    struct date look_on;      /* after today; NO_DAY when no step is left */
};

/*
 * Decides. A step moves from a closed day to the next working day (C-2); one before the due date
 * never lands after it, and lapses instead. Of several missed steps the latest that still makes
 * sense is taken and overtakes those before it; a step by hand overtakes no automatic one, and
 * waits for the next working day (C-4). At most one step a day (C-3). On a closed day nothing is
 * decided. A settled obligation has no business here.
 */
struct plan chase_plan(struct arena *arena, const struct obligation *owed,
                       const struct scenario *scenario, const struct calendar *calendar,
                       struct date today);

/* The obligation as it stands once the plan of today has been carried out. */
struct obligation chase_after(const struct obligation *owed, const struct plan *plan,
                              struct date today);

/* The working day of a step, for the thread that a page draws; NO_DAY when it lapses by C-2. */
struct date chase_step_day(const struct step *step, struct date due,
                           const struct calendar *calendar);

/* The last day on which a step meant for a working day still makes sense (C-4). */
struct date chase_last_day(const struct step *step, struct date due, struct date meant_on);

const char *medium_text(enum medium medium); /* "email", "call" */
const char *mode_text(enum mode mode);       /* "automatic", "by_hand" */
MUST_USE bool medium_parse(const char *text, enum medium *medium);
MUST_USE bool mode_parse(const char *text, enum mode *mode);

#endif
