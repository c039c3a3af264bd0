/*
 * What a member sees of the directory: a tab, what is searched and filtered, in the order of a
 * column, fifty rows from a place on. Decided from memory alone.
 *
 * A member sees neither the confidential clients of others (P-9) nor others' test dossiers; test
 * dossiers are in no list and no count (P-10). Exact matches of a search come first. A place is
 * the client last seen and what it was sorted by, so that clients that come and go move nothing.
 */
#ifndef CLIENT_DIRECTORY_QUERY_H
#define CLIENT_DIRECTORY_QUERY_H

#include "client/directory_parts.h"

enum tab {
    TAB_MINE,        /* assigned to the member */
    TAB_INTEGRATION, /* admins: invited or being verified; accountants: of theirs, being verified */
    TAB_ALL,
    TAB_COUNT,
};

/* Words of addresses; the first that a text is, or the COUNT when it is none. */
const char *tab_word(enum tab tab);
const char *column_word(enum column column);
const char *mark_word(enum mark mark);
const char *facet_word(enum facet facet);
enum tab tab_parse(const char *text);
enum column column_parse(const char *text);
enum mark mark_parse(const char *text);

struct directory_query {
    int64_t member; /* who looks; 0: the house itself, which sees all but test dossiers */
    bool is_admin;
    enum tab tab;
    unsigned marks;                  /* bits of enum mark */
    const char *facets[FACET_COUNT]; /* a group's word; NULL or "": any */
    const char *search;
    enum column column;
    bool descending;
    const char *place; /* "" from the start; what next or previous told */
    bool backward;     /* what lies before the place */
    size_t limit;
};

struct facet_count {
    const struct group *group;
    size_t count;
    bool is_chosen;
};

struct directory_found {
    uint32_t *rows;
    size_t count;     /* of rows: at most the limit */
    size_t total;     /* that match */
    struct sums sums; /* of all that match */
    size_t tabs[TAB_COUNT];
    size_t marks[MARK_COUNT];                /* with this one and all other filters */
    struct facet_count *facets[FACET_COUNT]; /* those with any, and the one chosen */
    size_t facet_counts[FACET_COUNT];
    const char *next, *previous; /* places; NULL at the ends */
    int64_t tester;              /* the member's own test dossier; 0: none */
};

struct directory_found directory_query(struct directory *directory, struct arena *arena,
                                       const struct directory_query *query);

/* How many match. */
size_t directory_total(struct directory *directory, struct arena *arena,
                       const struct directory_query *query);

/* Rows that match, in the order of the query, without places and counts; limit 0: all of them. */
void directory_select(struct directory *directory, struct arena *arena,
                      const struct directory_query *query, struct directory_found *found);

#endif
