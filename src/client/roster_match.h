/*
 * What rows of a file would do to the books: which client each is, and what of it would change. It
 * writes nothing and reads nothing but what it is given.
 *
 * Which client a row is depends on all of them: the key of each is noted first, and kept. The rest
 * is judged one row after another, and nothing of it is kept here.
 *
 * A row is the client of its code; with a code that nobody has, or none, the one client of its
 * SIREN, when no other row claims that one; else it is a new client. A row without a code is a
 * double of any other one of its client or SIREN. An empty cell changes nothing.
 */
#ifndef CLIENT_ROSTER_MATCH_H
#define CLIENT_ROSTER_MATCH_H

#include "client/client.h"
#include "client/roster_books.h"
#include "client/roster_value.h"

enum roster_verdict {
    ROSTER_NEW,
    ROSTER_CHANGED,
    ROSTER_SAME,
    ROSTER_FAULTY,
    ROSTER_VERDICT_COUNT,
};

struct roster_change {
    enum roster_field field;
    const char *before, *after;
};

struct roster_result {
    struct roster_draft *draft;
    enum roster_verdict verdict;
    const struct roster_record *record; /* NULL: none yet */
    const char *name;                   /* as the row, else the books, call it */
    struct roster_change *changes;
    size_t change_count;
};

const char *roster_verdict_name(enum roster_verdict verdict); /* "changed" */
MUST_USE bool roster_verdict_parse(const char *name, enum roster_verdict *verdict);

struct roster_matching;
struct roster_matching *roster_match_begin(struct arena *arena, enum roster_kind kind,
                                           const struct roster_books *books, size_t rows);

/* Every row's code and SIREN, in their order; of one that is no client, NULL. */
void roster_match_key(struct roster_matching *matching, const struct roster_draft *draft);
void roster_match_settle(struct roster_matching *matching); /* after the last one */
size_t roster_match_count(const struct roster_matching *matching);

/* What the row of a draft comes to, whose place is counted from 0; false for one that is no client.
 * It lives as long as its draft and the arena. */
MUST_USE bool roster_match_row(const struct roster_matching *matching, struct arena *arena,
                               size_t place, struct roster_draft *draft,
                               struct roster_result *result);

/* The client that values tell of; its hub, too, is told by name. */
struct client roster_client(struct arena *arena, const struct roster_books *books,
                            const char *const *values);

/* For roster_match.c: what of the row's values the books know by other names, and what is wrong.
 * The draft's own texts are in the arena then. */
void roster_row_check(struct arena *arena, const struct roster_books *books,
                      struct roster_result *result);

/* After the changes were found: a fault when they are of a person who is kept from the actor. */
void roster_person_keep(struct arena *arena, const struct roster_books *books,
                        struct roster_result *result);

/* Whether values without an address of somebody else are the record's person with another one. */
bool roster_is_same_person(struct arena *arena, const struct roster_record *record,
                           const char *const *values);

/* "[["name","before","after"]]", and back. */
const char *roster_changes_text(struct arena *arena, const struct roster_result *result);
MUST_USE bool roster_changes_parse(struct ctx *cx, const char *text, struct roster_change **changes,
                                   size_t *count);

#endif
