/*
 * Which clients accepted an amendment, and which are asked for it still (E-17).
 */
#ifndef CLIENT_AMENDMENT_STANDING_H
#define CLIENT_AMENDMENT_STANDING_H

#include "client/amendment.h"

struct amendment_client {
    int64_t client;
    const char *code, *name;
    bool is_accepted;
    struct instant accepted_at;
    const char *contact, *address; /* who accepted it, from where; "" */
    const unsigned char *sha256;   /* 32 bytes, of the text that was shown; NULL */
};

struct amendment_page {
    bool only_waiting;
    int64_t after, limit; /* how many are passed over, how many are read */
};

/*
 * As the actor may see them (P-9): those that wait first, by name; then those that accepted it,
 * also when they left the plan since. Of one that is asked for no more, those that accepted it.
 */
MUST_USE bool amendment_clients(struct ctx *cx, const struct amendment *amendment,
                                const struct amendment_page *page,
                                struct amendment_client **clients, size_t *count);

#endif
