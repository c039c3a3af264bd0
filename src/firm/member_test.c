/* Members, their sign-in with its delays (T-7), and the first set-up (T-12), on both engines. */
#include "firm/member.h"

#include <string.h>

#include "firm/setup.h"
#include "firm/sign_in.h"
#include "store/test_books.h"

enum { SECOND_MS = 1000 };

static const char RIGHT[] = "une longue phrase", WRONG[] = "une autre phrase";

static void begin(struct ctx *cx)
{
    struct member member = {
        .name = "Ada", .email = "Ada@quitus.test", .language = "fr", .role = MEMBER_ACCOUNTANT
    };

    cx->now = (struct instant){ INT64_C(1774944000000) };
    assert_true(books_firm(cx, 1));
    assert_true(member_add(cx, &member, RIGHT));
    assert_int_equal(member.id, 1);
}

/* The code of the fault, "" for a success. */
static const char *attempt(struct ctx *cx, const char *email, const char *password,
                           const char *address)
{
    const struct credentials credentials = { email, password, address };
    struct member member = { .id = 77 };

    cx->fault = (struct fault){ 0 };
    if (member_check_password(cx, &credentials, &member)) {
        assert_string_equal(member.name, "Ada");
        return "";
    }
    assert_int_equal(member.id, 77);
    return cx->fault.code;
}

static void test_find(struct ctx *cx)
{
    struct member member;

    begin(cx);
    assert_true(member_find_by_email(cx, "ADA@quitus.TEST", &member)); /* P-2 */
    assert_int_equal(member.role, MEMBER_ACCOUNTANT);
    assert_string_equal(member.email, "Ada@quitus.test");
    assert_true(member_change_language(cx, member.id, "en") && member_find(cx, 1, &member));
    assert_string_equal(member.language, "en");
    assert_false(member_find(cx, 2, &member));
    assert_string_equal(cx->fault.code, "MEMBRE-ABSENT");
}

static void test_twice(struct ctx *cx)
{
    struct member other = {
        .name = "Bob", .email = "ada@QUITUS.test", .language = "fr", .role = MEMBER_ADMIN
    };

    begin(cx);
    assert_false(member_add(cx, &other, RIGHT));
    assert_string_equal(cx->fault.code, "MEMBRE-EXISTE");
    assert_int_equal(other.id, 0);
}

static void test_another_firm(struct ctx *cx)
{
    struct member member;

    begin(cx);
    assert_true(books_firm(cx, 2)); /* its eyes see no member of the first */
    assert_false(member_find_by_email(cx, "ada@quitus.test", &member));
    assert_string_equal(attempt(cx, "ada@quitus.test", RIGHT, "::1"), "IDENTIFIANTS");
}

static void test_sign_in(struct ctx *cx)
{
    begin(cx);
    assert_string_equal(attempt(cx, "ada@quitus.test", RIGHT, "::1"), "");
    assert_string_equal(attempt(cx, "ada@quitus.test", WRONG, "::1"), "IDENTIFIANTS");
    assert_string_equal(attempt(cx, "bob@quitus.test", RIGHT, "::1"), "IDENTIFIANTS");
    assert_true(books_run_text(cx, "UPDATE member SET state = 'archived'"));
    assert_string_equal(attempt(cx, "ada@quitus.test", RIGHT, "::1"), "IDENTIFIANTS");
}

/* Three failures are free; then 1, 2, 4 seconds, whoever is meant, known or not. */
static void delays_grow_for(struct ctx *cx, const char *email)
{
    static const int64_t waits_s[] = { 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900 };

    for (int i = 0; i < 3; i++)
        assert_string_equal(attempt(cx, email, WRONG, "::1"), "IDENTIFIANTS");
    for (size_t i = 0; i < COUNT_OF(waits_s); i++) {
        cx->now.ms += waits_s[i] * SECOND_MS - 1;
        assert_string_equal(attempt(cx, email, RIGHT, "::2"), "CONNEXION-ATTENTE");
        assert_string_equal(fault_arg(&cx->fault, "seconds"), "1");
        cx->now.ms += 1;
        assert_string_equal(attempt(cx, email, WRONG, "::2"), "IDENTIFIANTS");
    }
}

static void test_delay_of_an_account(struct ctx *cx)
{
    begin(cx);
    delays_grow_for(cx, "ada@quitus.test");
    cx->now.ms += INT64_C(900) * SECOND_MS; /* no lock for ever */
    assert_string_equal(attempt(cx, "ada@quitus.test", RIGHT, "::1"), "");
    assert_string_equal(attempt(cx, "ada@quitus.test", WRONG, "::1"), "IDENTIFIANTS");
    assert_string_equal(attempt(cx, "ada@quitus.test", RIGHT, "::1"), ""); /* it was forgotten */
}

static void test_delay_of_nobody(struct ctx *cx)
{
    begin(cx);
    delays_grow_for(cx, "bob@quitus.test");
}

/* Many accounts from one address; a right one between them washes nothing. */
static void test_delay_of_an_address(struct ctx *cx)
{
    begin(cx);
    for (int i = 0; i < 20; i++) {
        const char *email = arena_format(cx->arena, "nobody%d@quitus.test", i);
        if (i % 5 == 0)
            assert_string_equal(attempt(cx, "ada@quitus.test", RIGHT, "192.0.2.1"), "");
        assert_string_equal(attempt(cx, email, WRONG, "192.0.2.1"), "IDENTIFIANTS");
    }
    assert_string_equal(attempt(cx, "ada@quitus.test", RIGHT, "192.0.2.1"), "CONNEXION-ATTENTE");
    assert_string_equal(attempt(cx, "ada@quitus.test", RIGHT, "192.0.2.2"), "");
}

static void test_a_day_forgets(struct ctx *cx)
{
    int64_t count = -1;

    begin(cx);
    for (int i = 0; i < 3; i++)
        assert_string_equal(attempt(cx, "bob@quitus.test", WRONG, "::1"), "IDENTIFIANTS");
    cx->now.ms += INT64_C(86400001);
    assert_string_equal(attempt(cx, "ada@quitus.test", RIGHT, "::2"), "");
    assert_true(books_number(cx, "SELECT COUNT(*) FROM login_delay WHERE failures > 0", &count));
    assert_int_equal(count, 0);
}

static void test_setup(struct ctx *cx)
{
    struct member member = { .name = "Ada", .email = "ada@quitus.test", .language = "fr" };
    const char *first, *token;
    int64_t count = -1;

    cx->now = (struct instant){ INT64_C(1774944000000) };
    assert_true(books_firm(cx, 1));
    assert_true(setup_open(cx, &first) && setup_open(cx, &token));
    assert_int_equal(strlen(token), 43);
    assert_false(setup_check(cx, first)); /* a newer one was printed */
    assert_string_equal(cx->fault.code, "SETUP-ABSENT");
    cx->fault = (struct fault){ 0 };
    assert_false(setup_use(cx, token, &member, "court"));
    cx->fault = (struct fault){ 0 };
    assert_true(setup_check(cx, token) && setup_use(cx, token, &member, RIGHT));
    assert_int_equal(member.role, MEMBER_ADMIN);
    assert_false(setup_use(cx, token, &member, RIGHT)); /* once */
    assert_int_equal(cx->fault.kind, FAULT_ABSENT);
    cx->fault = (struct fault){ 0 };
    assert_true(books_number(cx, "SELECT COUNT(*) FROM member", &count));
    assert_int_equal(count, 1);
}

static void test_setup_is_late(struct ctx *cx)
{
    const char *token;

    cx->now = (struct instant){ INT64_C(1774944000000) };
    assert_true(books_firm(cx, 1) && setup_open(cx, &token));
    cx->now.ms += INT64_C(3600) * SECOND_MS - 1;
    assert_true(setup_check(cx, token));
    cx->now.ms += 1;
    assert_false(setup_check(cx, token));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_find),
        BOOKS_EACH(test_twice),
        BOOKS_EACH(test_another_firm),
        BOOKS_EACH(test_sign_in),
        BOOKS_EACH(test_delay_of_an_account),
        BOOKS_EACH(test_delay_of_nobody),
        BOOKS_EACH(test_delay_of_an_address),
        BOOKS_EACH(test_a_day_forgets),
        BOOKS_EACH(test_setup),
        BOOKS_EACH(test_setup_is_late),
    };

    return cmocka_run_group_tests_name("member", tests, NULL, NULL) > 0;
}
