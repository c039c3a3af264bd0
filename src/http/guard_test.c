/* The guard: what is slow is cut, what is idle costs nothing, and nobody waits for another. */
#include "http/guard.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/asset.h"
#include "base/log.h"
#include "base/str.h"
#include "http/test_routes.h"

enum { SHORT_MS = 300, STEP_MS = 20, SLACK_MS = 700 };

static struct site short_site(void)
{
    return (
        struct site){ .routes = test_routes,
                      .count = 0,
                      .limits = { .head_ms = SHORT_MS, .idle_ms = SHORT_MS, .body_ms = SHORT_MS } };
}

static void short_open(struct door *door)
{
    struct site site = short_site();

    site.count = test_routes_count;
    door_open(door, &site);
}

static void pause_ms(long ms)
{
    const struct timespec pause = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L };

    nanosleep(&pause, NULL);
}

/* Says it byte by byte until it is cut; answers after how long that was. */
static int64_t trickle(struct door *door, const char *start, const char *more)
{
    int64_t begun = door_ms();
    int socket = door_connect(door);

    door_say(socket, start, strlen(start));
    for (; *more && door_ms() - begun < 5000; more++) {
        door_say(socket, more, 1);
        pause_ms(STEP_MS);
        char byte;
        if (recv(socket, &byte, 1, MSG_DONTWAIT) == 0 || errno == ECONNRESET)
            break;
        errno = 0;
    }
    close(socket);
    return door_ms() - begun;
}

static const char *long_text(struct arena *arena, size_t size)
{
    struct buf text = { .arena = arena };

    for (size_t i = 0; i < size; i++)
        buf_byte(&text, 'a');
    return buf_string(&text);
}

static void test_slow_line(void **state)
{
    struct door door;

    (void)state;
    short_open(&door);
    int64_t took = trickle(&door, "GET /", long_text(door.books.cx.arena, 300));
    assert_in_range(took, SHORT_MS, SHORT_MS + SLACK_MS);
    door_close(&door);
}

static void test_slow_head(void **state)
{
    struct door door;

    (void)state;
    short_open(&door);
    const char *start = door_with_host(&door, "GET / HTTP/1.1\r\nHost: HOST\r\nX: ");
    int64_t took = trickle(&door, start, long_text(door.books.cx.arena, 300));
    assert_in_range(took, SHORT_MS, SHORT_MS + SLACK_MS);
    door_close(&door);
}

static void test_slow_body(void **state)
{
    struct door door;

    (void)state;
    short_open(&door);
    const char *start =
        door_with_host(&door,
                       "POST /connexion HTTP/1.1\r\nHost: HOST\r\nContent-Type:"
                       " application/x-www-form-urlencoded\r\nContent-Length: 3000\r\n\r\n");
    int64_t took = trickle(&door, start, long_text(door.books.cx.arena, 300));
    assert_in_range(took, SHORT_MS, SHORT_MS + SLACK_MS);
    door_close(&door);
}

static void test_idle(void **state)
{
    struct door door;

    (void)state;
    short_open(&door);
    const char *request = door_with_host(&door, "GET /healthz HTTP/1.1\r\nHost: HOST\r\n\r\n");
    int socket = door_connect(&door);
    for (int i = 0; i < 4; i++) { /* with pauses, longer together than one may be */
        door_say(socket, request, strlen(request));
        assert_int_equal(door_hear(&door, socket).status, 200);
        pause_ms(SHORT_MS / 2);
    }
    int64_t begun = door_ms();
    assert_true(door_is_over(&door, socket));
    assert_in_range(door_ms() - begun, 0, SHORT_MS + SLACK_MS);
    close(socket);
    door_close(&door);
}

/* A handler's own time is not the peer's: it is not cut. */
static void test_slow_handler(void **state)
{
    struct site site = short_site();
    struct door door;

    (void)state;
    site.count = test_routes_count;
    site.limits = (struct guard_limits){ .head_ms = 100, .idle_ms = 100, .body_ms = 100 };
    door_open(&door, &site);
    assert_int_equal(door_get(&door, "/lent", "").status, 200);
    door_close(&door);
}

static const char *font_path(struct arena *arena)
{
    for (size_t i = 0; i < asset_count; i++)
        if (str_ends(asset_table[i].name, ".woff2"))
            return arena_format(arena, "/%s", asset_table[i].name);
    return "";
}

/* Answers that nobody reads: the connection is given up long before all were taken. */
static void test_unread_answer(void **state)
{
    enum { ASKED_FILES = 400 };
    struct door door;
    size_t heard = 0;
    char bytes[65536];

    (void)state;
    short_open(&door);
    struct arena *arena = door.books.cx.arena;
    struct buf requests = { .arena = arena };
    const char *path = font_path(arena);
    for (int i = 0; i < ASKED_FILES; i++)
        buf_text(&requests,
                 door_with_host(&door,
                                arena_format(arena,
                                             "GET %s HTTP/1.1\r\n"
                                             "Host: HOST\r\n\r\n",
                                             path)));
    int socket = door_connect(&door);
    door_say(socket, requests.bytes, requests.size);
    pause_ms(4L * SHORT_MS);
    for (ssize_t size; (size = recv(socket, bytes, sizeof bytes, 0)) > 0;)
        heard += (size_t)size;
    assert_in_range(heard, 1, ASKED_FILES / 2 * asset_find(path + 1)->size);
    close(socket);
    door_close(&door);
}

static void test_many_idle(void **state)
{
    enum { IDLE = 500 };
    const struct site site = { .routes = test_routes, .count = test_routes_count };
    int sockets[IDLE];
    struct door door;

    (void)state;
    door_open(&door, &site); /* raises the number of descriptors as well */
    for (size_t i = 0; i < IDLE; i++)
        sockets[i] = door_connect(&door);
    int64_t begun = door_ms();
    assert_int_equal(door_get(&door, "/", "").status, 200);
    assert_in_range(door_ms() - begun, 0, 500);
    for (size_t i = 0; i < IDLE; i++)
        close(sockets[i]);
    door_close(&door);
}

enum { ASKERS = 8, ASKED = 4, SAMPLES = 400 };

/* Somebody who asks for something long, several times in a row. */
struct asker {
    pthread_t thread;
    int socket;
    const char *request;
    atomic_int *left;
};

static void *ask(void *state)
{
    struct asker *asker = state;
    char bytes[4096];

    for (int i = 0; i < ASKED; i++) {
        door_say(asker->socket, asker->request, strlen(asker->request));
        if (recv(asker->socket, bytes, sizeof bytes, 0) <= 0)
            break;
        pause_ms(1);
        while (recv(asker->socket, bytes, sizeof bytes, MSG_DONTWAIT) > 0)
            ;
    }
    atomic_fetch_sub(asker->left, 1);
    return NULL;
}

static int by_size(const void *a, const void *b)
{
    const int64_t *left = a, *right = b;

    return (*left > *right) - (*left < *right);
}

/* What a short request takes while others ask for something long: the median of all. */
static int64_t median_beside(struct door *door, const char *request, size_t count)
{
    int64_t took[SAMPLES];
    struct asker askers[ASKERS];
    atomic_int left = (int)count;
    size_t samples = 0;

    for (size_t i = 0; i < count; i++) {
        askers[i] =
            (struct asker){ .socket = door_connect(door), .request = request, .left = &left };
        assert_int_equal(pthread_create(&askers[i].thread, NULL, ask, &askers[i]), 0);
    }
    for (; atomic_load(&left) > 0 && samples < SAMPLES; samples++) {
        int64_t begun = door_ms();
        assert_int_equal(door_get(door, "/healthz", "").status, 200);
        took[samples] = door_ms() - begun;
        pause_ms(5);
    }
    for (size_t i = 0; i < count; i++) {
        pthread_join(askers[i].thread, NULL);
        close(askers[i].socket);
    }
    assert_true(samples > 5);
    qsort(took, samples, sizeof *took, by_size);
    print_message("# %zu requests beside: median %d ms, slowest %d ms\n", samples,
                  (int)took[samples / 2], (int)took[samples - 1]);
    return took[samples / 2];
}

/* Three of four threads are taken all the time. */
static void test_slow_query_stalls_nobody(void **state)
{
    const struct site site = { .routes = test_routes, .count = test_routes_count };
    struct door door;

    (void)state;
    door_open(&door, &site);
    const char *request = door_with_host(&door, "GET /lent HTTP/1.1\r\nHost: HOST\r\n\r\n");
    assert_in_range(median_beside(&door, request, 3), 0, 60);
    door_close(&door);
}

/* Eight sign in at once; they would take every thread of six if they might. */
static void test_passwords_stall_nobody(void **state)
{
    static const char LOGIN[] = "email=admin%40quitus.test&password=une+longue+phrase";
    struct site site = { .routes = test_routes, .count = test_routes_count, .threads = 6 };
    struct door door;

    (void)state;
    door_open(&door, &site);
    test_members_add(&door);
    int64_t begun = door_ms();
    assert_int_equal(door_post(&door, "/connexion", "", LOGIN).status, 303);
    int64_t alone = door_ms() - begun;
    const char *head = door_with_host(&door,
                                      "POST /connexion HTTP/1.1\r\nHost: HOST\r\n"
                                      "Content-Type: application/x-www-form-urlencoded\r\n");
    const char *request = arena_format(door.books.cx.arena, "%sContent-Length: %zu\r\n\r\n%s", head,
                                       strlen(LOGIN), LOGIN);
    int64_t median = median_beside(&door, request, ASKERS);
    print_message("# one sign-in alone took %d ms\n", (int)alone);
    assert_true(median < ASKERS * alone / 2); /* stalled, it waits for all of them */
    door_close(&door);
}

/* Bytes of this process in memory. */
static int64_t resident(void)
{
    FILE *file = fopen("/proc/self/statm", "r");
    long long pages = 0, all = 0;

    assert_non_null(file);
    assert_int_equal(fscanf(file, "%lld %lld", &all, &pages), 2);
    (void)fclose(file); /* it was read alone */
    return pages * (int64_t)sysconf(_SC_PAGESIZE);
}

static int64_t upload(struct door *door, int64_t size, int64_t *most)
{
    static char piece[256 * 1024];
    const char *start = "--X\r\nContent-Disposition: form-data; name=\"fichier\";"
                        " filename=\"a.bin\"\r\n\r\n";
    const char *end = "\r\n--X--\r\n";
    int socket = door_connect(door);
    const char *head =
        arena_format(door->books.cx.arena, "%sContent-Length: %lld\r\n\r\n%s",
                     door_with_host(door,
                                    "POST /depot HTTP/1.1\r\nHost: HOST\r\n"
                                    "Content-Type: multipart/form-data; boundary=X\r\n"),
                     (long long)((int64_t)(strlen(start) + strlen(end)) + size), start);

    door_say(socket, head, strlen(head));
    for (int64_t sent = 0; sent < size; sent += (int64_t)sizeof piece) {
        door_say(socket, piece, sizeof piece);
        *most = resident() > *most ? resident() : *most;
    }
    door_say(socket, end, strlen(end));
    struct heard heard = door_hear(door, socket);
    close(socket);
    assert_non_null(
        strstr(heard.body, arena_format(door->books.cx.arena, "\"read\":%lld", (long long)size)));
    return heard.status;
}

static void test_upload_streams(void **state)
{
    const int64_t piece = 256 * 1024, size = 80 * piece; /* 20 MiB */
    const struct site site = { .routes = test_routes, .count = test_routes_count };
    struct door door;
    int64_t most = 0;

    (void)state;
    door_open(&door, &site);
    assert_int_equal(upload(&door, piece, &most), 200);
    int64_t before = most;
    assert_int_equal(upload(&door, size, &most), 200);
    print_message("# 20 MiB came in and memory grew by %d KiB\n", (int)((most - before) / 1024));
    assert_in_range(most - before, 0, 6 * 1024 * 1024);
    door_close(&door);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_slow_line),
        cmocka_unit_test(test_slow_head),
        cmocka_unit_test(test_slow_body),
        cmocka_unit_test(test_idle),
        cmocka_unit_test(test_slow_handler),
        cmocka_unit_test(test_unread_answer),
        cmocka_unit_test(test_many_idle),
        cmocka_unit_test(test_slow_query_stalls_nobody),
        cmocka_unit_test(test_passwords_stall_nobody),
        cmocka_unit_test(test_upload_streams),
    };

    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("guard", tests, NULL, NULL) > 0;
}
