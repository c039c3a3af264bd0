/*
 * Who a client's person is elsewhere: a provider's subject (T-8), never an e-mail address. It is
 * linked from an open session, which an invitation opens too, and gone with a login that is closed.
 */
#ifndef CLIENT_CONTACT_IDENTITY_H
#define CLIENT_CONTACT_IDENTITY_H

#include "firm/identity.h"

/* One transaction. *contact is 0 when the subject is nobody's who may enter; else they are in. */
MUST_USE bool contact_identity_enter(struct ctx *cx, int64_t provider, const char *subject,
                                     int64_t *contact);

/* A second time is nothing. In a transaction. Fault CONFLICT IDENTITE-PRISE: another person's. */
MUST_USE bool contact_identity_link(struct ctx *cx, const struct linked_identity *identity);

MUST_USE bool contact_identity_list(struct ctx *cx, int64_t contact, struct linked_identity **list,
                                    size_t *count);

/* A link by mail always remains. */
MUST_USE bool contact_identity_unlink(struct ctx *cx, int64_t contact, int64_t provider,
                                      const char *subject);

/* All of a person's, and all of a provider's; in a transaction. */
MUST_USE bool contact_identity_close(struct ctx *cx, int64_t contact);
MUST_USE bool contact_identity_drop(struct ctx *cx, int64_t provider);

#endif
