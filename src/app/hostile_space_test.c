/*
 * T-18 at the client's space: every file of shared/hostile/upload is handed in for a piece by the
 * form of the space and in parts, and gets the verdict of the index. What is refused has left no
 * row, no event and a piece that is still missing.
 */
#include <string.h>

#include "app/test_site.h"
#include "base/log.h"
#include "base/str.h"
#include "base/test_file.h"
#include "document/test_vault.h"

static const char FORM[] = "/espace/demandes/7", LIMIT[] = "\r\n--XBOUND";
static const struct walker zoe = { .role = ROLE_CLIENT, .contact = 1 };

/* What the index asks for; of the others it asks that they are taken. */
static const struct verdict {
    const char *file;
    int status, parts_status; /* of the form; of the last call in parts */
    const char *words;        /* of the page, for who reads French */
} refused[] = {
    { "u03_nul_in_name.mp", 400, 400, "nom" },
    { "u04_rtl_override.mp", 400, 400, "n’est pas un document que nous prenons" },
    { "u10_svg_script.mp", 400, 400, "n’est pas un document que nous prenons" },
    { "u12_html_as_pdf.mp", 400, 400, "n’est pas un document que nous prenons" },
    { "u18_no_final_boundary.mp", 400, 400, "" },
    { "u20_hpp_dossier_twice.mp", 400, 400, "" },
    { "u21_foreign_dossier.mp", 404, 404, "" },
};

static struct test_site *site;
static const char *lines;

static void run(const char *text)
{
    assert_true(books_run_text(test_site_cx(site), text));
}

/* Zoé's company is asked for piece 71; piece 91 is another's. */
static void open_site(void)
{
    const struct test_debts first = { 1, "Rivoal", 1, 1 }, second = { 1, "Perrin", 1, 1 };

    site = test_site_new();
    assert_int_equal(test_site_owe(site, &first), 1);
    assert_int_equal(test_site_owe(site, &second), 2);
    test_site_person(site, "Zoé", "fr", (struct contact_role){ .client = 1, .is_legal = true });
    run("INSERT INTO request (firm, id, place, client, name, instructions, due_on, state,"
        " needs_payroll, created_at, changed_at) VALUES"
        " (1, 7, 1, 1, 'Pièces', '', '2026-04-10', 'open', 0, 0, 0),"
        " (1, 9, 2, 2, 'Secret', '', '2026-04-10', 'open', 0, 0, 0)");
    run("INSERT INTO item (firm, id, request, client, place, kind, name, is_blocking, state,"
        " answer, reason, changed_at) VALUES"
        " (1, 71, 7, 1, 1, 'document', 'Relevé', 1, 'missing', '', '', 0),"
        " (1, 91, 9, 2, 1, 'document', 'Autre', 1, 'missing', '', '', 0)");
    lines = walker_lines(&site->house.door, &zoe);
}

static int64_t number(const char *sql)
{
    return test_site_number(site, sql);
}

/* All that a refusal must leave alone. */
struct state {
    int64_t documents, events, given;
    int files;
};

static struct state look(void)
{
    return (struct state){ number("SELECT COUNT(*) FROM document"),
                           number("SELECT COUNT(*) FROM request_event"),
                           number("SELECT COUNT(*) FROM item WHERE state <> 'missing'"),
                           test_vault_files(&site->house.vault) };
}

static void assert_same(const struct state *before)
{
    const struct state now = look();

    assert_int_equal(now.documents, before->documents);
    assert_int_equal(now.events, before->events);
    assert_int_equal(now.given, before->given);
    assert_int_equal(now.files, before->files);
}

/* Each taken document gives the piece; the next file begins with a missing one. */
static void check_taken(const struct state *before, int64_t documents)
{
    assert_int_equal(number("SELECT COUNT(*) FROM document"), before->documents + documents);
    assert_int_equal(number("SELECT COUNT(*) FROM document WHERE item <> 71 OR client <> 1"
                            " OR contact <> 1 OR way <> 'space'"),
                     0);
    assert_int_equal(number("SELECT COUNT(*) FROM item WHERE id = 71 AND state = 'given'"), 1);
    run("UPDATE item SET state = 'missing' WHERE firm = 1");
    run("UPDATE request SET state = 'open' WHERE firm = 1");
}

static void add_replaced(struct buf *out, const struct buf *bytes, const char *word,
                         const char *other)
{
    const char *at = bytes->bytes, *end = at + bytes->size, *found;

    while ((found = memmem(at, (size_t)(end - at), word, strlen(word)))) {
        buf_add(out, at, (size_t)(found - at));
        buf_text(out, other);
        at = found + strlen(word);
    }
    buf_add(out, at, (size_t)(end - at));
}

static void field(struct buf *out, const char *name, const char *value)
{
    buf_format(out, "--XBOUND\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n", name,
               value);
}

/* The file's own body with its field « dossier » named as the space names a piece. */
static struct buf body_of(struct arena *arena, const struct buf *bytes)
{
    struct buf named = { .arena = arena }, owned = { .arena = arena }, body = { .arena = arena };
    static const char DOSSIER[] = "name=\"dossier\"", OWN[] = "name=\"item\"\r\n\r\n1\r\n";
    bool has_dossier = memmem(bytes->bytes, bytes->size, DOSSIER, strlen(DOSSIER)) != NULL;

    add_replaced(&named, bytes, DOSSIER, "name=\"item\"");
    add_replaced(&owned, &named, OWN, "name=\"item\"\r\n\r\n71\r\n");
    field(&body, "act", "file");
    if (!has_dossier)
        field(&body, "item", "71");
    add_replaced(&body, &owned, "FOREIGN_ID", "91");
    return body;
}

static struct heard post(const char *path, const struct buf *body)
{
    struct buf text = { .arena = body->arena };

    buf_format(&text,
               "POST %s HTTP/1.1\r\nHost: HOST\r\n%sContent-Type: multipart/form-data;"
               " boundary=XBOUND\r\nContent-Length: %zu\r\n\r\n",
               path, lines, body->size);
    struct buf whole = { .arena = body->arena };
    buf_text(&whole, door_with_host(&site->house.door, buf_string(&text)));
    buf_add(&whole, body->bytes, body->size);
    return door_ask_bytes(&site->house.door, whole.bytes, whole.size);
}

static struct heard post_json(struct arena *arena, const char *path, const char *json)
{
    const char *text = arena_format(arena,
                                    "POST %s HTTP/1.1\r\nHost: HOST\r\n%sContent-Type:"
                                    " application/json\r\nContent-Length: %zu\r\n\r\n%s",
                                    path, lines, strlen(json), json);

    return door_ask(&site->house.door, text);
}

/* One file of a body: its name and bytes, as they stand there. */
struct piece {
    const char *name, *bytes;
    size_t name_size, size;
};

static size_t pieces_of(const struct buf *body, struct piece *pieces, size_t most)
{
    const char *at = body->bytes, *end = at + body->size;
    static const char NAME[] = "filename=\"", HEAD[] = "\r\n\r\n";
    size_t count = 0;

    while (count < most && (at = memmem(at, (size_t)(end - at), NAME, strlen(NAME)))) {
        struct piece *piece = &pieces[count++];
        piece->name = at + strlen(NAME);
        at = memmem(piece->name, (size_t)(end - piece->name), "\"\r\n", 3);
        piece->name_size = (size_t)(at - piece->name);
        piece->bytes = (const char *)memmem(at, (size_t)(end - at), HEAD, strlen(HEAD)) + 4;
        at = memmem(piece->bytes, (size_t)(end - piece->bytes), LIMIT, strlen(LIMIT));
        at = at ? at : end; /* the body that lacks its last boundary */
        piece->size = (size_t)(at - piece->bytes);
    }
    return count;
}

static const char *begin_text(struct arena *arena, const struct piece *piece)
{
    struct buf text = { .arena = arena };

    buf_text(&text, "{\"name\":\"");
    for (size_t i = 0; i < piece->name_size; i++) {
        unsigned char byte = (unsigned char)piece->name[i];
        if (byte < ' ' || byte == '"' || byte == '\\')
            buf_format(&text, "\\u%04x", byte);
        else
            buf_byte(&text, (char)byte);
    }
    buf_format(&text, "\",\"size\":%zu}", piece->size);
    return buf_string(&text);
}

static struct heard send_part(struct arena *arena, const char *key, const struct piece *piece,
                              const char *end)
{
    struct buf body = { .arena = arena };

    field(&body, "key", key);
    field(&body, "offset", "0");
    buf_text(&body,
             "--XBOUND\r\nContent-Disposition: form-data; name=\"part\"; filename=\"p\"\r\n"
             "Content-Type: application/octet-stream\r\n\r\n");
    buf_add(&body, piece->bytes, piece->size);
    buf_text(&body, end);
    return post("/api/v1/espace/uploads/part", &body);
}

/* Begun for a piece, sent as one part, ended: the first answer that is none of 200, or the last. */
static struct heard in_parts(struct arena *arena, int64_t item, const struct piece *piece,
                             const char *end)
{
    struct ctx *cx = test_site_cx(site);
    struct heard heard =
        post_json(arena, arena_format(arena, "/api/v1/espace/pieces/%lld/uploads", (long long)item),
                  begin_text(arena, piece));

    if (heard.status != 200)
        return heard;
    const struct json *model = json_parse_own(cx, heard.body, heard.size);
    const char *key = json_text(json_get(model, "key"));
    heard = send_part(arena, key, piece, end);
    if (heard.status != 200)
        return heard;
    heard = post_json(arena, "/api/v1/espace/uploads/end",
                      arena_format(arena, "{\"key\":\"%s\"}", key));
    if (heard.status != 200) /* so that it leaves nothing: the sender gives up */
        assert_int_equal(post_json(arena, "/api/v1/espace/uploads/cancel",
                                   arena_format(arena, "{\"key\":\"%s\"}", key))
                             .status,
                         200);
    return heard;
}

static void expect(const char *file, const char *how, const struct heard *heard, int status)
{
    if (heard->status != status)
        print_message("# %s, %s: %d %.300s\n", file, how, heard->status, heard->body);
    assert_int_equal(heard->status, status);
}

static void refuse(struct arena *arena, const struct verdict *verdict, const struct buf *bytes)
{
    const struct state before = look();
    const struct buf body = body_of(arena, bytes);
    bool is_foreign = verdict->status == 404, is_cut = str_starts(verdict->file, "u18"),
         is_twice = str_starts(verdict->file, "u20");
    struct piece piece;

    struct heard heard = post(FORM, &body);
    expect(verdict->file, "form", &heard, verdict->status);
    if (!is_foreign && !strstr(heard.body, verdict->words))
        print_message("# %s: %.600s\n", verdict->file, heard.body);
    assert_true(is_foreign || strstr(heard.body, verdict->words));
    assert_same(&before);
    assert_int_equal(pieces_of(bytes, &piece, 1), 1);
    if (is_twice) /* in parts a piece stands in the path: a field is twice elsewhere */
        heard = in_parts(arena, 71, &piece,
                         "\r\n--XBOUND\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\n"
                         "x\r\n--XBOUND--\r\n");
    else
        heard = in_parts(arena, is_foreign ? 91 : 71, &piece, is_cut ? "" : "\r\n--XBOUND--\r\n");
    expect(verdict->file, "parts", &heard, verdict->parts_status);
    if (is_foreign)
        assert_string_equal(heard.body, in_parts(arena, 99, &piece, "").body);
    assert_same(&before);
}

static void take(struct arena *arena, const char *file, const struct buf *bytes)
{
    struct state before = look();
    const struct buf body = body_of(arena, bytes);
    struct piece pieces[4];
    size_t count = pieces_of(bytes, pieces, COUNT_OF(pieces));
    struct heard heard = post(FORM, &body);

    expect(file, "form", &heard, 303);
    check_taken(&before, (int64_t)count);
    before = look();
    if (str_starts(file, "u05")) { /* « shortened, or refused »: a field has its length (T-16) */
        heard = in_parts(arena, 71, &pieces[0], "");
        expect(file, "parts", &heard, 400);
        assert_same(&before);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        heard = in_parts(arena, 71, &pieces[i], "\r\n--XBOUND--\r\n");
        expect(file, "parts", &heard, 200);
    }
    check_taken(&before, (int64_t)count);
    assert_int_equal(number("SELECT COUNT(*) FROM document WHERE name LIKE '%/%'"
                            " OR length(name) > 200"),
                     0);
}

static void check_file(struct arena *arena, const char *path, bool is_taken)
{
    const struct buf *bytes = test_file_read(arena, test_file_hostile(arena, path));
    const char *file = strchr(path, '/') + 1;
    const struct verdict *verdict = NULL;

    assert_non_null(bytes);
    for (size_t i = 0; i < COUNT_OF(refused); i++)
        if (strcmp(refused[i].file, file) == 0)
            verdict = &refused[i];
    assert_true(is_taken == !verdict); /* the index and this table agree */
    if (verdict)
        refuse(arena, verdict, bytes);
    else
        take(arena, file, bytes);
}

static void test_index(void **state)
{
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
    for (const char *at = buf_string(index); *at; at += strcspn(at, "\n"), at += *at == '\n') {
        const char *line = arena_text(arena, at, strcspn(at, "\n"));
        if (!str_starts(line, "upload/"))
            continue;
        check_file(arena, arena_text(arena, line, strcspn(line, "\t")),
                   strstr(line, "\tACCEPTE") != NULL);
        seen++;
    }
    print_message("# %d files of the index, each with its verdict, both ways\n", seen);
    assert_true(seen >= 15);
    test_site_free(site);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_index) };

    DESK_CHILD(count, words);
    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("hostile uploads, space", tests, NULL, NULL) > 0;
}
