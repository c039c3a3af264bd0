/*
 * The files of shared/hostile/http and shared/hostile/json whose target is the door or a form,
 * through the door, with the verdict that each must get.
 */
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/test_file.h"
#include "http/test_routes.h"

struct http_case {
    const char *rule, *file;
    int status;
    const char *holds;
    bool is_signed_in; /* LIVE is a session's cookie */
    bool closes;
};

static const struct http_case requests[] = {
    { "h01 a reset under another host", "http/h01_host_poison_reset.http", 421, "HOTE", false,
      true },
    { "h03 two hosts", "http/h03_two_hosts.http", 400, "REQUETE", false, true },
    { "h04 a length and a coding", "http/h04_cl_te.http", 400, "REQUETE", false, true },
    { "h06 two lengths", "http/h06_two_cl.http", 400, "REQUETE", false, true },
    { "h08 a length below zero", "http/h08_negative_cl.http", 400, "", false, true },
    { "h11 a traversal", "http/h11_traversal.http", 404, "ABSENT", false, false },
    { "h12 a coded traversal", "http/h12_traversal_encoded.http", 404, "ABSENT", false, false },
    { "h14 an address of 65 kB", "http/h14_url_64k.http", 414, "", false, true },
    { "h16 TRACE, CONNECT, PURGE", "http/h16_methods.http", 405, "Allow: ", false, false },
    { "h18 a redirect to another site", "http/h18_open_redirect.http", 400, "CHAMP-INCONNU", false,
      false },
    { "h20 another site's form, a live session", "http/h20_csrf_cross_site.http", 403, "CSRF", true,
      false },
    { "h22 a change by GET", "http/h22_get_changes_state.http", 405, "Allow: POST", true, false },
    { "h24 a session chosen by another", "http/h24_session_fixation.http", 400, "CHAMP-INCONNU",
      false, false },
    { "h27 a bomb of gzip", "http/h27_gzip_body_bomb.http", 415, "COMPRESSION", false, true },
};

/* In place of a word; the bytes may hold anything. */
static void replace(struct arena *arena, struct buf *text, const char *word, const char *by)
{
    struct buf done = { .arena = arena };
    size_t size = strlen(word), from = 0;

    for (size_t at = 0; at + size <= text->size; at++)
        if (memcmp(text->bytes + at, word, size) == 0) {
            buf_add(&done, text->bytes + from, at - from);
            buf_text(&done, by);
            from = at + size;
        }
    buf_add(&done, text->bytes + from, text->size - from);
    *text = done;
}

static void fill_in(struct door *door, const struct http_case *expected, struct buf *text)
{
    struct arena *arena = door->books.cx.arena;

    replace(arena, text, "HOST", door_with_host(door, "HOST"));
    if (expected->is_signed_in)
        replace(arena, text, "__Host-sid=LIVE", test_sign_in(door, "admin%40quitus.test"));
}

static void test_request(void **state)
{
    const struct http_case *expected = *state;
    struct door door;

    test_house_open(&door);
    struct buf text = { .arena = door.books.cx.arena };
    struct arena *arena = door.books.cx.arena;
    const struct buf *bytes = test_file_read(arena, test_file_hostile(arena, expected->file));
    if (!bytes) {
        print_message("# %s is not there\n", expected->file);
        door_close(&door);
        skip();
    }
    buf_add(&text, bytes->bytes, bytes->size);
    fill_in(&door, expected, &text);
    int socket = door_connect(&door);
    door_say(socket, text.bytes, text.size);
    struct heard heard = door_hear(&door, socket);
    const char *all = arena_format(door.books.cx.arena, "%s%s", heard.head, heard.body);
    assert_int_equal(heard.status, expected->status);
    assert_non_null(strstr(all, expected->holds));
    assert_null(strstr(all, "a=b")); /* no cookie is echoed */
    assert_null(strstr(heard.head, "evil"));
    for (int i = 0; expected->status == 405 && i < 2 && strstr(text.bytes, "TRACE"); i++)
        assert_int_equal(door_hear(&door, socket).status, 405);
    if (expected->closes)
        assert_true(door_is_over(&door, socket));
    close(socket);
    assert_int_equal(test_changes(), 0);
    door_close(&door);
}

struct json_case {
    const char *rule, *file, *path;
    const char *code;
    const char *holds[7];
};

static const struct json_case maps[] = {
    { "j01 fields that nobody may set",
      "json/j01_mass_assignment.json",
      "/api/v1/noms",
      "CHAMP-INCONNU",
      { "#/role", "#/cabinet_id", "#/dossier_id", "#/password_hash", "#/is_admin",
        "#/created_at" } },
    { "j02 a key twice", "json/j02_duplicate_keys.json", "/api/v1/noms", "JSON-DOUBLE", { 0 } },
    { "j03 100,000 deep", "json/j03_depth_100000.json", "/api/v1/noms", "JSON-PROFONDEUR", { 0 } },
    { "j04 numbers", "json/j04_numbers.json", "/api/v1/noms", "JSON-", { 0 } },
    { "j09 a field of 1 MB",
      "json/j09_field_1MB.json",
      "/api/v1/noms",
      "CHAMP-LONG",
      { "000\u202f000", "200" } },
    { "j10 wrong types everywhere",
      "json/j10_types.json",
      "/api/v1/noms",
      "CHAMP-TYPE",
      { "#/nom", "#/siren", "#/montant", "#/email", "#/actif" } },
    { "j11 SQL where a choice stands",
      "json/j11_sql_names.json",
      "/api/v1/noms",
      "CHAMP-CHOIX",
      { "#/tri", "#/ordre", "#/filtre", "nom siren" } },
    { "j12 headers behind an address",
      "json/j12_email_header_injection.json",
      "/api/v1/messages",
      "CHAMP-SAUT",
      { "\"#/destinataire\",\"field\":\"destinataire\",\"code\":\"CHAMP-SAUT",
        "\"#/sujet\",\"field\":\"sujet\",\"code\":\"CHAMP-SAUT",
        "\"#/nom\",\"field\":\"nom\",\"code\":\"CHAMP-SAUT", "#/reponse" } },
};

static struct heard post_json(struct door *door, const char *path, const char *bytes, size_t size)
{
    struct arena *arena = door->books.cx.arena;
    const char *cookie = test_sign_in(door, "admin%40quitus.test");
    struct buf text = { .arena = arena };

    buf_format(&text,
               "POST %s HTTP/1.1\r\nHost: HOST\r\nCookie: %s\r\nX-Quitus-Token: %s\r\n"
               "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n",
               path, cookie, test_token(door, cookie), size);
    replace(arena, &text, "HOST", door_with_host(door, "HOST"));
    buf_add(&text, bytes, size);
    return door_ask_bytes(door, text.bytes, text.size);
}

static void test_json(void **state)
{
    const struct json_case *expected = *state;
    struct door door;

    test_house_open(&door);
    struct arena *arena = door.books.cx.arena;
    const struct buf *bytes = test_file_read(arena, test_file_hostile(arena, expected->file));
    if (!bytes) {
        print_message("# %s is not there\n", expected->file);
        door_close(&door);
        skip();
    }
    struct heard heard = post_json(&door, expected->path, bytes->bytes, bytes->size);
    assert_int_equal(heard.status, 400);
    assert_string_equal(heard_header(&door, &heard, "Content-Type"), "application/problem+json");
    assert_non_null(strstr(heard.body, arena_format(arena, "\"code\":\"%s", expected->code)));
    for (size_t i = 0; i < COUNT_OF(expected->holds) && expected->holds[i]; i++)
        assert_non_null(strstr(heard.body, expected->holds[i]));
    assert_int_equal(test_changes(), 0);
    door_close(&door);
}

int main(void)
{
    log_quiet(LOG_LEVEL_COUNT);
    return TEST_TABLE("hostile http", requests, test_request)
        + TEST_TABLE("hostile json", maps, test_json)
        > 0;
}
