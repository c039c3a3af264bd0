/*
 * P-9: a person one of whose clients the actor does not see is neither told of, nor tied to a
 * client, nor changed by them. By an address: fault CONFLICT CONTACT-RESERVE, which tells nothing
 * of whose it is. By the id: CONFLICT CONTACT-PROTEGE of one whom the actor knows from another
 * client, else ABSENT CONTACT-ABSENT.
 */
#ifndef CLIENT_CONTACT_WALL_H
#define CLIENT_CONTACT_WALL_H

#include "client/contact.h"

MUST_USE bool contact_is_open(struct ctx *cx, int64_t id, bool *is_open);
MUST_USE bool contact_find_open(struct ctx *cx, const char *email, struct contact *contact);
MUST_USE bool contact_look(struct ctx *cx, int64_t id);

#endif
