/*
 * What one person is told today: the plans of all that the person owes, put together.
 *
 * One message per person, medium and day carries every step taken for it (C-3); something that
 * concerns the person as a whole (no address, a pause, nothing owed on balance) holds them all.
 * Pure, like the plan: round, forecast and « pourquoi » call it alike.
 */
#ifndef CHASE_DECIDE_H
#define CHASE_DECIDE_H

#include "chase/plan.h"

/* Why nothing leaves to somebody although a step is due. */
enum hold {
    HOLD_NONE,
    HOLD_PAUSED,    /* a person paused it, with a reason */
    HOLD_LETTERING, /* the books' lettering does not add up: a person must look first */
    HOLD_NAMES,     /* one account under two names: a person must choose */
    HOLD_BALANCE,   /* credits outweigh what is owed */
    HOLD_ADDRESS,   /* no address */
    HOLD_BOUNCED,   /* the address was refused by its mail server */
    HOLD_WEEK,      /* a message left within the last seven days (C-3) */
    HOLD_COUNT,
};

enum { CHASE_QUIET_DAYS = 7 }; /* between two messages to one debtor */

/* Somebody who owes, as its kind tells. */
struct debtor {
    int64_t id, client;
    const char *name, *address, *language;
    enum hold hold;         /* PAUSED, LETTERING, NAMES or BOUNCED; else NONE */
    struct date held_until; /* last day of a pause; NO_DAY when it has no end */
    struct money balance;   /* all that is open between the two, credits included */
    struct date last_message_on;
};

struct debts {
    const struct obligation *owed; /* of one person, open, whose day to look has come */
    size_t count;
};

struct rules {
    const struct scenario *scenarios;
    size_t count;
    struct calendar calendar;
};

struct decision {
    struct plan *plans;      /* of each obligation, in their order; empty where it is held */
    enum hold *holds;        /* of each: why its step was not taken */
    enum hold hold;          /* of the person: the first of them, HOLD_NONE when nothing is held */
    size_t mails, calls;     /* steps taken today, by medium */
    const struct step *tone; /* the highest step by e-mail: the message speaks so */
};

struct decision chase_decide(struct arena *arena, const struct debtor *debtor,
                             const struct debts *debts, const struct rules *rules,
                             struct date today);

/* What keeps a message from leaving to the debtor on a day, but for what left before (C-5). */
enum hold debtor_hold(const struct debtor *debtor, struct date today);

/* The first day free of a hold that ends by itself; NO_DAY when a person or the books must end it.
 */
struct date hold_end(enum hold hold, const struct debtor *debtor);

const struct scenario *rules_scenario(const struct rules *rules, int64_t id); /* NULL: none */
const char *hold_text(enum hold hold); /* "", "paused", "lettering", … */

#endif
