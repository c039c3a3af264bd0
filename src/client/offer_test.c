/* P-6: a plan hides what the firm says, for the clients that name it, and nothing by default. */
#include "client/offer.h"

#include "client/client.h"
#include "client/contact.h"
#include "store/test_books.h"

static int64_t add_client(struct ctx *cx, const char *name, const char *plan)
{
    struct client client = { .name = name, .plan = plan, .state = "active" };

    assert_true(client_add(cx, &client));
    return client.id;
}

static void join(struct ctx *cx, int64_t client, int64_t contact)
{
    assert_true(contact_join(cx, &(struct contact_role){ .client = client, .contact = contact }));
}

static void assert_hides(struct ctx *cx, int64_t contact, bool documents, bool users)
{
    bool hides[OFFER_PART_COUNT];

    assert_true(offer_of_contact(cx, contact, hides));
    assert_int_equal(hides[OFFER_DOCUMENTS], documents);
    assert_int_equal(hides[OFFER_USERS], users);
}

static void set(struct ctx *cx, const char *name, bool documents, bool users)
{
    const struct offer offer = { .name = name, .hides = { documents, users } };

    assert_true(offer_set(cx, &offer));
}

static void begin(struct ctx *cx)
{
    struct contact zoe = { .name = "Zoé", .email = "zoe@x.test" };
    struct contact nobody = { .name = "Luc", .email = "luc@x.test" };

    assert_true(books_firm(cx, 1));
    assert_true(contact_add(cx, &zoe) && contact_add(cx, &nobody));
    join(cx, add_client(cx, "Roux", "Essentielle"), zoe.id);
}

static void test_hides(struct ctx *cx)
{
    bool hides[OFFER_PART_COUNT];

    begin(cx);
    assert_hides(cx, 1, false, false);
    set(cx, "Autre", true, true);
    assert_hides(cx, 1, false, false);
    set(cx, " Essentielle ", true, false);
    assert_hides(cx, 1, true, false);
    assert_hides(cx, 2, false, false); /* of no company: nothing is hidden */
    set(cx, "Essentielle", true, true);
    assert_hides(cx, 1, true, true);
    join(cx, add_client(cx, "Perrin", ""), 1);
    assert_hides(cx, 1, false, false); /* one of the two shows it */
    assert_true(offer_of_client(cx, 1, hides) && hides[OFFER_USERS]);
    assert_true(offer_of_client(cx, 2, hides) && !hides[OFFER_USERS]);
    set(cx, "Essentielle", false, false);
    assert_true(offer_of_client(cx, 1, hides) && !hides[OFFER_USERS]);
}

static void test_list(struct ctx *cx)
{
    struct offer *offers;
    size_t count;

    begin(cx);
    set(cx, "Autre", false, true);
    assert_true(offer_list(cx, &offers, &count) && count == 2);
    assert_string_equal(offers[0].name, "Autre");
    assert_true(offers[0].clients == 0 && offers[0].hides[OFFER_USERS]);
    assert_true(offers[1].clients == 1 && !offers[1].hides[OFFER_USERS]);
    assert_false(offer_set(cx, &(struct offer){ .name = " " }));
    assert_string_equal(cx->fault.code, "OFFRE-NOM");
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOOKS_EACH(test_hides), BOOKS_EACH(test_list) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
