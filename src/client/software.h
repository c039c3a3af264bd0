/*
 * The software that a firm's clients move to (E-21): an admin registers it, and the clients' people
 * enter it by their space. Their functions say who may, and of which of their companies it learns.
 *
 * Its secret is shown once; the books keep the hash. Its addresses are https, or plain http to this
 * machine alone, and are compared byte for byte.
 *
 * Faults: INPUT LOGICIEL-NOM (no name), LOGICIEL-ADRESSE with "value" (an address that is none),
 * LOGICIEL-ADRESSES (none at all, or too many), LOGICIEL-FONCTION (nobody may enter it); ABSENT
 * LOGICIEL-ABSENT.
 */
#ifndef CLIENT_SOFTWARE_H
#define CLIENT_SOFTWARE_H

#include "format/jose_sign.h"
#include "store/store.h"

enum { SOFTWARE_ADDRESSES = 10, SOFTWARE_ADDRESS_BYTES = 1000 };

struct software {
    int64_t id;
    const char *name;
    const char *key;      /* what it calls itself by; drawn when it is added */
    const char *open_url; /* where a person who opens it is led; "" none */
    enum jose_algorithm algorithm;
    bool for_all, for_legal, for_finance, for_payroll, for_operational;
    const char *addresses; /* of answers, a line each */
    struct instant added_at;
};

/* Registers it; sets id and key, *secret exists nowhere else. */
MUST_USE bool software_add(struct ctx *cx, struct software *software, const char **secret);

/* Writes all but its key. */
MUST_USE bool software_save(struct ctx *cx, const struct software *software);

/* The old secret is good no more. */
MUST_USE bool software_renew(struct ctx *cx, int64_t id, const char **secret);

/* Nobody enters it any more: what it was given dies, what happened stays to be read. */
MUST_USE bool software_remove(struct ctx *cx, int64_t id);

MUST_USE bool software_find(struct ctx *cx, int64_t id, struct software *software);

/* In order of name; those that were removed are not among them. */
MUST_USE bool software_list(struct ctx *cx, struct software **list, size_t *count);

/* software->id 0: nobody calls itself so, or, with a secret, it is not its own. */
MUST_USE bool software_find_by_key(struct ctx *cx, const char *key, struct software *software);
MUST_USE bool software_prove(struct ctx *cx, const char *key, const char *secret,
                             struct software *software);

/* Is this whole address one of its own? */
bool software_has_address(const struct software *software, const char *address);

/* May it be one? https with a host, or http to this machine; nothing behind a hash. */
bool software_address_stands(const char *address);

#endif
