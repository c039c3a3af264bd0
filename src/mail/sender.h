/*
 * Who may send to a client's collection addresses (E-23): the client's own people, and the
 * addresses that somebody allowed. Of these it is said what they send, so that the smart address
 * knows for certain; what is not said is to be sorted. A sender is as true as From is: the address
 * that nobody guesses keeps others out.
 */
#ifndef MAIL_SENDER_H
#define MAIL_SENDER_H

#include "store/store.h"

enum { SENDERS_LIMIT = 100 }; /* of a client: who allows more than these allows everybody */

struct sender_allowed {
    const char *email; /* without case */
    const char *kind;  /* at the smart address: "purchases", "sales", "sort" */
};

MUST_USE bool sender_list(struct ctx *cx, int64_t client, struct sender_allowed **senders,
                          size_t *count);

/* Allowed from now on, or of another kind. By the ctx's member, or a contact. The address was
 * checked for its form at the edge. Fault INPUT EXPEDITEUR-NOMBRE. */
MUST_USE bool sender_allow(struct ctx *cx, int64_t client, const struct sender_allowed *sender,
                           int64_t contact);
MUST_USE bool sender_forbid(struct ctx *cx, int64_t client, const char *email);

/* Of an address: whether it may send, of what kind, and the client's person whose it is (0: none).
 */
struct sender_found {
    bool is_allowed;
    const char *kind;
    int64_t contact;
};
MUST_USE bool sender_find(struct ctx *cx, int64_t client, const char *email,
                          struct sender_found *found);

#endif
