/*
 * A client of the firm: a company or person whose books it keeps.
 */
#ifndef CLIENT_CLIENT_H
#define CLIENT_CLIENT_H

#include "store/store.h"

struct client {
    int64_t id, hub; /* hub 0: none yet */
    const char *code, *name;
    const char *siren; /* nine digits; "" while unknown */
    const char *language, *state;
};

/* Adds it; sets its id. A code taken is CONFLICT CLIENT-CODE; a wrong SIREN is INPUT SIREN. */
MUST_USE bool client_add(struct ctx *cx, struct client *client);

/* Fault ABSENT CLIENT-ABSENT. */
MUST_USE bool client_find(struct ctx *cx, int64_t id, struct client *client);

/* The client of a SIREN: id 0 when there is none. */
MUST_USE bool client_find_by_siren(struct ctx *cx, const char *siren, struct client *client);

/* Clients in order of name, those behind a name and id first seen; "" and 0 from the start. */
struct client_place {
    const char *name_folded;
    int64_t id;
    const char *search; /* begins their name or SIREN, folded; "" all */
};
MUST_USE bool client_list(struct ctx *cx, const struct client_place *after, size_t limit,
                          struct client **clients, size_t *count);

MUST_USE bool client_count(struct ctx *cx, int64_t *count);

/* Nine digits with a right key (Luhn); blanks are no digits. */
bool siren_is_valid(const char *siren);

#endif
