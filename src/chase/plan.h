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
#include "chase/scenario.h"

static const struct date NO_DAY = { INT32_MIN };

/* A step that was dealt with in this cycle, and which repetition of it. */
struct dealt {
    int64_t step, rank;
};

/* What is still owed. Once it is settled it is an obligation no more. */
struct obligation {
    int64_t id, version; /* a version is of its amount, due date, hold: all that a plan reads */
    const char *kind;    /* "invoice", … */
    int64_t subject;     /* its number among its kind */
    int64_t cycle;       /* 1, and one more when a settled one reopens, or it passes on */
    int64_t client;      /* whose subject it is */
    int64_t issuer;      /* on whose behalf we speak: the client, or 0 for the firm itself */
    int64_t person, scenario;
    int64_t scenario_version; /* of it, until a person moves it on */
    struct date opened, due;
    struct money owed;
    const struct dealt *dealt; /* in this cycle */
    size_t dealt_count;
    struct date dealt_through; /* no step of a day until it is carried out any more; or NO_DAY */
    struct date last_taken_on; /* when one was last carried out; NO_DAY before the first */
    bool paused;               /* by a person, this one alone (C-10) */
    struct date paused_until;  /* its last day; NO_DAY when it has no end */
    bool archived;             /* its client is (P-7): nothing is said of it */
    int64_t taken_over;        /* by a member: every step is by hand; 0: nobody */
};

/* After so many days a missed step makes no sense any more (C-4). */
enum { CHASE_SENSE_DAYS = 60 };

/* After so many working days what is by hand goes to the deputy, then to an admin (C-10). */
enum { CHASE_HAND_DAYS = 3 };

enum fate {
    FATE_TAKEN,      /* carried out today */
    FATE_SUPERSEDED, /* overtaken by a later step that is carried out, or was in another scenario */
    FATE_LAPSED,     /* its day is past its sense */
};

/* A step on its day: each repetition of it is one. */
struct occasion {
    const struct step *step;
    int64_t rank;        /* 0, then each repetition */
    struct date nominal; /* by its days alone */
    struct date order;   /* its place among the others: a window's working day, else nominal */
    struct date on;      /* the working day; NO_DAY when it lapses by C-2 */
};

struct fated {
    struct occasion occasion;
    enum fate fate;
};

/* What to do today with one obligation, and the day to look again. */
struct plan {
    const struct fated *fates; /* of the occasions dealt with today, in order */
    size_t count;
    const struct fated *taken; /* one of them; NULL: none today */
    struct date look_on;       /* after today; NO_DAY when no step is left */
};

/*
 * Decides. A step moves from a closed day to the next working day (C-2); one before the due date
 * never lands after it, one with a window moves to the nearest working day inside it, and lapses
 * when there is none. Of several missed steps the latest that still makes sense is taken and
 * overtakes those before it, in the order of their days, where one with a window stands at the
 * working day that it moved to; a step by hand overtakes no automatic one, and waits for the next
 * working day (C-4). A step whose day is not after the last one dealt with is superseded, whatever
 * scenario that was in (C-1, C-9). At most one step a day (C-3). On a closed day nothing is
 * decided. A settled obligation has no business here.
 */
struct plan chase_plan(struct arena *arena, const struct obligation *owed,
                       const struct scenario *scenario, const struct calendar *calendar,
                       struct date today);

/* The obligation as it stands once the plan of today has been carried out. */
struct obligation chase_after(struct arena *arena, const struct obligation *owed,
                              const struct plan *plan, struct date today);

/*
 * The obligation as if one occasion had not been dealt with. What it left behind it when it was
 * stays behind: no step of a day before its own comes any more.
 */
struct obligation chase_undealt(struct arena *arena, const struct obligation *owed,
                                const struct occasion *occasion);

/* All occasions of a scenario for an obligation, dealt with or not, in their order: the thread. */
const struct occasion *chase_occasions(struct arena *arena, const struct obligation *owed,
                                       const struct scenario *scenario,
                                       const struct calendar *calendar, size_t *count);

bool chase_dealt(const struct obligation *owed, const struct occasion *occasion);

/* The last day on which an occasion still makes sense (C-4); its working day must exist. */
struct date chase_last_day(const struct obligation *owed, const struct occasion *occasion);

/* Whether somebody must carry the step out: a call, a mode by hand, an obligation taken over. */
bool chase_by_hand(const struct obligation *owed, const struct step *step);

#endif
