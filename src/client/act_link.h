/*
 * Acting links of mails (E-18, T-11): without login, each for one contact and one request, and
 * signed. They show the request's name and no more, and act only after a click on a page. They end
 * with the request, with the contact's place at the client, and by being revoked.
 */
#ifndef CLIENT_ACT_LINK_H
#define CLIENT_ACT_LINK_H

#include "store/store.h"

struct act_link {
    int64_t request, contact, client;
    const char *request_name, *firm_name, *language;
    struct date due_on;
};

/* For an address: "12.34.SIGNATURE". The first one of a firm makes its key: it may write. */
MUST_USE bool act_link_text(struct ctx *cx, int64_t request, int64_t contact, const char **text);

/* Fault ABSENT LIEN-ABSENT: forged, over or revoked, all alike. */
MUST_USE bool act_link_find(struct ctx *cx, const char *text, struct act_link *link);

MUST_USE bool act_link_revoke(struct ctx *cx, int64_t request, int64_t contact);

#endif
