/*
 * A request: what a client is asked for by a date, and its items (E-2, E-3). It is all that a
 * client sees of the work, and an obligation of the chase, opened, changed and settled here in the
 * transaction of its own row.
 *
 * A request is open while an item that blocks, or the last ones of those that do not, are missing
 * or refused; answered when nothing is left to the client; accepted when the firm said yes to all;
 * dropped when nobody asks any more. The state follows the items, never the other way round. See
 * answer.h for what a client does, judge.h for what the firm does.
 */
#ifndef REQUEST_REQUEST_H
#define REQUEST_REQUEST_H

#include "store/store.h"

enum request_state {
    REQUEST_OPEN,
    REQUEST_ANSWERED,
    REQUEST_ACCEPTED,
    REQUEST_DROPPED,
    REQUEST_STATE_COUNT,
};

enum item_kind { ITEM_DOCUMENT, ITEM_ANSWER, ITEM_FIGURE, ITEM_YES_NO, ITEM_KIND_COUNT };

enum item_state {
    ITEM_MISSING,
    ITEM_GIVEN,
    ITEM_ACCEPTED,
    ITEM_REFUSED,
    ITEM_NONE, /* the client says that there is none */
    ITEM_DROPPED,
    ITEM_STATE_COUNT,
};

const char *request_state_text(enum request_state state); /* "open", … */
const char *item_kind_text(enum item_kind kind);          /* "document", … */
const char *item_state_text(enum item_state state);       /* "missing", … */
MUST_USE bool request_state_parse(const char *text, enum request_state *state);
MUST_USE bool item_kind_parse(const char *text, enum item_kind *kind);

struct item {
    int64_t id, request, client, place;
    enum item_kind kind;
    const char *name, *name_en; /* as a request's own */
    bool is_blocking;
    enum item_state state;
    const char *answer; /* text, a figure in cents, "yes" or "no"; "" none yet */
    const char *reason; /* of the refusal, or why there is none */
    bool is_promised;
    struct date promised_on;
    struct instant changed_at;
};

/* Whether the client still has something to do for it. */
bool item_is_owed(const struct item *item);

/* A request as a record; « struct request » is what a browser sends. */
struct demand {
    int64_t id, client, place;
    int64_t occurrence;              /* that it came of; 0: a person made it */
    int64_t campaign;                /* likewise */
    int64_t scenario;                /* when added: 0 is the default of requests */
    const char *name, *instructions; /* when read, as cx->language wants them; when added, French */
    const char *name_en, *instructions_en; /* when added, English; NULL: the same words */
    struct date due_on;
    enum request_state state;
    bool needs_payroll; /* for the payroll's people alone (P-3) */
    bool has_amount;
    struct money amount;     /* of a tax instalment (E-13) */
    bool is_promised;        /* all that is owed is: the reminders wait, */
    struct date promised_on; /* through this day (E-18) */
    struct instant created_at, changed_at;
    struct item *items; /* in their order; when read by request_find or given to be added */
    size_t item_count;
    const char *client_name; /* when read */
};

/*
 * Adds what a generation or a campaign made: rows of requests and items, and their obligations,
 * in bulk. Read are client, occurrence, campaign, scenario, place, the words, due_on,
 * needs_payroll, amount and of the items kind, words, is_blocking; ids, states and times are set.
 * Each is addressed to the one who gets the client's reminders, the payroll's to its own people
 * (P-3). An occurrence has each place once, a campaign each client: CONFLICT BASE-CONFLIT. Inside a
 * transaction.
 */
MUST_USE bool request_add_many(struct ctx *cx, struct demand *requests, size_t count);

/*
 * One, by a person: checked, with an event; its words are as they are typed, for all. Faults: INPUT
 * DEMANDE-NOM, DEMANDE-PIECES (none, or too many), DEMANDE-PIECE-NOM, DEMANDE-ECHEANCE (past);
 * ABSENT CLIENT-ABSENT (also when the actor does not see it: P-9). In the caller's transaction or
 * its own.
 */
MUST_USE bool request_add(struct ctx *cx, struct demand *request);

/* With its items, as the actor may see it (P-9). Fault ABSENT DEMANDE-ABSENTE. */
MUST_USE bool request_find(struct ctx *cx, int64_t id, struct demand *request);

/*
 * The same for a contact: of the contact's clients alone, the payroll's for its people alone (P-3).
 * Never a word of what the firm keeps to itself (E-14).
 */
MUST_USE bool request_find_of(struct ctx *cx, int64_t contact, int64_t id, struct demand *request);

/* The request that an item belongs to, by the same two rules: contact 0 is the actor. */
MUST_USE bool request_of_item(struct ctx *cx, int64_t contact, int64_t item,
                              struct demand *request);

#endif
