/*
 * Why (C-8): of one obligation and one day, the step that fires, what holds it back, the next date,
 * and what would change it. The answer comes from what the round itself decides, run ahead in
 * memory from what the books hold.
 */
#ifndef CHASE_WHY_H
#define CHASE_WHY_H

#include "chase/round.h"

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
    REMEDY_COUNT,
};

const char *remedy_text(enum remedy remedy); /* "resume", … */

struct why {
    struct date on;
    struct obligation owed; /* as it stands before that day */
    const char *scenario;   /* its name */
    bool is_settled, is_closed_day;
    /* What keeps a message from leaving although it is posted. */
    bool is_suspended, is_sourced, is_approved;
    /* What was decided on that day already; id 0: nothing. */
    int64_t reminder;
    const char *reminder_state;
    const struct step *step; /* that fires; NULL: none */
    int64_t rank;
    bool by_hand;
    enum hold hold;    /* what keeps it back */
    struct date until; /* first day free of it, or of a closed day; NO_DAY: somebody's to end */
    const struct step *next; /* after that day; NULL: none within a year */
    struct date next_on;
    enum remedy remedies[REMEDY_COUNT];
    size_t count;
};

/* A day that is past tells what was decided on it. Fault ABSENT OBLIGATION-ABSENTE. */
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
