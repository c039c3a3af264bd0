/*
 * Sessions of members (T-9): a cookie of 256 random bits of which only the SHA-256 is stored. New
 * at sign-in, over after 30 idle minutes (15 for an admin) or 12 hours. Who stands behind it is
 * read from the books each time, so that a member archived or of another role is so at once.
 */
#ifndef HTTP_SESSION_H
#define HTTP_SESSION_H

#include "base/secret.h"
#include "store/store.h"

struct session {
    int64_t id;      /* 0: no session at all but an API token, see http/api_token.h */
    int64_t member;  /* 0: it is a contact's, see http/contact_session.h */
    int64_t contact; /* 0: it is a member's */
    unsigned role;   /* enum role */
    const char *language;
    const char *notice; /* a text's key, to be shown once; "" for none */
    const char *token;  /* what state-changing requests must carry; bound to the cookie */
    int64_t api_token;  /* 0: it is a browser's */
    bool reads_only;    /* of an API token */
};

/* What a handler asks for in its answer. */
struct session_change {
    bool signs_in; /* else out */
    int64_t member;
    unsigned role;
    int64_t contact; /* a client's person signs in, no member */
};

/* Who asks to sign in, for the list of sessions. */
struct session_peer {
    const char *address, *agent;
};

/*
 * *session is NULL for a cookie that is nobody's or over. The time of the last request is written
 * at most once a minute.
 */
MUST_USE bool session_find(struct ctx *cx, const char *cookie, const struct session **session);

/* *cookie is the new cookie's value: it exists nowhere else. Sweeps sessions that are over. */
MUST_USE bool session_open(struct ctx *cx, const struct session_change *change,
                           const struct session_peer *peer, const char **cookie);
MUST_USE bool session_close(struct ctx *cx, int64_t id);
MUST_USE bool session_close_all(struct ctx *cx, int64_t member); /* another password, archived */

/* What a member is shown of open sessions, the last used first. */
struct session_row {
    int64_t id;
    const char *address, *agent;
    struct instant created_at, seen_at;
};
MUST_USE bool session_list(struct ctx *cx, int64_t member, struct session_row **sessions,
                           size_t *count);

/* One of a member's. Fault ABSENT SESSION-ABSENTE. */
MUST_USE bool session_end(struct ctx *cx, int64_t member, int64_t id);

/* All of a member's but one. */
MUST_USE bool session_end_others(struct ctx *cx, int64_t member, int64_t kept);

/* NULL or "" takes the notice away. */
MUST_USE bool session_notice(struct ctx *cx, int64_t id, const char *notice);

bool session_holds(const struct session *session, const char *token); /* in constant time */

/* Another use of a cookie's secret, so that a page never shows what the cookie is. */
const char *session_token(struct arena *arena, const struct secret *secret);

#endif
