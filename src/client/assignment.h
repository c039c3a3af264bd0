/*
 * Who works for a client, as what, from when until when (P-5). A client has one holder at a time:
 * a new one ends the one before. Days count whole: the last one is worked.
 */
#ifndef CLIENT_ASSIGNMENT_H
#define CLIENT_ASSIGNMENT_H

#include "store/store.h"

enum assignment_function {
    ASSIGNMENT_HOLDER, /* who answers for the dossier */
    ASSIGNMENT_REVIEWER,
    ASSIGNMENT_PAYROLL,
    ASSIGNMENT_PARTNER,
    ASSIGNMENT_FUNCTION_COUNT,
};

struct assignment {
    int64_t id, client, member;
    enum assignment_function function;
    struct date first, last;
    bool ends;        /* there is a last day */
    int64_t by;       /* member; 0 for the house */
    int64_t replaced; /* of assignment_add: the holder's that it ended; 0: none */
    const char *member_name, *client_name; /* when read */
};

const char *assignment_function_text(enum assignment_function function); /* "holder" */
MUST_USE bool assignment_function_parse(const char *text, enum assignment_function *function);

/*
 * From its first day on; day 0 is today. Sets id, by and replaced. Whoever gives a confidential
 * client to themselves leaves a trace, and its holder is told (P-9; see client/visit.h). Faults:
 * ABSENT CLIENT-ABSENT; ABSENT MEMBRE-ABSENT, an archived one too; CONFLICT AFFECTATION-DEJA: this
 * member has this function there already.
 */
MUST_USE bool assignment_add(struct ctx *cx, struct assignment *assignment);

/*
 * Adds many without end inside the caller's transaction, of members that are not archived, to
 * clients that are new: none confidential, each with one holder at most. Sets id, first and by.
 */
MUST_USE bool assignment_add_many(struct ctx *cx, struct assignment *assignments, size_t count);

/* A member's absence, and who is to stand in. */
struct cover {
    int64_t member, deputy; /* deputy 0: nobody named */
    struct date first, last;
};

/* Of the confidential clients that the member works for in those days, those that the deputy does
 * not: nobody stands in there (P-9). As who acts may see them. */
MUST_USE bool assignment_uncovered(struct ctx *cx, const struct cover *cover, int64_t *count);

/* Its last day. Faults: ABSENT AFFECTATION-ABSENTE; INPUT AFFECTATION-FIN: before its first. */
MUST_USE bool assignment_end(struct ctx *cx, int64_t id, struct date last);

/* To undo: as if it had never been; as if it had never ended. Fault ABSENT AFFECTATION-ABSENTE. */
MUST_USE bool assignment_remove(struct ctx *cx, int64_t id);
MUST_USE bool assignment_reopen(struct ctx *cx, int64_t id);

MUST_USE bool assignment_find(struct ctx *cx, int64_t id, struct assignment *assignment);

/* Those of a day, of a client by function and name, of a member by client. */
MUST_USE bool assignment_of_client(struct ctx *cx, int64_t client, struct date on,
                                   struct assignment **assignments, size_t *count);
MUST_USE bool assignment_of_member(struct ctx *cx, int64_t member, struct date on,
                                   struct assignment **assignments, size_t *count);

/* All that a client ever had, the newest first. */
MUST_USE bool assignment_history(struct ctx *cx, int64_t client, struct assignment **assignments,
                                 size_t *count);

/* Of today: 0 when there is none. */
MUST_USE bool assignment_holder(struct ctx *cx, int64_t client, int64_t *member);

#endif
