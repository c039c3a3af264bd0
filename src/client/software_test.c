/* Who enters which software, and what it is told: E-21, T-5, T-8, T-11. */
#include "client/software.h"

#include <sodium.h>
#include <string.h>

#include "base/secret.h"
#include "client/client.h"
#include "client/contact.h"
#include "client/login.h"
#include "client/login_link.h"
#include "client/software_consent.h"
#include "client/software_grant.h"
#include "client/software_key.h"
#include "client/software_person.h"
#include "client/software_reach.h"
#include "store/test_books.h"

static const char ADDRESS[] = "https://cible.example/retour";
static const char VERIFIER[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ-._~";

static int64_t number(struct ctx *cx, const char *sql)
{
    int64_t found = -1;

    assert_true(books_number(cx, sql, &found));
    return found;
}

static struct software plain(void)
{
    return (struct software){ .name = "Cible",
                              .open_url = "",
                              .algorithm = JOSE_ES256,
                              .for_all = true,
                              .addresses = ADDRESS };
}

static void fill(struct ctx *cx)
{
    static const char *const names[] = { "Rivoal", "Perrin" };
    struct contact zoe = { .name = "Zoé", .email = "zoe@rivoal.example" };
    struct contact yann = { .name = "Yann", .email = "yann@rivoal.example" };

    cx->now.ms = INT64_C(1774944000000);
    assert_true(books_firm(cx, 1));
    assert_true(books_run_text(
        cx,
        "INSERT INTO member (firm, id, name, email, email_folded, role, language, state,"
        " created_at) VALUES (1, 1, 'M', 'm@x.fr', 'm@x.fr', 'admin', 'fr', 'active', 0)"));
    cx->actor = 1;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct client client = {
            .name = names[i], .siren = "", .language = "fr", .state = "active", .code = names[i]
        };
        assert_true(client_add(cx, &client));
    }
    assert_true(contact_add(cx, &zoe) && contact_add(cx, &yann));
    assert_true(
        contact_join(cx, &(struct contact_role){ .client = 1, .contact = 1, .is_legal = true })
        && contact_join(cx, &(struct contact_role){ .client = 2, .contact = 1, .is_payroll = true })
        && contact_join(cx,
                        &(struct contact_role){ .client = 1, .contact = 2, .is_finance = true }));
}

static struct software added(struct ctx *cx, struct software software)
{
    const char *secret;

    assert_true(software_add(cx, &software, &secret));
    assert_int_equal(strlen(secret), 43);
    return software;
}

static const struct {
    const char *rule, *address;
    bool stands;
} addresses[] = {
    { "https stands", "https://cible.example/retour", true },
    { "with a port and a query", "https://cible.example:8443/a?b=c", true },
    { "plain http to this machine", "http://127.0.0.1:8080/cb", true },
    { "plain http to its name", "http://localhost:8080/cb", true },
    { "plain http elsewhere does not", "http://cible.example/cb", false },
    { "nor to what begins like this machine", "http://127.0.0.1.evil.example/cb", false },
    { "nor behind a name before an at", "http://localhost@evil.example/", false },
    { "nor https behind one", "https://cible.example@evil.example/", false },
    { "nor another scheme", "javascript:alert(1)", false },
    { "nor a part behind a hash", "https://cible.example/#a", false },
    { "nor a blank", "https://cible.example/a b", false },
    { "nor a backslash", "https://cible.example\\@evil.example/", false },
    { "nor no host", "https:///retour", false },
    { "nor a line's end", "https://cible.example/\r\nX: y", false },
    { "nor letters beyond ASCII", "https://ciblé.example/", false },
};

static void test_address(void **state)
{
    const size_t i = (size_t)((const char *)*state - (const char *)addresses) / sizeof *addresses;

    assert_int_equal(software_address_stands(addresses[i].address), addresses[i].stands);
}

static void test_register(struct ctx *cx)
{
    struct software software = plain(), found;
    const char *secret, *newer;

    fill(cx);
    assert_true(software_add(cx, &software, &secret));
    assert_int_equal(strlen(software.key), 22);
    assert_true(software_prove(cx, software.key, secret, &found));
    assert_int_equal(found.id, software.id);
    assert_true(software_has_address(&found, ADDRESS));
    assert_false(software_has_address(&found, "https://cible.example/retou"));
    assert_false(software_has_address(&found, "https://cible.example/retour/"));
    assert_false(software_has_address(&found, ""));
    assert_true(software_prove(cx, software.key, software.key, &found));
    assert_int_equal(found.id, 0);
    assert_true(software_renew(cx, software.id, &newer)
                && software_prove(cx, software.key, secret, &found));
    assert_int_equal(found.id, 0);
    assert_true(software_prove(cx, software.key, newer, &found));
    assert_int_equal(found.id, software.id);
    assert_true(software_remove(cx, software.id)
                && software_prove(cx, software.key, newer, &found));
    assert_int_equal(found.id, 0);
    assert_false(software_find(cx, software.id, &found));
    assert_string_equal(cx->fault.code, "LOGICIEL-ABSENT");
}

static void refuse(struct ctx *cx, struct software software, const char *code)
{
    const char *secret;

    cx->fault = (struct fault){ 0 };
    assert_false(software_add(cx, &software, &secret));
    assert_string_equal(cx->fault.code, code);
    cx->fault = (struct fault){ 0 };
}

static void test_refused(struct ctx *cx)
{
    struct software software = plain();

    fill(cx);
    software.addresses = " \n";
    refuse(cx, software, "LOGICIEL-ADRESSES");
    software.addresses = "https://a.example/\nhttp://b.example/";
    refuse(cx, software, "LOGICIEL-ADRESSE");
    software = plain();
    software.for_all = false;
    refuse(cx, software, "LOGICIEL-FONCTION");
    software = plain();
    software.name = "";
    refuse(cx, software, "LOGICIEL-NOM");
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM software"), 0);
}

/* E-21: of the companies at which they have a function that it is for, and that function alone. */
static void test_reach(struct ctx *cx)
{
    struct software software = plain();
    struct reached *reached;
    size_t count;

    fill(cx);
    software.for_all = false;
    software.for_payroll = true;
    software = added(cx, software);
    assert_true(software_reach(cx, &software, 1, &reached, &count));
    assert_int_equal(count, 1);
    assert_string_equal(reached[0].name, "Perrin");
    assert_true(reached[0].is_payroll && !reached[0].is_legal);
    assert_true(software_reach(cx, &software, 2, &reached, &count));
    assert_int_equal(count, 0);
    software.for_all = true;
    assert_true(software_reach(cx, &software, 1, &reached, &count));
    assert_int_equal(count, 2);
    assert_true(reached[1].is_legal);
    assert_true(books_run_text(cx, "UPDATE client SET state = 'archived' WHERE id = 2"));
    assert_true(software_reach(cx, &software, 1, &reached, &count));
    assert_int_equal(count, 1);
    assert_true(login_close(cx, 1) && software_reach(cx, &software, 1, &reached, &count));
    assert_int_equal(count, 0);
}

static const char *challenge(struct arena *arena)
{
    struct secret hash;

    crypto_hash_sha256(hash.bytes, (const unsigned char *)VERIFIER, strlen(VERIFIER));
    return secret_text(arena, &hash);
}

static const char *opened(struct ctx *cx, int64_t software)
{
    const struct consent consent = { .software = software, .contact = 1, .scopes = "openid" };
    const struct grant grant = { .software = software,
                                 .contact = 1,
                                 .scopes = "openid",
                                 .nonce = "n",
                                 .address = ADDRESS,
                                 .challenge = challenge(cx->arena),
                                 .from = "192.0.2.1" };
    const char *code;

    assert_true(consent_give(cx, &consent, "192.0.2.1") && grant_open(cx, &grant, &code));
    return code;
}

static bool redeems(struct ctx *cx, const struct redemption *redemption, const char **token)
{
    struct grant grant;

    cx->fault = (struct fault){ 0 };
    if (grant_redeem(cx, redemption, &grant, token)) {
        assert_int_equal(grant.contact, 1);
        assert_string_equal(grant.nonce, "n");
        return true;
    }
    assert_string_equal(cx->fault.code, "LOGICIEL-CODE");
    assert_string_equal(fault_arg(&cx->fault, "error"), "invalid_grant");
    cx->fault = (struct fault){ 0 };
    return false;
}

static bool is_token(struct ctx *cx, const char *token)
{
    struct grant grant;
    bool is_good = grant_of_token(cx, token, &grant);

    cx->fault = (struct fault){ 0 };
    return is_good;
}

static void test_code(struct ctx *cx)
{
    fill(cx);
    struct software software = added(cx, plain());
    struct redemption back = { .software = software.id,
                               .code = opened(cx, software.id),
                               .address = ADDRESS,
                               .verifier = VERIFIER,
                               .from = "192.0.2.9" };
    const char *token, *other;

    assert_true(redeems(cx, &back, &token));
    assert_true(is_token(cx, token));
    assert_false(redeems(cx, &back, &other)); /* twice: what it brought dies */
    assert_false(is_token(cx, token));
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM software_event WHERE what = 'replayed'"
                            " AND address = '192.0.2.9'"),
                     1);
    back.code = opened(cx, software.id);
    cx->now.ms += 61 * 1000;
    assert_false(redeems(cx, &back, &other)); /* a minute */
    back.code = opened(cx, software.id);
    assert_true(redeems(cx, &back, &token));
    cx->now.ms += 301 * 1000;
    assert_false(is_token(cx, token)); /* five */
    back.code = opened(cx, software.id);
    assert_true(redeems(cx, &back, &token));
    assert_true(consent_revoke(cx, 1, software.id, "192.0.2.1"));
    assert_false(is_token(cx, token));
    assert_false(consent_revoke(cx, 1, software.id, ""));
}

/* What comes with anything wrong is used up all the same. */
static void test_wrong(struct ctx *cx)
{
    fill(cx);
    struct software software = added(cx, plain()), second = added(cx, plain());
    const struct redemption good = {
        .software = software.id, .address = ADDRESS, .verifier = VERIFIER, .from = ""
    };
    struct redemption wrong[] = { good, good, good, good };
    const char *token;

    wrong[0].verifier = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ-._x";
    wrong[1].verifier = "";
    wrong[2].address = "https://cible.example/autre";
    wrong[3].software = second.id;
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        struct redemption back = good;
        back.code = wrong[i].code = opened(cx, software.id);
        assert_false(redeems(cx, &wrong[i], &token));
        assert_false(redeems(cx, &back, &token));
    }
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM software_token"), 0);
}

static void test_keys(struct ctx *cx)
{
    struct jose_key first, again, newer;
    struct json *list;

    fill(cx);
    assert_true(software_key_need(cx, JOSE_ES256, &first)
                && software_key_need(cx, JOSE_ES256, &again));
    assert_int_equal(first.size, again.size);
    assert_memory_equal(first.bytes, again.bytes, first.size);
    list = json_list(cx->arena);
    assert_true(software_key_publish(cx, list));
    assert_int_equal(json_count(list), 2);
    assert_true(software_key_rotate(cx) && software_key_need(cx, JOSE_ES256, &newer));
    assert_true(newer.size != first.size || memcmp(newer.bytes, first.bytes, first.size) != 0);
    list = json_list(cx->arena);
    assert_true(software_key_publish(cx, list));
    assert_int_equal(json_count(list), 4); /* the old ones for a day */
    cx->now.ms += INT64_C(24) * 3600000;
    list = json_list(cx->arena);
    assert_true(software_key_publish(cx, list));
    assert_int_equal(json_count(list), 2);
    cx->now.ms += INT64_C(366) * 86400000;
    assert_true(software_key_need(cx, JOSE_ES256, &again));
    assert_true(again.size != newer.size || memcmp(again.bytes, newer.bytes, again.size) != 0);
}

static void test_person(struct ctx *cx)
{
    const char *zoe, *yann, *again;
    bool is_proved;

    fill(cx);
    assert_true(software_person_need(cx, 1, &zoe) && software_person_need(cx, 2, &yann)
                && software_person_need(cx, 1, &again));
    assert_string_equal(zoe, again);
    assert_string_not_equal(zoe, yann);
    assert_true(software_person_is_proved(cx, 1, "zoe@rivoal.example", &is_proved));
    assert_false(is_proved);
    assert_true(software_person_prove(cx, 1, "Zoe@rivoal.example"));
    assert_true(software_person_is_proved(cx, 1, "zoe@rivoal.example", &is_proved));
    assert_true(is_proved);
    assert_true(software_person_is_proved(cx, 1, "zoe@autre.example", &is_proved));
    assert_false(is_proved);
}

static void test_words(void **state)
{
    const struct consent consent = { .scopes = "openid email" };

    (void)state;
    assert_true(consent_covers(&consent, "email openid"));
    assert_false(consent_covers(&consent, "openid companies"));
    assert_false(consent_covers(&consent, "openid mail"));
    assert_true(consent_has("openid email", "email") && !consent_has("openid email", "mail"));
    assert_true(grant_verifier_stands(VERIFIER));
    assert_false(grant_verifier_stands("short"));
    assert_false(grant_verifier_stands("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ+"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words), BOOKS_EACH(test_register), BOOKS_EACH(test_refused),
        BOOKS_EACH(test_reach),       BOOKS_EACH(test_code),     BOOKS_EACH(test_wrong),
        BOOKS_EACH(test_keys),        BOOKS_EACH(test_person),
    };

    return TEST_TABLE("software address", addresses, test_address) > 0
        || cmocka_run_group_tests_name("software", tests, NULL, NULL) > 0;
}
