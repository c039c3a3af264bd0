/*
 * Who of a client's people may sign in to the space (E-17): a contact of at least one client whose
 * login is not closed. Nobody need be invited first: who is asked for something may come.
 */
#ifndef CLIENT_LOGIN_H
#define CLIENT_LOGIN_H

#include "client/contact.h"

struct login {
    bool may_enter;
    bool has_password;
    const char *password_hash; /* NULL: none */
    struct instant first_at;   /* 0: never yet */
    bool is_closed;
};

/* Never absent: who has no row yet has never come. */
MUST_USE bool login_find(struct ctx *cx, int64_t contact, struct login *login);

/* By an address; contact->id 0 when nobody of that address may enter. */
MUST_USE bool login_by_email(struct ctx *cx, const char *email, struct contact *contact);

/* They are in: the first time is kept. In a transaction. Fault DENIED IDENTIFIANTS. */
MUST_USE bool login_enter(struct ctx *cx, int64_t contact);

/* NULL takes the password away: one-time links alone are left. */
MUST_USE bool login_set_password(struct ctx *cx, int64_t contact, const char *hash);

/* For good, with all links, codes, sessions and API tokens; or open again, without them. */
MUST_USE bool login_close(struct ctx *cx, int64_t contact);
MUST_USE bool login_reopen(struct ctx *cx, int64_t contact);

#endif
