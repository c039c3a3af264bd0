/* A file into the books: taken in, or refused with nothing written. */
#include <string.h>

#include "app/test_desk.h"
#include "base/log.h"

static struct desk_door desk;

static int64_t number(const char *sql)
{
    return desk_number(&desk, sql);
}

static void assert_value(const struct json *model, const char *path, const char *value)
{
    assert_string_equal(desk_value(&desk, model, path), value);
}

/* The client is made of the file's SIREN; the report is kept and worded for each reader. */
static void test_import(void **state)
{
    (void)state;
    desk_open_with_file(&desk);
    struct json *model = desk_ask(&desk, "/api/v1/imports/1");
    assert_value(model, "is_accepted", "true");
    assert_value(model, "is_conforming", "true");
    assert_value(model, "import.lines", "16");
    assert_value(model, "import.entries", "8");
    assert_value(model, "import.by", "Ken Ozu");
    assert_value(model, "import.without_address", "3");
    assert_value(model, "client.name", "Dossier 732 829 320");
    struct heard page = desk_get(&desk, "/imports/1");
    assert_int_equal(page.status, 200);
    assert_non_null(strstr(page.body, "Dossier 732 829 320"));
    assert_int_equal(number("SELECT COUNT(*) FROM client WHERE siren = '732829320'"), 1);
    desk_close(&desk);
}

/*
 * P-9: a file of a hidden client's SIREN makes a client like any other's, its code too; a code that
 * is typed and taken is refused in words that tell nothing.
 */
static void test_hidden(void **state)
{
    (void)state;
    desk_open(&desk);
    assert_true(books_run_text(
        &desk.door.books.cx,
        "INSERT INTO client (firm, id, code, name, name_folded, siren, language, state,"
        " is_confidential, created_at) VALUES (1, 901, '732829320', 'Zyzomys', 'zyzomys',"
        " '732829320', 'fr', 'active', 1, 0)"));
    desk_sign_in(&desk, "comptable@quitus.test");
    const char *file = desk_fec(&desk, desk_sales, desk_sale_count);
    struct heard heard = desk_upload(&desk, "/importer", DESK_FILE_NAME, file, "client=&name=");
    assert_int_equal(heard.status, 303);
    assert_int_equal(number("SELECT COUNT(*) FROM client WHERE code = 'D00001'"), 1);
    assert_int_equal(number("SELECT COUNT(*) FROM import WHERE client = 901"), 0);
    heard = desk_post(&desk, "/clients/nouveau", "name=Autre&siren=&code=732829320");
    assert_non_null(strstr(heard.body, "Le code 732829320 n’est pas libre."));
    assert_null(strstr(heard.body, "Zyzomys"));
    desk_close(&desk);
}

struct refused_row {
    const char *rule, *path, *file_name, *fields;
    bool is_same; /* the bytes that are here already */
    int status;
    const char *said;
};

static const struct refused_row refusals[] = {
    { "the same bytes again", "/importer", "732829320FEC20260331.txt", "client=&name=", true, 409,
      "déjà importé" },
    { "the same by another name", "/importer", "732829320FEC20261231.txt", "client=&name=", true,
      409, "déjà importé" },
    { "of an earlier year", "/importer", "732829320FEC20260330.txt", "client=&name=", false, 409,
      "antérieur au dernier" },
    { "another client's, into its file", "/clients/1/importer", "552100554FEC20260331.txt", "",
      false, 400, "le dossier ouvert est" },
    { "nobody knows whose", "/importer", "export.txt", "client=&name=", false, 400,
      "choisissez le dossier" },
    { "into a client that is not there", "/importer", "export.txt", "client=77&name=Neuf", false,
      404, "Page introuvable" },
};

static void test_refused(void **state)
{
    const struct refused_row *row = *state;

    desk_open_with_file(&desk);
    struct heard heard = desk_upload(
        &desk, row->path, row->file_name,
        desk_fec(&desk, desk_sales, desk_sale_count - (row->is_same ? 0 : 2)), row->fields);
    if (heard.status != row->status || !strstr(heard.body, row->said))
        print_message("# %d %s\n", heard.status, heard.body);
    assert_int_equal(heard.status, row->status);
    assert_non_null(strstr(heard.body, row->said));
    assert_int_equal(number("SELECT COUNT(*) FROM import"), 1);
    assert_int_equal(number("SELECT COUNT(*) FROM client"), 1);
    desk_close(&desk);
}

/* P-23: what was typed is kept. A file whose figures can't be trusted writes nothing. */
static void test_not_trusted(void **state)
{
    (void)state;
    desk_open(&desk);
    desk_sign_in(&desk, "comptable@quitus.test");
    struct arena *arena = desk.door.books.cx.arena;
    const char *whole = desk_fec(&desk, desk_sales, desk_sale_count);
    const char *cut = arena_text(arena, whole, strlen(whole) - 40);
    struct heard heard =
        desk_upload(&desk, "/importer", DESK_FILE_NAME, cut, "client=&name=Transports Rivoal");
    assert_int_equal(heard.status, 422);
    assert_non_null(strstr(heard.body, "FEC-TRONQUE"));
    assert_non_null(strstr(heard.body, DESK_FILE_NAME));
    assert_int_equal(number("SELECT COUNT(*) FROM client"), 0);
    assert_int_equal(number("SELECT COUNT(*) FROM import"), 0);
    heard =
        desk_upload(&desk, "/importer", "export.txt", whole, "client=77&name=Transports Rivoal");
    assert_int_equal(heard.status, 404);
    heard = desk_upload(&desk, "/importer", "export.txt", whole, "client=x&name=Transports Rivoal");
    assert_int_equal(heard.status, 400);
    assert_non_null(strstr(heard.body, "value=\"Transports Rivoal\""));
    desk_close(&desk);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_import),
        cmocka_unit_test(test_hidden),
        cmocka_unit_test(test_not_trusted),
    };

    DESK_CHILD(count, words);
    log_quiet(LOG_LEVEL_COUNT);
    return (cmocka_run_group_tests_name("import_page", tests, NULL, NULL)
            + TEST_TABLE("refused", refusals, test_refused))
        > 0;
}
