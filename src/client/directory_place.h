/*
 * Places in a sorted list, and the walk from one of them.
 */
#ifndef CLIENT_DIRECTORY_PLACE_H
#define CLIENT_DIRECTORY_PLACE_H

#include "client/directory_query.h"

/* Of a search: exact matches, then forgiven ones. */
enum { PLACE_CLASSES = 2 };

/* Fills rows, next and previous from the query's place on. */
void directory_walk(struct directory *directory, struct arena *arena,
                    const struct directory_query *query, const struct bits *classes,
                    struct directory_found *found);

#endif
