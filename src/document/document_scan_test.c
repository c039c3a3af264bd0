/*
 * E-22: who looks at files is asked by INSTREAM, here a small stand-in that finds danger in a file
 * that says so. What it finds is kept, and a danger is never given back.
 */
#include "document/scan.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "base/buf.h"
#include "document/scrub.h"
#include "document/test_vault.h"

struct peer {
    int listening;
    const char *path, *answer; /* NULL: judges by what it hears; "" hangs up */
    pthread_t thread;
};

static bool hear(int socket, void *bytes, size_t size)
{
    char *to = bytes;

    while (size > 0) {
        ssize_t got = recv(socket, to, size, 0);
        if (got <= 0)
            return false;
        to += got;
        size -= (size_t)got;
    }
    return true;
}

/* The pieces of one file; false when they are not as INSTREAM says. */
static bool hear_file(int socket, struct buf *file)
{
    char command[10], piece[65536];
    uint32_t size;

    if (!hear(socket, command, sizeof command) || memcmp(command, "zINSTREAM", 10) != 0)
        return false;
    while (hear(socket, &size, sizeof size) && (size = ntohl(size)) > 0) {
        if (size > sizeof piece || !hear(socket, piece, size))
            return false;
        buf_add(file, piece, size);
    }
    return size == 0;
}

static void answer(const struct peer *peer, int socket)
{
    struct arena arena = { 0 };
    struct buf file = { .arena = &arena };
    const char *words = peer->answer;

    if (!words)
        words = !hear_file(socket, &file)                ? "COMMAND ERROR"
            : memmem(file.bytes, file.size, "DANGER", 6) ? "stream: Test-Danger FOUND"
                                                         : "stream: OK";
    if (*words)
        assert_true(send(socket, words, strlen(words) + 1, MSG_NOSIGNAL) > 0);
    arena_free(&arena);
}

static void *serve(void *state)
{
    struct peer *peer = state;
    int socket;

    while ((socket = accept4(peer->listening, NULL, NULL, SOCK_CLOEXEC)) >= 0) {
        answer(peer, socket);
        close(socket);
    }
    return NULL;
}

static void peer_start(struct peer *peer, const char *folder, struct arena *arena)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };

    peer->path = arena_format(arena, "%s/scan", folder);
    memcpy(address.sun_path, peer->path, strlen(peer->path));
    peer->listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(peer->listening, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(peer->listening, 4), 0);
    assert_int_equal(pthread_create(&peer->thread, NULL, serve, peer), 0);
}

static void peer_stop(struct peer *peer)
{
    shutdown(peer->listening, SHUT_RDWR);
    pthread_join(peer->thread, NULL);
    close(peer->listening);
}

struct house {
    struct vault vault;
    struct peer peer;
    int64_t client;
};

static void house_open(struct ctx *cx, struct house *house)
{
    house->vault = test_vault(cx);
    assert_true(books_firm(cx, 1));
    house->client = test_client(cx, "LUNE");
    const char *root =
        arena_text(cx->arena, house->vault.folder,
                   (size_t)(strrchr(house->vault.folder, '/') - house->vault.folder));
    peer_start(&house->peer, root, cx->arena);
    house->vault.scan = arena_format(cx->arena, "unix:%s", house->peer.path);
}

static struct document keep(struct ctx *cx, struct house *house, const char *text)
{
    struct document document = { .client = house->client }, found;
    struct document_source source = test_source("a.pdf", text);

    assert_true(document_keep(cx, &house->vault, &source, &document));
    assert_true(document_find(cx, document.id, &found));
    return found;
}

static void test_danger_is_never_given(struct ctx *cx)
{
    struct house house = { 0 };
    const void *bytes;

    house_open(cx, &house);
    struct document well = keep(cx, &house, PDF);
    struct document danger =
        keep(cx, &house, arena_format(cx->arena, "%%PDF-1.4%0200000d DANGER", 7));
    peer_stop(&house.peer);
    assert_string_equal(well.scan, "clean");
    assert_true(document_read(cx, &house.vault, &well, &bytes));
    assert_string_equal(danger.scan, "danger");
    assert_string_equal(danger.scan_said, "Test-Danger FOUND");
    assert_false(document_read(cx, &house.vault, &danger, &bytes));
    assert_string_equal(cx->fault.code, "DOCUMENT-DANGER");
    assert_int_equal(cx->fault.kind, FAULT_DENIED);
    test_vault_remove(&house.vault);
}

/* Nobody is there when it comes: it is kept, and asked about once somebody is. */
static void test_asked_again(struct ctx *cx)
{
    struct house house = { 0 };
    struct document found;
    int64_t after = 0;

    house_open(cx, &house);
    const char *scan = house.vault.scan;
    house.vault.scan = "unix:/nowhere/at/all";
    struct document kept = keep(cx, &house, "%PDF-1.4 DANGER");
    assert_string_equal(kept.scan, "");
    assert_true(str_starts(kept.scan_said, "No such file"));
    house.vault.scan = scan;
    assert_true(scrub_scan(cx, &house.vault, &after));
    assert_int_equal(after, 0);
    peer_stop(&house.peer);
    assert_true(document_find(cx, kept.id, &found));
    assert_string_equal(found.scan, "danger");
    test_vault_remove(&house.vault);
}

struct answer_case {
    const char *rule, *answer, *verdict, *said;
};

static const struct answer_case answers[] = {
    { "nothing found", "stream: OK", "clean", "OK" },
    { "something found", "stream: Eicar FOUND", "danger", "Eicar FOUND" },
    { "too long for it", "INSTREAM size limit exceeded. ERROR", "",
      "INSTREAM size limit exceeded. ERROR" },
    { "it hangs up", "", "", "no answer" },
    { "what it says is shown as text", "stream: \x1b[31m FOUND", "danger", "?[31m FOUND" },
};

static void test_answer(void **state)
{
    const struct answer_case *expected = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct vault vault = test_vault(&cx);
    struct peer peer = { .answer = expected->answer };
    const char *root =
        arena_text(&arena, vault.folder, (size_t)(strrchr(vault.folder, '/') - vault.folder));

    peer_start(&peer, root, &arena);
    struct scan scan =
        scan_file(&arena, arena_format(&arena, "unix:%s", peer.path), "/etc/hostname");
    peer_stop(&peer);
    assert_string_equal(scan.verdict, expected->verdict);
    if (*expected->answer) /* one that hangs up may reset the line before it is heard */
        assert_string_equal(scan.said, expected->said);
    test_vault_remove(&vault);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_danger_is_never_given),
        BOOKS_EACH(test_asked_again),
    };

    return TEST_TABLE("answers of who looks at files", answers, test_answer)
        + cmocka_run_group_tests_name("scanned documents", tests, NULL, NULL)
        > 0;
}
