/* E-23: collection addresses are a client's own, signed, and renewed; who may send to them. */
#include "mail/collect.h"

#include <string.h>

#include "mail/sender.h"
#include "mail/tag.h"
#include "store/test_books.h"

enum { CLIENT = 57 };

static void begin(struct ctx *cx)
{
    assert_true(books_firm(cx, 2) && books_firm(cx, 1));
    assert_true(books_run_text(
        cx,
        "INSERT INTO client (firm, id, code, name, name_folded, siren, language, state, created_at)"
        " VALUES (1, 57, 'A', 'Ateliers', 'ateliers', '', 'fr', 'active', 0),"
        " (1, 58, 'B', 'Boutique', 'boutique', '', 'fr', 'active', 0)"));
}

static const char *address_of(struct ctx *cx, int64_t client, enum collect_kind kind)
{
    struct collect_address addresses[COLLECT_KIND_COUNT];

    assert_true(collect_list(cx, client, addresses));
    return tag_address(cx->arena, "relances@cabinet.example", addresses[kind].tag);
}

static struct collect look(struct ctx *cx, const char *address)
{
    struct collect found;

    assert_true(collect_find(cx, address, &found));
    return found;
}

static void test_address(struct ctx *cx)
{
    begin(cx);
    for (enum collect_kind i = 0; i < COLLECT_KIND_COUNT; i++) {
        const char *address = address_of(cx, CLIENT, i);
        struct collect found = look(cx, address);
        assert_true(strchr(address, '@') - address <= 64);
        assert_int_equal(found.client, CLIENT);
        assert_int_equal(found.kind, i);
        assert_false(found.is_old);
        assert_string_equal(address, address_of(cx, CLIENT, i)); /* stable */
    }
    assert_int_equal(look(cx, "RELANCES@cabinet.example").client, 0);
    assert_int_equal(look(cx, "").client, 0);
    assert_int_equal(look(cx, "x+achats@y").client, 0);
    assert_int_equal(look(cx, "x+achats-57-0-@y").client, 0);
    assert_int_equal(look(cx, "x+achats-99999999999999999999-0-00000000000000000000@y").client, 0);
}

/* Each letter of the tag counts; it holds for one client, kind, turn and firm. */
static void test_forged(struct ctx *cx)
{
    begin(cx);
    const char *address = address_of(cx, CLIENT, COLLECT_PURCHASES);
    size_t end = strcspn(address, "@");
    for (size_t i = strcspn(address, "+") + 1; i < end; i++) {
        char *wrong = strdup(address);
        wrong[i] = wrong[i] == '0' ? '1' : '0';
        assert_int_equal(look(cx, wrong).client, 0);
        free(wrong);
    }
    const char *mark = strchr(strstr(address, "-57-"), '-') + 6; /* "-57-0-" */
    assert_int_equal(look(cx, arena_format(cx->arena, "x+achats-58-0-%s", mark)).client, 0);
    assert_int_equal(look(cx, arena_format(cx->arena, "x+ventes-57-0-%s", mark)).client, 0);
    assert_int_equal(look(cx, arena_format(cx->arena, "x+achats-57-1-%s", mark)).client, 0);
    assert_int_equal(look(cx, arena_format(cx->arena, "x+achats-57-0-%s", mark)).client, CLIENT);
    scope_firm(cx->store, 2);
    assert_int_equal(look(cx, address).client, 0);
}

static void test_renewed(struct ctx *cx)
{
    begin(cx);
    const char *first = address_of(cx, CLIENT, COLLECT_SALES);
    const char *other = address_of(cx, CLIENT, COLLECT_PURCHASES);
    assert_true(collect_renew(cx, CLIENT, COLLECT_SALES, 0));
    const char *second = address_of(cx, CLIENT, COLLECT_SALES);
    assert_string_not_equal(first, second);
    assert_true(look(cx, first).is_old);
    assert_int_equal(look(cx, first).client, CLIENT); /* it is known whose it was */
    assert_false(look(cx, second).is_old);
    assert_false(look(cx, other).is_old);
    assert_true(collect_renew(cx, CLIENT, COLLECT_SALES, 0));
    assert_true(look(cx, first).is_old && look(cx, second).is_old);
}

static void fill_people(struct ctx *cx)
{
    assert_true(books_run_text(
        cx,
        "INSERT INTO contact (firm, id, name, name_folded, email, email_folded, email_state,"
        " email_said, phone, language, created_at) VALUES"
        " (1, 1, 'Anne', 'anne', 'Anne@a.example', 'anne@a.example', 'ok', '', '', 'fr', 0),"
        " (1, 2, 'Paul', 'paul', 'paul@b.example', 'paul@b.example', 'ok', '', '', 'fr', 0)"));
    assert_true(books_run_text(
        cx,
        "INSERT INTO client_contact (firm, client, contact, is_legal, is_main, is_finance,"
        " is_payroll, is_operational, added_at) VALUES (1, 57, 1, 1, 1, 0, 0, 1, 0),"
        " (1, 58, 2, 1, 1, 0, 0, 1, 0)"));
}

static struct sender_found sender(struct ctx *cx, const char *email)
{
    struct sender_found found;

    assert_true(sender_find(cx, CLIENT, email, &found));
    return found;
}

static void test_senders(struct ctx *cx)
{
    const struct sender_allowed scanner = { "Scan-1@Copieur.example", "sort" };
    const struct sender_allowed supplier = { "factures@fournisseur.example", "purchases" };
    struct sender_allowed *senders;
    size_t count;

    begin(cx);
    fill_people(cx);
    assert_true(sender(cx, "ANNE@a.example").is_allowed);
    assert_int_equal(sender(cx, "anne@a.example").contact, 1);
    assert_false(sender(cx, "paul@b.example").is_allowed); /* of another client */
    assert_false(sender(cx, "scan-1@copieur.example").is_allowed);
    assert_false(sender(cx, "").is_allowed);
    assert_true(sender_allow(cx, CLIENT, &scanner, 1) && sender_allow(cx, CLIENT, &supplier, 0));
    assert_true(sender(cx, "SCAN-1@copieur.example").is_allowed);
    assert_string_equal(sender(cx, "factures@fournisseur.example").kind, "purchases");
    assert_true(sender_list(cx, CLIENT, &senders, &count));
    assert_int_equal(count, 2);
    assert_string_equal(senders[1].email, "scan-1@copieur.example");
    assert_true(sender_list(cx, 58, &senders, &count));
    assert_int_equal(count, 0);
    assert_true(sender_forbid(cx, CLIENT, "Scan-1@copieur.example"));
    assert_false(sender(cx, "scan-1@copieur.example").is_allowed);
}

static void test_many_senders(struct ctx *cx)
{
    begin(cx);
    for (int i = 0; i < SENDERS_LIMIT; i++)
        assert_true(sender_allow(
            cx, CLIENT,
            &(struct sender_allowed){ arena_format(cx->arena, "a%d@b.example", i), "sort" }, 0));
    assert_false(sender_allow(cx, CLIENT, &(struct sender_allowed){ "z@b.example", "sort" }, 0));
    assert_string_equal(cx->fault.code, "EXPEDITEUR-NOMBRE");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_address), BOOKS_EACH(test_forged),       BOOKS_EACH(test_renewed),
        BOOKS_EACH(test_senders), BOOKS_EACH(test_many_senders),
    };

    return cmocka_run_group_tests_name("collect", tests, NULL, NULL);
}
