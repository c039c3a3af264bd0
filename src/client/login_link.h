/*
 * One-time links by mail (T-11): 256 bits of which the hash is kept, good once, for a short time. A
 * link signs in, or invites to a client as well. Its token is drawn when its mail is worded, so
 * that it stands in that mail alone; a newer link takes an older one's place.
 */
#ifndef CLIENT_LOGIN_LINK_H
#define CLIENT_LOGIN_LINK_H

#include "chase/kind.h"

enum { LOGIN_LINK_MINUTES = 30, LOGIN_INVITE_DAYS = 7 };

struct login_link {
    int64_t id, contact;
    int64_t client; /* to which it invites; 0: it signs in, no more */
    const char *name, *email, *client_name;
    const char *sent_to;   /* the address that its mail went to */
    const char *next_path; /* of the space, where it leads; "" : its beginning */
};

/* Posts the mail, to leave at once at any hour. In a transaction. */
MUST_USE bool login_link_post(struct ctx *cx, int64_t contact, int64_t client);

/* The one that was posted to sign in leads there, to a path of the space, once it was followed. */
MUST_USE bool login_link_lead(struct ctx *cx, int64_t contact, const char *path);

/* Fault ABSENT LIEN-ABSENT: not good, or not any more. */
MUST_USE bool login_link_find(struct ctx *cx, const char *token, struct login_link *link);

/*
 * Uses it up: who follows it is in (login_enter), has proved the address, and joins the client that
 * it invites to. One transaction.
 */
MUST_USE bool login_link_use(struct ctx *cx, const char *token, struct login_link *link);

/* All of a person's. */
MUST_USE bool login_link_revoke(struct ctx *cx, int64_t contact);

/*
 * Messages « access » of the firm to a contact. The model: « name », « base_url », « link_url », «
 * space_url », « minutes », and « client » { name } and « days » of an invitation.
 */
extern const struct chase_kind access_kind;

#endif
