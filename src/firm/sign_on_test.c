/* T-8: who is awaited back is so once and in time; a member is a subject, never an address. */
#include "firm/sign_on.h"

#include <string.h>

#include "firm/member_change.h"
#include "firm/member_identity.h"
#include "firm/member_link.h"
#include "firm/sign_on_start.h"
#include "store/test_books.h"

static const int64_t MINUTE_MS = 60000;

static int64_t provider(struct ctx *cx, const char *issuer)
{
    struct sign_on sign_on = { .name = "Exemple",
                               .issuer = issuer,
                               .client_id = "quitus",
                               .algorithm = "RS256",
                               .for_members = true };

    assert_true(sign_on_add(cx, &sign_on));
    return sign_on.id;
}

static void begin(struct ctx *cx)
{
    cx->now = (struct instant){ INT64_C(1774944000000) };
    assert_true(books_firm(cx, 1));
    assert_int_equal(provider(cx, "https://id.example"), 1);
}

static void refused(struct ctx *cx, const char *code)
{
    assert_string_equal(cx->fault.code, code);
    cx->fault = (struct fault){ 0 };
}

static int64_t member(struct ctx *cx, const char *email, const char *password)
{
    struct member member = { .name = email, .email = email, .language = "fr" };

    if (password)
        assert_true(member_add(cx, &member, password));
    else
        assert_true(member_invite(cx, &member));
    return member.id;
}

static bool link_to(struct ctx *cx, int64_t member, const char *subject)
{
    const struct linked_identity identity = {
        .provider = 1, .person = member, .subject = subject, .label = "eve@a.example"
    };

    return store_begin(cx) && store_end(cx, member_identity_link(cx, &identity));
}

static int64_t entered(struct ctx *cx, const char *subject)
{
    struct member member;

    assert_true(member_identity_enter(cx, 1, subject, &member));
    return member.id;
}

static void test_start(struct ctx *cx)
{
    const struct sign_on_start start = {
        .provider = 1, .is_member = true, .person = 7, .next_path = "/clients"
    };
    struct sign_on_start taken;
    struct secret secret, other;

    begin(cx);
    assert_true(sign_on_start_open(cx, &start, &secret) && sign_on_start_open(cx, &start, &other));
    assert_string_not_equal(sign_on_state(cx->arena, &secret), sign_on_nonce(cx->arena, &secret));
    assert_string_not_equal(sign_on_state(cx->arena, &secret), sign_on_state(cx->arena, &other));
    assert_int_equal(strlen(sign_on_verifier(cx->arena, &secret)), 43); /* RFC 7636: 43 at least */
    assert_true(sign_on_start_take(cx, &secret, &taken));
    assert_true(taken.person == 7 && taken.is_member && !taken.invitation);
    assert_string_equal(taken.next_path, "/clients");
    assert_false(sign_on_start_take(cx, &secret, &taken)); /* once */
    refused(cx, "RETOUR-EXPIRE");
    cx->now.ms += SIGN_ON_MINUTES * MINUTE_MS;
    assert_false(sign_on_start_take(cx, &other, &taken)); /* too late */
    refused(cx, "RETOUR-EXPIRE");
    other = secret_draw();
    assert_false(sign_on_start_take(cx, &other, &taken)); /* never begun */
    refused(cx, "RETOUR-EXPIRE");
}

/* RFC 7636, 4.2: as another program computes it. */
static void test_challenge(struct ctx *cx)
{
    struct secret secret = { { 1, 2, 3 } };

    assert_string_equal(sign_on_verifier(cx->arena, &secret),
                        "pbnD9QQzpCg-1__SFHn01GXyy3BSkueQlsvvK-AmMLg");
    assert_string_equal(sign_on_challenge(cx->arena, &secret),
                        "4wLJg67DBA1Sa4wp0egkWRj6BZKOofdkQ-LEbJnx0VI");
}

static void test_identity(struct ctx *cx)
{
    begin(cx);
    int64_t ada = member(cx, "ada@quitus.test", "une longue phrase");
    int64_t ken = member(cx, "ken@quitus.test", "une longue phrase");
    assert_int_equal(entered(cx, "s-1"), 0);
    assert_int_equal(entered(cx, "ada@quitus.test"), 0); /* an address is nobody */
    assert_true(link_to(cx, ada, "s-1") && link_to(cx, ada, "s-1"));
    assert_int_equal(entered(cx, "s-1"), ada);
    assert_false(link_to(cx, ken, "s-1"));
    refused(cx, "IDENTITE-PRISE");
    assert_int_equal(entered(cx, "s-1"), ada);
    assert_true(books_run_text(cx, "UPDATE member SET state = 'archived' WHERE id = 1"));
    assert_int_equal(entered(cx, "s-1"), 0);
    assert_false(link_to(cx, ada, "s-2"));
    refused(cx, "MEMBRE-ABSENT");
}

static void test_unlink(struct ctx *cx)
{
    struct linked_identity *list;
    struct member_link link;
    size_t count;

    begin(cx);
    int64_t ada = member(cx, "ada@quitus.test", "une longue phrase");
    int64_t eve = member(cx, "eve@quitus.test", NULL);
    assert_true(link_to(cx, ada, "s-1"));
    assert_true(link_to(cx, ada, "s-9"));
    assert_true(member_identity_unlink(cx, ada, 1, "s-1"));
    assert_int_equal(entered(cx, "s-1"), 0);
    assert_int_equal(entered(cx, "s-9"), ada); /* another account of the same provider stays */
    assert_true(member_link_open(cx, eve, &link));
    const void *hash = member_link_hash(cx->arena, link.token);
    assert_true(store_begin(cx) && store_end(cx, member_link_join(cx, eve, hash)));
    assert_true(link_to(cx, eve, "s-2"));
    assert_false(
        member_identity_unlink(cx, eve, 1, "s-2")); /* no password: nothing would be left */
    refused(cx, "IDENTITE-SEULE");
    assert_int_equal(entered(cx, "s-2"), eve);
    assert_true(member_identity_list(cx, eve, &list, &count));
    assert_int_equal(count, 1);
    assert_string_equal(list[0].provider_name, "Exemple");
    assert_int_equal(list[0].used_at.ms, cx->now.ms);
}

static bool join(struct ctx *cx, int64_t member, const char *token)
{
    return store_begin(cx)
        && store_end(cx, member_link_join(cx, member, member_link_hash(cx->arena, token)));
}

static void test_invitation(struct ctx *cx)
{
    struct member_link link;

    begin(cx);
    int64_t eve = member(cx, "eve@quitus.test", NULL);
    int64_t ken = member(cx, "ken@quitus.test", NULL);
    assert_true(member_link_open(cx, eve, &link));
    assert_false(join(cx, ken, link.token)); /* another's */
    refused(cx, "LIEN-ABSENT");
    assert_false(link_to(cx, eve, "s-1")); /* who has not joined is not linked */
    refused(cx, "MEMBRE-ABSENT");
    assert_true(join(cx, eve, link.token));
    assert_false(join(cx, eve, link.token));
    refused(cx, "LIEN-ABSENT");
    assert_true(member_link_open(cx, eve, &link)); /* one who forgot a password is no newcomer */
    assert_false(join(cx, eve, link.token));
    refused(cx, "LIEN-ABSENT");
    cx->now.ms += 8 * 1440 * MINUTE_MS;
    assert_true(member_link_open(cx, ken, &link));
    cx->now.ms += 8 * 1440 * MINUTE_MS;
    assert_false(join(cx, ken, link.token)); /* too late */
    refused(cx, "LIEN-ABSENT");
}

static void test_provider(struct ctx *cx)
{
    struct sign_on sign_on = {
        .name = "Autre", .issuer = "https://id.example", .client_id = "q", .algorithm = "ES256"
    };

    begin(cx);
    assert_false(sign_on_add(cx, &sign_on));
    refused(cx, "EMETTEUR-DOUBLE");
    assert_true(sign_on_find(cx, 1, &sign_on));
    sign_on.document = "{}";
    sign_on.keys = "{}";
    sign_on.fetched_at = cx->now;
    sign_on.name = "Neuf";
    assert_true(sign_on_keep(cx, &sign_on) && sign_on_find(cx, 1, &sign_on));
    assert_string_equal(sign_on.document, "{}");
    assert_string_equal(sign_on.name, "Exemple");
    sign_on.algorithm = "ES256";
    assert_true(sign_on_change(cx, &sign_on) && sign_on_find(cx, 1, &sign_on));
    assert_string_equal(sign_on.document, ""); /* it is asked anew */
    assert_true(link_to(cx, member(cx, "ada@quitus.test", "une longue phrase"), "s-1"));
    assert_false(store_begin(cx) && store_end(cx, sign_on_remove(cx, 1))); /* somebody is linked */
    refused(cx, "BASE-CONFLIT");
    assert_true(store_begin(cx)
                && store_end(cx, member_identity_drop(cx, 1) && sign_on_remove(cx, 1)));
    assert_false(sign_on_find(cx, 1, &sign_on));
    refused(cx, "CONNEXION-ABSENTE");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_start),  BOOKS_EACH(test_challenge),  BOOKS_EACH(test_identity),
        BOOKS_EACH(test_unlink), BOOKS_EACH(test_invitation), BOOKS_EACH(test_provider),
    };

    return cmocka_run_group_tests_name("sign_on", tests, NULL, NULL) > 0;
}
