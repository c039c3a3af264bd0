/* E-16, T-9: what a request's page refuses, it says on the page as it was, with what was typed. */
#include <string.h>

#include "app/test_site.h"
#include "base/log.h"

static const struct walker zoe = { .role = ROLE_CLIENT, .contact = 1 };

/* Request 7 of client 1: a document, a text and a yes or no; Zoé represents the client. */
static struct test_site *open_books(void)
{
    const struct test_debts debts = { 1, "Rivoal", 1, 1 };
    struct test_site *site = test_site_new();

    assert_int_equal(test_site_owe(site, &debts), 1);
    test_site_person(site, "Zoé", "fr", (struct contact_role){ .client = 1, .is_legal = true });
    test_site_run(site,
                  "INSERT INTO request (firm, id, place, client, name, instructions, due_on, state,"
                  " needs_payroll, created_at, changed_at) VALUES"
                  " (1, 7, 1, 1, 'Vos éléments', '', '2026-04-10', 'open', 0, 0, 0)");
    test_site_run(site,
                  "INSERT INTO item (firm, id, request, client, place, kind, name, is_blocking,"
                  " state, answer, reason, changed_at) VALUES"
                  " (1, 71, 7, 1, 1, 'document', 'Relevé', 1, 'missing', '', '', 0),"
                  " (1, 72, 7, 1, 2, 'figure', 'Effectif', 1, 'missing', '', '', 0),"
                  " (1, 73, 7, 1, 3, 'yes_no', 'Embauche', 1, 'missing', '', '', 0)");
    return site;
}

/* The page as it was: its name, its items, its forms; and what was wrong, once. */
static void assert_stands(struct heard heard, const char *sentence)
{
    assert_int_equal(heard.status, 400);
    assert_shows(heard, "<h1>Vos éléments</h1>");
    assert_shows(heard, sentence);
    assert_shows(heard, "id=\"piece-71\"");
    assert_shows(heard, "id=\"piece-73\"");
    assert_shows(heard, "0 sur 3");
}

static struct heard post(struct test_site *site, const char *form)
{
    return test_site_post_as(site, &zoe, "/espace/demandes/7", form);
}

static void test_own(void **state)
{
    struct test_site *site = open_books();

    (void)state;
    struct heard heard = post(site, "act=comment&text=");
    assert_stands(heard, "Le commentaire est vide");
    assert_shows(heard, "action=\"/espace/demandes/7\"");
    assert_hides(heard, "action=\"/espace/demandes/\"");
    heard = post(site, "act=none&item=71&reason=+");
    assert_stands(heard, "id=\"fault\"");
    assert_shows(heard, "<details class=\"own-more\" open><summary>Je ne l’ai pas");
    heard = post(site, "act=answer&item=72&answer=douze");
    assert_stands(heard, "id=\"fault\"");
    assert_shows(heard, "value=\"douze\"");
    assert_hides(heard, "<p>douze</p>"); /* typed, not answered */
    heard = post(site, "act=promise&item=71&on=2027-04-03");
    assert_stands(heard, "id=\"fault\"");
    assert_shows(heard, "value=\"2027-04-03\"");
    heard = post(site, "act=ask&name=L%C3%A9a+B&email=nulle-part");
    assert_stands(heard, "id=\"fault\"");
    assert_shows(heard, "value=\"Léa B\"");
    assert_shows(heard, "value=\"nulle-part\"");
    test_site_free(site);
}

/* A remark of 4,100 characters is too long, and is not lost. */
static void test_long(void **state)
{
    struct test_site *site = open_books();
    struct arena *arena = test_site_cx(site)->arena;
    char *text = arena_alloc(arena, 4101, 1);

    (void)state;
    memset(text, 'a', 4100);
    text[4100] = '\0';
    struct heard heard = post(site, arena_format(arena, "act=comment&text=%s", text));
    assert_stands(heard, "id=\"fault\"");
    assert_shows(heard, arena_format(arena, ">%s</textarea>", text));
    assert_shows(heard, "Votre message");
    assert_hides(heard, "Adresses collées");
    assert_shows(post(site, arena_format(arena, "act=answer&item=72&answer=%s", text)),
                 "Votre réponse : 4");
    assert_shows(post(site, arena_format(arena, "act=none&item=71&reason=%s", text)),
                 "Pourquoi : 4");
    test_site_free(site);
}

#define PIECE(NAME, BYTES)                                                                         \
    "--limite\r\nContent-Disposition: form-data; name=\"piece\"; filename=\"" NAME "\"\r\n"        \
    "Content-Type: application/octet-stream\r\n\r\n" BYTES "\r\n"

static void test_file(void **state)
{
    struct test_site *site = open_books();

    (void)state;
    const char *head = arena_format(test_site_cx(site)->arena,
                                    "%sContent-Type: multipart/form-data; boundary=limite\r\n",
                                    walker_lines(&site->house.door, &zoe));
    struct heard heard = door_post(
        &site->house.door, "/espace/demandes/7", head,
        "--limite\r\nContent-Disposition: form-data; name=\"act\"\r\n\r\nfile\r\n"
        "--limite\r\nContent-Disposition: form-data; name=\"item\"\r\n\r\n71\r\n"
        "--limite\r\nContent-Disposition: form-data; name=\"piece\"; filename=\"releve.exe\"\r\n"
        "Content-Type: application/octet-stream\r\n\r\nMZ\x90\r\n--limite--\r\n");
    assert_stands(heard, "id=\"fault\"");
    test_site_free(site);
}

/* E-16: of several files at once each that is refused is named with its reason; nothing is kept. */
static void test_files(void **state)
{
    struct test_site *site = open_books();

    (void)state;
    const char *head = arena_format(test_site_cx(site)->arena,
                                    "%sContent-Type: multipart/form-data; boundary=limite\r\n",
                                    walker_lines(&site->house.door, &zoe));
    struct heard heard =
        door_post(&site->house.door, "/espace/demandes/7", head,
                  "--limite\r\nContent-Disposition: form-data; name=\"act\"\r\n\r\nfile\r\n"
                  "--limite\r\nContent-Disposition: form-data; name=\"item\"\r\n\r\n71\r\n" PIECE(
                      "un.exe", "MZ\x90") PIECE("bon.csv", "a;b\n1;2\n") PIECE("deux.exe", "MZ\x90")
                      PIECE("vide.csv", "") "--limite--\r\n");
    assert_stands(heard, "un.exe, deux.exe");
    assert_shows(heard, "Vide : vide.csv.");
    assert_hides(heard, "Trop grand");
    assert_hides(heard, "bon.csv");
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM document"), 0);
    test_site_free(site);
}

/* The same with a member in the space; and a page that shows a code shows none of a refusal's. */
static void test_others(void **state)
{
    struct test_site *site = open_books();

    (void)state;
    assert_int_equal(test_site_post(site, "/clients/1/espace/modifier", "").status, 303);
    struct heard heard = test_site_post(site, "/clients/1/espace/demandes/7", "act=comment&text=+");
    assert_int_equal(heard.status, 400);
    assert_shows(heard, "<h2>Vos éléments</h2>");
    assert_shows(heard, "action=\"/clients/1/espace/demandes/7\"");
    heard = test_site_post(site, "/clients/1/espace/demandes/7", "act=answer&item=72&answer=zut");
    assert_shows(heard, "value=\"zut\"");
    heard = test_site_post_as(site, &zoe, "/espace/compte", "act=password&password=court");
    assert_int_equal(heard.status, 400);
    assert_hides(heard, "own-code");
    test_site_free(site);
}

/* E-16: what was said reads as words: of which item, a day in full, yes or no, an amount. */
static void test_said(void **state)
{
    struct test_site *site = open_books();

    (void)state;
    assert_int_equal(post(site, "act=promise&item=71&on=2026-04-15").status, 303);
    assert_int_equal(post(site, "act=answer&item=73&answer=peut-%C3%AAtre").status, 400);
    assert_int_equal(post(site, "act=answer&item=73&answer=Oui").status, 303);
    assert_int_equal(post(site, "act=answer&item=72&answer=12,50").status, 303);
    struct heard page = test_site_get_as(site, &zoe, "/espace/demandes/7");
    assert_shows(page, "Promis · Relevé");
    assert_shows(page, "<br><time datetime=\"2026-04-15\">mercredi 15 avril 2026</time>");
    assert_shows(page, "Envoyé · Embauche");
    assert_shows(page, "<br>Oui</li>");
    assert_shows(page, "Envoyé · Effectif");
    assert_hides(page, "<br>1250");
    assert_hides(page, "<br>yes");
    test_site_free(site);
}

/* E-16: a file answers no yes or no; a piece in parts is not even begun. */
static void test_written(void **state)
{
    struct test_site *site = open_books();
    struct door *door = &site->house.door;
    const char *lines = walker_lines(door, &zoe);
    struct arena *arena = test_site_cx(site)->arena;

    (void)state;
    struct heard heard = door_post(
        door, "/espace/demandes/7",
        arena_format(arena, "%sContent-Type: multipart/form-data; boundary=limite\r\n", lines),
        "--limite\r\nContent-Disposition: form-data; name=\"act\"\r\n\r\nfile\r\n"
        "--limite\r\nContent-Disposition: form-data; name=\"item\"\r\n\r\n73\r\n" PIECE(
            "bon.csv", "a;b\n1;2\n") "--limite--\r\n");
    assert_stands(heard, "Embauche » attend une réponse écrite");
    heard = door_post(door, "/api/v1/espace/pieces/73/uploads",
                      arena_format(arena, "%sContent-Type: application/json\r\n", lines),
                      "{\"name\":\"bon.csv\",\"size\":8}");
    assert_int_equal(heard.status, 400);
    assert_shows(heard, "attend une réponse écrite");
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM document"), 0);
    test_site_free(site);
}

static void assert_gone(struct heard heard)
{
    assert_int_equal(heard.status, 404);
    assert_shows(heard, "Votre cabinet ne demande plus ceci");
    assert_shows(heard, "class=\"own-nav\"");
    assert_shows(heard, "class=\"button primary wide\" href=\"/espace\"");
    assert_shows(heard, "Incident n°");
    assert_hides(heard, "href=\"/\"");
}

/* E-16: what is asked no more is said within the space, and what never was is said alike. */
static void test_gone(void **state)
{
    struct test_site *site = open_books();

    (void)state;
    test_site_run(site, "UPDATE request SET state = 'dropped' WHERE id = 7");
    assert_gone(test_site_get_as(site, &zoe, "/espace/demandes/7"));
    assert_gone(test_site_get_as(site, &zoe, "/espace/demandes/99"));
    assert_gone(post(site, "act=answer&item=72&answer=12"));
    struct heard heard = test_site_get_as(site, &zoe, "/espace/rien-de-tel");
    assert_int_equal(heard.status, 404);
    assert_hides(heard, "href=\"/\"");
    heard = test_site_get(site, "/clients/999");
    assert_hides(heard, "own-nav");
    assert_shows(heard, "href=\"/\"");
    test_site_free(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_own),     cmocka_unit_test(test_long), cmocka_unit_test(test_file),
        cmocka_unit_test(test_others),  cmocka_unit_test(test_said), cmocka_unit_test(test_files),
        cmocka_unit_test(test_written), cmocka_unit_test(test_gone),
    };

    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("own_refusal_page", tests, NULL, NULL) > 0;
}
