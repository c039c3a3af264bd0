/*
 * Somebody who works at the firm, and signs in with an e-mail address and a password.
 */
#ifndef FIRM_MEMBER_H
#define FIRM_MEMBER_H

#include "store/store.h"

enum member_role { MEMBER_ACCOUNTANT, MEMBER_ADMIN, MEMBER_ROLE_COUNT };

/* Only an active one signs in; one invited has no password yet. */
enum member_state { MEMBER_ACTIVE, MEMBER_INVITED, MEMBER_ARCHIVED, MEMBER_STATE_COUNT };

struct member {
    int64_t id;
    const char *name, *email, *language;
    enum member_role role;
    enum member_state state;
    int64_t hub, deputy;                   /* 0: none */
    bool is_super_user, is_migration_lead; /* P-1 */
};

const char *member_role_text(enum member_role role); /* "admin" */
MUST_USE bool member_role_parse(const char *text, enum member_role *role);
const char *member_state_text(enum member_state state); /* "active" */

/*
 * Adds an active member; sets its id. One transaction. Faults: those of password_check (field
 * "password"), CONFLICT MEMBRE-EXISTE with field "email".
 */
MUST_USE bool member_add(struct ctx *cx, struct member *member, const char *password);

/*
 * The same inside a transaction of the caller's, the password hashed and checked before. Without a
 * hash (NULL) the member is invited.
 */
MUST_USE bool member_insert(struct ctx *cx, struct member *member, const char *hash);

/* Faults: ABSENT MEMBRE-ABSENT. Archived members are found too. */
MUST_USE bool member_find(struct ctx *cx, int64_t id, struct member *member);
MUST_USE bool member_find_by_email(struct ctx *cx, const char *email, struct member *member);

/* Everybody, archived members too, in order of name; a firm's members fit in memory. */
MUST_USE bool member_list(struct ctx *cx, struct member **members, size_t *count);

MUST_USE bool member_change_language(struct ctx *cx, int64_t id, const char *language);

/* As addresses are compared: without case (P-2). */
const char *member_email_folded(struct arena *arena, const char *email);

#endif
