/*
 * A campaign: one request to many clients at once (P-16). Drawn with its clients, worded and shown
 * row by row with who is asked, who is not and why; then launched as a whole, in one transaction.
 * Asked are the clients at once, or on a day before the due date, by the round. A client is asked
 * once, by a unique key, however often it is launched (E-11). It is undone within thirty days, for
 * what has not left; or stopped, which drops all that is open, with a reason.
 *
 * It is worded in both languages, with merge tags (E-2): each client reads that of the person who
 * gets its requests, and what is empty in it reads as the other one's, which is the firm's first.
 * What it asks for are requests like any other: answered, judged and chased as those are.
 */
#ifndef REQUEST_CAMPAIGN_H
#define REQUEST_CAMPAIGN_H

#include "base/merge.h"
#include "request/request.h"

enum { CAMPAIGN_UNDO_DAYS = 30 };

enum campaign_state {
    CAMPAIGN_DRAWN,   /* previewed alone */
    CAMPAIGN_PLANNED, /* launched; its day has not come */
    CAMPAIGN_RUNNING,
    CAMPAIGN_UNDONE, /* what had left already goes on */
    CAMPAIGN_STOPPED,
    CAMPAIGN_STATE_COUNT,
};

const char *campaign_state_text(enum campaign_state state); /* "drawn", … */

struct campaign_item {
    enum item_kind kind;
    struct words name;
    bool is_blocking;
};

struct campaign {
    int64_t id, member; /* whose it is */
    struct words name, instructions;
    bool needs_payroll;
    struct date due_on;
    bool has_due, has_lead; /* has_lead: asked lead_days before the due date, not at once */
    int lead_days;
    struct date starts_on; /* once launched */
    int64_t scenario;      /* 0: the default of requests */
    enum campaign_state state;
    struct instant drawn_at, launched_at, ended_at;
    int64_t ended_by;
    const char *reason;
    struct campaign_item *items; /* of campaign_find and campaign_save */
    size_t item_count;
};

/*
 * Of the actor, with its clients, each looked at; sets its id. Those that the actor may not see are
 * left out, and so are test dossiers. What was drawn and left a week ago goes. Fault INPUT
 * CAMPAGNE-VIDE when nobody is left.
 */
MUST_USE bool campaign_draw(struct ctx *cx, const int64_t *clients, size_t count, int64_t *id);

/*
 * Its words, and a look at every row. Faults: those of request_add, in the firm's first language
 * what it needs; those of merge_check, with "field"; INPUT CAMPAGNE-SCENARIO, CAMPAGNE-DELAI,
 * ABSENT CAMPAGNE-ABSENTE; CONFLICT CAMPAGNE-LANCEE when it was launched.
 */
MUST_USE bool campaign_save(struct ctx *cx, const struct campaign *campaign);

/* How a day is written in a language, which is decided in a layer of its own. */
typedef const char *campaign_day(struct arena *arena, const char *language, struct date day);

/* Looks at each row again and asks. Launched already: nothing. Faults: those of campaign_save. */
MUST_USE bool campaign_launch(struct ctx *cx, int64_t id, campaign_day *day);

/* For the round: campaigns whose day has come; *asked is how many clients. */
MUST_USE bool campaigns_start(struct ctx *cx, campaign_day *day, int64_t *asked);

/*
 * Drops what has not left and was not answered; *left is how many go on that the
 * actor sees. Faults: CONFLICT
 * CAMPAGNE-FINIE (not launched, or over), CAMPAGNE-TARD after thirty days.
 */
MUST_USE bool campaign_undo(struct ctx *cx, int64_t id, int64_t *left);

/* Drops all that is open. Faults: CONFLICT CAMPAGNE-FINIE, INPUT MOTIF, COMMENTAIRE-LONG. */
MUST_USE bool campaign_stop(struct ctx *cx, int64_t id, const char *reason);

/* With its items. Fault ABSENT CAMPAGNE-ABSENTE. */
MUST_USE bool campaign_find(struct ctx *cx, int64_t id, struct campaign *campaign);

#endif
