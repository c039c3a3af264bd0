/*
 * How a client's person shows who they are: by a password or by a code of another device (E-17).
 * The same work, the same answer and the same delays for an address that nobody has (T-7).
 */
#ifndef APP_ENTRY_PROVE_H
#define APP_ENTRY_PROVE_H

#include "store/store.h"

struct proof {
    const char *email, *address;
    const char *secret; /* the password, or the code's digits */
    bool is_code;
};

/*
 * *contact is who it is. Faults: DENIED IDENTIFIANTS, or CODE-FAUX for a code; BUSY
 * CONNEXION-ATTENTE, OCCUPE.
 */
MUST_USE bool entry_prove(struct ctx *cx, const struct proof *proof, int64_t *contact);

/*
 * Asks for a link by mail, which leads to a path of the space: whoever it is, nothing is told.
 * Fault BUSY CONNEXION-ATTENTE.
 */
MUST_USE bool entry_ask_link(struct ctx *cx, const struct proof *proof, const char *next);

#endif
