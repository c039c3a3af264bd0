/*
 * A message to an address that several accounts share carries the reminders of each (P-2); what
 * holds one of them takes its own out alone.
 */
#ifndef OUTBOX_SHARE_H
#define OUTBOX_SHARE_H

#include "outbox/outbox.h"

/* The accounts whose reminders it still carries, in order. */
MUST_USE bool outbox_accounts(struct ctx *cx, int64_t message, int64_t **accounts, size_t *count);

/* What it carries of one account is cancelled; why: a code. In the taking's transaction. */
MUST_USE bool outbox_leave_out(struct ctx *cx, int64_t message, int64_t account, const char *why);

#endif
