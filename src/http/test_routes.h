/*
 * For tests only: a small house behind the door. Sign-in at /connexion, pages for members and for
 * admins, forms, uploads, a slow page, and how often something was changed.
 */
#ifndef HTTP_TEST_ROUTES_H
#define HTTP_TEST_ROUTES_H

#include "base/limits.h"
#include "http/test_door.h"

extern const struct route test_routes[];
extern const size_t test_routes_count;

/*
 * With the members admin@quitus.test and comptable@quitus.test, both of this password; contacts 1
 * and 2 of client 1, of whom 1 has accepted the terms, "2".
 */
extern const char TEST_PASSWORD[];
void test_members_add(struct door *door);
void test_house_open(struct door *door); /* door_open with these routes and members */

/* Signs in through the door: the value of the cookie line, "quitus=…". */
const char *test_sign_in(struct door *door, const char *email);

/* The token that pages of this session would carry. */
const char *test_token(struct door *door, const char *cookie);

int test_changes(void); /* how many requests changed something since the last time */

#endif
