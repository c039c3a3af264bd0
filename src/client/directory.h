/*
 * The directory: what the list of clients shows, searches, counts and sorts, of all clients of a
 * firm, in memory. It is made from the books, never changes, and is read by many threads at once;
 * after a change of the books a new one is made beside it (client/shelf.h). What it costs is told
 * by directory_bytes: about 400 bytes a client.
 *
 * A row is a client's place in it. A base is whole; what changed since is laid over it, so that
 * one client's change costs no reading of all.
 */
#ifndef CLIENT_DIRECTORY_H
#define CLIENT_DIRECTORY_H

#include "client/bits.h"
#include "client/life.h"
#include "client/next_day.h"

struct listed {
    int64_t id;
    const char *name, *folded; /* folded: as it is searched and sorted */
    const char *siren, *legal_form;
    const char *words; /* what it is found by, folded; NULL: the index holds it */
    int64_t holder;    /* member; 0: nobody */
    int64_t tester;    /* member whose test dossier it is; 0: a real client */
    int64_t open_cents, late_cents, wallet_cents;
    int32_t late_items, unreached, receipts, requests, exports;
    int32_t next_day; /* see next_day.h */
    uint8_t state;    /* enum client_state */
    bool is_blank;    /* no accounting file was ever taken in */
    bool is_confidential, has_wallet, has_address, has_legal;
};

/* What rows have in common, several values to a row or none: one value and its rows. */
enum facet {
    FACET_HUB,
    FACET_MEMBER, /* who is assigned today; "0": nobody is */
    FACET_SECTOR,
    FACET_PLAN,
    FACET_TAG,
    FACET_STATE,
    FACET_COUNT,
};

struct group {
    const char *word; /* in addresses: an id, or the text itself */
    const char *name; /* on the screen */
    uint32_t *rows;   /* ascending */
    size_t count;
    struct bits bits; /* where the rows are many; words NULL else */
};

struct groups {
    struct group *list; /* by word */
    size_t count;
};

/* Yes or no of a row. */
enum mark {
    MARK_RECEIPTS, /* some are missing */
    MARK_REQUESTS, /* some are late */
    MARK_UNPAID,   /* open items */
    MARK_LATE,     /* due ones */
    MARK_ADDRESS,  /* it has none that works */
    MARK_LEGAL,    /* it has no legal representative */
    MARK_COUNT,
};

struct directory_name {
    int64_t id;
    const char *name;
    uint32_t place; /* in order of name */
};

struct directory_names {
    struct directory_name *list; /* by id */
    size_t count;
};

struct directory;

/*
 * Reads the whole firm, or what changed since an older one, which may then go. Needs a context
 * whose today is the firm's. The new one belongs to nobody yet: directory_release frees it.
 */
MUST_USE bool directory_load(struct ctx *cx, struct directory *older, struct directory **directory);

struct directory *directory_hold(struct directory *directory); /* one more who reads it */
void directory_release(struct directory *directory);

size_t directory_bytes(const struct directory *directory);
size_t directory_count(const struct directory *directory); /* rows, test dossiers too */
const struct listed *directory_row(const struct directory *directory, uint32_t row);
bool directory_find(const struct directory *directory, int64_t client, uint32_t *row);
const char *directory_member(const struct directory *directory, int64_t member); /* "" unknown */

/* Whether it is of this firm and day, and holds the books up to a change. */
bool directory_is_of(const struct directory *directory, const struct ctx *cx, int64_t change);

#endif
