/* T-8: a client's person is a provider's subject, while they may enter and until they unlink it. */
#include "client/contact_identity.h"

#include <string.h>

#include "client/login.h"
#include "store/test_books.h"

static void begin(struct ctx *cx)
{
    static const char *const texts[] = {
        "INSERT INTO client (firm, id, code, name, name_folded, siren, language, state, created_at)"
        " VALUES (1, 1, 'A', 'A', 'a', '', 'fr', 'active', 0)",
        "INSERT INTO contact (firm, id, name, name_folded, email, email_folded, email_state,"
        " email_said, phone, language, created_at) VALUES"
        " (1, 1, 'Zoé', 'zoe', '', '', 'missing', '', '', 'fr', 0),"
        " (1, 2, 'Yann', 'yann', '', '', 'missing', '', '', 'fr', 0)",
        "INSERT INTO contact_login (firm, contact, invited_at) VALUES (1, 1, 0), (1, 2, 0)",
        "INSERT INTO client_contact (firm, client, contact, is_legal, is_main, is_finance,"
        " is_payroll, is_operational, added_at) VALUES (1, 1, 1, 1, 0, 0, 0, 0, 0),"
        " (1, 1, 2, 0, 0, 0, 0, 0, 0)",
        "INSERT INTO sign_on_provider (firm, id, name, issuer, client_id, algorithm, for_members,"
        " for_people, document, keys, fetched_at) VALUES"
        " (1, 1, 'Exemple', 'https://id.example', 'q', 'RS256', 1, 1, '', '', 0)",
    };

    assert_true(books_firm(cx, 1));
    cx->now = (struct instant){ INT64_C(1774944000000) };
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        assert_true(books_run_text(cx, texts[i]));
}

static bool link_to(struct ctx *cx, int64_t contact, const char *subject)
{
    const struct linked_identity identity = {
        .provider = 1, .person = contact, .subject = subject, .label = "zoe@a.example"
    };

    return store_begin(cx) && store_end(cx, contact_identity_link(cx, &identity));
}

static int64_t entered(struct ctx *cx, const char *subject)
{
    int64_t contact = -1;

    assert_true(contact_identity_enter(cx, 1, subject, &contact));
    return contact;
}

static void test_linked(struct ctx *cx)
{
    struct linked_identity *list;
    size_t count;

    begin(cx);
    assert_int_equal(entered(cx, "s-1"), 0);
    assert_true(link_to(cx, 1, "s-1") && link_to(cx, 1, "s-1") && link_to(cx, 1, "s-2"));
    assert_int_equal(entered(cx, "s-1"), 1);
    assert_false(link_to(cx, 2, "s-1"));
    assert_string_equal(cx->fault.code, "IDENTITE-PRISE");
    cx->fault = (struct fault){ 0 };
    assert_true(contact_identity_list(cx, 1, &list, &count));
    assert_int_equal(count, 2);
    assert_string_equal(list[0].provider_name, "Exemple");
    assert_int_equal(list[0].used_at.ms, cx->now.ms);
    assert_int_equal(list[1].used_at.ms, 0);
    assert_true(contact_identity_unlink(cx, 2, 1, "s-1")); /* another person's is not theirs */
    assert_int_equal(entered(cx, "s-1"), 1);
    assert_true(contact_identity_unlink(cx, 1, 1, "s-1"));
    assert_int_equal(entered(cx, "s-1"), 0);
    assert_int_equal(entered(cx, "s-2"), 1);
}

/* E-21: who is at no client enters no more; whose login is closed has none left. */
static void test_gone(struct ctx *cx)
{
    begin(cx);
    assert_true(link_to(cx, 1, "s-1"));
    assert_true(books_run_text(cx, "DELETE FROM client_contact WHERE contact = 1"));
    assert_int_equal(entered(cx, "s-1"), 0);
    assert_true(link_to(cx, 2, "s-2") && login_close(cx, 2) && login_reopen(cx, 2));
    assert_int_equal(entered(cx, "s-2"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOOKS_EACH(test_linked), BOOKS_EACH(test_gone) };

    return cmocka_run_group_tests_name("contact_identity", tests, NULL, NULL);
}
