/*
 * For tests only: books for the walk of T-5, of each kind of object one of one's own (id 1),
 * another firm's (5001) and one of a client that one may not see (6001).
 */
#ifndef APP_TEST_WALK_BOOKS_H
#define APP_TEST_WALK_BOOKS_H

#include "app/test_site.h"
#include "http/test_walk.h"

/* The site is open. Contact 1 has accepted the terms, 2 has not; 3 is the hidden client's. */
void walk_books_fill(struct test_site *site, const struct walker *walker);

#endif
