/*
 * How long a sign-in must wait (T-7): it grows with the failures of an account and of an address,
 * survives a restart, is at most a quarter of an hour, and a day without failure forgets it.
 *
 * An attempt is counted before the password is looked at, so that many at once gain nothing.
 */
#ifndef FIRM_DELAY_H
#define FIRM_DELAY_H

#include "store/store.h"

enum delay_of {
    DELAY_EMAIL,
    DELAY_ADDRESS,
    DELAY_CONTACT, /* the address of a client's person who signs in */
    DELAY_LINK,    /* who is sent a link by mail, known or not */
    DELAY_TOKEN,   /* of the address that shows API tokens which are none */
    DELAY_JOIN,    /* from where somebody asks for the firm (P-8): each time counts */
    DELAY_COUNT,
};

/*
 * Counts an attempt, in a transaction. Faults: BUSY CONNEXION-ATTENTE, or DEMANDE-ATTENTE of
 * DELAY_JOIN, with "seconds" to wait.
 */
MUST_USE bool delay_take(struct ctx *cx, enum delay_of of, const char *subject);

/* The attempt was right: for its address it leaves no trace. */
MUST_USE bool delay_give_back(struct ctx *cx, enum delay_of of, const char *subject);

/* The account's failures are over; never an address's: whoever has an account could wash it. */
MUST_USE bool delay_forget(struct ctx *cx, enum delay_of of, const char *subject);

#endif
