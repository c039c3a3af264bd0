/*
 * A reply to a message of ours that waits in triage and that nobody reads (C-10): after
 * CHASE_HAND_DAYS working days it goes to the deputy of who is to read it, after as many more to an
 * admin, and stays there; past who may not see its client (P-9). A debtor's scenario is held all
 * the while: to read it is a person's act, and no timeout is one. Who has it now is told
 * (notice/reply.h).
 */
#ifndef MAIL_UNREAD_H
#define MAIL_UNREAD_H

#include "store/store.h"

/* The day on which what comes today, or waits again, is handed on. */
MUST_USE bool unread_until(struct ctx *cx, struct date *on);

/* Hands on what has waited for too long; *count is how many. To be called once a day. */
MUST_USE bool unread_escalate(struct ctx *cx, int64_t *count);

#endif
