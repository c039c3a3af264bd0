/*
 * How far a box at a mail server was read: what is behind is not fetched again. It only saves
 * work: a message that is fetched twice is taken once (mail/mail.h).
 */
#ifndef MAIL_BOX_H
#define MAIL_BOX_H

#include "store/store.h"

struct mail_box {
    const char *url;
    int64_t validity; /* UIDVALIDITY; 0: never read */
    int64_t last;     /* UID */
};

/* Of its url; the rest is 0 when it was never read. */
MUST_USE bool box_find(struct ctx *cx, struct mail_box *box);
MUST_USE bool box_keep(struct ctx *cx, const struct mail_box *box);

#endif
