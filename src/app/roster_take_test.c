/*
 * T-18, P-23: hostile workbooks through the whole import, with the verdicts of their index; what is
 * exported and comes back changes nothing; a file through the pages.
 */
#include "app/roster_take.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "app/roster_export.h"
#include "app/roster_model.h"
#include "app/test_desk.h"
#include "base/log.h"
#include "base/str.h"
#include "base/test_file.h"
#include "format/xlsx.h"

struct hostile_row {
    const char *rule, *code; /* code: of the whole file's refusal; NULL: it is read */
    int64_t created, faulty;
    const char *said; /* a message of a row; NULL: none is asked for */
};

static const struct hostile_row cases[] = {
    { "ok01_simple", NULL, 1, 0, NULL },
    { "ok02_shared_strings", NULL, 1, 0, NULL },
    { "ok04_columns_reordered_blank_rows", NULL, 1, 0, NULL },
    { "ok05_siren_numeric_spaces", NULL, 2, 0, NULL },
    { "ok08_odd_but_real_names", NULL, 5, 0, NULL },
    { "x01_truncated", "XLSX-TRONQUE", 0, 0, NULL },
    { "x02_empty", "FICHIER-VIDE", 0, 0, NULL },
    { "x06_bomb_50MB_spaces", "XLSX-TAILLE", 0, 0, NULL },
    { "x17_xlsm_macros_renamed", NULL, 1, 0, NULL },
    { "x29_external_links", NULL, 1, 0, NULL },
    { "x34_error_and_bool_cells", NULL, 0, 1, "B2 : la cellule contient une erreur Excel (#REF!)" },
    { "x34_error_and_bool_cells", NULL, 0, 1, "C2 : SIREN attendu, trouvé VRAI" },
    { "x36_formula_leading_text", NULL, 10, 0, NULL },
    { "x37_dates_bad", NULL, 0, 8, "F3 : date impossible" },
    { "x38_siren_bad", NULL, 0, 8, "C2 : SIREN invalide (clé de contrôle)" },
    { "x39_duplicates", NULL, 0, 3, "A3 : Code dossier « D001 » figure déjà ligne 2" },
    { "x40_header_missing", "ROSTER-ENTETE", 0, 0, NULL },
    { "x42_email_crlf", NULL, 0, 3, "D2 : adresse e-mail invalide (saut de ligne)" },
    { "x42_email_crlf", NULL, 0, 3, "D3 : une seule adresse" },
    { "x45_one_megabyte_cell", NULL, 0, 1, "B2 : 1 000 000 caractères, maximum 200" },
    { "x46_html_script_in_name", NULL, 3, 0, NULL },
    { "x50_csv_renamed", "XLSX-FORMAT", 0, 0, NULL },
};

static struct test_books *books_new(void)
{
    struct test_books *books = calloc(1, sizeof *books);

    assert_true(books_place(books, NULL) && books_open(books));
    assert_true(books_firm(&books->cx, 1));
    assert_true(date_parse("2026-03-31", &books->cx.today));
    return books;
}

static void books_drop(struct test_books *books)
{
    books_close(books);
    free(books);
}

/* Folded: a no-break space between thousands is the reader's business. */
static bool is_said(struct ctx *cx, const struct roster_import *import, const char *said)
{
    const struct roster_place all = { .verdict = ROSTER_VERDICT_COUNT, .limit = 100 };
    struct json *list = json_list(cx->arena);
    struct roster_kept *rows;
    size_t count;

    assert_true(roster_import_rows(cx, import->id, &all, &rows, &count));
    for (size_t i = 0; i < count; i++)
        assert_true(roster_row_put(cx, "fr", import, &rows[i], list));
    for (size_t i = 0; i < json_count(list); i++) {
        const struct json *notes = json_get(json_at(list, i), "notes");
        for (size_t at = 0; at < json_count(notes); at++) {
            const char *message = json_text(json_get(json_at(notes, at), "message"));
            if (strstr(str_fold(cx->arena, message), str_fold(cx->arena, said)))
                return true;
        }
    }
    return false;
}

static void test_hostile(void **state)
{
    const struct hostile_row *row = *state;
    struct test_books *books = books_new();
    struct ctx *cx = &books->cx;
    struct roster_taking taking = { .kind = ROSTER_CLIENTS, .limits = CHILD_UPLOAD };
    struct roster_import import;
    bool is_stale;
    int64_t id;

    taking.path = test_file_hostile(cx->arena, arena_format(cx->arena, "xlsx/%s.xlsx", row->rule));
    if (access(taking.path, R_OK) != 0) {
        print_message("skipped: %s is not there\n", taking.path);
        books_drop(books);
        skip();
    }
    bool taken = roster_take(cx, &taking, &id);
    assert_int_equal(taken, !row->code);
    if (row->code)
        assert_string_equal(cx->fault.code, row->code);
    if (taken) {
        assert_true(roster_import_do(cx, id, NULL, &is_stale)
                    && roster_import_find(cx, id, &import));
        assert_int_equal(import.counts.created, row->created);
        assert_int_equal(import.counts.faulty, row->faulty);
        assert_true(!row->said || is_said(cx, &import, row->said));
    }
    int64_t clients;
    assert_true(books_number(cx, "SELECT COUNT(*) FROM client", &clients));
    assert_int_equal(clients, row->created);
    books_drop(books);
}

/* The names that break spreadsheets and pages, out and in again, both ways. */
static void test_round_trip(void **state)
{
    static const char *const files[] = { "x36_formula_leading_text", "ok08_odd_but_real_names" };
    struct test_books *books = books_new();
    struct ctx *cx = &books->cx;
    struct roster_taking taking = { .kind = ROSTER_CLIENTS, .limits = CHILD_UPLOAD };
    const struct roster_choice choice = { .language = "en" };
    char path[] = "/tmp/quitus-roster-XXXXXX.xlsx";
    struct roster_import import;
    bool is_stale;
    size_t written;
    int64_t id;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        taking.path =
            test_file_hostile(cx->arena, arena_format(cx->arena, "xlsx/%s.xlsx", files[i]));
        if (access(taking.path, R_OK) != 0) {
            books_drop(books);
            skip();
        }
        assert_true(roster_take(cx, &taking, &id) && roster_import_do(cx, id, NULL, &is_stale));
    }
    int file = mkstemps(path, 5);
    assert_true(file >= 0);
    taking.path = path;
    for (int i = 0; i < 2; i++) {
        struct buf bytes;
        if (i == 0) {
            assert_true(roster_export_xlsx(cx, &choice, path, &written));
        } else {
            assert_true(roster_export_csv(cx, &choice, &bytes, &written));
            assert_int_equal(ftruncate(file, 0), 0);
            assert_int_equal(pwrite(file, bytes.bytes, bytes.size, 0), bytes.size);
            close(file);
            file = open(path, O_RDWR | O_CLOEXEC | O_TRUNC);
            assert_int_equal(pwrite(file, bytes.bytes, bytes.size, 0), bytes.size);
            taking.name = "clients.csv";
        }
        assert_int_equal(written, 15);
        assert_true(roster_take(cx, &taking, &id) && roster_import_find(cx, id, &import));
        assert_int_equal(import.counts.same, 15);
        assert_int_equal(import.counts.changed + import.counts.created + import.counts.faulty, 0);
    }
    close(file);
    unlink(path);
    books_drop(books);
}

static const char LIST[] = "N° dossier;Nom;SIREN;Offre\r\nA1;Alpha;732829320;Or\r\n"
                           "A2;Bêta;732829321;Or\r\n";

/* Through the door: read, shown, written, undone; faulty rows come back with their reason. */
static void test_pages(void **state)
{
    struct desk_door desk;

    (void)state;
    desk_open(&desk);
    desk_sign_in(&desk, "comptable@quitus.test");
    struct heard heard = desk_upload(&desk, "/clients/importer", "liste.csv", LIST, "kind=clients");
    assert_int_equal(heard.status, 303);
    struct json *model = desk_ask(&desk, "/api/v1/companies/imports/1");
    assert_string_equal(desk_value(&desk, model, "import.new"), "1");
    assert_string_equal(desk_value(&desk, model, "import.faulty"), "1");
    assert_string_equal(desk_value(&desk, model, "rows.0.notes.0.code"), "ROSTER-SIREN");
    assert_int_equal(desk_number(&desk, "SELECT COUNT(*) FROM client"), 0);
    assert_int_equal(desk_get(&desk, "/clients/importer/1").status, 200);
    heard = desk_get(&desk, "/clients/importer/1/a-corriger.xlsx");
    assert_int_equal(heard.status, 200);
    assert_memory_equal(heard.body, "PK", 2);
    heard = desk_post(&desk, "/clients/importer/1/colonnes",
                      "column_0=code&column_1=trade_name&column_2=name&column_3=");
    assert_int_equal(heard.status, 303);
    model = desk_ask(&desk, "/api/v1/companies/imports/1");
    assert_string_equal(desk_value(&desk, model, "import.new"), "2");
    assert_int_equal(desk_post(&desk, "/clients/importer/1/ecrire", "").status, 303);
    heard = desk_get(&desk, "/clients/importer/1");
    assert_non_null(strstr(heard.body, "Import écrit")); /* a sentence, no key */
    assert_int_equal(desk_number(&desk, "SELECT COUNT(*) FROM client WHERE trade_name = 'Bêta'"),
                     1);
    heard = desk_get(&desk, "/clients/export.csv?tab=all"); /* P-14: an accountant's too */
    assert_non_null(strstr(heard.body, "Alpha"));
    assert_int_equal(desk_get(&desk, "/clients/export.xlsx").status, 200);
    heard = desk_upload(&desk, "/clients/importer", "liste.csv", LIST, "kind=clients");
    model = desk_ask(&desk, "/api/v1/companies/imports/2");
    assert_string_equal(desk_value(&desk, model, "import.same"), "2");
    desk_sign_in(&desk, "admin@quitus.test");
    assert_int_equal(desk_get(&desk, "/clients/importer/1").status, 404);
    desk_sign_in(&desk, "comptable@quitus.test");
    assert_int_equal(desk_post(&desk, "/clients/importer/1/annuler", "").status, 303);
    assert_int_equal(desk_number(&desk, "SELECT COUNT(*) FROM client"), 0);
    heard = desk_upload(&desk, "/clients/importer", "rien.csv", "a;b\r\n1;2\r\n", "kind=clients");
    assert_int_equal(heard.status, 400);
    heard =
        desk_upload(&desk, "/clients/importer", "ventes.csv",
                    "JournalCode;EcritureDate;CompteNum\r\nVE;01/01/2026;411\r\n", "kind=clients");
    assert_int_equal(heard.status, 400);
    assert_non_null(strstr(heard.body, "critures"));
    desk_close(&desk);
}

/* Cells of a workbook as lines of a CSV. */
static void line_put(void *into, const struct sheet_row *row)
{
    struct buf *out = into;

    for (size_t i = 0; i < row->count; i++)
        buf_format(out, "%s%s", i > 0 ? ";" : "", row->cells[i].text);
    buf_text(out, "\r\n");
}

/* P-23: rows that were not taken come back with their reasons; mended and sent again they are. */
static void test_faulty_sent_again(void **state)
{
    struct desk_door desk;

    (void)state;
    desk_open(&desk);
    desk_sign_in(&desk, "comptable@quitus.test");
    (void)desk_upload(&desk, "/clients/importer", "liste.csv", LIST, "kind=clients");
    (void)desk_post(&desk, "/clients/importer/1/ecrire", "");
    struct heard heard = desk_get(&desk, "/clients/importer/1/a-corriger.xlsx");
    struct ctx *cx = &desk.door.books.cx;
    struct buf lines = { .arena = cx->arena };
    const struct xlsx_wants wants = { .take = line_put, .into = &lines };
    struct xlsx_book book;
    int file = memfd_create("mended", MFD_CLOEXEC);
    assert_int_equal(write(file, heard.body, heard.size), heard.size);
    assert_true(xlsx_read(cx, file, &wants, &book));
    close(file);
    assert_non_null(strstr(buf_string(&lines), "Motif"));
    char *wrong = strstr(lines.bytes, "732829321");
    assert_non_null(wrong);
    memcpy(wrong, "552100554", 9);
    (void)desk_upload(&desk, "/clients/importer", "a-corriger.csv", lines.bytes, "kind=clients");
    struct json *model = desk_ask(&desk, "/api/v1/companies/imports/2");
    assert_string_equal(desk_value(&desk, model, "import.new"), "1");
    assert_string_equal(desk_value(&desk, model, "import.faulty"), "0");
    assert_int_equal(desk_post(&desk, "/clients/importer/2/ecrire", "").status, 303);
    assert_int_equal(desk_number(&desk,
                                 "SELECT COUNT(*) FROM client WHERE siren IN ('732829320',"
                                 " '552100554')"),
                     2);
    desk_close(&desk);
}

static bool import_ends(struct desk_door *desk, const char *path)
{
    for (int i = 0; i < 1000; i++) {
        struct heard heard = desk_get(desk, path);
        if (!*heard_header(&desk->door, &heard, "Refresh"))
            return true;
        usleep(20000);
    }
    return false;
}

/* Who confirmed may leave: while it is written the page says so, and looks again by itself. */
static void test_running(void **state)
{
    struct desk_door desk;

    (void)state;
    desk_open(&desk);
    desk_sign_in(&desk, "comptable@quitus.test");
    (void)desk_upload(&desk, "/clients/importer", "liste.csv", LIST, "kind=clients");
    struct ctx *cx = &desk.door.books.cx;
    assert_true(books_run_text(cx, "UPDATE session SET seen_at = seen_at - 600000"));
    assert_true(store_begin(cx)); /* nobody else writes, and that somebody is seen can wait */
    struct heard heard = desk_post(&desk, "/clients/importer/1/ecrire", "");
    assert_int_equal(heard.status, 303);
    heard = desk_get(&desk, "/clients/importer/1");
    assert_string_equal(heard_header(&desk.door, &heard, "Refresh"), "2");
    assert_non_null(strstr(heard.body, "Import en cours d’écriture"));
    assert_null(strstr(heard.body, "/clients/importer/1/ecrire"));
    heard = desk_post(&desk, "/clients/importer/1/ecrire", "");
    assert_int_equal(heard.status, 409);
    assert_false(store_end(cx, false));
    assert_true(import_ends(&desk, "/clients/importer/1"));
    assert_int_equal(desk_number(&desk, "SELECT COUNT(*) FROM client"), 1);
    desk_close(&desk);
}

/* Killed in the middle, it has written nothing, and the page says so. */
static void test_cut_off(void **state)
{
    struct desk_door desk;

    (void)state;
    desk_open(&desk);
    desk_sign_in(&desk, "comptable@quitus.test");
    (void)desk_upload(&desk, "/clients/importer", "liste.csv", LIST, "kind=clients");
    struct ctx *cx = &desk.door.books.cx;
    assert_true(roster_import_begin(cx, 1, cx->now));
    struct heard heard = desk_get(&desk, "/clients/importer/1");
    assert_non_null(strstr(heard.body, "a été interrompue"));
    assert_int_equal(desk_post(&desk, "/clients/importer/1/ecrire", "").status, 303);
    heard = desk_get(&desk, "/clients/importer/1");
    assert_null(strstr(heard.body, "a été interrompue"));
    assert_int_equal(desk_number(&desk, "SELECT COUNT(*) FROM client"), 1);
    desk_close(&desk);
}

/* Stopped by who confirmed it, nothing is written, and the page says so; begun again it is. It is
 * taken back beside the server's threads, too. */
static void test_stopped(void **state)
{
    struct desk_door desk;

    (void)state;
    desk_open(&desk);
    desk_sign_in(&desk, "comptable@quitus.test");
    (void)desk_upload(&desk, "/clients/importer", "liste.csv", LIST, "kind=clients");
    struct ctx *cx = &desk.door.books.cx;
    assert_true(store_begin(cx));
    assert_int_equal(desk_post(&desk, "/clients/importer/1/ecrire", "").status, 303);
    assert_non_null(strstr(desk_get(&desk, "/clients/importer").body, "en cours"));
    assert_int_equal(desk_post(&desk, "/clients/importer/1/arreter", "").status, 303);
    assert_non_null(strstr(desk_get(&desk, "/clients/importer/1").body, "Arrêt demandé"));
    assert_false(store_end(cx, false));
    assert_true(import_ends(&desk, "/clients/importer/1"));
    assert_non_null(
        strstr(desk_get(&desk, "/clients/importer/1").body, "Vous avez arrêté l’écriture"));
    assert_int_equal(desk_number(&desk, "SELECT COUNT(*) FROM client"), 0);
    assert_int_equal(
        desk_number(&desk, "SELECT COUNT(*) FROM client_import WHERE begun_at IS NOT NULL"), 0);
    assert_int_equal(desk_post(&desk, "/clients/importer/1/ecrire", "").status, 303);
    assert_int_equal(desk_number(&desk, "SELECT COUNT(*) FROM client"), 1);
    assert_int_equal(desk_post(&desk, "/clients/importer/1/arreter", "").status, 303);
    assert_int_equal(desk_post(&desk, "/clients/importer/1/annuler", "").status, 303);
    assert_int_equal(desk_number(&desk, "SELECT COUNT(*) FROM client"), 0);
    desk_sign_in(&desk, "admin@quitus.test");
    assert_int_equal(desk_post(&desk, "/clients/importer/1/arreter", "").status, 404);
    desk_close(&desk);
}

/* Two columns of one field: the first is read, the second says so beside its head. */
static void test_twice(void **state)
{
    static const char *const file = "Code dossier;Raison sociale;Divers;raison sociale;Divers\r\n"
                                    "D001;Garage du Port;x;Autre;y\r\n";
    struct desk_door desk;

    (void)state;
    desk_open(&desk);
    desk_sign_in(&desk, "comptable@quitus.test");
    (void)desk_upload(&desk, "/clients/importer", "liste.csv", file, "kind=clients");
    const char *body = desk_get(&desk, "/clients/importer/1").body;
    const char *said = strstr(body, "est déjà lu dans la colonne B");
    assert_non_null(said);
    assert_null(strstr(said + 1, "est déjà lu"));
    assert_true(said > strstr(body, ">D</td>") && said < strstr(body, ">E</td>"));
    assert_int_equal(desk_post(&desk, "/clients/importer/1/ecrire", "").status, 303);
    assert_true(import_ends(&desk, "/clients/importer/1"));
    assert_int_equal(desk_number(&desk, "SELECT COUNT(*) FROM client WHERE name LIKE 'Garage%'"),
                     1);
    desk_close(&desk);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_pages),
        cmocka_unit_test(test_faulty_sent_again),
        cmocka_unit_test(test_running),
        cmocka_unit_test(test_cut_off),
        cmocka_unit_test(test_stopped),
        cmocka_unit_test(test_twice),
    };

    DESK_CHILD(count, words);
    log_quiet(LOG_LEVEL_COUNT);
    return (TEST_TABLE("hostile", cases, test_hostile)
            + cmocka_run_group_tests_name("roster", tests, NULL, NULL))
        > 0;
}
