/*
 * What waits on a day, of the clients of a view: counts for « Aujourd'hui ».
 */
#ifndef APP_TODAY_WORK_H
#define APP_TODAY_WORK_H

#include "app/today_scope.h"
#include "base/money.h"

enum { TODAY_WORST = 8 };

struct today_clients {
    int64_t clients, late_clients, late_items;
    struct money late;
    int64_t no_address; /* clients without one that works (P-4); archived ones are not counted */
    int64_t unreached;  /* customers who owe and have none */
    int64_t onboarding;
    const struct listed *worst[TODAY_WORST]; /* most late first */
    size_t worst_count;
};

struct today_clients today_clients(const struct today_scope *scope);

struct today_messages {
    int64_t to_check;
    int64_t to_leave;     /* all that is under way */
    int64_t to_approve;   /* clients whose messages wait for the first approval */
    int64_t objectable;   /* leave today unless somebody objects, */
    struct instant until; /* the first of them at this time */
};

MUST_USE bool today_messages(struct ctx *cx, const struct today_scope *scope,
                             struct today_messages *messages);

/* People to be called or written to by hand, and how many of them as a stand-in. */
struct today_calls {
    int64_t calls, for_others;
};
MUST_USE bool today_calls(struct ctx *cx, const struct today_scope *scope,
                          struct today_calls *calls);

/* People of whom something is to be looked at after a day, until and with another. */
MUST_USE bool today_due(struct ctx *cx, const struct today_scope *scope, struct date after,
                        struct date until, int64_t *people);

#endif
