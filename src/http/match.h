/*
 * Finds the rows of the route table for a path. The table is compiled once to a tree of segments.
 *
 * A segment in braces takes any text: what is no id (digits without a leading zero, below 2^53)
 * reads as 0, so that a malformed id is refused where a missing one is, after session and role.
 */
#ifndef HTTP_MATCH_H
#define HTTP_MATCH_H

#include "http/route.h"

enum { MATCH_IDS = 4 };

struct match_table;

struct match_id {
    const char *name; /* with its end: "client}/agee" */
    int64_t id;
};

struct match {
    const struct route *rows[METHOD_COUNT]; /* NULL where the path has no such method */
    struct match_id ids[MATCH_IDS];
    size_t count;
};

/* Two rows with one method and path, or a path out of form, are our own mistake. */
struct match_table *match_compile(struct arena *arena, const struct route *routes, size_t count);
bool match_find(const struct match_table *table, const char *path, struct match *match);

/*
 * The page that a form stands on: that of its own path, else the nearest above it. NULL when there
 * is none but the first page, where no form of another path stands. *above: segments in between.
 */
const struct route *match_page(const struct route *routes, size_t count, const struct route *post,
                               size_t *above);
int64_t match_id(const struct match *match, const char *name); /* 0 when there is none */

#endif
