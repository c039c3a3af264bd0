/*
 * What a client's people are asked to accept (E-17): every one of them sees that it waits and whom
 * it waits for; its text and the acceptance are the legal representative's.
 */
#ifndef CLIENT_AMENDMENT_ACCEPT_H
#define CLIENT_AMENDMENT_ACCEPT_H

#include "client/amendment.h"

struct asked_amendment {
    struct amendment amendment; /* id, version, plan, title, text, sha256, published_at */
    int64_t client;
    const char *client_name;
    bool may_accept; /* the contact is its legal representative */
    bool is_accepted;
    struct instant accepted_at;
    const char *accepted_by; /* the contact's name */
    const char **legal;      /* its legal representatives, by name */
    size_t legal_count;
};

/* Over all companies of a contact: those that wait, then those that were accepted. */
MUST_USE bool amendment_of_contact(struct ctx *cx, int64_t contact, struct asked_amendment **asked,
                                   size_t *count);

/* Of one client, as a member sees it (P-9): nobody may accept. */
MUST_USE bool amendment_of_client(struct ctx *cx, int64_t client, struct asked_amendment **asked,
                                  size_t *count);

struct acceptance {
    int64_t contact, amendment;
    const int64_t *clients;
    size_t count;
    const char *address; /* IP address */
};

/*
 * For each of the clients or for none, as of cx->now; the first acceptance of a client stands.
 * Faults INPUT AVENANT-SOCIETE (no client is named), ABSENT AVENANT-ABSENT (no client of the
 * contact's), CONFLICT AVENANT-CHANGE (it is not asked for this, or no longer), DENIED
 * AVENANT-REPRESENTANT.
 */
MUST_USE bool amendment_accept(struct ctx *cx, const struct acceptance *acceptance);

#endif
