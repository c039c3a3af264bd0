/* The door, asked over real sockets: heads, routes, headers, static files, connections. */
#include "http/server.h"

#include <string.h>
#include <unistd.h>

#include "base/asset.h"
#include "base/log.h"
#include "base/str.h"
#include "http/test_routes.h"

#define POST_LINES "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=1"

struct ask_case {
    const char *rule, *request;
    int status;
    const char *holds; /* in head or body */
    bool closes;
};

static const struct ask_case cases[] = {
    { "a page", "GET / HTTP/1.1\r\nHost: HOST\r\n\r\n", 200, "<home lang=fr", false },
    { "the host of the configuration", "GET / HTTP/1.1\r\nHost: quitus.test:8420\r\n\r\n", 200,
      "<home", false },
    { "no blank behind a colon", "GET / HTTP/1.1\r\nHost:HOST\r\n\r\n", 200, "<home", false },
    { "English by Accept-Language",
      "GET / HTTP/1.1\r\nHost: HOST\r\nAccept-Language: de, en-GB;q=0.8, fr;q=0.5\r\n\r\n", 200,
      "<home lang=en", false },
    { "health in plain words", "GET /healthz HTTP/1.1\r\nHost: HOST\r\n\r\n", 200, "\r\n\r\nok\n",
      false },
    { "another host (T-10)", "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421, "HOTE", true },
    { "another port", "GET / HTTP/1.1\r\nHost: localhost:1\r\n\r\n", 421, "HOTE", true },
    { "no host", "GET / HTTP/1.1\r\n\r\n", 400, "REQUETE", true },
    { "no host in HTTP/1.0", "GET / HTTP/1.0\r\n\r\n", 400, "REQUETE", true },
    { "two hosts", "GET / HTTP/1.1\r\nHost: HOST\r\nHost: HOST\r\n\r\n", 400, "REQUETE", true },
    { "two lengths, the same",
      "POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400,
      "REQUETE", true },
    { "two lengths, not the same",
      "POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 3\r\nContent-Length: 30\r\n\r\nabc", 400,
      "REQUETE", true },
    { "a length and a coding",
      "POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n"
      "0\r\n\r\nG",
      400, "REQUETE", true },
    { "a coding that is not chunked alone",
      "POST / HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400,
      "REQUETE", true },
    { "two codings",
      "POST / HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n"
      "Transfer-Encoding: identity\r\n\r\n0\r\n\r\n",
      400, "REQUETE", true },
    { "a length with a sign", "POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: +3\r\n\r\nabc", 400,
      "", true },
    { "a length below zero", "POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: -1\r\n\r\n", 400, "",
      true },
    { "a length in hexadecimal", "POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 0x3\r\n\r\n",
      400, "", true },
    { "a length with a blank before the colon",
      "POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length : 3\r\n\r\nabc", 400, "REQUETE", true },
    { "a body on GET", "GET / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 3\r\n\r\nabc", 400,
      "REQUETE", true },
    { "T-9: two tokens",
      "GET / HTTP/1.1\r\nHost: HOST\r\nAuthorization: Bearer a\r\nauthorization: Bearer b\r\n\r\n",
      400, "REQUETE", true },
    { "T-9: two origins",
      "POST / HTTP/1.1\r\nHost: HOST\r\nOrigin: http://HOST\r\nOrigin: http://evil.example\r\n"
      "Content-Length: 0\r\n\r\n",
      400, "REQUETE", true },
    { "two keys of one act",
      "GET / HTTP/1.1\r\nHost: HOST\r\nIdempotency-Key: a\r\nIdempotency-Key: b\r\n\r\n", 400,
      "REQUETE", true },
    { "a control character in a value", "GET / HTTP/1.1\r\nHost: HOST\r\nX: a\x01z\r\n\r\n", 400,
      "REQUETE", true },
    { "a carriage return in a value", "GET / HTTP/1.1\r\nHost: HOST\r\nX: a\rb\r\n\r\n", 400,
      "REQUETE", true },
    { "a folded line", "GET / HTTP/1.1\r\nHost: HOST\r\nX: a\r\n b\r\n\r\n", 400, "REQUETE", true },
    { "bare line feeds", "GET / HTTP/1.1\nHost: HOST\n\n", 400, "REQUETE", true },
    { "a blank in the path", "GET /a b HTTP/1.1\r\nHost: HOST\r\n\r\n", 400, "REQUETE", true },
    { "a control character in the path", "GET /a\x01z HTTP/1.1\r\nHost: HOST\r\n\r\n", 400,
      "REQUETE", true },
    { "raw UTF-8 in the path", "GET /é HTTP/1.1\r\nHost: HOST\r\n\r\n", 400, "REQUETE", true },
    { "the address of another site", "GET http://evil.example/ HTTP/1.1\r\nHost: HOST\r\n\r\n", 400,
      "REQUETE", true },
    { "TRACE", "TRACE / HTTP/1.1\r\nHost: HOST\r\nCookie: a=b\r\n\r\n", 405,
      "Allow: GET, HEAD, POST", false },
    { "CONNECT", "CONNECT evil:80 HTTP/1.1\r\nHost: HOST\r\n\r\n", 405, "Allow: GET", false },
    { "PURGE", "PURGE /lent HTTP/1.1\r\nHost: HOST\r\n\r\n", 405, "Allow: GET, HEAD\r", false },
    { "PUT with a body", "PUT /noms HTTP/1.1\r\nHost: HOST\r\n" POST_LINES, 405,
      "Allow: GET, HEAD, POST", true },
    { "GET where only POST stands", "GET /deconnexion HTTP/1.1\r\nHost: HOST\r\n\r\n", 405,
      "Allow: POST", false },
    { "POST where only GET stands", "POST /lent HTTP/1.1\r\nHost: HOST\r\n" POST_LINES, 405,
      "Allow: GET, HEAD", true },
    { "no such path", "GET /nulle/part HTTP/1.1\r\nHost: HOST\r\n\r\n", 404, "<error", false },
    { "no such path of the API", "GET /api/v1/rien HTTP/1.1\r\nHost: HOST\r\n\r\n", 404,
      "application/problem+json", false },
    { "a traversal", "GET /static/../../../etc/passwd HTTP/1.1\r\nHost: HOST\r\n\r\n", 404, "",
      false },
    { "what stands inside the binary beside static files",
      "GET /static/../views/error.mustache HTTP/1.1\r\nHost: HOST\r\n\r\n", 404, "", false },
    { "a compressed body",
      "POST /depot HTTP/1.1\r\nHost: HOST\r\nContent-Encoding: gzip\r\n" POST_LINES, 415,
      "COMPRESSION", true },
    { "a type that no form has",
      "POST /connexion HTTP/1.1\r\nHost: HOST\r\nContent-Type: text/plain\r\n"
      "Content-Length: 1\r\n\r\nx",
      415, "TYPE-CORPS", true },
    { "no type", "POST /connexion HTTP/1.1\r\nHost: HOST\r\nContent-Length: 1\r\n\r\nx", 415,
      "TYPE-CORPS", true },
    { "JSON for a page",
      "POST /connexion HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/json\r\n"
      "Content-Length: 2\r\n\r\n{}",
      415, "TYPE-CORPS", true },
    { "multipart where no file is taken",
      "POST /connexion HTTP/1.1\r\nHost: HOST\r\nContent-Type: multipart/form-data; boundary=X\r\n"
      "Content-Length: 2\r\n\r\n--",
      415, "TYPE-CORPS", true },
    { "a form for the API", "POST /api/v1/noms HTTP/1.1\r\nHost: HOST\r\n" POST_LINES, 415,
      "TYPE-CORPS", true },
    { "a longer body than anybody may send",
      "POST /connexion HTTP/1.1\r\nHost: HOST\r\n"
      "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 262145\r\n\r\n",
      413, "CORPS-LONG", true },
    { "an unknown field of a query", "GET /?q=1 HTTP/1.1\r\nHost: HOST\r\n\r\n", 400,
      "CHAMP-INCONNU", false },
    { "a page without session", "GET /noms HTTP/1.1\r\nHost: HOST\r\n\r\n", 303,
      "Location: /connexion?suite=/noms", false },
    { "the query is kept through sign-in", "GET /noms?a=1&b=2 HTTP/1.1\r\nHost: HOST\r\n\r\n", 303,
      "Location: /connexion?suite=/noms%3Fa%3D1%26b%3D2", false },
    { "the API without session", "GET /api/v1/clients/1 HTTP/1.1\r\nHost: HOST\r\n\r\n", 401,
      "\"code\":\"CONNEXION\"", false },
    { "a fault of the house tells no secret", "GET /casse HTTP/1.1\r\nHost: HOST\r\n\r\n", 500,
      "is_broken", false },
    { "no room on the disk (T-20)", "GET /plein HTTP/1.1\r\nHost: HOST\r\n\r\n", 507, "is_full",
      false },
    { "a download is an attachment (T-14)", "GET /telechargement HTTP/1.1\r\nHost: HOST\r\n\r\n",
      200, "attachment; filename=\"relev _1_.csv\"; filename*=UTF-8''relev%C3%A9%20%221%22.csv",
      false },
};

static void test_ask(void **state)
{
    const struct ask_case *expected = *state;
    const struct site site = { .routes = test_routes, .count = test_routes_count };
    struct door door;

    door_open(&door, &site);
    const char *request = door_with_host(&door, expected->request);
    int socket = door_connect(&door);
    door_say(socket, request, strlen(request));
    struct heard heard = door_hear(&door, socket);
    const char *all = arena_format(door.books.cx.arena, "%s%s", heard.head, heard.body);
    assert_int_equal(heard.status, expected->status);
    if (!strstr(all, expected->holds))
        print_message("# %s\n", all);
    assert_non_null(strstr(all, expected->holds));
    assert_null(strstr(all, "secret of the house"));
    assert_null(strcasestr(all, "\r\nServer:"));
    if (expected->closes) {
        assert_true(door_is_over(&door, socket));
    } else {
        const char *again = door_with_host(&door, "GET /healthz HTTP/1.1\r\nHost: HOST\r\n\r\n");
        door_say(socket, again, strlen(again));
        assert_int_equal(door_hear(&door, socket).status, 200);
    }
    close(socket);
    door_close(&door);
}

static void test_sizes(void **state)
{
    struct door door;
    struct buf url, line, lines;

    (void)state;
    test_house_open(&door);
    struct arena *arena = door.books.cx.arena;
    url = line = lines = (struct buf){ .arena = arena };
    for (int i = 0; i < 4100; i++)
        buf_byte(&url, 'a');
    for (int i = 0; i < 17000; i++)
        buf_byte(&line, 'a');
    for (int i = 0; i < 64; i++)
        buf_text(&lines, "X: a\r\n");
    assert_int_equal(door_get(&door, arena_format(arena, "/%s", url.bytes), "").status, 414);
    assert_int_equal(door_get(&door, "/", arena_format(arena, "X: %s\r\n", line.bytes)).status,
                     431);
    assert_int_equal(door_get(&door, "/", lines.bytes).status, 431);
    assert_int_equal(door_get(&door, "/", lines.bytes + strlen("X: a\r\n")).status, 200);
    door_close(&door);
}

/* A NUL hides what follows from whoever reads text. */
static void test_nul(void **state)
{
    struct door door;

    (void)state;
    test_house_open(&door);
    struct buf request = { .arena = door.books.cx.arena };
    buf_text(&request, door_with_host(&door, "GET / HTTP/1.1\r\nHost: HOST\r\nX: a"));
    buf_add(&request, "\0b\r\n\r\n", 6);
    assert_int_equal(door_ask_bytes(&door, request.bytes, request.size).status, 400);
    request.size = 0;
    buf_add(&request, "GET /\0x HTTP/1.1\r\n", 18);
    buf_text(&request, door_with_host(&door, "Host: HOST\r\n\r\n"));
    assert_int_equal(door_ask_bytes(&door, request.bytes, request.size).status, 400);
    door_close(&door);
}

static void test_headers(void **state)
{
    static const char *const paths[] = { "/", "/nulle/part", "/api/v1/rien", "/healthz", "/noms" };
    struct door door;

    (void)state;
    test_house_open(&door);
    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        struct heard heard = door_get(&door, paths[i], "");
        assert_string_equal(heard_header(&door, &heard, "X-Content-Type-Options"), "nosniff");
        assert_string_equal(heard_header(&door, &heard, "Cross-Origin-Opener-Policy"),
                            "same-origin");
        assert_string_equal(heard_header(&door, &heard, "Cross-Origin-Resource-Policy"),
                            "same-origin");
        assert_string_equal(heard_header(&door, &heard, "Referrer-Policy"), "same-origin");
        assert_string_equal(heard_header(&door, &heard, "Cache-Control"), "no-store");
        assert_string_equal(heard_header(&door, &heard, "Strict-Transport-Security"), "");
        const char *policy = heard_header(&door, &heard, "Content-Security-Policy");
        assert_non_null(strstr(policy, "default-src 'none'; script-src 'self';"));
        assert_non_null(strstr(policy, "frame-ancestors 'none'"));
        assert_null(strstr(policy, "unsafe"));
    }
    door_close(&door);
}

static void test_download(void **state)
{
    struct door door;

    (void)state;
    test_house_open(&door);
    struct heard heard = door_get(&door, "/telechargement", "");
    assert_string_equal(heard.body, "a;b\r\n");
    assert_int_equal(strncmp(heard_header(&door, &heard, "Content-Security-Policy"), "sandbox;", 8),
                     0);
    door_close(&door);
}

static void test_https(void **state)
{
    const struct site site = { .routes = test_routes,
                               .count = test_routes_count,
                               .base_url = "https://quitus.test" };
    const char *login = "email=admin%40quitus.test&password=une+longue+phrase";
    struct door door;

    (void)state;
    door_open(&door, &site);
    test_members_add(&door);
    struct heard heard = door_post(&door, "/connexion", "Origin: https://quitus.test\r\n", login);
    const char *cookie = heard_header(&door, &heard, "Set-Cookie");
    assert_int_equal(strncmp(cookie, "__Host-quitus=", 14), 0);
    assert_non_null(strstr(cookie, "; Path=/; HttpOnly; SameSite=Lax; Secure"));
    assert_string_equal(heard_header(&door, &heard, "Strict-Transport-Security"),
                        "max-age=31536000");
    door_close(&door);
}

static const char *static_name(struct arena *arena, const char *end)
{
    for (size_t i = 0; i < asset_count; i++)
        if (str_starts(asset_table[i].name, "static/") && str_ends(asset_table[i].name, end))
            return arena_format(arena, "/%s", asset_table[i].name);
    assert_string_equal(end, "the end of a static file");
    return "";
}

static void test_static(void **state)
{
    struct door door;

    (void)state;
    test_house_open(&door);
    const char *name = static_name(door.books.cx.arena, ".css");
    const struct asset *asset = asset_find(name + 1);
    struct heard plain = door_get(&door, name, "");
    assert_int_equal(plain.size, asset->size);
    assert_memory_equal(plain.body, asset->bytes, asset->size);
    assert_string_equal(heard_header(&door, &plain, "Content-Type"), "text/css; charset=utf-8");
    assert_string_equal(heard_header(&door, &plain, "Cache-Control"),
                        "public, max-age=31536000, immutable");
    struct heard packed = door_get(&door, name, "Accept-Encoding: br, gzip\r\n");
    assert_string_equal(heard_header(&door, &packed, "Content-Encoding"), "gzip");
    assert_string_equal(heard_header(&door, &packed, "Vary"), "Accept-Encoding");
    assert_memory_equal(packed.body, asset->packed, asset->packed_size);
    struct heard known = door_get(&door, name,
                                  arena_format(door.books.cx.arena, "If-None-Match: %s\r\n",
                                               heard_header(&door, &plain, "ETag")));
    assert_int_equal(known.status, 304);
    struct heard font = door_get(&door, static_name(door.books.cx.arena, ".woff2"), "");
    assert_string_equal(heard_header(&door, &font, "Content-Type"), "font/woff2");
    struct heard film = door_get(&door, static_name(door.books.cx.arena, ".webm"), "");
    assert_string_equal(heard_header(&door, &film, "Content-Type"), "video/webm");
    assert_int_equal(door_get(&door, "/static/quitus.css", "").status, 404);
    door_close(&door);
}

static void test_head(void **state)
{
    struct door door;

    (void)state;
    test_house_open(&door);
    const char *request = door_with_host(&door,
                                         "HEAD / HTTP/1.1\r\nHost: HOST\r\n\r\n"
                                         "GET /healthz HTTP/1.1\r\nHost: HOST\r\n\r\n");
    int socket = door_connect(&door);
    door_say(socket, request, strlen(request));
    struct heard heard = door_hear_head(&door, socket);
    assert_int_equal(heard.status, 200);
    assert_true(strlen(heard_header(&door, &heard, "Content-Length")) > 1);
    assert_string_equal(door_hear(&door, socket).body, "ok\n"); /* no body stood between */
    close(socket);
    door_close(&door);
}

static void test_pipelining(void **state)
{
    const struct site site = { .routes = test_routes, .count = test_routes_count };
    struct door door;

    (void)state;
    door_open(&door, &site);
    struct buf requests = { .arena = door.books.cx.arena };
    for (int i = 0; i < 50; i++)
        buf_text(&requests,
                 door_with_host(&door,
                                i % 2 ? "GET /healthz HTTP/1.1\r\nHost: HOST\r\n\r\n"
                                      : "GET / HTTP/1.1\r\nHost: HOST\r\n\r\n"));
    int socket = door_connect(&door);
    door_say(socket, requests.bytes, requests.size);
    for (int i = 0; i < 50; i++) {
        struct heard heard = door_hear(&door, socket);
        assert_int_equal(heard.status, 200);
        assert_int_equal(strcmp(heard.body, "ok\n") == 0, i % 2);
    }
    close(socket);
    door_close(&door);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sizes),   cmocka_unit_test(test_nul),
        cmocka_unit_test(test_headers), cmocka_unit_test(test_https),
        cmocka_unit_test(test_static),  cmocka_unit_test(test_download),
        cmocka_unit_test(test_head),    cmocka_unit_test(test_pipelining),
    };

    log_quiet(LOG_LEVEL_COUNT);
    int failed = cmocka_run_group_tests_name("server", tests, NULL, NULL);
    return failed + TEST_TABLE("asked", cases, test_ask) > 0;
}
