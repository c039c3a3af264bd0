/*
 * The words of a message: rendered from its kind's model, or kept from before, and put into the
 * bytes that leave.
 */
#ifndef WORKER_SEND_WORD_H
#define WORKER_SEND_WORD_H

#include "worker/send.h"

/* NULL when the sender knows no kind of that name. */
const struct chase_kind *word_kind(const struct sender *sender, const char *name);

/*
 * Fills message->rendered and keeps it in the books. Message-ID is the same for every attempt at a
 * message, other than any other installation's.
 */
MUST_USE bool word_anew(struct ctx *cx, const struct sender *sender, struct message *message,
                        const struct debtor *debtor);

/* What goes again by itself says so in its subject; the rest is as it was. */
MUST_USE bool word_marked(struct ctx *cx, struct message *message);

#endif
