/*
 * Somebody who works at the firm, and signs in with an e-mail address and a password.
 */
#ifndef FIRM_MEMBER_H
#define FIRM_MEMBER_H

#include "store/store.h"

enum member_role { MEMBER_ACCOUNTANT, MEMBER_ADMIN, MEMBER_ROLE_COUNT };

struct member {
    int64_t id;
    const char *name, *email, *language;
    enum member_role role;
};

const char *member_role_text(enum member_role role); /* "admin" */
MUST_USE bool member_role_parse(const char *text, enum member_role *role);

/*
 * Adds an active member; sets its id. One transaction. Faults: those of password_check (field
 * "password"), CONFLICT MEMBRE-EXISTE with field "email".
 */
MUST_USE bool member_add(struct ctx *cx, struct member *member, const char *password);

/* The same inside a transaction of the caller's, the password hashed and checked before. */
MUST_USE bool member_insert(struct ctx *cx, struct member *member, const char *hash);

/* Faults: ABSENT MEMBRE-ABSENT. Archived members are found too. */
MUST_USE bool member_find(struct ctx *cx, int64_t id, struct member *member);
MUST_USE bool member_find_by_email(struct ctx *cx, const char *email, struct member *member);

/*
 * Who is this? The answer for an unknown address, a wrong password and an archived member is one
 * and the same, DENIED IDENTIFIANTS, after the same work. BUSY CONNEXION-ATTENTE after failures,
 * by the account and by the peer's address; BUSY OCCUPE while too many sign in.
 */
struct credentials {
    const char *email, *password, *address;
};
MUST_USE bool member_check_password(struct ctx *cx, const struct credentials *credentials,
                                    struct member *member);

MUST_USE bool member_change_language(struct ctx *cx, int64_t id, const char *language);

#endif
