/*
 * A client of the firm: a company or person whose books it keeps (P-6).
 *
 * What is not known is "", 0 or false; a text that is NULL when a client is written counts as "".
 * Its state is changed by client/life.h alone, its tags are read and set by client/tag.h. What is
 * written is tidied and checked first, see client/check.h. Each write is told by client_touch. It
 * joins the caller's transaction, or is one of its own. Nothing here asks who may see a client:
 * see client/visible.h.
 */
#ifndef CLIENT_CLIENT_H
#define CLIENT_CLIENT_H

#include "store/store.h"

struct client {
    int64_t id, hub;               /* hub 0: none yet */
    const char *code;              /* the firm's own, one a client */
    const char *name, *trade_name; /* the legal name; what people call it */
    const char *siren, *siret, *vat_number;
    const char *legal_form, *activity, *sector, *plan; /* activity: "62.01Z", of the NAF */
    int64_t entries, headcount;                        /* entries in its books, a year */
    const char *year_ends;                             /* month and day: "12-31" */
    const char *vat_regime; /* "", none, simplified, monthly, quarterly */
    const char *basis;      /* cash, accrual; "" is written as accrual */
    const char *language;   /* of what is written to it */
    const char *state;      /* see client/life.h */
    bool has_payroll, is_confidential, is_historic;
    int64_t tester; /* whose test dossier it is (P-10); 0: a real client */
    struct instant created_at;
    int64_t changed; /* number of its last change */
};

/*
 * Adds it with the first step of its life; sets its id, and its code when it has none: a number,
 * "D00012", which tells nothing of other clients (P-9). Faults: the first flaw of client_check,
 * CONFLICT CLIENT-CODE with "code".
 *
 * A code is one client's, hidden or not: books, sheets and the command line name clients by it, so
 * that a typed one that a hidden client or a colleague's test dossier has is refused. The fault
 * says that the code is not free, and nothing of whose it is.
 */
MUST_USE bool client_add(struct ctx *cx, struct client *client);

/*
 * Adds many inside the caller's transaction, as one change: codes that are given are nobody's yet.
 * Sets ids and codes. Faults: likewise; CONFLICT BASE-CONFLIT when a code is taken all the same.
 */
MUST_USE bool client_add_many(struct ctx *cx, struct client *clients, size_t count);

/* Writes every field of one that exists but its state and its tester. Faults: likewise. */
MUST_USE bool client_save(struct ctx *cx, struct client *client);

/* Fault ABSENT CLIENT-ABSENT. */
MUST_USE bool client_find(struct ctx *cx, int64_t id, struct client *client);

/*
 * The client of a SIREN, of a code: id 0 when there is none that the member who acts may see. Test
 * dossiers are not found.
 */
MUST_USE bool client_find_by_siren(struct ctx *cx, const char *siren, struct client *client);
MUST_USE bool client_find_by_code(struct ctx *cx, const char *code, struct client *client);

/* Whether another client of the firm has its code, seen or not: nobody is told which (P-9). */
MUST_USE bool client_code_is_taken(struct ctx *cx, const struct client *client, bool *is_taken);

/* Clients in order of name, those behind a name and id first seen; "" and 0 from the start. */
struct client_place {
    const char *name_folded;
    int64_t id;
    const char *search; /* begins their name or SIREN, folded; "" all */
};
MUST_USE bool client_list(struct ctx *cx, const struct client_place *after, size_t limit,
                          struct client **clients, size_t *count);

MUST_USE bool client_count(struct ctx *cx, int64_t *count);

/* Nine digits with a right key (Luhn); blanks are no digits. */
bool siren_is_valid(const char *siren);

#endif
