/*
 * The digest: one mail a member and day over all the clients of which the member is to be told
 * (P-19, P-20). It is posted at 10:00, or as soon as the house runs again on the same day, and says
 * what holds when it is worded; nothing to say, nothing sent. Clients that the member may not see,
 * test dossiers and archived ones are not in it.
 */
#ifndef NOTICE_DIGEST_H
#define NOTICE_DIGEST_H

#include "chase/kind.h"
#include "notice/figures.h"

/* Longer lists are cut: the rest is counted. */
enum { DIGEST_CLIENTS = 300 };

struct digest_client {
    int64_t id;
    const char *name;
    struct figures figures;
};

struct digest {
    struct digest_client *clients; /* with something to say, in order of name */
    size_t count;
    int64_t quiet; /* clients without */
};

/* What a member would be told on a day, with the figures of cx->today. */
MUST_USE bool digest_find(struct ctx *cx, int64_t member, struct date day, struct digest *digest);

struct digest_run {
    bool is_early;   /* the day's hour has not come, or the firm is closed: nothing was done */
    int64_t members; /* gone through by this call */
    int64_t mails;   /* posted by this call */
};

/*
 * Posts what cx->today asks for and has not been posted yet, once its hour has come; at_any_hour:
 * before it too, as a person orders. Each member is a transaction.
 */
MUST_USE bool digest_post(struct ctx *cx, bool at_any_hour, struct digest_run *run);

/*
 * Messages « digest » of the firm to a member. The model: « on », « clients » (see figures_put,
 * each with id, name, url), « count », « more » (not shown), « quiet », « base_url », « stop_url ».
 */
extern const struct chase_kind digest_kind;

#endif
