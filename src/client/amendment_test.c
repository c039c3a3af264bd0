/* E-17: amendments of a plan: published, asked for, accepted by the legal representative alone. */
#include "client/amendment.h"

#include <string.h>

#include "client/amendment_accept.h"
#include "client/amendment_standing.h"
#include "client/client.h"
#include "client/contact.h"
#include "store/test_books.h"

enum { ADA = 1, ZOE = 1, YANN = 2 };

static int64_t number(struct ctx *cx, const char *sql)
{
    int64_t found = -1;

    assert_true(books_number(cx, sql, &found));
    return found;
}

static int64_t client(struct ctx *cx, const char *code, const char *plan)
{
    struct client made = {
        .name = code, .siren = "", .language = "fr", .state = "active", .code = code, .plan = plan
    };

    assert_true(client_add(cx, &made));
    return made.id;
}

/* Two clients of the plan « Or », one of another; Zoé represents the first, Yann works there. */
static void fill(struct ctx *cx)
{
    struct contact zoe = { .name = "Zoé", .email = "zoe@rivoal.example" };
    struct contact yann = { .name = "Yann", .email = "yann@rivoal.example" };

    cx->now.ms = INT64_C(1774944000000);
    assert_true(books_firm(cx, 1));
    assert_true(books_run_text(
        cx,
        "INSERT INTO member (firm, id, name, email, email_folded, role, language, state,"
        " created_at) VALUES (1, 1, 'Ada', 'a@f.example', 'a@f.example', 'admin', 'fr', 'active',"
        " 0)"));
    assert_int_equal(client(cx, "RIVOAL", "Or"), 1);
    assert_int_equal(client(cx, "PERRIN", "Or"), 2);
    assert_int_equal(client(cx, "SIMON", "Argent"), 3);
    assert_true(contact_add(cx, &zoe) && contact_add(cx, &yann));
    assert_true(
        contact_join(cx, &(struct contact_role){ .client = 1, .contact = ZOE, .is_legal = true }));
    assert_true(contact_join(cx, &(struct contact_role){ .client = 1, .contact = YANN }));
    cx->actor = ADA;
}

static struct amendment publish(struct ctx *cx, const char *title)
{
    struct amendment amendment = { .plan = " Or ", .title = title, .text = "Article 1.\n" };

    assert_true(amendment_publish(cx, &amendment));
    return amendment;
}

static bool accept(struct ctx *cx, int64_t contact, int64_t client, int64_t amendment)
{
    const struct acceptance acceptance = { contact, amendment, &client, 1, "192.0.2.7" };

    return amendment_accept(cx, &acceptance);
}

static void refuse(struct ctx *cx, bool was_taken, const char *code)
{
    assert_false(was_taken);
    assert_string_equal(cx->fault.code, code);
    cx->fault = (struct fault){ 0 };
}

static struct asked_amendment asked(struct ctx *cx, int64_t contact)
{
    struct asked_amendment *list;
    size_t count;

    assert_true(amendment_of_contact(cx, contact, &list, &count));
    assert_int_equal(count, 1);
    return list[0];
}

/* Its version, the hash of its text, when and from where, by whom; once. */
static void test_accepted(struct ctx *cx)
{
    fill(cx);
    struct amendment amendment = publish(cx, "Tarifs");
    assert_int_equal(amendment.version, 1);
    assert_true(asked(cx, ZOE).may_accept && !asked(cx, YANN).may_accept);
    assert_string_equal(asked(cx, YANN).legal[0], "Zoé");
    refuse(cx, accept(cx, YANN, 1, amendment.id), "AVENANT-REPRESENTANT");
    refuse(cx, accept(cx, ZOE, 2, amendment.id), "AVENANT-ABSENT");
    refuse(cx, accept(cx, ZOE, 1, 77), "AVENANT-CHANGE");
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM amendment_accepted"), 0);
    assert_true(accept(cx, ZOE, 1, amendment.id));
    cx->now.ms += 1000;
    assert_true(accept(cx, ZOE, 1, amendment.id));
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM amendment_accepted x JOIN amendment a"
                            " ON a.id = x.amendment WHERE x.contact = 1 AND x.sha256 = a.sha256"
                            " AND LENGTH(x.sha256) = 32 AND x.accepted_at = 1774944000000"
                            " AND x.address = '192.0.2.7' AND a.version = 1"),
                     1);
    assert_true(asked(cx, YANN).is_accepted);
    assert_string_equal(asked(cx, YANN).accepted_by, "Zoé");
}

/* Who represents many accepts for all of them at once, each on record; or for none of them. */
static void test_together(struct ctx *cx)
{
    static const int64_t both[] = { 1, 2 }, wrong[] = { 1, 3 };
    struct acceptance acceptance = { .contact = ZOE, .clients = wrong, .count = 2, .address = "a" };

    fill(cx);
    acceptance.amendment = publish(cx, "Tarifs").id;
    assert_true(
        contact_join(cx, &(struct contact_role){ .client = 2, .contact = ZOE, .is_legal = true }));
    refuse(cx, amendment_accept(cx, &acceptance), "AVENANT-ABSENT");
    acceptance.count = 0;
    refuse(cx, amendment_accept(cx, &acceptance), "AVENANT-SOCIETE");
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM amendment_accepted"), 0);
    acceptance.clients = both;
    acceptance.count = 2;
    assert_true(amendment_accept(cx, &acceptance));
    assert_int_equal(
        number(cx,
               "SELECT COUNT(DISTINCT client) FROM amendment_accepted x JOIN amendment a"
               " ON a.id = x.amendment WHERE x.sha256 = a.sha256 AND x.contact = 1"
               " AND x.accepted_at = 1774944000000 AND x.address = 'a'"),
        2);
}

/* Sent twice by a second click it stands once; withdrawn, it may be published again. */
static void test_again(struct ctx *cx)
{
    struct amendment same = { .plan = "Or", .title = "Tarifs ", .text = "Article 1." };

    fill(cx);
    int64_t first = publish(cx, "Tarifs").id;
    refuse(cx, amendment_publish(cx, &same), "AVENANT-MEME");
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM amendment"), 1);
    assert_true(amendment_withdraw(cx, first));
    assert_true(amendment_publish(cx, &same));
    assert_int_equal(same.version, 2);
}

/* A new version asks again, what was accepted stays; withdrawn, it gives way to the one before. */
static void test_versions(struct ctx *cx)
{
    struct amendment found;

    fill(cx);
    struct amendment first = publish(cx, "Tarifs 2026");
    assert_true(accept(cx, ZOE, 1, first.id));
    struct amendment second = publish(cx, "Tarifs 2027");
    assert_int_equal(second.version, 2);
    assert_false(asked(cx, ZOE).is_accepted);
    refuse(cx, accept(cx, ZOE, 1, first.id), "AVENANT-CHANGE");
    assert_true(amendment_find(cx, first.id, &found));
    assert_true(!found.is_asked && found.accepted == 1);
    assert_true(amendment_withdraw(cx, second.id));
    refuse(cx, amendment_withdraw(cx, second.id), "AVENANT-RETIRE");
    assert_true(asked(cx, ZOE).is_accepted);
    assert_int_equal(asked(cx, ZOE).amendment.id, first.id);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM amendment_accepted"), 1);
}

/* The firm sees who accepted and who is awaited, as it may see them (P-9). */
static void test_standing(struct ctx *cx)
{
    const struct amendment_page all = { .limit = 10 }, waiting = { true, 0, 10 };
    struct amendment_client *clients;
    struct amendment *list;
    struct amendment found;
    size_t count;

    fill(cx);
    struct amendment amendment = publish(cx, "Tarifs");
    assert_true(accept(cx, ZOE, 1, amendment.id));
    assert_true(amendment_find(cx, amendment.id, &found));
    assert_true(found.clients == 2 && found.accepted == 1 && found.is_asked);
    assert_true(amendment_clients(cx, &found, &all, &clients, &count));
    assert_int_equal(count, 2);
    assert_true(clients[0].client == 2 && !clients[0].is_accepted);
    assert_true(clients[1].client == 1 && clients[1].is_accepted);
    assert_string_equal(clients[1].contact, "Zoé");
    assert_true(amendment_clients(cx, &found, &waiting, &clients, &count));
    assert_int_equal(count, 1);
    assert_true(books_run_text(cx, "UPDATE client SET plan = 'Argent' WHERE id = 1"));
    assert_true(amendment_clients(cx, &found, &all, &clients, &count));
    assert_int_equal(count, 2);
    assert_true(amendment_find(cx, amendment.id, &found)); /* who left counts on neither side */
    assert_true(found.clients == 1 && found.accepted == 0);
    assert_true(books_run_text(cx, "UPDATE client SET is_confidential = 1"));
    assert_true(amendment_clients(cx, &found, &all, &clients, &count));
    assert_int_equal(count, 0);
    assert_true(amendment_list(cx, &list, &count));
    assert_true(count == 1 && list[0].clients == 0 && list[0].accepted == 0);
}

static void test_refused(struct ctx *cx)
{
    static const struct {
        struct amendment amendment;
        const char *code;
    } cases[] = {
        { { .plan = " ", .title = "T", .text = "A" }, "AVENANT-OFFRE" },
        { { .plan = "Or", .title = " ", .text = "A" }, "AVENANT-TITRE" },
        { { .plan = "Or", .title = "T", .text = " \n" }, "AVENANT-TEXTE" },
    };

    fill(cx);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct amendment amendment = cases[i].amendment;
        refuse(cx, amendment_publish(cx, &amendment), cases[i].code);
    }
    struct amendment found;
    refuse(cx, amendment_find(cx, 7, &found), "AVENANT-ABSENT");
    refuse(cx, amendment_withdraw(cx, 7), "AVENANT-ABSENT");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_accepted), BOOKS_EACH(test_again),    BOOKS_EACH(test_versions),
        BOOKS_EACH(test_standing), BOOKS_EACH(test_together), BOOKS_EACH(test_refused),
    };

    return cmocka_run_group_tests_name("amendment", tests, NULL, NULL) > 0;
}
