/*
 * The return box read: a thread of its own, so that a slow mail server holds nothing up.
 *
 * Each message behind the last one that was taken is fetched and taken (worker/mail_take.h), then
 * the place is kept. Killed between, the message is fetched again and known by its hash. What
 * cannot be taken now stays unseen and is tried again at the next turn, and those behind it wait;
 * what is larger than LIMIT_MAIL_BYTES is left to a person, unseen, and logged.
 */
#ifndef WORKER_MAILBOX_H
#define WORKER_MAILBOX_H

#include "base/zone_now.h"
#include "channel/imap.h"
#include "firm/firm.h"
#include "worker/mail_take.h"

struct mailbox;

struct mailbox_site {
    struct store *store;
    const struct firm *firm;
    const struct zone_now *zone; /* of the house */
    const struct clock *clock;
    const struct mail_site *mail;
    struct imap_config imap;
};

/* Faults: IMAP-ADRESSE; BROKEN FIL. Copies nothing: the site outlives it. */
MUST_USE struct mailbox *mailbox_start(struct ctx *cx, const struct mailbox_site *site);
void mailbox_stop(struct mailbox *mailbox); /* at once; NULL is fine */

/* One turn, for tests too: how many were taken, and how many were new. */
struct mailbox_turn {
    int64_t taken, fresh, left;
};
MUST_USE bool mailbox_read(struct ctx *cx, const struct mail_site *site, struct imap *imap,
                           const char *url, struct mailbox_turn *turn);

#endif
