/*
 * Somebody of ours is a provider's subject (T-8), a member or a client's person: the record of
 * both, and how its rows are read.
 */
#ifndef FIRM_IDENTITY_H
#define FIRM_IDENTITY_H

#include "store/store.h"

struct linked_identity {
    int64_t provider, person; /* member or contact */
    const char *subject;
    const char *label; /* what one is recognised by */
    const char *provider_name;
    struct instant linked_at, used_at; /* 0: never yet */
};

/* Rows of provider, subject, label, the provider's name, linked_at and used_at. */
MUST_USE bool linked_identity_read(struct ctx *cx, struct rows *rows, int64_t person,
                                   struct linked_identity **list, size_t *count);

#endif
