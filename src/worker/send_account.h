/*
 * To whom a message goes that was taken: an address may be shared by several accounts (P-2), of
 * which each may be held, or have got another address since, by itself (C-5).
 */
#ifndef WORKER_SEND_ACCOUNT_H
#define WORKER_SEND_ACCOUNT_H

#include "worker/send.h"

/*
 * Leaves out what is held or went elsewhere while something else stands; *why is "", or why nothing
 * may leave. message->lessened is set when something was left out.
 */
MUST_USE bool send_account(struct ctx *cx, const struct sender *sender, struct message *message,
                           struct debtor *debtor, const char **why);

#endif
