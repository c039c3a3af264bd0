/*
 * Why (C-8): of one obligation and one day, the step that fires, what holds it back, the next date,
 * and what would change it. The answer comes from what the round itself decides, run ahead in
 * memory from what the books hold.
 */
#ifndef CHASE_WHY_H
#define CHASE_WHY_H

#include "chase/round.h"
#include "outbox/freeze.h"
#include "outbox/suspension.h"

/* What a person may do about it; the more to the point, the earlier. */
enum remedy {
    REMEDY_RESUME,  /* the obligation is held */
    REMEDY_REOPEN,  /* the person is held */
    REMEDY_LETTER,  /* look at the lettering */
    REMEDY_NAMES,   /* choose the name of the account */
    REMEDY_CREDITS, /* credits outweigh what is owed */
    REMEDY_ADDRESS, /* give an address, or another */
    REMEDY_RESTART, /* sendings are suspended */
    REMEDY_SOURCE,  /* the source software reminds the client's debtors still */
    REMEDY_APPROVE, /* the client's messages wait since the import */
    REMEDY_WAIT,    /* until a day, which is told */
    REMEDY_DO,      /* it is by hand: do it and say so */
    REMEDY_RELEASE, /* a member does it all by hand */
    REMEDY_SEND,    /* now, whatever was sent this week */
    REMEDY_SKIP,
    REMEDY_MOVE,   /* no step is left: another scenario or due date */
    REMEDY_RETURN, /* the client is archived: it comes back, or the matter rests */
    REMEDY_READ,   /* the debtor's reply */
    REMEDY_DECIDE, /* a guard froze the sendings */
    REMEDY_JUDGE,  /* it is to check */
    REMEDY_COUNT,
};

const char *remedy_text(enum remedy remedy); /* "resume", … */

/* What was decided already: a step, and the message that carries it. */
struct why_decided {
    int64_t reminder;               /* 0: nothing */
    const char *state, *step, *why; /* its own, the step's name, the code of its end */
    struct date on;
    int64_t message; /* 0: none */
    const char *message_state;
    struct instant leaves, ended; /* not before the one, since the other; 0: neither */
};

struct why {
    struct date on;
    struct obligation owed; /* as it stands before that day */
    const char *scenario;   /* its name */
    bool is_settled, is_closed_day, is_past;
    /* What keeps a message from leaving although it is posted. */
    struct suspension suspension; /* stands: it holds what leaves on that day */
    struct freeze freeze;         /* id 0: none */
    bool is_sourced, is_approved;
    /*
     * On that day, or left then; of today also what waits since an earlier one, of a coming day
     * the message that was put off to it.
     */
    struct why_decided decided;
    const struct step *step; /* that fires; NULL: none */
    int64_t rank;
    bool by_hand;
    enum hold hold;    /* what keeps it back */
    int quiet_days;    /* between two messages to its person */
    struct date until; /* first day free of it, or of a closed day; NO_DAY: somebody's to end */
    enum hold kept; /* what keeps back, until somebody ends it, what falls from then on and before
                       the next; NONE: nothing does */
    const struct step *next; /* after that day; NULL: none within a year */
    /* The same step's, or what was decided after a day that is past or put off beyond a coming. */
    const char *next_name;
    struct date next_on;
    enum remedy remedies[REMEDY_COUNT];
    size_t count;
};

/*
 * A day that is past tells what was decided on it, what left, and what came next or will. Fault
 * ABSENT OBLIGATION-ABSENTE.
 */
MUST_USE bool chase_why(struct ctx *cx, const struct chase_kind *kind, int64_t subject,
                        struct date on, struct why *why);

/* The pure part: what why->on brings for the party's obligation at a place, from today on. */
struct why_case {
    const struct party *party;
    size_t place;
    const struct rules *rules;
    struct date today;
};
void why_decide(struct arena *arena, const struct why_case *of, struct why *why);

#endif
