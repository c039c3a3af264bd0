/*
 * The people of a client: its contacts with their functions, and who works for it.
 */
#ifndef APP_CLIENT_PEOPLE_H
#define APP_CLIENT_PEOPLE_H

#include "client/contact.h"
#include "http/route.h"

/* { id, name, email, phone, language, email_state, is_missing, is_bounced } */
void contact_put(struct json *map, const struct contact *contact);

/* { is_legal, is_main, is_finance, is_payroll, is_operational } */
void contact_put_role(struct json *map, const struct contact_role *role);

/* "contacts": [{ both of the above, email_said, email_at }], "has_contacts". */
MUST_USE bool people_put_contacts(struct ctx *cx, int64_t client, struct json *model);

/* "team": [{ id, member, name, function, function_name, first, last }] of today, "has_team". */
MUST_USE bool people_put_team(struct ctx *cx, const struct request *request, int64_t client,
                              struct json *model);

#endif
