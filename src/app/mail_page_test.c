/*
 * Mail that waits (E-18): who sees it (P-9), what it says, its files, and a person's word on it,
 * taken back too.
 */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "app/test_site.h"
#include "base/log.h"
#include "client/contact.h"
#include "request/request.h"
#include "view/view.h"
#include "worker/mail_take.h"

static const char letter[] =
    "From: Eve <eve@x.example>\r\nTo: cabinet@quitus.test\r\nSubject: <b>Pieces</b>\r\n"
    "Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n\r\nVoici <script>tout</script>.\r\n"
    "--B\r\nContent-Type: application/pdf\r\n"
    "Content-Disposition: attachment; filename=\"releve bancaire.pdf\"\r\n\r\n%PDF-1.4 releve\r\n"
    "--B\r\nContent-Type: application/pdf\r\n"
    "Content-Disposition: attachment; filename=\"autre.pdf\"\r\n\r\n%PDF-1.4 autre\r\n"
    "--B\r\nContent-Type: application/octet-stream\r\n"
    "Content-Disposition: attachment; filename=\"photos.exe\"\r\n\r\nMZ programme\r\n--B--\r\n";

static struct test_site *site;

static void take_letter(void)
{
    struct ctx *cx = test_site_cx(site);
    const struct mail_site mails = { .documents = &site->house.vault,
                                     .mails = mail_vault(cx->arena, &site->house.vault) };
    int file = memfd_create("mail", MFD_CLOEXEC);
    int64_t actor = cx->actor;
    struct mail_taken taken;

    assert_int_equal(write(file, letter, sizeof letter - 1), sizeof letter - 1);
    cx->actor = 0;
    assert_true(mail_take(cx, &mails, file, &taken));
    cx->actor = actor;
    close(file);
    assert_int_equal(taken.mail.id, 1);
    assert_int_equal(taken.mail.state, MAIL_TRIAGE);
}

/* Two clients; of the first three papers are asked. */
static void open_books(void)
{
    const struct test_debts first = { 1, "Transports Rivoal", 1, 1 };
    const struct test_debts second = { 1, "Garage Perrin", 1, 1 };
    struct item items[] = {
        { .kind = ITEM_DOCUMENT, .name = "Relevés bancaires", .is_blocking = true },
        { .kind = ITEM_DOCUMENT, .name = "Factures d’achat", .is_blocking = true },
        { .kind = ITEM_DOCUMENT, .name = "Journal de caisse", .is_blocking = true },
    };

    site = test_site_new();
    struct ctx *cx = test_site_cx(site);
    assert_int_equal(test_site_owe(site, &first), 1);
    assert_int_equal(test_site_owe(site, &second), 2);
    cx->actor = 1;
    struct demand demand = { .client = 1,
                             .name = "TVA d’octobre",
                             .instructions = "",
                             .due_on = { cx->today.day + 10 },
                             .items = items,
                             .item_count = COUNT_OF(items) };
    assert_true(request_add(cx, &demand));
}

/* And a stranger's mail waits. */
static void open_site(void)
{
    open_books();
    take_letter();
}

static void assert_says(const char *path, const char *text, bool says)
{
    struct heard heard = test_site_get(site, path);

    if (heard.status != 200 || (strstr(heard.body, text) != NULL) != says)
        print_message("# %s: %d, « %s »\n", path, heard.status, text);
    assert_int_equal(heard.status, 200);
    assert_int_equal(strstr(heard.body, text) != NULL, says);
}

static void assert_count(const char *sql, int64_t count)
{
    assert_int_equal(test_site_number(site, sql), count);
}

static void assert_post(const char *form, int status)
{
    assert_int_equal(test_site_post(site, "/courrier/1", form).status, status);
}

/* What a stranger wrote is text. */
static void test_shown(void **state)
{
    (void)state;
    open_site();
    assert_says("/courrier", "&lt;b&gt;Pieces&lt;/b&gt;", true);
    assert_says("/courrier", "n’est un contact d’aucun dossier", true);
    assert_says("/courrier/1", "&lt;script&gt;tout&lt;/script&gt;", true);
    assert_says("/courrier/1", "<script>tout", false);
    assert_says("/courrier/1", "releve bancaire.pdf", true);
    assert_says("/courrier/1?q=riv", "Transports Rivoal", true);
    assert_says("/courrier/1?q=zzz", "Aucun dossier ne porte ce nom", true);
    assert_says("/courrier/1?client=1", "TVA d’octobre", true);
    assert_says("/courrier/1?client=2", "TVA d’octobre", false);
    test_site_free(site);
}

/* Its files are read before they are anybody's documents; a kind that is not kept is not given. */
static void test_piece(void **state)
{
    (void)state;
    open_site();
    struct heard heard = test_site_get(site, "/courrier/1/piece?place=1");
    assert_int_equal(heard.status, 200);
    assert_non_null(strstr(heard.head, "attachment"));
    assert_non_null(strstr(heard.body, "%PDF-1.4 releve"));
    assert_int_equal(test_site_get(site, "/courrier/1/piece?place=3").status, 400);
    assert_int_equal(test_site_get(site, "/courrier/1/piece?place=0").status, 404);
    assert_int_equal(test_site_get(site, "/courrier/1/piece?place=99").status, 404);
    assert_count("SELECT COUNT(*) FROM document", 0);
    test_site_free(site);
}

/* What came is given byte for byte while it is kept, whatever it is: as a file, never as a page. */
static void test_original(void **state)
{
    (void)state;
    open_site();
    assert_says("/courrier/1", "href=\"/courrier/1/original\"", true);
    struct heard heard = test_site_get(site, "/courrier/1/original");
    assert_int_equal(heard.status, 200);
    assert_int_equal(heard.size, sizeof letter - 1);
    assert_memory_equal(heard.body, letter, sizeof letter - 1);
    assert_non_null(strstr(heard.head, "attachment; filename=\"courrier-1.eml\""));
    assert_non_null(strstr(heard.head, "message/rfc822"));
    assert_non_null(strstr(heard.head, "nosniff"));
    assert_int_equal(test_site_get(site, "/courrier/2/original").status, 404);
    assert_true(books_run_text(test_site_cx(site), "UPDATE mail SET swept_at = 1"));
    assert_int_equal(test_site_get(site, "/courrier/1/original").status, 404);
    assert_says("/courrier/1", "/courrier/1/original", false);
    test_site_free(site);
}

/* Who reads it is told that it was read as best one could, and where to look. */
static void test_defect(void **state)
{
    static const char *const codes[] = { "MIME-LIGNE", "MIME-SEPARATEUR", "MIME-FIN" };

    (void)state;
    open_site();
    struct ctx *cx = test_site_cx(site);
    assert_says("/courrier/1", "Comparez avec le message d’origine", false);
    for (size_t i = 0; i < COUNT_OF(codes); i++) {
        const char *key = arena_format(cx->arena, "mail.defect.%s", codes[i]);
        const char *sentence = view_text(cx->arena, "fr", key, NULL);
        assert_true(
            books_run_text(cx, arena_format(cx->arena, "UPDATE mail SET defect = '%s'", codes[i])));
        assert_says("/courrier/1", sentence, true);
        assert_says("/courrier/1", "Comparez avec le message d’origine", true);
    }
    assert_true(books_run_text(cx, "UPDATE mail SET swept_at = 1"));
    assert_says("/courrier/1", "il peut manquer quelque chose", true);
    assert_says("/courrier/1", "Comparez avec le message d’origine", false);
    test_site_free(site);
}

/* With a request: the piece that is named like it; the rest with the client. And back. */
static void test_filed(void **state)
{
    (void)state;
    open_site();
    assert_post("act=file&client=1&demand=1", 303);
    assert_count("SELECT COUNT(*) FROM document WHERE client = 1 AND way = 'mail'", 2);
    assert_count("SELECT COUNT(*) FROM document WHERE item = 1", 1);
    assert_count("SELECT COUNT(*) FROM item WHERE state = 'given'", 1);
    assert_count("SELECT COUNT(*) FROM mail WHERE state = 'filed' AND client = 1"
                 " AND decided_by = 1",
                 1);
    assert_says("/courrier", "Rien à classer", true);
    assert_says("/courrier?undo=1", "Annuler", true);
    assert_says("/courrier/1", "Annuler", true);
    assert_post("act=dismiss", 409);
    assert_post("act=undo", 303);
    assert_count("SELECT COUNT(*) FROM document WHERE removed_at IS NULL", 0);
    assert_count("SELECT COUNT(*) FROM item WHERE state = 'missing'", 3);
    assert_count("SELECT COUNT(*) FROM mail WHERE state = 'triage' AND client IS NULL"
                 " AND decided_by IS NULL",
                 1);
    assert_says("/courrier", "n’est un contact d’aucun dossier", true);
    assert_post("act=undo", 409);
    assert_post("act=file&client=2&demand=", 303);
    assert_count("SELECT COUNT(*) FROM document WHERE client = 2 AND removed_at IS NULL", 2);
    assert_count("SELECT COUNT(*) FROM document WHERE client = 2 AND item IS NOT NULL", 0);
    test_site_free(site);
}

/* Of a contact of the client the words go to the request too, in the contact's name. */
static void test_words(void **state)
{
    struct contact eve = { .name = "Eve", .email = "eve@x.example" };

    (void)state;
    open_books();
    struct ctx *cx = test_site_cx(site);
    assert_true(contact_add(cx, &eve));
    assert_true(contact_join(
        cx, &(struct contact_role){ .client = 1, .contact = eve.id, .is_legal = true }));
    take_letter();
    assert_says("/courrier/1", "TVA d’octobre", true);
    assert_post("act=file&client=1&demand=1", 303);
    assert_count("SELECT COUNT(*) FROM request_event WHERE act = 'comment' AND contact = 1"
                 " AND text LIKE 'Voici%'",
                 1);
    assert_post("act=undo", 303);
    assert_count("SELECT COUNT(*) FROM mail WHERE state = 'triage' AND client = 1", 1);
    test_site_free(site);
}

static void test_dismissed(void **state)
{
    (void)state;
    open_site();
    assert_post("act=file", 400);
    assert_post("act=dismiss", 303);
    assert_says("/courrier", "Rien à classer", true);
    assert_count("SELECT COUNT(*) FROM mail WHERE state = 'dropped' AND decided_by = 1", 1);
    assert_post("act=undo", 303);
    assert_says("/courrier", "Pieces", true);
    test_site_free(site);
}

/* P-9: a stranger's is for admins, a client's for who sees the client; nothing goes past it. */
static void test_hidden(void **state)
{
    (void)state;
    open_site();
    struct ctx *cx = test_site_cx(site);
    assert_post("act=file&client=2&demand=1", 404);
    assert_true(books_run_text(cx, "UPDATE client SET is_confidential = 1 WHERE id = 2"));
    assert_post("act=file&client=2", 404);
    assert_int_equal(test_site_get(site, "/courrier/1?client=2").status, 404);
    assert_says("/courrier/1?q=perrin", "Garage Perrin", false);
    desk_sign_in(&site->house, "comptable@quitus.test");
    assert_says("/courrier", "Pieces", false);
    assert_int_equal(test_site_get(site, "/courrier/1").status, 404);
    assert_int_equal(test_site_get(site, "/courrier/1/piece?place=1").status, 404);
    assert_int_equal(test_site_get(site, "/courrier/1/original").status, 404);
    assert_post("act=dismiss", 404);
    assert_true(books_run_text(cx, "UPDATE mail SET client = 1"));
    assert_says("/courrier", "Pieces", true);
    assert_int_equal(test_site_get(site, "/courrier/1/original").status, 200);
    assert_true(books_run_text(cx, "UPDATE mail SET client = 2"));
    assert_says("/courrier", "Pieces", false);
    assert_int_equal(test_site_get(site, "/courrier/1/original").status, 404);
    assert_int_equal(test_site_get(site, "/courrier?undo=1").status, 404);
    test_site_free(site);
}

int main(int count, char **words)
{
    DESK_CHILD(count, words);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shown),    cmocka_unit_test(test_piece),
        cmocka_unit_test(test_filed),    cmocka_unit_test(test_dismissed),
        cmocka_unit_test(test_words),    cmocka_unit_test(test_hidden),
        cmocka_unit_test(test_original), cmocka_unit_test(test_defect),
    };

    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("mail_page", tests, NULL, NULL) > 0;
}
