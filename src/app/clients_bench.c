/*
 * The clients page at 12,000 and 120,000 clients (P-13, P-15), asked over one connection while
 * another thread keeps a core busy: search as it is typed, letter by letter, with and without a
 * typo; the list sorted by each column, up and down. What is measured is the whole answer of the
 * server, from the request's last byte to the answer's. Limits: 99 in 100 within 20 ms at 12,000;
 * the list at 120,000 at most 1.5 times that at 12,000.
 *
 *     clients_bench FOLDER [CLIENTS]
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "app/bench_books.h"
#include "app/routes.h"
#include "base/buf.h"
#include "base/log.h"
#include "client/directory.h"
#include "client/shelf.h"
#include "firm/firm.h"
#include "firm/member.h"
#include "http/server.h"
#include "http/session.h"
#include "worker/kinds.h"

enum { FEW = 12000, MANY = 120000, TIMES = 40, ANSWER_BYTES = 1 << 20 };

static bool people(struct ctx *cx, struct firm *firm, const char **cookie)
{
    const struct session_peer peer = { "127.0.0.1", "bench" };
    const struct session_change change = { .signs_in = true, .member = 1, .role = ROLE_ADMIN };

    *firm = (struct firm){ .name = "Cabinet",
                           .siren = "",
                           .language = "fr",
                           .time_zone = "Europe/Paris",
                           .open_from_minute = 480,
                           .open_until_minute = 1140,
                           .base_url = "" };
    if (!firm_add(cx, firm, worker_kinds))
        return false;
    for (int i = 0; i < MEMBERS; i++) {
        struct member member = { .name = arena_format(cx->arena, "Membre %d", i),
                                 .email = arena_format(cx->arena, "m%d@c.example", i),
                                 .language = "fr",
                                 .role = MEMBER_ADMIN };
        if (!member_add(cx, &member, "un-long-mot-de-passe-42"))
            return false;
    }
    return session_open(cx, &change, &peer, cookie);
}

static double now_ms(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1000 + (double)time.tv_nsec / 1e6;
}

static atomic_bool is_over;

/* Somebody else's work, on the other core. */
static void *spin(void *state)
{
    volatile uint64_t number = 1;

    (void)state;
    while (!is_over)
        for (int i = 0; i < 1000; i++)
            number = number * 6364136223846793005U + 1;
    return NULL;
}

/* Of server and caller, without the busy thread. */
static double processor_ms(pthread_t busy)
{
    struct timespec whole, other;
    clockid_t clock;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &whole);
    pthread_getcpuclockid(busy, &clock);
    clock_gettime(clock, &other);
    return (double)(whole.tv_sec - other.tv_sec) * 1000
        + (double)(whole.tv_nsec - other.tv_nsec) / 1e6;
}

struct caller {
    pthread_t busy;
    double from_ms; /* of processor time */
    int line;
    const char *cookie;
    char *answer;
    double *times;
    size_t count, room;
};

static bool open_line(struct caller *caller, int port)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons((uint16_t)port),
                                   .sin_addr = { htonl(INADDR_LOOPBACK) } };
    int yes = 1;

    caller->line = socket(AF_INET, SOCK_STREAM, 0);
    return setsockopt(caller->line, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes) == 0
        && connect(caller->line, (struct sockaddr *)&address, sizeof address) == 0;
}

/* The time of one answer in ms; below 0 when it is no page. */
static double ask(struct arena *arena, struct caller *caller, const char *path)
{
    const char *text =
        arena_format(arena, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:8422\r\nCookie: quitus=%s\r\n\r\n",
                     path, caller->cookie);
    size_t filled = 0, want = ANSWER_BYTES;
    double start = now_ms();

    if (send(caller->line, text, strlen(text), 0) < 0)
        return -1;
    while (filled < want && filled < ANSWER_BYTES - 1) {
        ssize_t got = recv(caller->line, caller->answer + filled, ANSWER_BYTES - 1 - filled, 0);
        if (got <= 0)
            return -1;
        filled += (size_t)got;
        caller->answer[filled] = '\0';
        const char *body = strstr(caller->answer, "\r\n\r\n");
        const char *length = strcasestr(caller->answer, "content-length:");
        if (body && length)
            want = (size_t)(body + 4 - caller->answer) + strtoul(length + 15, NULL, 10);
    }
    return strncmp(caller->answer, "HTTP/1.1 200", 12) == 0 ? now_ms() - start : -1;
}

static bool note(struct arena *arena, struct caller *caller, const char *path)
{
    double ms = ask(arena, caller, path);

    if (caller->count == caller->room)
        caller->times = arena_grow(arena, caller->times, &caller->room, sizeof *caller->times);
    caller->times[caller->count++] = ms;
    if (ms < 0)
        fprintf(stderr, "clients_bench: no page at %s\n", path);
    return ms >= 0;
}

static int by_size(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;

    return (a > b) - (a < b);
}

struct told {
    double p50, p99, most, processor;
};

static struct told tell(struct caller *caller, const char *what)
{
    qsort(caller->times, caller->count, sizeof *caller->times, by_size);
    const struct told told = { caller->times[caller->count / 2],
                               caller->times[caller->count * 99 / 100],
                               caller->times[caller->count - 1],
                               (processor_ms(caller->busy) - caller->from_ms)
                                   / (double)caller->count };

    printf("  %-24s %4zu answers, p50 %6.2f ms, p99 %6.2f ms, most %6.2f ms, processor %5.2f ms\n",
           what, caller->count, told.p50, told.p99, told.most, told.processor);
    caller->count = 0;
    caller->from_ms = processor_ms(caller->busy);
    return told;
}

/* A name letter by letter; with a typo, its fourth letter is another. */
static bool type_name(struct arena *arena, struct caller *caller, const char *name, bool typo)
{
    struct buf typed = { .arena = arena };

    for (size_t i = 0; name[i] && name[i] != ' '; i++) {
        if ((name[i] & 0x80) != 0)
            return true;
        buf_byte(&typed, typo && i == 3 ? 'x' : name[i]);
        if (!note(arena, caller, arena_format(arena, "/clients?tab=all&q=%s", buf_string(&typed))))
            return false;
    }
    return true;
}

static bool search(struct arena *arena, struct caller *caller, bool typo, struct told *told)
{
    for (int turn = 0; turn < TIMES / 10; turn++) {
        for (size_t i = 0; i < COUNT_OF(firsts); i++)
            if (!type_name(arena, caller, firsts[i], typo))
                return false;
        for (size_t i = 0; i < COUNT_OF(lasts); i++)
            if (!type_name(arena, caller, lasts[i], typo))
                return false;
    }
    *told = tell(caller, typo ? "search as typed, a typo" : "search as typed");
    return true;
}

static bool sorts(struct arena *arena, struct caller *caller, struct told *told)
{
    static const char *const columns[] = { "name",    "holder", "receipts", "requests",
                                           "exports", "wallet", "open",     "late",
                                           "missing", "next",   "state" };

    for (int turn = 0; turn < TIMES; turn++)
        for (size_t i = 0; i < COUNT_OF(columns) * 2; i++)
            if (!note(arena, caller,
                      arena_format(arena, "/clients?tab=all&sort=%s&down=%zu", columns[i / 2],
                                   i % 2)))
                return false;
    *told = tell(caller, "sorted by each column");
    return true;
}

static bool list(struct arena *arena, struct caller *caller, struct told *told)
{
    for (int turn = 0; turn < TIMES * 20; turn++)
        if (!note(arena, caller, "/clients?tab=all"))
            return false;
    *told = tell(caller, "the list");
    return true;
}

static bool measure(struct ctx *cx, struct shelf *shelf, struct caller *caller, struct told *told)
{
    struct told typed;
    struct directory *directory;
    double start = now_ms();

    if (!note(cx->arena, caller, "/clients?tab=all") || !shelf_take(cx, shelf, &directory))
        return false;
    printf("%zu clients: directory %.1f MB, made in %.0f ms\n", directory_count(directory),
           (double)directory_bytes(directory) / 1e6, now_ms() - start);
    caller->count = 0;
    caller->from_ms = processor_ms(caller->busy);
    return list(cx->arena, caller, told) && sorts(cx->arena, caller, &typed)
        && search(cx->arena, caller, false, &typed) && search(cx->arena, caller, true, &typed);
}

static bool serve(struct ctx *cx, struct store *store, size_t clients, struct told *told)
{
    static struct desk desk;
    static struct clock clock;
    static char answer[ANSWER_BYTES];
    struct site site = { .address = "127.0.0.1",
                         .threads = 4,
                         .temporary = "/tmp",
                         .clock = &clock,
                         .firm = 1,
                         .base_url = "http://127.0.0.1:8422",
                         .port = 8422 };
    struct sender sender = { .kinds = worker_kinds };
    struct caller caller = { .answer = answer };
    struct firm firm;

    clock = clock_frozen(cx->now);
    if (!people(cx, &firm, &caller.cookie) || !store_begin(cx) || !store_end(cx, fill(cx, clients)))
        return false;
    desk = (struct desk){ .firm = &firm,
                          .zone = zone_now_open(cx, firm.time_zone),
                          .sender = &sender,
                          .shelf = shelf_new() };
    app_dress(&site, &desk);
    struct server *server = server_start(cx, store, &site);
    if (!server)
        return false;
    is_over = false;
    pthread_create(&caller.busy, NULL, spin, NULL);
    bool well = open_line(&caller, site.port) && measure(cx, desk.shelf, &caller, told);
    is_over = true;
    pthread_join(caller.busy, NULL);
    close(caller.line);
    return server_stop(server) && well;
}

static bool run(const char *folder, size_t clients, struct told *told)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena, .today = date_of(2026, 3, 17), .now = { 1773738000000 } };
    const char *where = arena_format(&arena, "%s/clients.db", folder);
    struct store *store = NULL;
    bool well = store_create(&cx, where) && (store = store_open(&cx, where))
        && (cx.store = scope_open(&cx, store)) && serve(&cx, store, clients, told);

    if (!well)
        fprintf(stderr, "clients_bench: %s %s\n", cx.fault.code ? cx.fault.code : "no answer",
                cx.fault.code ? fault_arg(&cx.fault, "detail") : "");
    scope_close(cx.store);
    arena_free(&arena);
    store_close(store);
    (void)unlink(where);
    return well;
}

int main(int count, char **words)
{
    const char *folder = count > 1 ? words[1] : "/tmp";
    struct told few, many;

    log_quiet(LOG_WARN);
    if (count > 2)
        return !run(folder, strtoul(words[2], NULL, 10), &few);
    if (!run(folder, FEW, &few) || !run(folder, MANY, &many))
        return 1;
    printf("the list at 120,000 over 12,000: %.2f of processor, %.2f at p50, %.2f at p99"
           " (limit 1.5); p99 limit 20 ms\n",
           many.processor / few.processor, many.p50 / few.p50, many.p99 / few.p99);
    return 0;
}
