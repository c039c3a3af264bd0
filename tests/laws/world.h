/*
 * The world around one firm: its clock, its people, what they owe, the mail server, the dice. It
 * lies in memory that the simulated processes share, so that it outlives each of them: a process
 * is forked, lives until it is killed or the year is over, and another takes up from the books.
 *
 * One seed rolls everything. What happens is written to the journal, a line of JSON an event, for
 * an oracle that shares no code with the program.
 */
#ifndef LAWS_WORLD_H
#define LAWS_WORLD_H

#include "base/ctx.h"
#include "base/money.h"
#include "chase/intervene.h"

enum {
    CLIENTS = 3,
    PERSONS = 90,
    USUAL_PERSONS = 12, /* of most firms */
    MEMBERS = 2,
    SUBJECTS = 162,
    USUAL_SUBJECTS = 72, /* that are opened one by one */
    SCENARIOS = 2,       /* of each kind, the first is the default */
    STEPS = 40,          /* of all scenarios, those taken out of them too */
    CLOSED_DAYS = 12,
    JOURNAL_BYTES = 8 * 1024 * 1024,
};

static const int64_t MINUTE_MS = INT64_C(60000), HOUR_MS = INT64_C(3600000),
                     DAY_MS = INT64_C(86400000);

/* Invoices on behalf of a client; requests, and receipts with them, on behalf of the firm. */
enum owed { OWED_INVOICE, OWED_REQUEST, OWED_RECEIPT, OWED_COUNT };

struct person {
    int64_t client;
    int address; /* 0: none; else which one */
    enum hold hold;
    struct date held_until;
    bool in_credit;
};

struct debt {
    bool exists, open, paused;
    enum owed owed;
    int64_t person, cents, scenario, taken; /* over, by a member; 0: nobody */
};

/* What somebody is doing to the books; it is taken up again by who comes after a crash. */
enum doing {
    DO_NONE,
    DO_OPEN,
    DO_CHANGE, /* of the amount: a part was paid, or a settled one reopens */
    DO_SETTLE,
    DO_PERSON, /* address, pause, doubt or balance */
    DO_APPROVE,
    DO_SUSPEND,
    DO_RESUME,
    DO_DECIDE,
    DO_CALL,
    DO_EDIT,
    DO_BELIEVE,  /* the clock that jumped: the time is right, somebody says */
    DO_LET,      /* what a guard held leaves, or is filed away */
    DO_CAP,      /* messages that may leave in a day */
    DO_RESTORED, /* somebody says that these books are older ones */
    DO_STEP_IN,  /* see stepping.h */
    DO_COUNT,
};

/* A reminder as the books hold it. */
struct row {
    int64_t id, cycle, step, rank, message; /* id 0: none */
    struct date day;
};

struct deed {
    enum doing doing;
    enum owed owed; /* of what is opened */
    int64_t id;     /* of the subject, person, client, message, reminder or step */
    int64_t number;
    const char *cause; /* of what is let go */
    struct date due;
    struct person person;
    bool again;     /* its first try may have been kept */
    enum act act;   /* of a person who steps in */
    struct row row; /* the reminder that waits, or was skipped */
    int64_t seen;   /* the last intervention before */
    bool is_named;  /* the person points to that reminder */
};

struct step_facts {
    int64_t scenario;
    struct step step;
    bool stands;
};

struct world {
    uint64_t dice;
    int64_t seed;
    int fault;                    /* planted; 0: none */
    struct instant now, lies;     /* the wall's own error is added to now */
    struct date first, day, last; /* calm from shortly before the last */
    bool calm, over, two_nodes, alone, in_round;
    int turn, turns, quiet_days;
    int lie_turns;         /* so long the clock is far off */
    int crowd;             /* of the people, those who owe */
    int week_cap;          /* messages to one of them in seven days */
    struct date flood_on;  /* all of a large crowd are asked for something; NO_DAY: never */
    int flooded;           /* of them, so many have been */
    int64_t ran_ms;        /* the last run that came to its end */
    int64_t skip_until_ms; /* the house is down until then */
    struct person people[PERSONS + 1];
    struct debt debts[SUBJECTS + 1];
    int subject_count;
    struct step_facts steps[STEPS];
    int step_count;
    struct deed pending;
    bool suspended, has_cap;
    struct date suspended_until; /* NO_DAY: without end */
    int64_t kill_in;  /* operations of the disk; 0: none is planned */
    int disk_trouble; /* see disk.h */
    int64_t trouble_for;
    size_t journal_size;
    char journal[JOURNAL_BYTES];
};

extern struct world *world;

int roll(int sides);          /* 0 to sides - 1 */
bool chance(int in_thousand); /* true so many times */

void note(const char *format, ...) PRINTF_LIKE(1, 2); /* a line of the journal */

void note_fault(const char *where, const struct fault *fault);

struct instant wall_now(void); /* what the house's clock shows */
extern const struct clock world_clock;

/* The process ends at once, as by kill -9. */
void die(const char *where) __attribute__((noreturn));

#endif
