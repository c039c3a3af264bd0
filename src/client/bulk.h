/*
 * One action on many clients (P-16): drawn with its clients, given what it sets, shown row by row
 * with what changes, what is so already and what cannot be and why; then done as a whole, in one
 * transaction; then undone, within thirty days, but for what was changed since. It is a loop over
 * the operations that one client has, each with its own checks (T-6).
 */
#ifndef CLIENT_BULK_H
#define CLIENT_BULK_H

#include "store/store.h"

enum { BULK_UNDO_DAYS = 30 };

enum bulk_act {
    BULK_ASSIGN, /* a member, with a function */
    BULK_END,    /* of such an assignment */
    BULK_HUB,
    BULK_TAG,
    BULK_UNTAG,
    BULK_PLAN,
    BULK_STATE,
    BULK_CONFIDENTIAL,
    BULK_OPEN, /* no longer confidential */
    BULK_VAT,
    BULK_PAYROLL, /* "1" or "0" */
    BULK_BASIS,
    BULK_LANGUAGE,
    BULK_SECTOR,
    BULK_YEAR_END, /* the closing day: "31/12" */
    BULK_FOLLOW,   /* by e-mail, of whom it is: a frequency */
    BULK_UNFOLLOW,
    BULK_NOTIFY, /* those who are assigned: subjects, as notice/notify.h writes them */
    BULK_ACT_COUNT,
};

enum bulk_fate {
    BULK_PLANNED,
    BULK_SAME,    /* it is so already */
    BULK_REFUSED, /* why says what stands against it */
    BULK_DONE,
    BULK_UNDONE,
    BULK_KEPT, /* not undone: it was changed since */
    BULK_FATE_COUNT,
};

struct bulk_craft;

struct bulk {
    int64_t id, member; /* whose it is */
    enum bulk_act act;
    const struct bulk_craft *craft; /* NULL: the act is the client's own */
    const char *value;              /* an id, a word of the firm, a state; "" not yet told */
    const char *function;
    const char *comment; /* that goes with a notice; "" none */
    bool again;          /* also to whom it went today already */
    bool is_told;        /* what it sets: a value, or that there is to be none */
    const char *state;   /* drawn, done, undone */
    struct instant drawn_at, done_at, undone_at;
    int64_t undone_by;
};

struct bulk_row {
    int64_t place, client;
    const char *name; /* of the client */
    const char *before, *after;
    enum bulk_fate fate;
    const char *why;
    int64_t made;  /* an assignment, a notice; 0: none */
    int64_t ended; /* an assignment; since when what was followed had been (ms); 0: none */
};

const char *bulk_act_text(enum bulk_act act);
MUST_USE bool bulk_act_parse(const char *text, enum bulk_act *act);
const char *bulk_fate_text(enum bulk_fate fate);
bool bulk_needs_value(enum bulk_act act);

/*
 * Of the actor; sets its id. Clients that the actor may not see are left out (P-9). What was drawn
 * and left a day ago goes. Fault INPUT LOT-VIDE when nobody is left.
 */
MUST_USE bool bulk_draw(struct ctx *cx, struct bulk *bulk, const int64_t *clients, size_t count);

/*
 * Says what it sets, with the comment and « again » that stand in it, and looks at every row.
 * Faults: INPUT LOT-VALEUR when there is no such thing, or the flaw that a client with it would
 * have (client/check.h); CONFLICT LOT-FAIT when it was done.
 */
MUST_USE bool bulk_set(struct ctx *cx, struct bulk *bulk, const char *value, const char *function);

/* All planned rows, each looked at again. Faults: INPUT LOT-VALEUR before it is told what it sets,
 * CONFLICT LOT-FAIT. */
MUST_USE bool bulk_take(struct ctx *cx, struct bulk *bulk);

/*
 * Faults: CONFLICT LOT-FAIT when it was not done or undone already, LOT-TARD after thirty days,
 * LOT-PARTI for what has left the firm.
 */
MUST_USE bool bulk_undo(struct ctx *cx, struct bulk *bulk);

/* Of the actor; of anybody for an admin, and to be read. Without its craft. Fault ABSENT
 * LOT-ABSENT. */
MUST_USE bool bulk_find(struct ctx *cx, int64_t id, bool is_admin, struct bulk *bulk);

struct bulk_page {
    int64_t after; /* a place; 0 from the start */
    size_t limit;
};

/* Rows of clients that the actor may not see are left out. */
MUST_USE bool bulk_rows(struct ctx *cx, int64_t bulk, struct bulk_page page, struct bulk_row **rows,
                        size_t *count);

/* By fate, those of clients that the actor may see. */
MUST_USE bool bulk_counts(struct ctx *cx, int64_t bulk, int64_t counts[BULK_FATE_COUNT]);

/* Done or undone, the newest first; of all members for an admin. */
MUST_USE bool bulk_list(struct ctx *cx, bool is_admin, size_t limit, struct bulk **bulks,
                        size_t *count);

#endif
