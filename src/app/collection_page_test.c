/*
 * Collection addresses on the pages of the firm and of the client (E-23): who sees them, who may
 * renew them, who may send; receipts that are filtered and moved by both.
 */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "app/test_site.h"
#include "base/log.h"
#include "client/terms.h"
#include "http/test_walk.h"
#include "worker/mail_take.h"

static const struct walker zoe = { .role = ROLE_CLIENT, .contact = 1 };
static const struct walker yann = { .role = ROLE_CLIENT, .contact = 2 };
static const struct walker clerk = { .role = ROLE_ACCOUNTANT, .member = 2 };

static void run(struct test_site *site, const char *text)
{
    assert_true(books_run_text(test_site_cx(site), text));
}

/* Two clients: Zoé represents the first, Yann is one of its people; Paul is of the second. */
static struct test_site *open_books(void)
{
    const struct test_debts first = { 1, "Rivoal", 1, 1 }, second = { 1, "Perrin", 1, 1 };
    struct test_site *site = test_site_new();

    site->house.sender.return_to = "reponse@cabinet.test";
    assert_int_equal(test_site_owe(site, &first), 1);
    assert_int_equal(test_site_owe(site, &second), 2);
    run(site,
        "INSERT INTO contact (firm, id, name, name_folded, email, email_folded, email_state,"
        " email_said, phone, language, created_at) VALUES"
        " (1, 1, 'Zoé', 'zoe', 'zoe-marie@r.test', 'zoe-marie@r.test', 'ok', '', '', 'fr', 0),"
        " (1, 2, 'Yann', 'yann', 'yann@r.test', 'yann@r.test', 'ok', '', '', 'fr', 0),"
        " (1, 3, 'Paul', 'paul', 'paul@p.test', 'paul@p.test', 'ok', '', '', 'fr', 0)");
    run(site,
        "INSERT INTO client_contact (firm, client, contact, is_legal, is_main, is_finance,"
        " is_payroll, is_operational, added_at) VALUES (1, 1, 1, 1, 1, 0, 0, 0, 0),"
        " (1, 1, 2, 0, 0, 0, 0, 0, 0), (1, 2, 3, 1, 0, 0, 0, 0, 0)");
    run(site, "INSERT INTO contact_login (firm, contact, invited_at) VALUES (1, 1, 0), (1, 2, 0)");
    run(site,
        arena_format(test_site_cx(site)->arena,
                     "INSERT INTO terms_accepted (firm, contact, version, sha256, language,"
                     " accepted_at, address) SELECT 1, id, '%s', x'00', 'fr', 0, '' FROM contact",
                     TERMS_VERSION));
    return site;
}

static const char *lines_of(struct test_site *site, const struct walker *walker)
{
    return walker_lines(&site->house.door, walker);
}

static struct heard get(struct test_site *site, const char *lines, const char *path)
{
    return door_get(&site->house.door, path, lines);
}

static int post(struct test_site *site, const char *lines, const char *path, const char *form)
{
    return door_post(&site->house.door, path, lines, form).status;
}

/* The address of the page that begins so. */
static const char *address_on(struct test_site *site, const struct heard *page, const char *start)
{
    const char *at = strstr(page->body, start);

    assert_non_null(at);
    return arena_text(test_site_cx(site)->arena, at, strcspn(at, "<"));
}

static struct mail_taken take(struct test_site *site, const char *from, const char *to,
                              const char *word)
{
    struct ctx *cx = test_site_cx(site);
    const struct mail_site mails = { .documents = &site->house.vault,
                                     .mails = mail_vault(cx->arena, &site->house.vault) };
    const char *text =
        arena_format(cx->arena,
                     "From: %s\r\nTo: %s\r\nContent-Type: application/pdf\r\n"
                     "Content-Disposition: attachment; filename=\"%s.pdf\"\r\n\r\n%%PDF-1.4 %s\r\n",
                     from, to, word, word);
    int file = memfd_create("mail", MFD_CLOEXEC);
    struct mail_taken taken;
    int64_t actor = cx->actor;

    assert_int_equal(write(file, text, strlen(text)), strlen(text));
    cx->actor = 0;
    assert_true(mail_take(cx, &mails, file, &taken));
    cx->actor = actor;
    close(file);
    return taken;
}

/* Both faces show the same addresses; nobody sees another client's. */
static void test_shown(void **state)
{
    struct test_site *site = open_books();

    (void)state;
    struct heard own = get(site, lines_of(site, &zoe), "/espace/collecte");
    assert_int_equal(own.status, 200);
    const char *address = address_on(site, &own, "reponse+achats-1-0-");
    assert_true(heard_shows(&own, "reponse+ventes-1-0-") && heard_shows(&own, "reponse+tri-1-0-"));
    assert_false(heard_shows(&own, "reponse+achats-2-"));
    struct heard firm = test_site_get(site, "/clients/1/collecte");
    assert_true(heard_shows(&firm, address));
    struct heard other = test_site_get(site, "/clients/2/collecte");
    assert_true(heard_shows(&other, "reponse+achats-2-0-") && !heard_shows(&other, "achats-1-"));
    site->house.sender.return_to = NULL;
    firm = test_site_get(site, "/clients/1/collecte");
    assert_false(heard_shows(&firm, "achats-1-"));
    assert_true(heard_shows(&firm, "return_to"));
    test_site_free(site);
}

/* Renewed by an admin, or by the legal representative; by nobody else, nor another's. */
static void test_renew(void **state)
{
    struct test_site *site = open_books();

    (void)state;
    const char *own = lines_of(site, &zoe), *form = "act=renew&client=1&kind=purchases";
    assert_int_equal(post(site, lines_of(site, &yann), "/espace/collecte", form), 403);
    assert_int_equal(post(site, own, "/espace/collecte", "act=renew&client=2&kind=purchases"), 404);
    assert_int_equal(
        post(site, lines_of(site, &clerk), "/clients/1/collecte", "act=renew&kind=sales"), 403);
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM collection"), 0);
    assert_int_equal(post(site, own, "/espace/collecte", form), 303);
    assert_int_equal(test_site_post(site, "/clients/1/collecte", "act=renew&kind=sales").status,
                     303);
    struct heard page = get(site, own, "/espace/collecte");
    assert_true(heard_shows(&page, "reponse+achats-1-1-")
                && heard_shows(&page, "reponse+ventes-1-1-")
                && heard_shows(&page, "reponse+tri-1-0-"));
    assert_int_equal(test_site_number(site,
                                      "SELECT COUNT(*) FROM collection WHERE"
                                      " (kind = 'purchases' AND contact = 1 AND member IS NULL)"
                                      " OR (kind = 'sales' AND member = 1 AND contact IS NULL)"),
                     2);
    test_site_free(site);
}

static void test_senders(void **state)
{
    const char *form = "act=allow&client=1&kind=purchases&email=Factures%40edf.test";
    struct test_site *site = open_books();

    (void)state;
    const char *own = lines_of(site, &zoe);
    assert_int_equal(post(site, lines_of(site, &yann), "/espace/collecte", form), 403);
    assert_int_equal(post(site, own, "/espace/collecte", form), 303);
    assert_int_equal(post(site, own, "/espace/collecte", "act=allow&client=1&email=pas"), 400);
    struct heard page = get(site, own, "/espace/collecte");
    assert_true(heard_shows(&page, "factures@edf.test"));
    struct mail_taken taken =
        take(site, "factures@edf.test", address_on(site, &page, "reponse+tri-1-0-"), "a");
    assert_int_equal(taken.mail.state, MAIL_FILED);
    assert_int_equal(test_site_number(site,
                                      "SELECT COUNT(*) FROM document WHERE kind = 'purchases'"
                                      " AND sender = 'factures@edf.test'"),
                     1);
    assert_int_equal(
        test_site_post(site, "/clients/1/collecte", "act=forbid&email=factures%40edf.test").status,
        303);
    taken = take(site, "factures@edf.test", address_on(site, &page, "reponse+tri-1-0-"), "b");
    assert_string_equal(taken.mail.reason, "COLLECTE-EXPEDITEUR");
    struct heard waits = test_site_get(site, "/courrier");
    assert_true(heard_shows(&waits, "factures@edf.test"));
    test_site_free(site);
}

/* What arrived, by kind, day and sender; moved by both, and by nobody else. */
static void test_documents(void **state)
{
    struct test_site *site = open_books();

    (void)state;
    const char *own = lines_of(site, &yann);
    struct heard page = get(site, own, "/espace/collecte");
    take(site, "zoe-marie@r.test", address_on(site, &page, "reponse+achats-1-0-"), "achat");
    take(site, "yann@r.test", address_on(site, &page, "reponse+tri-1-0-"), "inconnu");
    page = get(site, own, "/espace/documents");
    assert_true(heard_shows(&page, "achat.pdf") && heard_shows(&page, "inconnu.pdf"));
    page = get(site, own, "/espace/documents?kind=sort");
    assert_true(!heard_shows(&page, "achat.pdf") && heard_shows(&page, "inconnu.pdf"));
    page = get(site, own, "/espace/documents?sender=ZOE-marie");
    assert_true(heard_shows(&page, "achat.pdf") && !heard_shows(&page, "inconnu.pdf"));
    page = get(site, own, "/espace/documents?sender=Yann&kind=");
    assert_true(!heard_shows(&page, "achat.pdf") && heard_shows(&page, "inconnu.pdf"));
    page = get(site, own, "/espace/documents?from=2026-03-31&to=2026-03-31&client=1");
    assert_true(heard_shows(&page, "achat.pdf"));
    page = get(site, own, "/espace/documents?from=2026-04-01");
    assert_false(heard_shows(&page, "achat.pdf"));
    page = get(site, own, "/espace/documents?to=2026-03-30");
    assert_false(heard_shows(&page, "achat.pdf"));
    page = test_site_get(site, "/clients/1/documents?kind=purchases");
    assert_true(heard_shows(&page, "achat.pdf") && !heard_shows(&page, "inconnu.pdf"));
    assert_int_equal(post(site, own, "/espace/documents/2/classer", "kind=sales"), 303);
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM document WHERE kind = 'sales'"),
                     1);
    assert_int_equal(
        test_site_post(site, "/clients/1/documents/2/classer", "kind=purchases").status, 303);
    assert_int_equal(
        test_site_number(site, "SELECT COUNT(*) FROM document WHERE kind = 'purchases'"), 2);
    run(site, "UPDATE document SET client = 2 WHERE id = 1");
    assert_int_equal(post(site, own, "/espace/documents/1/classer", "kind=sales"), 404);
    assert_int_equal(get(site, own, "/espace/documents/1").status, 404);
    test_site_free(site);
}

/* What a member files from triage came to the client's address: the client sees it too. */
static void test_filed_by_firm(void **state)
{
    struct test_site *site = open_books();

    (void)state;
    const char *own = lines_of(site, &zoe);
    struct heard page = get(site, own, "/espace/collecte");
    take(site, "eve@x.test", address_on(site, &page, "reponse+ventes-1-0-"), "vente");
    page = get(site, own, "/espace/documents");
    assert_false(heard_shows(&page, "vente.pdf"));
    assert_int_equal(test_site_post(site, "/courrier/1", "act=file&client=1").status, 303);
    page = get(site, own, "/espace/documents?kind=sales");
    assert_true(heard_shows(&page, "vente.pdf"));
    assert_int_equal(get(site, own, "/espace/documents/1").status, 200);
    run(site, "UPDATE document SET way = 'firm'"); /* a member's own upload is the firm's */
    assert_int_equal(get(site, own, "/espace/documents/1").status, 404);
    page = get(site, own, "/espace/documents");
    assert_false(heard_shows(&page, "vente.pdf"));
    test_site_free(site);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shown),         cmocka_unit_test(test_renew),
        cmocka_unit_test(test_senders),       cmocka_unit_test(test_documents),
        cmocka_unit_test(test_filed_by_firm),
    };

    DESK_CHILD(count, words);
    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("collection_page", tests, NULL, NULL);
}
