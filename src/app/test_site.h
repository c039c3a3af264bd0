/*
 * For tests only: the house's pages behind a door, somebody signed in, debts to chase, and a mail
 * server in memory.
 */
#ifndef APP_TEST_SITE_H
#define APP_TEST_SITE_H

#include "app/test_desk.h"
#include "client/contact.h"
#include "http/test_walk.h"

struct test_site {
    struct desk_door house; /* the admin is signed in */
};

/* It stands apart from the stack: a test that fails leaves its server running. */
struct test_site *test_site_new(void);
void test_site_free(struct test_site *site);
void test_site_open(struct test_site *site);
void test_site_close(struct test_site *site);

struct ctx *test_site_cx(struct test_site *site);
struct heard test_site_get(struct test_site *site, const char *path);
struct heard test_site_post(struct test_site *site, const char *path, const char *form);
struct heard test_site_get_as(struct test_site *site, const struct walker *walker,
                              const char *path);
struct heard test_site_post_as(struct test_site *site, const struct walker *walker,
                               const char *path, const char *form);

/* What it shows is told when the test fails. */
#define assert_shows(HEARD, TEXT) test_site_assert((HEARD).body, (TEXT), true)
#define assert_hides(HEARD, TEXT) test_site_assert((HEARD).body, (TEXT), false)
void test_site_assert(const char *body, const char *text, bool wanted);

/*
 * A client with customers who owe: of each so many invoices, ten days late; the first customer is
 * « Dupont & <fils> », all have addresses. Answers the client's id.
 */
struct test_debts {
    int64_t firm;
    const char *client;
    int customers, invoices;
};
int64_t test_site_owe(struct test_site *site, const struct test_debts *debts);

/* A client's person, name@r.test, who was invited to the space and accepted its terms. */
void test_site_person(struct test_site *site, const char *name, const char *language,
                      struct contact_role role);

/* One more firm, whose ids are its own: they begin at 5001. */
void test_site_firm(struct test_site *site, int64_t firm);

int64_t test_site_number(struct test_site *site, const char *sql);
void test_site_run(struct test_site *site, const char *sql);

/* Today's round and all that is due, as the worker does it, for firm 1. */
void test_site_round(struct test_site *site);
struct sending test_site_send(struct test_site *site, const char *script);

#endif
