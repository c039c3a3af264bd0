/* Files through the door: streamed, limited, judged before they are kept, and gone afterwards. */
#include "http/upload.h"

#include <dirent.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "http/test_routes.h"

#define TYPE "Content-Type: multipart/form-data; boundary=X\r\n"
#define FILE_HEAD(FIELD, NAME)                                                                     \
    "--X\r\nContent-Disposition: form-data; name=\"" FIELD "\"; filename=\"" NAME "\"\r\n\r\n"
#define TEXT_PART(FIELD, TEXT)                                                                     \
    "--X\r\nContent-Disposition: form-data; name=\"" FIELD "\"\r\n\r\n" TEXT "\r\n"
#define END "\r\n--X--\r\n"

struct upload_case {
    const char *rule, *path, *body;
    int status;
    const char *holds;
};

static const struct upload_case cases[] = {
    { "a file and a note", "/depot",
      TEXT_PART("note", "hello") FILE_HEAD("fichier", "a.txt") "ab" END, 200,
      "\"name\":\"a.txt\",\"note\":\"hello\",\"size\":2,\"read\":2" },
    { "no folder in its name", "/depot", FILE_HEAD("fichier", "C:\\x/../a.txt") "ab" END, 200,
      "\"name\":\"a.txt\"" },
    { "an empty file", "/depot", FILE_HEAD("fichier", "a") END, 200, "\"size\":0" },
    { "no file chosen", "/depot", FILE_HEAD("fichier", "") END, 400, "CHAMP-MANQUE" },
    { "cut in the middle", "/depot", FILE_HEAD("fichier", "a") "half of it", 400,
      "UPLOAD-INCOMPLET" },
    { "a file in another field", "/depot", FILE_HEAD("note", "a") "x" END, 400, "UPLOAD-INCONNU" },
    { "a text in the file's field", "/depot", TEXT_PART("fichier", "x") "--X--\r\n", 400,
      "CHAMP-TYPE" },
    { "two files in one field", "/depot",
      FILE_HEAD("fichier", "a") "1\r\n" FILE_HEAD("fichier", "b") "2" END, 400, "CHAMP-DOUBLE" },
    { "an unknown field", "/depot", TEXT_PART("role", "x") FILE_HEAD("fichier", "a") "1" END, 400,
      "CHAMP-INCONNU" },
    { "without a session", "/fichiers", FILE_HEAD("fichier", "a") "1" END, 303, "/connexion" },
};

static void test_upload(void **state)
{
    const struct upload_case *expected = *state;
    struct door door;

    test_house_open(&door);
    struct heard heard = door_post(&door, expected->path, TYPE, expected->body);
    const char *all = arena_format(door.books.cx.arena, "%s%s", heard.head, heard.body);
    assert_int_equal(heard.status, expected->status);
    assert_non_null(strstr(all, expected->holds));
    assert_int_equal(test_changes(), expected->status == 200);
    door_close(&door);
}

struct token_case {
    const char *rule, *path, *lines, *body;
    int status;
};

/* TOKEN is the session's; the field stands before the file, so that nothing is kept without it. */
static const struct token_case tokens[] = {
    { "the token as the first field", "/fichiers", TYPE,
      TEXT_PART("token", "TOKEN") FILE_HEAD("fichier", "a") "1" END, 200 },
    { "the token in the query", "/fichiers?jeton=TOKEN", TYPE, FILE_HEAD("fichier", "a") "1" END,
      200 },
    { "the token in a header", "/fichiers", "X-Quitus-Token: TOKEN\r\n" TYPE,
      FILE_HEAD("fichier", "a") "1" END, 200 },
    { "no token", "/fichiers", TYPE, FILE_HEAD("fichier", "a") "1" END, 403 },
    { "the token behind the file", "/fichiers", TYPE,
      FILE_HEAD("fichier", "a") "1\r\n" TEXT_PART("token", "TOKEN") "--X--\r\n", 403 },
    { "another token in the query", "/fichiers?jeton=AAAA", TYPE,
      TEXT_PART("token", "TOKEN") FILE_HEAD("fichier", "a") "1" END, 403 },
};

static const char *with_token(struct arena *arena, const char *text, const char *token)
{
    const char *at = strstr(text, "TOKEN");

    if (!at)
        return text;
    return arena_format(arena, "%s%s%s", arena_text(arena, text, (size_t)(at - text)), token,
                        at + strlen("TOKEN"));
}

static void test_token_first(void **state)
{
    const struct token_case *expected = *state;
    struct door door;

    test_house_open(&door);
    struct arena *arena = door.books.cx.arena;
    const char *cookie = test_sign_in(&door, "admin%40quitus.test");
    const char *token = test_token(&door, cookie);
    const char *lines =
        arena_format(arena, "Cookie: %s\r\n%s", cookie, with_token(arena, expected->lines, token));
    struct heard heard = door_post(&door, with_token(arena, expected->path, token), lines,
                                   with_token(arena, expected->body, token));
    assert_int_equal(heard.status, expected->status);
    assert_int_equal(test_changes(), expected->status == 200);
    door_close(&door);
}

static size_t files_in(const char *folder)
{
    DIR *open = opendir(folder);
    size_t count = 0;

    assert_non_null(open);
    for (const struct dirent *entry; (entry = readdir(open));)
        count += entry->d_name[0] != '.';
    closedir(open);
    return count;
}

/* The peer goes away in the middle: what was written is removed. */
static void test_peer_leaves(void **state)
{
    struct door door;

    (void)state;
    test_house_open(&door);
    const char *start =
        door_with_host(&door,
                       "POST /depot HTTP/1.1\r\nHost: HOST\r\n" TYPE
                       "Content-Length: 100000\r\n\r\n" FILE_HEAD("fichier", "a") "half");
    int socket = door_connect(&door);
    door_say(socket, start, strlen(start));
    for (int i = 0; files_in(door.folder) == 0 && i < 1000; i++)
        usleep(5000);
    assert_int_equal(files_in(door.folder), 1);
    close(socket);
    for (int i = 0; files_in(door.folder) > 0 && i < 1000; i++)
        usleep(5000);
    assert_int_equal(files_in(door.folder), 0);
    door_close(&door);
}

static void say_chunk(int socket, const char *bytes, size_t size)
{
    struct arena arena = { 0 };
    const char *head = arena_format(&arena, "%zx\r\n", size);

    door_say(socket, head, strlen(head));
    door_say(socket, bytes, size);
    door_say(socket, "\r\n", 2);
    arena_free(&arena);
}

static int start_chunks(struct door *door, const char *path, const char *type)
{
    const char *head = door_with_host(
        door,
        arena_format(door->books.cx.arena,
                     "POST %s HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n"
                     "Content-Type: %s\r\n\r\n",
                     path, type));
    int socket = door_connect(door);

    door_say(socket, head, strlen(head));
    return socket;
}

/* A length that was not told: the file comes all the same, and no more than may come. */
static void test_chunks(void **state)
{
    static const char START[] = FILE_HEAD("fichier", "a"), LAST[] = END;
    static const char FIELD[65536];
    struct door door;

    (void)state;
    test_house_open(&door);
    int socket = start_chunks(&door, "/depot", "multipart/form-data; boundary=X");
    say_chunk(socket, START, strlen(START));
    for (int i = 0; i < 8; i++)
        say_chunk(socket, FIELD, sizeof FIELD);
    say_chunk(socket, LAST, strlen(LAST));
    door_say(socket, "0\r\n\r\n", 5);
    struct heard heard = door_hear(&door, socket);
    assert_non_null(strstr(heard.body, "\"size\":524288"));
    close(socket);
    socket = start_chunks(&door, "/connexion", "application/x-www-form-urlencoded");
    for (int i = 0; i < 20; i++)
        say_chunk(socket, FIELD, sizeof FIELD);
    assert_int_equal(door_hear(&door, socket).status, 413);
    assert_true(door_is_over(&door, socket));
    close(socket);
    door_close(&door);
}

/* The answer reaches a peer that is still sending: the door closes politely. */
static void test_refused_while_sending(void **state)
{
    static const char FIELD[65536];
    struct door door;

    (void)state;
    test_house_open(&door);
    const char *head = door_with_host(
        &door, "POST /fichiers HTTP/1.1\r\nHost: HOST\r\n" TYPE "Content-Length: 20000000\r\n\r\n");
    int socket = door_connect(&door);
    door_say(socket, head, strlen(head));
    for (int i = 0; i < 10; i++)
        door_say(socket, FIELD, sizeof FIELD);
    assert_int_equal(door_hear(&door, socket).status, 303);
    for (int i = 0; i < 5; i++) { /* it is not reset for what is still on its way */
        usleep(20000);
        assert_true(send(socket, FIELD, sizeof FIELD, MSG_NOSIGNAL) > 0);
    }
    close(socket);
    head = door_with_host(
        &door, "POST /fichiers HTTP/1.1\r\nHost: HOST\r\n" TYPE "Content-Length: 30000000\r\n\r\n");
    assert_int_equal(door_ask_bytes(&door, head, strlen(head)).status, 413);
    door_close(&door);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_peer_leaves),
        cmocka_unit_test(test_chunks),
        cmocka_unit_test(test_refused_while_sending),
    };

    log_quiet(LOG_LEVEL_COUNT);
    int failed = cmocka_run_group_tests_name("upload", tests, NULL, NULL);
    failed += TEST_TABLE("uploads", cases, test_upload);
    return failed + TEST_TABLE("token first", tokens, test_token_first) > 0;
}
