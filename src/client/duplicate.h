/*
 * Is this company a client already? By SIREN, then by name, then by the address of one of its
 * people (P-8). Clients that the actor may not see are not told (P-9), nor are test dossiers.
 */
#ifndef CLIENT_DUPLICATE_H
#define CLIENT_DUPLICATE_H

#include "store/store.h"

struct likeness {
    const char *siren, *name, *email; /* as typed; a SIRET is cut to its SIREN; "" or NULL: none */
};

struct duplicate {
    int64_t client;
    const char *code, *name, *siren, *state;
    enum duplicate_reason { DUPLICATE_SIREN, DUPLICATE_NAME, DUPLICATE_EMAIL } reason;
};

const char *duplicate_reason_text(enum duplicate_reason reason); /* "siren", "name", "email" */

/* Each client once, by its strongest reason; the strongest first. At most DUPLICATE_LIMIT. */
enum { DUPLICATE_LIMIT = 10 };
MUST_USE bool duplicate_list(struct ctx *cx, const struct likeness *likeness,
                             struct duplicate **duplicates, size_t *count);

#endif
