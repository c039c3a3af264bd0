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
    HOLD_WEEK,      /* a message left within the quiet days of the kind, or is about to (C-3) */
    HOLD_CAP,       /* as many messages left within seven days as one person may get (C-3) */
    HOLD_SUBJECT,   /* a person holds this obligation alone (C-10) */
    HOLD_ARCHIVED,  /* its client is archived (P-7) */
    HOLD_REPLY,     /* the debtor answered, and nobody has read it */
    HOLD_COUNT,
};

/* Messages to one person in a week, unless the firm sets another number, and the most it can set.
 */
enum { CHASE_WEEK_DAYS = 7, CHASE_WEEK_CAP = 3, CHASE_WEEK_MOST = 7 };

/* Somebody who owes, as its kind tells. */
struct debtor {
    int64_t id, client; /* the client on whose behalf we speak; 0: the firm itself */
    const char *name, *address, *language;
    const char *mailbox;  /* the address in lower case; who shares it is one person (P-2); NULL: no
                             other can */
    const int64_t *mates; /* ids of the others of the client who share it */
    size_t mate_count;
    enum hold
        hold; /* LETTERING, NAMES or BOUNCED; else NONE. A pause hides it, and may end first */
    bool is_paused;           /* by a person: HOLD_PAUSED to its last day */
    struct date paused_until; /* NO_DAY when it has no end */
    bool has_replied;         /* and nobody has read it */
    int quiet_days;           /* between two messages to it, where longer than the kind's (E-3) */
    struct money balance;     /* all that is open between the two, credits included */
    size_t last_count;        /* how many of the last messages are known: CHASE_WEEK_MOST at most */
    struct date last_on[CHASE_WEEK_MOST]; /* when they left, the newest first; see told.h */
};

struct debts {
    const struct obligation *owed; /* of one person, open, whose day to look has come */
    size_t count;
};

struct chase_kind;

/* Of one capacity: all the scenarios of its kinds. */
struct rules {
    const struct chase_kind *leader;  /* its name is the capacity's */
    const struct scenario *scenarios; /* of each kind its default first, then versions left */
    size_t count;
    struct calendar calendar;
    int quiet_days; /* between two messages of this kind to one person (C-3); 0: none */
    int week_cap;   /* messages to one person in seven days */
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

void debtor_told(struct debtor *debtor,
                 struct date day); /* a message left on that day, the latest */

/* Between two messages to the debtor; at least 1: a day holds one, whatever its kind (C-3). */
int debtor_quiet_days(const struct debtor *debtor, const struct rules *rules);

/* The first day from today on which one more may leave to whom the last messages have left. */
struct date debtor_free_on(const struct debtor *debtor, const struct rules *rules,
                           struct date today);

/* What keeps a message from leaving to the debtor on a day, but for what left before (C-5). */
enum hold debtor_hold(const struct debtor *debtor, struct date today);

/* The first day free of a hold that ends by itself; NO_DAY when somebody or the books must end it.
 */
struct date hold_end(enum hold hold, const struct debtor *debtor, const struct obligation *owed,
                     const struct rules *rules);

/* Whether a person holds the obligation on a day (C-10). */
bool obligation_paused(const struct obligation *owed, struct date today);

/* What keeps the obligation alone back on a day, whoever owes it: ARCHIVED, SUBJECT or NONE. */
enum hold obligation_hold(const struct obligation *owed, struct date today);

/* The version that it follows, the last one where that is not known: one stands. */
const struct scenario *rules_scenario(const struct rules *rules, const struct obligation *owed);
const char *hold_text(enum hold hold); /* "", "paused", "lettering", … */

#endif
