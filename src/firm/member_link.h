/*
 * The link with which a member chooses a password: 256 bits of which only the hash is stored, good
 * once; seven days for who is invited, half an hour for who has forgotten it (T-7). It is told to
 * who made it, and by mail to whom it is for, under a token of its own that is drawn when the mail
 * is worded and stands in it alone; the first of the two to be followed uses both up.
 */
#ifndef FIRM_MEMBER_LINK_H
#define FIRM_MEMBER_LINK_H

#include "chase/kind.h"
#include "firm/member.h"

struct member_link {
    const char *token; /* it exists nowhere else */
    struct instant expires_at;
    int64_t message; /* that carries it too; 0: none */
};

/*
 * A new one; an older one is good no more. Faults: ABSENT MEMBRE-ABSENT, CONFLICT MEMBRE-ARCHIVE.
 */
MUST_USE bool member_link_open(struct ctx *cx, int64_t member, struct member_link *link);

/* The same, and posts its mail, to leave at once; its time begins anew then. One transaction. */
MUST_USE bool member_link_send(struct ctx *cx, int64_t member, struct member_link *link);

/* When one that is made now is good no more. */
struct instant member_link_end(const struct ctx *cx, const struct member *member);

/* Whose it is. Fault ABSENT LIEN-ABSENT when it is not good, or not any more. */
MUST_USE bool member_link_find(struct ctx *cx, const char *token, struct member *member);

/*
 * Uses it up and sets the password, both or none: the member is active from then on. Faults: those
 * of password_check (field "password") as well.
 */
MUST_USE bool member_link_use(struct ctx *cx, const char *token, const char *password,
                              struct member *member);

/* What came of the mails of links that were not followed yet, in order of the members' numbers. */
struct member_mail {
    int64_t member, message;
    enum member_mail_fate { MEMBER_MAIL_LEAVES, MEMBER_MAIL_SENT, MEMBER_MAIL_FAILED } fate;
    const char *said; /* the mail server's last words */
};
MUST_USE bool member_mail_list(struct ctx *cx, struct member_mail **mails, size_t *count);

/* The mail came back, with these words. */
MUST_USE bool member_link_bounced(struct ctx *cx, int64_t message, const char *said);

/*
 * Messages « member_link » of the firm to a member. The model: « name », « base_url », « link_url
 * », « is_invitation », « until » (instant).
 */
extern const struct chase_kind member_link_kind;

#endif
