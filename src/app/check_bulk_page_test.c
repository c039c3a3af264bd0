/* C-6, C-10: one decision on many of « À vérifier », seen before it is made, and taken back. */
#include <string.h>

#include "app/test_site.h"
#include "base/log.h"
#include "chase/obligation.h"
#include "outbox/source.h"

static struct test_site *site;

static int64_t number(const char *sql)
{
    return test_site_number(site, sql);
}

static void run(const char *text)
{
    assert_true(books_run_text(test_site_cx(site), text));
}

/* Three of a client's and one of another's are to check. */
static void open_site(void)
{
    const struct test_debts first = { 1, "Transports Rivoal", 3, 1 };
    const struct test_debts second = { 1, "Garage Perrin", 1, 1 };

    site = test_site_new();
    assert_int_equal(test_site_owe(site, &first), 1);
    assert_int_equal(test_site_owe(site, &second), 2);
    test_site_round(site);
    run("UPDATE message SET state = 'check', why = 'cut', ended_at = posted_at");
    run("UPDATE reminder SET state = 'check', why = 'cut'");
}

/* The hidden field of the preview. */
static const char *seen(const struct heard *page)
{
    static const char mark[] = "name=\"seen\" value=\"";
    const char *at = strstr(page->body, mark);

    assert_non_null(at);
    at += strlen(mark);
    return arena_text(test_site_cx(site)->arena, at, strcspn(at, "\""));
}

static struct heard post(const char *fields, const struct heard *preview, const char *reason)
{
    struct arena *arena = test_site_cx(site)->arena;

    return test_site_post(
        site, "/a-verifier/lot",
        arena_format(arena, "%s&seen=%s&reason=%s", fields, seen(preview), reason));
}

static void test_selection(void **state)
{
    (void)state;
    open_site();
    struct heard list = test_site_get(site, "/a-verifier");
    assert_shows(list, "name=\"line-m1\"");
    assert_shows(list, "Les 4 messages de la liste");
    assert_hides(list, "id=\"decided\"");
    assert_int_equal(test_site_get(site, "/a-verifier/lot?act=sent").status, 400);
    struct heard preview = test_site_get(site, "/a-verifier/lot?act=sent&line-m1=1&line-m2=1");
    assert_shows(preview, "2 messages seront tenus pour envoyés.");
    assert_int_equal(number("SELECT COUNT(*) FROM decision"), 0);
    assert_int_equal(post("act=sent&line-m1=1&line-m2=1", &preview, "").status, 400);
    assert_int_equal(post("act=sent&line-m1=1&line-m2=1", &preview, "au+journal").status, 303);
    assert_int_equal(number("SELECT COUNT(*) FROM message WHERE state = 'sent'"), 2);
    assert_int_equal(
        number("SELECT COUNT(*) FROM decision WHERE decided_by = 1"
               " AND reason = 'au journal' AND batch = (SELECT MIN(id) FROM decision)"),
        2);
    list = test_site_get(site, "/a-verifier");
    assert_shows(list, "2 messages tenus pour envoyés");
    assert_shows(list, "/a-verifier/decisions/1/reprendre");
    test_site_free(site);
}

/* What cannot leave is named, and the rest goes; what has been settled is told. */
static void test_all(void **state)
{
    struct ctx *cx;

    (void)state;
    open_site();
    cx = test_site_cx(site);
    assert_true(source_begin(cx, 2, "double envoi"));
    assert_true(store_begin(cx) && store_end(cx, chase_settle(cx, "invoice", 1)));
    struct heard preview = test_site_get(site, "/a-verifier/lot?act=again&all=1");
    assert_shows(preview, "3 messages seront remis à l’envoi.");
    assert_shows(preview, "réglé ou suspendu depuis");
    assert_shows(preview, "href=\"/clients/2#origine\"");
    assert_int_equal(post("act=again&all=1", &preview, "rien+au+journal").status, 303);
    assert_int_equal(number("SELECT COUNT(*) FROM message WHERE state = 'check'"), 1);
    assert_int_equal(number("SELECT COUNT(*) FROM message WHERE state = 'due'"), 3);
    assert_int_equal(
        test_site_post(site, "/a-verifier/decisions/1/reprendre", "reason=trouvé").status, 303);
    assert_int_equal(number("SELECT COUNT(*) FROM message WHERE state = 'check'"), 4);
    assert_int_equal(
        test_site_post(site, "/a-verifier/decisions/1/reprendre", "reason=encore").status, 409);
    assert_int_equal(test_site_post(site, "/a-verifier/decisions/99/reprendre", "reason=x").status,
                     404);
    test_site_free(site);
}

/* C-5: what goes again as it is and what goes to an address that was mended since are told apart.
 */
static void test_mended(void **state)
{
    (void)state;
    site = test_site_new();
    assert_int_equal(test_site_owe(site, &(struct test_debts){ 1, "Transports Rivoal", 3, 1 }), 1);
    test_site_round(site);
    run("UPDATE message SET state = 'due'");
    assert_int_equal(test_site_send(site, "memory:").sent, 3);
    run("UPDATE message SET state = 'check', why = 'cut'");
    run("UPDATE reminder SET state = 'check', why = 'cut'");
    struct heard preview = test_site_get(site, "/a-verifier/lot?act=again&all=1");
    assert_shows(preview, "3 : repart tel quel");
    assert_hides(preview, "nouvelle adresse");
    run("UPDATE customer SET email = 'juste@perrin.test' WHERE id = 2");
    assert_int_equal(post("act=again&all=1", &preview, "rien+au+journal").status, 409);
    preview = test_site_get(site, "/a-verifier/lot?act=again&all=1");
    assert_shows(preview, "3 messages seront remis à l’envoi.");
    assert_shows(preview, "2 : repart tel quel");
    assert_shows(preview, "1 : rédigé à nouveau, part à la nouvelle adresse");
    assert_shows(preview, "part à la nouvelle adresse <b>juste@perrin.test</b>");
    assert_int_equal(post("act=again&all=1", &preview, "rien+au+journal").status, 303);
    assert_int_equal(test_site_send(site, "memory:").sent, 3);
    assert_int_equal(number("SELECT COUNT(*) FROM message WHERE recipient = 'juste@perrin.test'"),
                     1);
    test_site_free(site);
}

/* One message to two accounts, whose addresses are changed since. */
static struct heard change_shared(const char *change)
{
    site = test_site_new();
    assert_int_equal(test_site_owe(site, &(struct test_debts){ 1, "Transports Rivoal", 2, 1 }), 1);
    run("UPDATE customer SET email = 'deux@perrin.test'");
    test_site_round(site);
    run("UPDATE message SET state = 'due'");
    assert_int_equal(test_site_send(site, "memory:").sent, 1);
    run("UPDATE message SET state = 'check', why = 'cut'");
    run("UPDATE reminder SET state = 'check', why = 'cut'");
    run(change);
    return test_site_get(site, "/a-verifier/lot?act=again&all=1");
}

/* P-2: of accounts that shared an address one has another now: it is told that nothing leaves. */
static void test_split(void **state)
{
    (void)state;
    for (int id = 1; id <= 2; id++) {
        struct heard preview =
            change_shared(id == 1 ? "UPDATE customer SET email = 'une@perrin.test' WHERE id = 1"
                                  : "UPDATE customer SET email = 'une@perrin.test' WHERE id = 2");
        assert_shows(preview, "1 : ne partira pas");
        assert_shows(preview, "partageaient l’adresse");
        assert_int_equal(post("act=again&all=1", &preview, "rien").status, 303);
        assert_int_equal(test_site_send(site, "memory:").dropped, 1);
        test_site_free(site);
    }
}

static void test_moved_together(void **state)
{
    (void)state;
    struct heard preview = change_shared("UPDATE customer SET email = 'une@perrin.test'");
    assert_shows(preview, "1 : rédigé à nouveau, part à la nouvelle adresse");
    assert_int_equal(post("act=again&all=1", &preview, "rien").status, 303);
    assert_int_equal(test_site_send(site, "memory:").sent, 1);
    test_site_free(site);
}

/* Of a list that has changed since nothing is decided. */
static void test_changed(void **state)
{
    (void)state;
    open_site();
    struct heard preview = test_site_get(site, "/a-verifier/lot?act=sent&all=1");
    assert_int_equal(test_site_post(site, "/messages/1/tenir", "reason=vu").status, 303);
    struct heard refused = post("act=sent&all=1", &preview, "vu");
    assert_int_equal(refused.status, 409);
    assert_shows(refused, "La liste a changé depuis l’aperçu");
    assert_int_equal(number("SELECT COUNT(*) FROM message WHERE state = 'sent'"), 1);
    preview = test_site_get(site, "/a-verifier/lot?act=sent&line-m1=1&line-m2=1");
    assert_shows(preview, "1 message choisi n’est plus à vérifier.");
    test_site_free(site);
}

/* One's own decision on one message is taken back where it is read. */
static void test_one(void **state)
{
    (void)state;
    open_site();
    assert_hides(test_site_get(site, "/messages/1"), "/messages/1/reprendre");
    assert_int_equal(test_site_post(site, "/messages/1/tenir", "reason=vu").status, 303);
    assert_shows(test_site_get(site, "/messages/1"), "/messages/1/reprendre");
    assert_int_equal(test_site_post(site, "/messages/1/reprendre", "reason=").status, 400);
    assert_int_equal(test_site_post(site, "/messages/1/reprendre", "reason=erreur").status, 303);
    struct heard page = test_site_get(site, "/messages/1");
    assert_shows(page, "Décision reprise");
    assert_shows(page, "erreur");
    assert_int_equal(number("SELECT COUNT(*) FROM message WHERE state = 'check' AND why = 'cut'"),
                     4);
    assert_shows(test_site_get(site, "/clients/1/debiteurs/1/historique"), "Décision reprise");
    test_site_free(site);
}

/* P-9: what stands for a client that one does not see is neither decided nor taken back. */
static void test_confidential(void **state)
{
    (void)state;
    open_site();
    assert_int_equal(test_site_post(site, "/messages/4/tenir", "reason=secret").status, 303);
    run("UPDATE client SET is_confidential = 1 WHERE id = 2");
    assert_hides(test_site_get(site, "/a-verifier"), "secret");
    assert_int_equal(test_site_post(site, "/a-verifier/decisions/1/reprendre", "reason=x").status,
                     404);
    run("UPDATE message SET state = 'check' WHERE id = 4");
    struct heard preview = test_site_get(site, "/a-verifier/lot?act=sent&all=1");
    assert_shows(preview, "3 messages seront tenus pour envoyés.");
    assert_int_equal(post("act=sent&all=1&line-m4=1", &preview, "vu").status, 303);
    assert_int_equal(number("SELECT COUNT(*) FROM message WHERE state = 'check'"), 1);
    test_site_free(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_selection),    cmocka_unit_test(test_all),
        cmocka_unit_test(test_changed),      cmocka_unit_test(test_one),
        cmocka_unit_test(test_confidential), cmocka_unit_test(test_mended),
        cmocka_unit_test(test_split),        cmocka_unit_test(test_moved_together),
    };

    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("check_bulk_page", tests, NULL, NULL) > 0;
}
