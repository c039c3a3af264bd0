/*
 * Mail that came in: each message once, and what became of it (E-18).
 *
 *     filed     an answer: its files are on their items, its words on the request
 *     triage    « À classer »: a person decides; nothing was guessed
 *     dropped   nothing to do: an out-of-office, a loop, a bounce that is not ours; or a person
 *               said so
 *     bounce    a mail server's word on a message of ours
 *
 * A reply that waits in triage has somebody who is to read it (mail/unread.h); while a debtor's
 * does, nothing more is sent to that debtor.
 *
 * The message itself stands in a vault by its hash (document/vault.h), before its row does. Who
 * sees a row: for one of a client, who sees the client (P-9); one of nobody that is known, admins.
 */
#ifndef MAIL_MAIL_H
#define MAIL_MAIL_H

#include "store/store.h"
#include "store/visible.h"

/*
 * Of « mail m ». One that nobody’s is known to be is for admins: it may be of a client that others
 * do not see.
 */
#define MAIL_VISIBLE(MEMBER, TODAY)                                                                \
    CLIENT_VISIBLE("m.client", MEMBER, TODAY)                                                      \
    " AND (m.client IS NOT NULL OR CAST(" MEMBER " AS BIGINT) = 0 OR EXISTS"                       \
    " (SELECT 1 FROM member reader WHERE reader.firm = $1"                                         \
    " AND reader.id = CAST(" MEMBER " AS BIGINT) AND reader.role = 'admin'))"

enum mail_state { MAIL_FILED, MAIL_TRIAGE, MAIL_DROPPED, MAIL_BOUNCE, MAIL_STATE_COUNT };

struct mail_file {
    int64_t place; /* among the message's parts, from 0 */
    const char *name;
    int64_t size;
    const char *problem;    /* a code: why it was not kept, or is not whole; "" */
    int64_t document, item; /* that it became, and on which it was filed; 0: none */
};

struct mail {
    int64_t id;
    const unsigned char *hash; /* 32 bytes */
    int64_t size;
    const char *mail_id, *sender, *sender_name, *subject, *text;
    struct instant taken_at;
    enum mail_state state;
    const char *reason;               /* a code; "" none */
    const char *defect;               /* what was read as best one could: see struct mime; "" */
    int64_t client, contact, message; /* 0: not known */
    const char *said;                 /* of a bounce: why the server failed, in its words; NULL */
    const char *collected; /* collect_kind_text: the client's address that it was sent to; NULL */
    int64_t decided_by;    /* member; 0: the house */
    struct instant decided_at; /* 0 while nobody did */
    struct mail_file *files;
    size_t file_count;
    bool is_swept;           /* its bytes are kept no more (mail/raw.h) */
    int64_t customer;        /* debtor whose reply it is; 0: nobody's */
    int64_t assignee;        /* who is to read it; 0: whoever may see it */
    struct date escalate_on; /* who has not by then hands it on; NO_DAY: it stays */
    const char *client_name, *customer_name, *assignee_name; /* when read; "" */
};

const char *mail_state_text(enum mail_state state);
MUST_USE bool mail_state_parse(const char *text, enum mail_state *state);

/*
 * In the caller's transaction: the row, then its files once their documents have ids; sets the id
 * and taken_at. Of bytes that were taken before nothing is written: *is_new is false, the id is
 * that of the first.
 */
MUST_USE bool mail_add(struct ctx *cx, struct mail *mail, bool *is_new);
MUST_USE bool mail_add_files(struct ctx *cx, const struct mail *mail);

/* Whether these bytes were taken before: id 0 when not. */
MUST_USE bool mail_known(struct ctx *cx, const unsigned char *hash, int64_t *id);

/* With its files, as the actor may see it. Fault ABSENT MAIL-ABSENT. */
MUST_USE bool mail_find(struct ctx *cx, int64_t id, struct mail *mail);

/* The newest first, without files. */
struct mail_page {
    enum mail_state state;
    int64_t before; /* ids below this; 0: from the newest */
    int64_t limit;
};
MUST_USE bool mail_list(struct ctx *cx, const struct mail_page *page, struct mail **mails,
                        size_t *count);
MUST_USE bool mail_count(struct ctx *cx, enum mail_state state, int64_t *count);
MUST_USE bool mail_count_replies(struct ctx *cx, int64_t *count); /* of debtors, unread */

/*
 * A person's word, in the caller's transaction or its own: state, reason, client, escalate_on and
 * the files' documents are written, by the ctx's actor; back in triage nobody decided. The chase of
 * the debtor who wrote is told. Fault ABSENT
 * MAIL-ABSENT; CONFLICT MAIL-CHANGE when it is not in the state that it was read in.
 */
MUST_USE bool mail_decide(struct ctx *cx, const struct mail *mail, enum mail_state from);

/* Of ours: what a message was about, for who answers it. */
struct mail_origin {
    int64_t message;
    const char *kind, *recipient;
    int64_t client, person; /* as of the message */
    int64_t *requests;      /* that it spoke of */
    size_t request_count;
    bool is_of_many; /* it spoke of what several clients owe: words may be for any of them */
};

/* Fault ABSENT MESSAGE-ABSENT. */
MUST_USE bool mail_origin(struct ctx *cx, int64_t message, struct mail_origin *origin);

#endif
