/*
 * What every function that reads, writes or may fail is handed, and how it says why it failed.
 *
 * A function that can fail answers false or NULL after one call of fail(): a kind for programs, a
 * code for people. What the code means is worded in the reader's language at the edge, from
 * views/texts: the entry « fault.CODE » sees the arguments by their names.
 */
#ifndef BASE_CTX_H
#define BASE_CTX_H

#include "base/arena.h"
#include "base/date.h"

enum fault_kind {
    FAULT_NONE,
    FAULT_INPUT,    /* what was given is wrong: 400, exit 65 */
    FAULT_ABSENT,   /* there is no such thing here: 404, exit 66 */
    FAULT_CONFLICT, /* it stands already, or somebody was faster: 409, exit 75 */
    FAULT_DENIED,   /* not for this person: 403, exit 77 */
    FAULT_BUSY,     /* try again later: 503, exit 75 */
    FAULT_FULL,     /* no room to write: 507, exit 73 */
    FAULT_BROKEN,   /* our mistake or the machine's: 500, exit 70 */
    FAULT_COUNT,
};

enum { FAULT_ARGS_LIMIT = 6 };

struct fault_arg {
    const char *name, *value;
};

struct fault {
    enum fault_kind kind;
    const char *code;                        /* capitals and dashes, French: "FEC-COLONNES" */
    struct fault_arg args[FAULT_ARGS_LIMIT]; /* until a name is NULL */
};

/*
 * Who reads stands here as who acts does: every statement that tells of a request's words asks for
 * its language, and what lies between it and the door has no other use for it.
 */
struct ctx {
    struct arena *arena;
    struct scope *store; /* the books, through the eyes of one firm; see store/store.h */
    struct instant now;
    struct date today;    /* the civil day of the firm */
    int64_t actor;        /* the member who acts; 0 for the house itself */
    const char *language; /* of who reads what is found, "fr" or "en"; NULL is French */
    struct fault fault;
};

/*
 * Records the fault and is always false. The arguments are pairs of name and value, copied into
 * the arena: fail(cx, FAULT_INPUT, "CHAMP-LONG", "field", "nom", "limit", "200", NULL). The first
 * cause is the one worth telling: a second call on the same context is a mistake of ours.
 */
bool fail(struct ctx *cx, enum fault_kind kind, const char *code, ...) ENDS_IN_NULL;

/* That it is false the compiler knows too: nothing branches on it. */
#define fail(...) (fail(__VA_ARGS__), false)

const char *fault_arg(const struct fault *fault, const char *name); /* "" when there is none */

#endif
