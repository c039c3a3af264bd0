#include "http/server.h"

#include <malloc.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/str.h"
#include "http/carry.h"
#include "http/listen.h"

enum {
    CONNECTION_BYTES = 32 * 1024, /* the library's memory of one: a head and what follows it */
    SPARE_DESCRIPTORS = 256,      /* beside connections: books, uploads, lingering sockets */
    STOP_STEP_MS = 10,
};

/* "name:port" of the address that links begin with, and the loopback names of our own port. */
static void hosts_fill(struct server *server)
{
    static const char *const names[] = { "127.0.0.1", "localhost", "[::1]" };
    const char *place = strstr(server->site.base_url, "://");
    size_t count = 0;

    if (place)
        server->hosts[count++] = arena_text(&server->arena, place + 3, strcspn(place + 3, "/"));
    for (size_t i = 0; i < COUNT_OF(names); i++)
        server->hosts[count++] = arena_format(&server->arena, "%s:%d", names[i], server->port);
}

static void limits_fill(struct guard_limits *limits)
{
    if (limits->head_ms == 0)
        limits->head_ms = LIMIT_HEAD_MS;
    if (limits->idle_ms == 0)
        limits->idle_ms = LIMIT_IDLE_MS;
    if (limits->body_ms == 0)
        limits->body_ms = LIMIT_BODY_MS;
}

/* As many descriptors as connections need, where the system allows it. */
static void descriptors_raise(void)
{
    const rlim_t wanted = LIMIT_CONNECTIONS + SPARE_DESCRIPTORS;
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted)
        return;
    limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
    (void)setrlimit(RLIMIT_NOFILE, &limit); /* then fewer connections are taken */
}

/*
 * The library's own strictness stays off: what it would refuse, with words of its own or none,
 * head_check refuses with ours.
 */
static struct MHD_Daemon *daemon_start(struct server *server, int listening)
{
    const unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC;

    return MHD_start_daemon(flags, 0, NULL, NULL, carry_request, server, MHD_OPTION_LISTEN_SOCKET,
                            listening, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_BYTES,
                            MHD_OPTION_CONNECTION_LIMIT, (unsigned)LIMIT_CONNECTIONS,
                            MHD_OPTION_PER_IP_CONNECTION_LIMIT,
                            (unsigned)LIMIT_CONNECTIONS_PER_ADDRESS, MHD_OPTION_STRICT_FOR_CLIENT,
                            0, MHD_OPTION_URI_LOG_CALLBACK, carry_url, server,
                            MHD_OPTION_NOTIFY_COMPLETED, carry_completed, server,
                            MHD_OPTION_NOTIFY_CONNECTION, carry_connection, server, MHD_OPTION_END);
}

/* The last in is the first out. */
static void server_release(struct server *server)
{
    if (server->daemon)
        MHD_stop_daemon(server->daemon);
    if (server->guard)
        guard_stop(server->guard);
    arena_free(&server->arena);
    free(server);
}

static bool parts_start(struct ctx *cx, struct server *server)
{
    struct ctx own = { .arena = &server->arena };
    struct pool_maker maker = carry_maker(server);
    int listening;

    server->zone = server->site.zone ? server->site.zone : zone_now_open(&own, "Europe/Paris");
    if (!server->zone)
        return fail(cx, FAULT_BROKEN, "FUSEAU", "zone", "Europe/Paris", NULL);
    if (!listen_open(cx, server->site.address, &server->port, &listening))
        return false;
    hosts_fill(server);
    server->guard = guard_start(&server->site.limits, server->site.clock);
    server->pool = server->guard ? pool_start(server->site.threads, &maker) : NULL;
    server->daemon = server->pool ? daemon_start(server, listening) : NULL;
    if (server->daemon)
        return true;
    close(listening);
    if (server->pool)
        pool_stop(server->pool);
    return fail(cx, FAULT_BROKEN, "SERVEUR", NULL);
}

/* What requests give back is kept for the next: pages of memory are faulted in once. */
static void memory_keep(void)
{
    enum { KEPT_BYTES = 64 << 20, ALONE_BYTES = 4 << 20 };

    mallopt(M_TRIM_THRESHOLD, KEPT_BYTES);
    mallopt(M_MMAP_THRESHOLD, ALONE_BYTES);
}

struct server *server_start(struct ctx *cx, struct store *store, const struct site *site)
{
    struct server *server = calloc(1, sizeof *server);

    if (!server)
        abort();
    descriptors_raise();
    memory_keep();
    server->site = *site;
    server->store = store;
    server->port = site->port;
    server->table = match_compile(&server->arena, site->routes, site->count);
    limits_fill(&server->site.limits);
    if (sodium_init() >= 0 ? parts_start(cx, server) : fail(cx, FAULT_BROKEN, "HASARD", NULL))
        return server;
    server_release(server);
    return NULL;
}

int server_port(const struct server *server)
{
    return server->port;
}

static int64_t now_of(const struct server *server)
{
    return server->site.clock->monotonic_ms(server->site.clock);
}

static bool wait_until_zero(const struct server *server, const atomic_int *count, int64_t until)
{
    const struct timespec step = { .tv_nsec = STOP_STEP_MS * 1000000L };

    while (atomic_load(count) > 0 && now_of(server) < until)
        nanosleep(&step, NULL);
    return atomic_load(count) == 0;
}

bool server_stop(struct server *server)
{
    int64_t until = now_of(server) + LIMIT_STOP_MS;

    atomic_store(&server->is_stopping, true);
    int listening = MHD_quiesce_daemon(server->daemon);
    if (listening >= 0)
        close(listening);
    guard_dismiss(server->guard, false);
    (void)wait_until_zero(server, &server->requests, until); /* those that are late are cut off */
    atomic_store(&server->is_closed, true);
    guard_dismiss(server->guard, true);
    if (!wait_until_zero(server, &server->jobs, until + STOP_STEP_MS))
        return false;
    pool_stop(server->pool);
    server_release(server);
    return true;
}
