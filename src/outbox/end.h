/*
 * The point of a message and its ends.
 *
 * All are fenced by owner and attempt: what another has taken meanwhile is left alone. Called
 * within a transaction they belong to it, so that several messages share one durable commit; the
 * dot of each waits until that commit is known. Called alone they are a transaction of their own.
 */
#ifndef OUTBOX_END_H
#define OUTBOX_END_H

#include "outbox/outbox.h"

/*
 * The check before DATA and, durably, the point. *still is false when another took it or one of
 * its obligations changed, or sendings were suspended: then nothing may be sent, and it was given
 * back to be worded anew. Alone, it reads the row again when the answer to its commit is lost.
 */
MUST_USE bool outbox_point(struct ctx *cx, const struct taker *taker, const struct message *message,
                           bool *still);

/*
 * Whether the books say that it stands at its point: asked when the answer to the commit of a
 * group was lost (fault BASE-INCERTAINE).
 */
MUST_USE bool outbox_passed(struct ctx *cx, const struct taker *taker,
                            const struct message *message, bool *passed);

/* It was taken, and another left to its person lately: due again from then on. */
MUST_USE bool outbox_put_off(struct ctx *cx, const struct taker *taker,
                             const struct message *message, struct instant until);

/* It was taken and not offered, or not with a dot: due at once. */
MUST_USE bool outbox_give_back(struct ctx *cx, const struct taker *taker,
                               const struct message *message);

/* said: the peer's words; why: a code. An end that was recorded already is left as it is. */
MUST_USE bool outbox_sent(struct ctx *cx, const struct taker *taker, const struct message *message,
                          const char *said);
MUST_USE bool outbox_refused(struct ctx *cx, const struct taker *taker,
                             const struct message *message, const char *said);
MUST_USE bool outbox_later(struct ctx *cx, const struct taker *taker, const struct message *message,
                           const char *said);
MUST_USE bool outbox_unknown(struct ctx *cx, const struct taker *taker,
                             const struct message *message, const char *said);

#endif
