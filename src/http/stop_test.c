/* Stopping (T-20): what runs may end, what idles is let go, nothing more is accepted. */
#include <netinet/in.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/log.h"
#include "http/test_routes.h"

static void pause_ms(long ms)
{
    const struct timespec pause = { .tv_nsec = ms * 1000000L };

    nanosleep(&pause, NULL);
}

static void say(struct door *door, int socket, const char *request)
{
    const char *text = door_with_host(door, request);

    door_say(socket, text, strlen(text));
}

static void test_running_request_ends(void **state)
{
    const struct site site = { .routes = test_routes, .count = test_routes_count };
    struct door door;

    (void)state;
    door_open(&door, &site);
    int busy = door_connect(&door), idle = door_connect(&door);
    say(&door, busy, "GET /lent HTTP/1.1\r\nHost: HOST\r\n\r\n");
    pause_ms(50);
    int64_t begun = door_ms();
    assert_true(server_stop(door.server));
    door.server = NULL;
    assert_in_range(door_ms() - begun, 50, LIMIT_STOP_MS);
    struct heard heard = door_hear(&door, busy);
    assert_int_equal(heard.status, 200);
    assert_string_equal(heard_header(&door, &heard, "Connection"), "close");
    assert_true(door_is_over(&door, idle));
    close(busy);
    close(idle);
    door_close(&door);
}

static void test_half_a_request_is_cut(void **state)
{
    const struct site site = { .routes = test_routes, .count = test_routes_count };
    struct door door;

    (void)state;
    door_open(&door, &site);
    int half = door_connect(&door);
    say(&door, half,
        "POST /connexion HTTP/1.1\r\nHost: HOST\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nemail=");
    pause_ms(50);
    int64_t begun = door_ms();
    assert_true(server_stop(door.server));
    door.server = NULL;
    assert_in_range(door_ms() - begun, LIMIT_STOP_MS / 2, LIMIT_STOP_MS + 1000);
    assert_true(door_is_over(&door, half));
    close(half);
    door_close(&door);
}

struct traffic {
    pthread_t thread;
    int port;
    int answered;
};

static int connect_to(int port)
{
    struct sockaddr_in place = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
    int opened = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(opened, (struct sockaddr *)&place, sizeof place) == 0)
        return opened;
    close(opened);
    return -1;
}

/* Until nobody answers any more. */
static void *ask_on(void *state)
{
    static const char ANSWERED[] = "HTTP/1.1 200";
    struct traffic *traffic = state;
    struct arena arena = { 0 };
    const char *request =
        arena_format(&arena, "GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n", traffic->port);
    bool goes_on = true;
    char bytes[2048];

    for (int opened; goes_on && (opened = connect_to(traffic->port)) >= 0; close(opened)) {
        door_say(opened, request, strlen(request));
        ssize_t size = recv(opened, bytes, sizeof bytes, 0);
        goes_on = size > 0 && memcmp(bytes, ANSWERED, strlen(ANSWERED)) == 0;
        traffic->answered += goes_on;
    }
    arena_free(&arena);
    return NULL;
}

/* Stopped in the middle of traffic, again and again: nothing hangs, nothing is used after it. */
static void test_stop_under_traffic(void **state)
{
    int answered = 0;

    (void)state;
    for (int round = 0; round < 10; round++) {
        const struct site site = { .routes = test_routes, .count = test_routes_count };
        struct traffic traffic[4] = { 0 };
        struct door door;

        door_open(&door, &site);
        for (size_t i = 0; i < COUNT_OF(traffic); i++) {
            traffic[i].port = server_port(door.server);
            assert_int_equal(pthread_create(&traffic[i].thread, NULL, ask_on, &traffic[i]), 0);
        }
        pause_ms(30);
        int64_t begun = door_ms();
        assert_true(server_stop(door.server));
        assert_in_range(door_ms() - begun, 0, LIMIT_STOP_MS + 1000);
        door.server = NULL;
        for (size_t i = 0; i < COUNT_OF(traffic); i++) {
            pthread_join(traffic[i].thread, NULL);
            answered += traffic[i].answered;
        }
        door_close(&door);
    }
    print_message("# %d requests were answered in ten lives\n", answered);
    assert_true(answered > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_running_request_ends),
        cmocka_unit_test(test_half_a_request_is_cut),
        cmocka_unit_test(test_stop_under_traffic),
    };

    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("stop", tests, NULL, NULL) > 0;
}
