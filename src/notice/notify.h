/*
 * « Notifier les comptables »: an admin writes to every member who is assigned to a client today
 * (P-21). The mail says who wrote, the comment, and the subjects that were ticked with what holds
 * when it is worded.
 */
#ifndef NOTICE_NOTIFY_H
#define NOTICE_NOTIFY_H

#include "chase/kind.h"
#include "notice/figures.h"

enum { NOTICE_CLIENTS = 300 }; /* in one message; the rest is counted */

enum notice_subject {
    NOTICE_RECEIPTS,
    NOTICE_EXPORTS,
    NOTICE_REQUESTS,
    NOTICE_INVOICES,
    NOTICE_ONBOARDING,
    NOTICE_SUBJECT_COUNT,
};

const char *notice_subject_text(enum notice_subject subject); /* "receipts", … */

/* « receipts requests »: those that are ticked, and back; what is no subject is passed over. */
const char *notice_subjects_text(struct arena *arena, const bool *subjects);
void notice_subjects_parse(const char *text, bool *subjects);

struct notice {
    int64_t id, client;
    struct instant at;
    int64_t by;
    bool subjects[NOTICE_SUBJECT_COUNT];
    const char *comment; /* "" none */
    int64_t messages;    /* how many were posted */
};

/*
 * Posts it for cx->actor to all who are assigned; sets its id, at, by and messages. Faults: ABSENT
 * CLIENT-ABSENT for one that the actor may not see, INPUT AVIS-SUJET with no subject, CONFLICT
 * AVIS-PERSONNE when nobody is assigned, CONFLICT AVIS-REPETE when one left on this day and
 * `again` does not confirm. One transaction.
 */
MUST_USE bool notice_post(struct ctx *cx, struct notice *notice, bool again);

/*
 * One notice for each of many clients, said alike: one message to each member over all of those to
 * which they are assigned (C-3). Sets ids, at, by and messages. Inside the caller's transaction,
 * who has looked whether it is a second one. Faults as above, but AVIS-REPETE.
 */
MUST_USE bool notice_post_many(struct ctx *cx, struct notice *notices, size_t count);

/* The first of the day about a client; id 0: none. */
MUST_USE bool notice_find_today(struct ctx *cx, int64_t client, struct notice *notice);

/* Which notice a message carries, of several the first; id 0: none. */
MUST_USE bool notice_find_of_message(struct ctx *cx, int64_t message, struct notice *notice);

/* Of the client's life, which « onboarding » tells. */
struct onboarding {
    const char *state;
    struct instant since; /* 0: not known */
};
MUST_USE bool onboarding_find(struct ctx *cx, int64_t client, struct onboarding *onboarding);

/*
 * Messages « notice » of the firm to a member about a client. The model: « client » { id, name },
 * « by », « comment », the subjects as flags under « about », what figures_put puts, « onboarding »
 * { the state as a flag, since }, « base_url », « client_url ». About several: is_many, « clients »
 * { id, name, url, what figures_put puts, onboarding }, « count », « more » (not shown), without
 * those that the member may not see.
 */
extern const struct chase_kind notice_kind;

#endif
