/*
 * People whom a client wants in its space (E-21), or was told to ask instead (E-18). The legal
 * representative approves; then a link leaves, and who follows it is a contact of the client from
 * there on. Until then nobody is told more than what was typed: whether the firm knows the address
 * by another client is not.
 */
#ifndef CLIENT_INVITE_H
#define CLIENT_INVITE_H

#include "client/contact.h"

struct invite {
    int64_t client, contact; /* contact is set by invite_add */
    const char *name, *email, *language;
    bool is_finance, is_payroll, is_operational;
    struct instant asked_at, approved_at; /* approved_at 0: it waits */
    int64_t asked_by;                     /* contact */
    const char *asker_name;               /* when read */
};

/*
 * Asks for somebody on behalf of asked_by; a legal representative approves by asking, and the link
 * leaves. The address was checked at the edge. Faults: CONFLICT INVITATION-DEJA (is one of the
 * client's people), INPUT CONTACT-NOM. One transaction, or the caller's.
 */
MUST_USE bool invite_add(struct ctx *cx, struct invite *invite);

/* By a legal representative. Faults: ABSENT INVITATION-ABSENTE; DENIED REPRESENTANT for others. */
MUST_USE bool invite_approve(struct ctx *cx, int64_t client, int64_t contact, int64_t by);
MUST_USE bool invite_withdraw(struct ctx *cx, int64_t client, int64_t contact, int64_t by);

MUST_USE bool invite_list(struct ctx *cx, int64_t client, struct invite **invites, size_t *count);

/* The link was followed. In a transaction. Fault ABSENT LIEN-ABSENT: it was withdrawn. */
MUST_USE bool invite_join(struct ctx *cx, int64_t client, int64_t contact);

/* What a contact is at a client; role->contact 0: nothing. */
MUST_USE bool invite_role(struct ctx *cx, int64_t client, int64_t contact,
                          struct contact_role *role);

#endif
