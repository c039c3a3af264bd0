/*
 * Who may come in (T-5, T-9): where a request comes from, whose session it bears, whether the row
 * is for that role, and, where state changes, whether it carries the session's token.
 *
 *     403 CSRF       another site's page sent it, or the token is missing or another's
 *     401 CONNEXION  there is no session, or it is over
 *     403 ROLE       the row is not for this role
 *     403 CONDITIONS a client's person has not accepted the terms yet
 *
 * Rows for programs (ROLE_SOFTWARE) come in as nobody: no cookie of theirs is read.
 *
 * A program that shows an API token on a row of the API (T-9) bears no session: no cookie, origin
 * or token of a form is asked of it.
 *
 *     401 JETON           it is none, is over or was revoked: one answer for all
 *     403 JETON-LECTURE   it reads only
 *     403 JETON-PERSONNE  the row is for people in person
 */
#ifndef HTTP_ADMIT_H
#define HTTP_ADMIT_H

#include "http/request.h"

/*
 * Before a body is read: origin, session, role. cx->actor becomes the member. When the books could
 * not be read the context holds their fault beside the refusal.
 */
MUST_USE struct refusal admit(struct ctx *cx, struct request *request);

/* Whose session is it, for a page about something that is not there? Nothing is refused. */
void admit_session(struct ctx *cx, struct request *request);

/* Does the head or the query bring a token, so that it can be judged before the body comes? */
bool admit_shows_token(const struct request *request);

/* Once the form is there, or its first fields: is the token there where it must be? */
bool admit_token(const struct request *request);

#endif
