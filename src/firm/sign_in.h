/*
 * Who is this? A member's password is asked for and checked (T-7).
 */
#ifndef FIRM_SIGN_IN_H
#define FIRM_SIGN_IN_H

#include "firm/member.h"

struct credentials {
    const char *email, *password, *address;
};

/*
 * The answer for an unknown address, a wrong password and an archived member is one and the same,
 * DENIED IDENTIFIANTS, after the same work. BUSY CONNEXION-ATTENTE after failures, by the account
 * and by the peer's address; BUSY OCCUPE while too many sign in.
 */
MUST_USE bool member_check_password(struct ctx *cx, const struct credentials *credentials,
                                    struct member *member);

/*
 * Another password, by who knows the old one: told wrong it is DENIED MOT-DE-PASSE-FAUX with field
 * "old_password", and counts as a failed sign-in does. Faults of password_check, field "password".
 */
MUST_USE bool member_change_password(struct ctx *cx, const struct credentials *old,
                                     const char *password);

#endif
