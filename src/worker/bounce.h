/*
 * An address that a mail server refuses for good (P-4): told by a bounce that comes back, or by its
 * answer while we send. The person's address is *bounced* from then on, in the server's words; a
 * client left without any address gives the member who holds it a task to obtain one.
 */
#ifndef WORKER_BOUNCE_H
#define WORKER_BOUNCE_H

#include "mail/mail.h"

/*
 * Whether a server speaks of the recipient's address, not of us, of our mail or of the day. The
 * enhanced code of its words decides: 5.1.1, 5.1.2, 5.1.3, 5.1.6, 5.1.10, 5.1.351, 5.2.1, 5.4.4 and
 * Microsoft's 5.4.1. Where they have none, the report's status does (RFC 3464; "" of an answer to
 * our face), and where that says nothing either, 550, 551 and 553, unless the words speak of spam,
 * of a full mailbox or their like. Pure.
 */
bool bounce_is_of_address(struct arena *arena, const char *status, const char *said);

/* Marks the address that a message went to, unless it was changed since. */
MUST_USE bool bounce_mark(struct ctx *cx, const struct mail_origin *origin, const char *said);

/*
 * A server refused the message with these words, and the outcome is in the books: marks the address
 * when they speak of it. A failure is passed over: an address that is not marked is refused again.
 */
void bounce_refused(struct ctx *cx, int64_t message, const char *said);

/* A client's person has an address again: the tasks to obtain one are done. */
MUST_USE bool bounce_settle(struct ctx *cx, int64_t contact);

#endif
