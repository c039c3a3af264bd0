/* Who of a client's people may come in, by what: E-17, E-18, E-21, T-11. */
#include "client/login.h"

#include <string.h>

#include "client/act_link.h"
#include "client/client.h"
#include "client/invite.h"
#include "client/login_code.h"
#include "client/login_link.h"
#include "client/terms.h"
#include "store/test_books.h"

static const char *token;

/* What the worker does of a mail: it is worded, and the token stands in it alone. */
static const char *word(struct ctx *cx, int64_t message)
{
    const struct wording wording = { .message = message };
    struct json *model = json_map(cx->arena);

    assert_true(store_begin(cx) && store_end(cx, access_kind.word(cx, &wording, model)));
    const char *url = json_text(json_get(model, "link_url"));
    return strchr(url, '=') + 1;
}

static int64_t number(struct ctx *cx, const char *sql)
{
    int64_t found = -1;

    assert_true(books_number(cx, sql, &found));
    return found;
}

static int64_t last_message(struct ctx *cx)
{
    return number(cx, "SELECT MAX(id) FROM message");
}

static bool post(struct ctx *cx, int64_t contact)
{
    return store_begin(cx) && store_end(cx, login_link_post(cx, contact, 0));
}

/* A client, Zoé who represents it, Yann who does not. */
static void fill(struct ctx *cx)
{
    struct client client = {
        .name = "Rivoal", .siren = "", .language = "fr", .state = "active", .code = "R"
    };
    struct contact zoe = { .name = "Zoé", .email = "zoe@rivoal.example" };
    struct contact yann = { .name = "Yann", .email = "yann@rivoal.example" };

    cx->now.ms = INT64_C(1774944000000);
    assert_true(books_firm(cx, 1));
    assert_true(client_add(cx, &client) && contact_add(cx, &zoe) && contact_add(cx, &yann));
    assert_true(contact_join(
        cx, &(struct contact_role){ .client = 1, .contact = zoe.id, .is_legal = true }));
    assert_true(contact_join(cx, &(struct contact_role){ .client = 1, .contact = yann.id }));
    token = NULL;
}

static bool is_fault(struct ctx *cx, const char *code)
{
    bool same = cx->fault.code && strcmp(cx->fault.code, code) == 0;

    cx->fault = (struct fault){ 0 };
    return same;
}

static void test_link(struct ctx *cx)
{
    struct login_link link;
    struct login login;

    fill(cx);
    assert_true(post(cx, 1));
    token = word(cx, last_message(cx));
    assert_int_equal(strlen(token), 43); /* 256 bits */
    assert_true(login_link_find(cx, token, &link) && link.contact == 1);
    assert_true(login_link_use(cx, token, &link));
    assert_true(login_find(cx, 1, &login) && login.first_at.ms == cx->now.ms);
    assert_false(login_link_use(cx, token, &link)); /* once */
    assert_true(is_fault(cx, "LIEN-ABSENT"));
}

static void test_link_is_short(struct ctx *cx)
{
    struct login_link link;

    fill(cx);
    assert_true(post(cx, 1));
    cx->now.ms += 29 * 60000; /* its time begins when it leaves */
    token = word(cx, last_message(cx));
    cx->now.ms += 29 * 60000;
    assert_true(login_link_find(cx, token, &link));
    cx->now.ms += 60000;
    assert_false(login_link_find(cx, token, &link));
    assert_true(is_fault(cx, "LIEN-ABSENT"));
}

static void test_link_is_replaced_and_revoked(struct ctx *cx)
{
    struct login_link link;
    const char *why;

    fill(cx);
    assert_true(post(cx, 1));
    int64_t older = last_message(cx);
    token = word(cx, older);
    assert_true(post(cx, 1));
    assert_false(login_link_find(cx, token, &link));
    assert_true(is_fault(cx, "LIEN-ABSENT"));
    assert_true(access_kind.stands(cx, older, &why) && strcmp(why, "link_gone") == 0);
    token = word(cx, last_message(cx));
    assert_true(access_kind.stands(cx, last_message(cx), &why) && !*why);
    assert_true(login_link_revoke(cx, 1));
    assert_false(login_link_find(cx, token, &link));
    assert_true(is_fault(cx, "LIEN-ABSENT"));
}

static void test_only_the_hash_is_kept(struct ctx *cx)
{
    fill(cx);
    assert_true(post(cx, 1));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM contact_link WHERE token_hash IS NULL"), 1);
    (void)word(cx, last_message(cx));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM contact_link WHERE LENGTH(token_hash) = 32"),
                     1);
}

static void test_who_is_closed(struct ctx *cx)
{
    struct login_link link;
    struct contact found;

    fill(cx);
    assert_true(login_by_email(cx, "ZOE@rivoal.example", &found) && found.id == 1);
    assert_true(post(cx, 1));
    token = word(cx, last_message(cx));
    assert_true(login_close(cx, 1));
    assert_true(login_by_email(cx, "zoe@rivoal.example", &found) && found.id == 0);
    assert_false(login_link_use(cx, token, &link));
    assert_true(is_fault(cx, "LIEN-ABSENT"));
    assert_true(login_reopen(cx, 1) && contact_leave(cx, 1, 1));
    assert_true(login_by_email(cx, "zoe@rivoal.example", &found) && found.id == 0);
}

static void test_code(struct ctx *cx)
{
    const char *hash;

    fill(cx);
    assert_int_equal(strspn(login_code_draw(cx->arena), "0123456789"), LOGIN_CODE_DIGITS);
    assert_true(login_code_open(cx, 1, "h1") && login_code_open(cx, 1, "h2"));
    assert_true(login_code_try(cx, 1, &hash) && strcmp(hash, "h2") == 0);
    assert_true(login_code_use(cx, 1));
    assert_false(login_code_use(cx, 1));
    assert_true(is_fault(cx, "IDENTIFIANTS"));
    assert_true(login_code_open(cx, 1, "h3"));
    for (int i = 0; i < LOGIN_CODE_TRIES; i++)
        assert_true(login_code_try(cx, 1, &hash) && hash);
    assert_true(login_code_try(cx, 1, &hash) && !hash);
    assert_true(login_code_open(cx, 1, "h4"));
    cx->now.ms += LOGIN_CODE_MINUTES * 60000;
    assert_true(login_code_try(cx, 1, &hash) && !hash);
}

static void test_terms(struct ctx *cx)
{
    static const unsigned char hash[32] = { 7 };
    struct terms terms = {
        .contact = 1, .version = "1", .language = "fr", .sha256 = hash, .address = "192.0.2.7"
    };
    struct terms found;

    fill(cx);
    assert_true(terms_find(cx, 1, &found) && !*found.version);
    assert_true(terms_accept(cx, &terms));
    cx->now.ms += 1000;
    terms.address = "192.0.2.8"; /* the first acceptance stands */
    assert_true(terms_accept(cx, &terms) && terms_find(cx, 1, &found));
    assert_string_equal(found.address, "192.0.2.7");
    assert_int_equal(found.accepted_at.ms, cx->now.ms - 1000);
    assert_memory_equal(found.sha256, hash, sizeof hash);
}

static struct invite invite_of(int64_t by, const char *email)
{
    return (struct invite){ .client = 1,
                            .name = "Léa",
                            .email = email,
                            .language = "fr",
                            .is_operational = true,
                            .asked_by = by };
}

static void test_invite(struct ctx *cx)
{
    struct invite invite = invite_of(1, "lea@rivoal.example");
    struct contact_role role;
    struct login_link link;

    fill(cx);
    assert_true(invite_add(cx, &invite));
    assert_true(invite_role(cx, 1, invite.contact, &role) && role.contact == 0); /* not yet */
    token = word(cx, last_message(cx));
    assert_true(login_link_use(cx, token, &link) && link.client == 1);
    assert_true(invite_role(cx, 1, invite.contact, &role));
    assert_true(role.contact > 0 && role.is_operational && !role.is_payroll && !role.is_legal);
    assert_false(invite_add(cx, &invite));
    assert_true(is_fault(cx, "INVITATION-DEJA"));
}

static void test_invite_waits_for_the_legal_one(struct ctx *cx)
{
    struct invite invite = invite_of(2, "lea@rivoal.example"), *list;
    size_t count;

    fill(cx);
    assert_true(invite_add(cx, &invite));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message"), 0);
    assert_false(invite_approve(cx, 1, invite.contact, 2));
    assert_true(is_fault(cx, "REPRESENTANT"));
    assert_true(invite_approve(cx, 1, invite.contact, 1));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message"), 1);
    assert_true(invite_list(cx, 1, &list, &count) && count == 1 && list[0].approved_at.ms > 0);
    assert_string_equal(list[0].asker_name, "Yann");
    token = word(cx, last_message(cx));
    assert_true(invite_withdraw(cx, 1, invite.contact, 1));
    struct login_link link;
    assert_false(login_link_use(cx, token, &link));
    assert_true(is_fault(cx, "LIEN-ABSENT"));
}

static bool acts(struct ctx *cx, const char *text)
{
    struct act_link link;
    bool is_good = act_link_find(cx, text, &link);

    return is_good || !is_fault(cx, "LIEN-ABSENT");
}

static void test_act_link(struct ctx *cx)
{
    struct act_link link;
    const char *text, *other;

    fill(cx);
    assert_true(books_run_text(
        cx,
        "INSERT INTO request (firm, id, place, client, name, instructions, due_on, state,"
        " needs_payroll, created_at, changed_at)"
        " VALUES (1, 7, 1, 1, 'TVA', '', '2026-04-10', 'open', 0, 0, 0),"
        " (1, 8, 2, 1, 'Paie', '', '2026-04-10', 'open', 1, 0, 0)"));
    assert_true(act_link_text(cx, 7, 2, &text) && act_link_text(cx, 7, 2, &other));
    assert_string_equal(text, other);
    assert_true(act_link_find(cx, text, &link));
    assert_true(link.request == 7 && link.contact == 2 && link.client == 1);
    assert_false(acts(cx, arena_format(cx->arena, "8.2%s", text + 3)));
    assert_false(acts(cx, arena_format(cx->arena, "7.1%s", text + 3)));
    assert_false(acts(cx, "") || acts(cx, "7.2.") || acts(cx, "7")
                 || acts(cx, "99999999999999999"));
    assert_true(act_link_text(cx, 8, 2, &other)); /* P-3: not of the payroll */
    assert_false(acts(cx, other));
    assert_true(act_link_text(cx, 8, 1, &other));
    assert_true(acts(cx, other));
    assert_true(act_link_revoke(cx, 7, 2));
    assert_false(acts(cx, text));
    assert_true(act_link_text(cx, 7, 1, &other));
    assert_true(acts(cx, other));
    assert_true(books_run_text(cx, "UPDATE request SET state = 'accepted' WHERE id = 7"));
    assert_false(acts(cx, other));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_link),
        BOOKS_EACH(test_link_is_short),
        BOOKS_EACH(test_link_is_replaced_and_revoked),
        BOOKS_EACH(test_only_the_hash_is_kept),
        BOOKS_EACH(test_who_is_closed),
        BOOKS_EACH(test_code),
        BOOKS_EACH(test_terms),
        BOOKS_EACH(test_invite),
        BOOKS_EACH(test_invite_waits_for_the_legal_one),
        BOOKS_EACH(test_act_link),
    };

    return cmocka_run_group_tests_name("login", tests, NULL, NULL) > 0;
}
