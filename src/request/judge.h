/*
 * What the firm does to a request (E-19): says yes or no to what was given, item by item, drops or
 * reopens it. The member is the ctx's; who does not see the client finds no request (P-9). Each is
 * one transaction, or part of the caller's, with an event; twice the same changes nothing.
 *
 * Of all: ABSENT DEMANDE-ABSENTE.
 */
#ifndef REQUEST_JUDGE_H
#define REQUEST_JUDGE_H

#include "request/request.h"

/* Faults: CONFLICT PIECE-MANQUE (nothing was given), DEMANDE-CLOSE (dropped). */
MUST_USE bool item_accept(struct ctx *cx, int64_t item);

/* The client is asked again, with the reason. Faults: the same, INPUT MOTIF without a reason. */
MUST_USE bool item_refuse(struct ctx *cx, int64_t item, const char *reason);

/* Nobody asks for this item any more. */
MUST_USE bool item_drop(struct ctx *cx, int64_t item, const char *reason);

/* All that was given, or said not to exist. Fault CONFLICT PIECE-MANQUE when there is none. */
MUST_USE bool request_accept(struct ctx *cx, int64_t request);

MUST_USE bool request_drop(struct ctx *cx, int64_t request, const char *reason); /* INPUT MOTIF */

/* A dropped or accepted one is asked for again: refused items stay so, accepted ones too. */
MUST_USE bool request_reopen(struct ctx *cx, int64_t request, const char *reason); /* INPUT MOTIF */

/* Another due date, from which its reminders begin anew (C-1). Faults INPUT MOTIF,
 * DEMANDE-ECHEANCE. */
MUST_USE bool request_move(struct ctx *cx, int64_t request, struct date due_on, const char *reason);

#endif
