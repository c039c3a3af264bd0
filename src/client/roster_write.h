/*
 * One row of a file into the books, and out again. Both run inside the caller's transaction and
 * call the operations that the pages call too.
 */
#ifndef CLIENT_ROSTER_WRITE_H
#define CLIENT_ROSTER_WRITE_H

#include "client/roster_match.h"

/* Writes a row that is new or changed: its client, and what must be known to undo it, as JSON. */
MUST_USE bool roster_write(struct ctx *cx, const struct roster_books *books,
                           const struct roster_result *result, int64_t *client, const char **trace);

enum roster_undone {
    ROSTER_UNTOUCHED,
    ROSTER_BACK,     /* every field is as it was */
    ROSTER_KEPT,     /* some were changed since, and stay */
    ROSTER_REMOVED,  /* a client that the row added, and that nothing hung on */
    ROSTER_ARCHIVED, /* one that something hangs on */
    ROSTER_UNDONE_COUNT,
};

const char *roster_undone_name(enum roster_undone undone); /* "removed"; "" */

/* A row as it was written. */
struct roster_written {
    int64_t client;
    bool is_new;
    const struct roster_record *record; /* what the client is now; NULL: gone */
    const struct roster_change *changes;
    size_t change_count;
    const char *trace;
};

MUST_USE bool roster_undo(struct ctx *cx, const struct roster_books *books,
                          const struct roster_written *written, enum roster_undone *undone);

/* The person that a row added goes, unless a client has them: after all rows are undone. */
MUST_USE bool roster_person_remove(struct ctx *cx, const char *trace);

/* For both: the fields of the client itself, and figures of another software. */
MUST_USE bool roster_fields_write(struct ctx *cx, const struct roster_books *books, int64_t client,
                                  const char *const *values);
MUST_USE bool roster_figures_write(struct ctx *cx, int64_t client, const char *const *values);

/* What a new client's life begins with (P-3, P-4): active with a legal representative who can be
 * reached, else to be verified. */
const char *roster_state_new(const char *const *values);

bool roster_label_is(const char *labels, const char *label); /* one of « Marie Durand, p.martin » */

/* For roster_write.c: contact and assignments; what they made goes into the trace. */
struct json;
MUST_USE bool roster_people_write(struct ctx *cx, const struct roster_books *books,
                                  const struct roster_result *result, int64_t client,
                                  struct json *trace);

#endif
