/*
 * A campaign: one request to many clients at once (P-16). Drawn with its clients, worded and shown
 * row by row with who is asked, who is not and why; then launched as a whole, in one transaction.
 * Asked are the clients at once, or on a day before the due date, by the round. A client is asked
 * once, by a unique key, however often it is launched (E-11). It is undone within thirty days, for
 * what has not left; or stopped, which drops all that is open, with a reason.
 *
 * What it asks for are requests like any other: answered, judged and chased as those are.
 */
#ifndef REQUEST_CAMPAIGN_H
#define REQUEST_CAMPAIGN_H

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

struct campaign {
    int64_t id, member; /* whose it is */
    const char *name, *instructions;
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
    struct item *items; /* kind, name, is_blocking; of campaign_find and campaign_save */
    size_t item_count;
};

/*
 * Of the actor, with its clients, each looked at; sets its id. Those that the actor may not see are
 * left out, and so are test dossiers. What was drawn and left a week ago goes. Fault INPUT
 * CAMPAGNE-VIDE when nobody is left.
 */
MUST_USE bool campaign_draw(struct ctx *cx, const int64_t *clients, size_t count, int64_t *id);

/*
 * Its words, and a look at every row. Faults: those of request_add, INPUT CAMPAGNE-SCENARIO,
 * CAMPAGNE-DELAI, ABSENT CAMPAGNE-ABSENTE; CONFLICT CAMPAGNE-LANCEE when it was launched.
 */
MUST_USE bool campaign_save(struct ctx *cx, const struct campaign *campaign);

/* Looks at each row again and asks. Launched already: nothing. Faults: those of campaign_save. */
MUST_USE bool campaign_launch(struct ctx *cx, int64_t id);

/* For the round: campaigns whose day has come; *asked is how many clients. */
MUST_USE bool campaigns_start(struct ctx *cx, int64_t *asked);

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

/* How a client of it stands: not yet, not at all, or as its request does. */
enum campaign_standing {
    STANDING_PLANNED,
    STANDING_REFUSED, /* why says what stands against it */
    STANDING_LATE,    /* asked for, and past due */
    STANDING_OPEN,
    STANDING_ANSWERED,
    STANDING_ACCEPTED,
    STANDING_DROPPED,
    STANDING_COUNT,
};

const char *campaign_standing_text(enum campaign_standing standing); /* "planned", … */
MUST_USE bool campaign_standing_parse(const char *text, enum campaign_standing *standing);

/* By standing, of the clients that the actor may see (P-9). */
MUST_USE bool campaign_counts(struct ctx *cx, int64_t id, int64_t counts[STANDING_COUNT]);

struct campaign_row {
    int64_t place, client, request;  /* request 0: none */
    const char *name, *code, *siren; /* of the client */
    enum campaign_standing standing;
    const char *why;
    bool has_due;
    struct date due_on; /* of the request */
    struct instant changed_at;
    int64_t got, wanted; /* items */
};

struct campaign_page {
    int64_t after;        /* a place; 0 from the start */
    const char *standing; /* one of the words alone; "" all */
    int64_t limit;
};

MUST_USE bool campaign_rows(struct ctx *cx, int64_t id, const struct campaign_page *page,
                            struct campaign_row **rows, size_t *count);

/* Launched ones and the actor's own drawn ones, the newest first; without items. */
MUST_USE bool campaign_list(struct ctx *cx, int64_t limit, struct campaign **campaigns,
                            size_t *count);

#endif
