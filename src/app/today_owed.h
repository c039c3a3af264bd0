/*
 * What waits in the firm on a day, beside the chase: tasks, late requests, answers, mail, receipts
 * to sort, of the clients of a view. Counts for « Aujourd'hui ».
 */
#ifndef APP_TODAY_OWED_H
#define APP_TODAY_OWED_H

#include "app/today_scope.h"

/* Somebody whose work, or a client whose work, it is. */
struct today_share {
    int64_t id;
    const char *name;
    int64_t count;
};

/*
 * Not ended and due today or before: in one's own view those that one holds and those of whom one
 * stands in for, who are the shares; in the others, all of their clients.
 */
struct today_tasks {
    int64_t count, late;
    struct today_share *others;
    size_t other_count;
};
MUST_USE bool today_tasks(struct ctx *cx, const struct today_scope *scope,
                          struct today_tasks *tasks);

/* Requests that are late, and items that were answered and wait for a yes (E-19). */
struct today_requests {
    int64_t late, answers;
    bool is_partial; /* some of the answers stand on requests that are still open */
};
MUST_USE bool today_requests(struct ctx *cx, const struct today_scope *scope,
                             struct today_requests *requests);

/* Mail that waits for a person: debtors' replies apart, by who is to read them (C-10). */
struct today_mails {
    int64_t triage, replies;
    int64_t last_triage, last_reply; /* one of each */
};
MUST_USE bool today_mails(struct ctx *cx, const struct today_scope *scope,
                          struct today_mails *mails);

/* Receipts of which nobody said yet what they are: clients with most first. */
struct today_receipts {
    int64_t count;
    struct today_share *clients;
    size_t client_count;
};
MUST_USE bool today_receipts(struct ctx *cx, const struct today_scope *scope,
                             struct today_receipts *receipts);

#endif
