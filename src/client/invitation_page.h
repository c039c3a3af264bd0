/*
 * The firm's public page, where a client asks for it (P-8): reached by who knows its address, which
 * the firm gives to whom it likes. While it is closed it is not there.
 */
#ifndef CLIENT_INVITATION_PAGE_H
#define CLIENT_INVITATION_PAGE_H

#include "client/invitation.h"

struct invitation_page {
    const char *key; /* "" before it was first opened */
    bool is_open;
};

/* Never absent: closed, before anybody opened it. */
MUST_USE bool invitation_page_find(struct ctx *cx, struct invitation_page *page);

/* Draws a key the first time, and another with `anew`: the older address leads nowhere then. */
MUST_USE bool invitation_page_set(struct ctx *cx, bool is_open, bool anew);

/* Fault ABSENT PAGE-ABSENTE, in one voice for a wrong key and a closed page. */
MUST_USE bool invitation_page_check(struct ctx *cx, const char *key);

/*
 * Adds what was asked on it, in a transaction of its own or the caller's. What waits already, by
 * company and address, is not added twice; nothing is told of clients that are there. Faults: those
 * of invitation_add; BUSY INVITATIONS-PLEINES when so many wait that nobody can have read them.
 */
enum { INVITATION_PAGE_WAITING = 500 };
MUST_USE bool invitation_page_ask(struct ctx *cx, struct invitation *invitation);

#endif
