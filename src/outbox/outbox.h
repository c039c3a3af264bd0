/*
 * The outbox: messages waiting, taken, at the point, sent, put off, or kept for a human.
 *
 *     waiting   for the one approval after an import, or past the source's (outbox/source.h)
 *     due       may be taken once not_before has come
 *     taken     by a worker, until its lease ends; then it is due again: nothing was sent
 *     point     a durable commit just before the final dot (C-7). Whoever is cut off after it
 *               leaves the outcome unknown
 *     sent      the peer said 250
 *     refused   the peer said 5xx, or could not be reached for too long
 *     check     « À vérifier »: cut off after the point; never sent again by itself
 *     dropped   nothing was left to say when it was taken (C-5), with the reason
 *
 * The point is fenced by owner, attempt and the version of every obligation that the message
 * speaks of, and by what left to its person or address within the quiet days (C-3, P-2): what was
 * put off may come near to the next. This folder alone writes messages, and ends their reminders.
 */
#ifndef OUTBOX_OUTBOX_H
#define OUTBOX_OUTBOX_H

#include "store/store.h"

/* A piece that a message speaks of. */
struct subject {
    const char *kind;
    int64_t id; /* its number among its kind */
};

/* What was rendered, kept with its hash (C-6). */
struct rendered {
    const char *recipient, *subject;
    const char *bytes;
    size_t size;
};

struct message {
    int64_t id, client, person; /* client 0: on behalf of the firm itself */
    const char *kind, *medium, *tone, *recipient, *language;
    bool waits;                /* for an approval */
    bool apart;                /* speaks of no obligation and keeps its own day (C-3) */
    struct instant not_before; /* as it is posted; what is past, or 0, is now */
    int64_t attempt;           /* which taking of it this is */
    bool ordered;              /* as taken: a person lets it leave, whatever left before it */
    int quiet_days; /* at the point: none other may have left to its reader in so many; 0: any */
    const char *mailbox;  /* ... nor to this, in small letters; NULL: its kind shares none */
    const char *emptied;  /* as taken: why no obligation is left to speak of; NULL: one is */
    const char *lessened; /* as taken: why one is spoken of no more since it was ordered; or NULL */
    struct rendered rendered;
};

/*
 * A worker's name, the same for all that it takes: its node, process and start. The lease begins
 * anew at the point and must outlive the wait for the answer to the dot. On PostgreSQL it is
 * counted by the server's clock, so that nodes whose clocks differ agree; on SQLite by cx->now.
 */
struct taker {
    const char *owner;
    int64_t lease_ms;
    const char *kind; /* takes those of this kind alone, answers to a person's own act; NULL: any */
};

/* Posts messages for today and sets their ids, in the transaction that made the reason. */
MUST_USE bool outbox_post(struct ctx *cx, struct message *messages, size_t count);

/*
 * Lets what waits of a client leave, and what later rounds post; 0: of all that the member who acts
 * may see. Of several for one person only the last leaves (C-3), the others' are superseded. Those
 * whose source software reminds wait on: fault CONFLICT ORIGINE-RELANCE when it is the one.
 */
MUST_USE bool outbox_approve(struct ctx *cx, int64_t client);

/*
 * What a process that died has left: past their lease, taken ones are due again and those at the
 * point are to check. With `all`, whatever the lease: only for who holds the books alone.
 */
MUST_USE bool outbox_recover(struct ctx *cx, bool all, int64_t *to_check);

/*
 * Takes at most limit messages that are due and that no suspension stops; cancels the reminders
 * whose obligation stands no more or is held by a person (C-5), lapses those past their sense
 * (C-4). A message left with none is marked emptied: to be dropped, its debts looked at again. The
 * versions of the obligations are noted: those of the text to be rendered in this transaction.
 */
MUST_USE bool outbox_take(struct ctx *cx, const struct taker *taker, size_t limit,
                          struct message **messages, size_t *count);

/* Nothing is to be said after all: its reminders are cancelled, with the reason. */
MUST_USE bool outbox_drop(struct ctx *cx, const struct taker *taker, const struct message *message,
                          const char *why);

/* What a message speaks of. */
MUST_USE bool outbox_subjects(struct ctx *cx, int64_t message, struct subject **subjects,
                              size_t *count);
MUST_USE bool outbox_render(struct ctx *cx, const struct message *message); /* message->rendered */

/*
 * A person's word on a message to check, kept with its reason: it counts as sent, or it goes again
 * (its attempt another). Fault ABSENT MESSAGE-ABSENT when it is not to check; source_refuse's.
 */
enum order { ORDER_COUNTS_AS_SENT, ORDER_RESEND };
MUST_USE bool outbox_decide(struct ctx *cx, int64_t message, enum order order, const char *reason);

/*
 * Messages of a kind that has been to check for 30 minutes go again by themselves, once, marked as
 * such: for kinds that say so (chase/kind.h). The house's decision is kept with its reason. *count
 * is how many.
 */
MUST_USE bool outbox_again(struct ctx *cx, const char *kind, const char *reason, int64_t *count);

/*
 * What went out, or may have, before somebody decided that it goes again: its body leaves as it
 * was, with its Date and Message-ID, to the address that it names. Any other is not kept: worded.
 */
struct again {
    bool kept;
    bool marked; /* it goes again by itself: the reader is told so */
};
MUST_USE bool outbox_kept(struct ctx *cx, struct message *message, struct again *again);

#endif
