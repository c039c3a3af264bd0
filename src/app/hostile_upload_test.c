/*
 * T-18: every file of shared/hostile/upload is posted as it is and gets the verdict of the index:
 * what is refused has left nothing, what is taken is given back with the same bytes, as a download
 * that nothing can run.
 */
#include <sodium.h>
#include <string.h>

#include "app/test_site.h"
#include "base/log.h"
#include "base/str.h"
#include "base/test_file.h"

enum { COLUMNS = 6 };

/* Codes that the index names, and what the page or the API must say of others. */
static const struct {
    const char *file;
    int status;
    const char *code;
    const char *name; /* under which it is shown; NULL: it is looked at elsewhere */
} known[] = {
    { "u01_traversal.mp", 200, "", "\"name\":\"pwn\"" },
    { "ok02_unicode_names.mp", 200, "", "\"name\":\"re\u00E7u.pdf\"" },
    { "u03_nul_in_name.mp", 400, "UPLOAD-NOM", NULL },
    { "u04_rtl_override.mp", 400, "UPLOAD-TYPE", NULL },
    { "u10_svg_script.mp", 400, "UPLOAD-TYPE", NULL },
    { "u12_html_as_pdf.mp", 400, "UPLOAD-TYPE", NULL },
    { "u18_no_final_boundary.mp", 400, "UPLOAD-INCOMPLET", NULL },
    { "u20_hpp_dossier_twice.mp", 400, "CHAMP-DOUBLE", NULL },
    { "u21_foreign_dossier.mp", 404, "\"ABSENT\"", NULL },
};

static struct test_site *site;

static void open_site(void)
{
    const struct test_debts first = { 1, "Transports Rivoal", 1, 1 };
    const struct test_debts second = { 1, "Garage Perrin", 1, 1 };

    site = test_site_new();
    assert_int_equal(test_site_owe(site, &first), 1);
    assert_int_equal(test_site_owe(site, &second), 2);
}

static int64_t number(const char *sql)
{
    return test_site_number(site, sql);
}

static const char *replaced(struct arena *arena, const struct buf *bytes, size_t *size)
{
    static const char WORD[] = "FOREIGN_ID";
    const char *at = memmem(bytes->bytes, bytes->size, WORD, strlen(WORD));
    struct buf done = { .arena = arena };

    if (!at) {
        *size = bytes->size;
        return bytes->bytes;
    }
    size_t before = (size_t)(at - bytes->bytes);
    buf_add(&done, bytes->bytes, before);
    buf_text(&done, "2"); /* another client's, alive */
    buf_add(&done, at + strlen(WORD), bytes->size - before - strlen(WORD));
    *size = done.size;
    return done.bytes;
}

static struct heard post(const char *path, const char *bytes, size_t size)
{
    struct desk_door *house = &site->house;
    struct buf text = { .arena = test_site_cx(site)->arena };

    buf_format(&text,
               "POST %s HTTP/1.1\r\nHost: HOST\r\n%sContent-Type: multipart/form-data;"
               " boundary=XBOUND\r\nContent-Length: %zu\r\n\r\n",
               path, house->lines, size);
    const char *head = door_with_host(&house->door, buf_string(&text));
    struct buf whole = { .arena = text.arena };
    buf_text(&whole, head);
    buf_add(&whole, bytes, size);
    return door_ask_bytes(&house->door, whole.bytes, whole.size);
}

/* T-14: an attachment, one line of disposition, nothing runs, the same bytes by their hash. */
static void check_download(const struct json *document)
{
    struct arena *arena = test_site_cx(site)->arena;
    struct door *door = &site->house.door;
    unsigned char hash[crypto_hash_sha256_BYTES];
    char text[2 * sizeof hash + 1];
    struct heard heard = test_site_get(site,
                                       arena_format(arena, "/clients/1/documents/%lld",
                                                    (long long)json_int(json_get(document, "id"))));

    assert_int_equal(heard.status, 200);
    assert_int_equal(heard.size, json_int(json_get(document, "size")));
    crypto_hash_sha256(hash, (const unsigned char *)heard.body, heard.size);
    sodium_bin2hex(text, sizeof text, hash, sizeof hash);
    assert_string_equal(text, json_text(json_get(document, "sha256")));
    assert_non_null(
        strstr(heard_header(door, &heard, "Content-Disposition"), "attachment; filename=\""));
    assert_non_null(strstr(heard_header(door, &heard, "Content-Security-Policy"), "sandbox"));
    assert_string_equal(heard_header(door, &heard, "X-Content-Type-Options"), "nosniff");
    assert_null(strcasestr(heard.head, "\r\nSet-Cookie"));
    assert_null(strstr(heard_header(door, &heard, "Content-Type"), "html"));
    assert_null(strstr(heard_header(door, &heard, "Content-Type"), "svg"));
    const char *name = json_text(json_get(document, "name"));
    assert_true(str_chars(name) <= 200 && !strchr(name, '/') && !str_has_control(name));
}

static void check_taken(const char *file, const struct heard *heard)
{
    struct ctx *cx = test_site_cx(site);
    const struct json *model = json_parse_own(cx, heard->body, heard->size);
    const struct json *list = json_get(model, "documents");

    if (heard->status != 200)
        print_message("# %s: %d %.300s\n", file, heard->status, heard->body);
    assert_int_equal(heard->status, 200);
    assert_true(json_count(list) > 0);
    for (size_t i = 0; i < json_count(list); i++)
        check_download(json_at(list, i));
}

static void check_known(const char *file, const struct heard *heard)
{
    for (size_t i = 0; i < COUNT_OF(known); i++) {
        if (strcmp(known[i].file, file) != 0)
            continue;
        if (heard->status != known[i].status || !strstr(heard->body, known[i].code))
            print_message("# %s: %d %.300s\n", file, heard->status, heard->body);
        assert_int_equal(heard->status, known[i].status);
        if (*known[i].code)
            assert_non_null(strstr(heard->body, known[i].code));
        if (known[i].name)
            assert_non_null(strstr(heard->body, known[i].name));
    }
}

static void check_file(const char *path, const char *verdict)
{
    struct arena *arena = test_site_cx(site)->arena;
    const struct buf *bytes = test_file_read(arena, test_file_hostile(arena, path));
    const char *file = strchr(path, '/') + 1;
    int64_t rows = number("SELECT COUNT(*) FROM document");
    size_t size;

    assert_non_null(bytes);
    const char *body = replaced(arena, bytes, &size);
    struct heard heard = post("/api/v1/companies/1/documents", body, size);
    check_known(file, &heard);
    if (str_starts(verdict, "ACCEPTE")) {
        check_taken(file, &heard);
        return;
    }
    if (heard.status < 400 || heard.status >= 500)
        print_message("# %s: %d\n", file, heard.status);
    assert_true(heard.status >= 400 && heard.status < 500);
    assert_int_equal(number("SELECT COUNT(*) FROM document"), rows);
    struct heard page = post("/clients/1/documents", body, size);
    assert_int_equal(page.status, heard.status);
    assert_true(page.status == 404 || strstr(page.body, "role=\"alert\""));
}

/* The columns of a line of the index, in the arena. */
static bool line_read(struct arena *arena, const char **at, const char *columns[COLUMNS])
{
    size_t size = strcspn(*at, "\r\n");
    const char *line = arena_text(arena, *at, size);

    if (**at == '\0')
        return false;
    *at += size;
    *at += strspn(*at, "\r\n");
    for (int i = 0; i < COLUMNS; i++) {
        size_t column = strcspn(line, "\t");
        columns[i] = arena_text(arena, line, column);
        line += column + (line[column] == '\t');
    }
    return true;
}

static void test_index(void **state)
{
    const char *columns[COLUMNS], *at;
    int seen = 0;

    (void)state;
    open_site();
    struct arena *arena = test_site_cx(site)->arena;
    struct buf *index = test_file_read(arena, test_file_hostile(arena, "index.tsv"));
    if (!index) {
        print_message("# SKIP no index.tsv in QUITUS_HOSTILE\n");
        test_site_free(site);
        skip();
    }
    at = buf_string(index);
    while (line_read(arena, &at, columns))
        if (str_starts(columns[0], "upload/")) {
            check_file(columns[0], columns[3]);
            seen++;
        }
    print_message("# %d files of the index, each with its verdict\n", seen);
    assert_true(seen >= 15);
    assert_int_equal(number("SELECT COUNT(*) FROM document WHERE client <> 1"), 0);
    test_site_free(site);
}

/* u21: what is another's and what is nobody's are answered alike. */
static void test_foreign_is_as_missing(void **state)
{
    static const char BODY[] = "--XBOUND\r\nContent-Disposition: form-data;"
                               " name=\"dossier\"\r\n\r\n%s\r\n--XBOUND\r\nContent-Disposition:"
                               " form-data; name=\"piece\"; filename=\"a.pdf\"\r\n\r\n%%PDF-1.4"
                               "\r\n--XBOUND--\r\n";

    (void)state;
    open_site();
    struct arena *arena = test_site_cx(site)->arena;
    const char *foreign = arena_format(arena, BODY, "2"), *missing = arena_format(arena, BODY, "9"),
               *own = arena_format(arena, BODY, "1");
    struct heard one = post("/api/v1/companies/1/documents", foreign, strlen(foreign));
    struct heard two = post("/api/v1/companies/1/documents", missing, strlen(missing));
    assert_int_equal(one.status, 404);
    assert_int_equal(two.status, 404);
    assert_string_equal(one.body, two.body);
    assert_int_equal(number("SELECT COUNT(*) FROM document"), 0);
    assert_int_equal(post("/api/v1/companies/1/documents", own, strlen(own)).status, 200);
    assert_int_equal(number("SELECT COUNT(*) FROM document WHERE client = 1"), 1);
    test_site_free(site);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_index),
        cmocka_unit_test(test_foreign_is_as_missing),
    };

    DESK_CHILD(count, words);
    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("hostile uploads", tests, NULL, NULL) > 0;
}
