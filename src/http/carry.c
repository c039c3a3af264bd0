#include "http/carry.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/log.h"

/* A request in the library's hands; the job comes first, the pool knows nothing else of it. */
struct carried {
    struct job job;
    struct server *server;
    struct MHD_Connection *connection;
    struct watch *watch;
    struct exchange exchange;
};

/* A thread's own. */
struct own {
    struct arena arena;
    struct server *server;
    struct scope *scope;
};

static void *own_make(void *state)
{
    struct own *own = calloc(1, sizeof *own);
    struct ctx cx = { 0 };

    if (!own)
        abort();
    cx.arena = &own->arena;
    own->server = state;
    own->scope = own->server->store ? scope_open(&cx, own->server->store) : NULL;
    if (own->scope || !own->server->store)
        return own;
    log_fault("scope", &cx.fault);
    arena_free(&own->arena);
    free(own);
    return NULL;
}

static void own_release(void *state)
{
    struct own *own = state;

    arena_free(&own->arena); /* the scope was opened there */
    free(own);
}

struct pool_maker carry_maker(struct server *server)
{
    return (struct pool_maker){ .state = server, .make = own_make, .release = own_release };
}

static int64_t monotonic_of(const struct server *server)
{
    return server->site.clock->monotonic_ms(server->site.clock);
}

/* Once the connection is resumed the request may be gone at any time. */
static void carried_run(struct job *job, void *state)
{
    struct carried *carried = (struct carried *)job;
    struct server *server = carried->server;
    struct own *own = state;
    struct ctx cx = {
        .arena = &carried->exchange.arena,
        .store = own->scope,
        .now = server->site.clock->wall(server->site.clock),
    };

    cx.today = zone_civil(zone_now(server->zone), cx.now).date;
    if (own->scope)
        scope_firm(own->scope, server->site.firm);
    int64_t begun_ms = monotonic_of(server);
    exchange_run(&carried->exchange, &cx);
    if (server->site.tally && carried->exchange.reply.status)
        tally_add(server->site.tally, carried->exchange.reply.status,
                  monotonic_of(server) - begun_ms);
    if (own->scope)
        scope_firm(own->scope, 0);
    MHD_resume_connection(carried->connection);
    atomic_fetch_sub(&server->jobs, 1);
}

/* Refused once the server is closed: nothing may stay suspended then. */
static enum MHD_Result carried_post(struct carried *carried)
{
    struct server *server = carried->server;

    atomic_fetch_add(&server->jobs, 1);
    if (atomic_load(&server->is_closed)) {
        atomic_fetch_sub(&server->jobs, 1);
        return MHD_NO;
    }
    watch_rest(carried->watch);
    MHD_suspend_connection(carried->connection);
    carried->job.run = carried_run;
    pool_post(server->pool, &carried->job);
    return MHD_YES;
}

static const char *address_of(struct arena *arena, struct MHD_Connection *connection)
{
    const struct sockaddr *peer =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr;
    const void *bytes = &((const struct sockaddr_in *)(const void *)peer)->sin_addr;
    char *text = arena_new(arena, char, INET6_ADDRSTRLEN);

    if (peer->sa_family == AF_INET6)
        bytes = &((const struct sockaddr_in6 *)(const void *)peer)->sin6_addr;
    return inet_ntop(peer->sa_family, bytes, text, INET6_ADDRSTRLEN) ? text : "";
}

void *carry_url(void *state, const char *url, struct MHD_Connection *connection)
{
    struct carried *carried = calloc(1, sizeof *carried);
    struct server *server = state;

    if (!carried)
        abort();
    atomic_fetch_add(&server->requests, 1);
    carried->server = server;
    carried->connection = connection;
    carried->watch =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
    carried->exchange.head.url = arena_copy(&carried->exchange.arena, url);
    watch_head(carried->watch);
    return carried;
}

static enum MHD_Result header_read(void *state, enum MHD_ValueKind kind, const char *name,
                                   const char *value)
{
    const char *text = value ? value : "";

    (void)kind;
    head_add(
        state,
        (struct header){
            .name = name, .name_size = strlen(name), .value = text, .value_size = strlen(text) });
    return MHD_YES;
}

static void carried_begin(struct carried *carried, const char *method, const char *version)
{
    struct exchange *exchange = &carried->exchange;
    struct MHD_Connection *connection = carried->connection;

    exchange->head.method = method;
    exchange->head.version = version;
    exchange->head.size =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)->header_size;
    MHD_get_connection_values(connection, MHD_HEADER_KIND, header_read, &exchange->head);
    exchange->request.site = &carried->server->site;
    exchange->request.address = address_of(&exchange->arena, connection);
    exchange_begin(exchange, carried->server->table, carried->server->hosts);
}

/* The bytes stay where they are: the arena lives until the library is done with them. */
static enum MHD_Result reply_queue(struct carried *carried)
{
    struct reply *reply = &carried->exchange.reply;
    void *bytes = (void *)(uintptr_t)reply->bytes;
    struct MHD_Response *response =
        MHD_create_response_from_buffer(reply->size, bytes, MHD_RESPMEM_PERSISTENT);

    if (!response)
        abort();
    reply_dress(reply, &carried->server->site);
    for (size_t i = 0; i < reply->count; i++)
        MHD_add_response_header(response, reply->headers[i].name, reply->headers[i].value);
    if (atomic_load(&carried->server->is_stopping))
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
    watch_send(carried->watch, reply->size);
    enum MHD_Result queued =
        MHD_queue_response(carried->connection, (unsigned)reply->status, response);
    MHD_destroy_response(response);
    return queued;
}

/*
 * A body whose length was not told turned out too long: in its middle the library takes no answer,
 * so that a short one goes out beside it, and the connection is closed.
 */
static enum MHD_Result overflow(const struct carried *carried)
{
    static const char ANSWER[] = "HTTP/1.1 413 Content Too Large\r\nConnection: close\r\n"
                                 "X-Content-Type-Options: nosniff\r\nContent-Length: 0\r\n\r\n";
    int socket =
        MHD_get_connection_info(carried->connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;

    ssize_t sent = send(socket, ANSWER, strlen(ANSWER), MSG_NOSIGNAL | MSG_DONTWAIT);
    (void)sent; /* whoever does not read it is cut off without it */
    return MHD_NO;
}

static enum MHD_Result body_read(struct carried *carried, const char *bytes, size_t *size)
{
    if (*size == 0) {
        exchange_read_end(&carried->exchange);
        return carried_post(carried);
    }
    watch_body(carried->watch, *size);
    if (!exchange_read(&carried->exchange, bytes, *size))
        return overflow(carried);
    *size = 0;
    return MHD_YES;
}

static enum MHD_Result head_read(struct carried *carried, const char *method, const char *version)
{
    struct exchange *exchange = &carried->exchange;

    carried_begin(carried, method, version);
    if (!head_has_body(&exchange->head))
        return MHD_YES; /* answered at once, the connection would be closed */
    if (exchange->stage != STAGE_BODY)
        return carried_post(carried);
    watch_body(carried->watch, 0);
    return MHD_YES;
}

enum MHD_Result carry_request(void *server, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *bytes,
                              size_t *size, void **state)
{
    struct carried *carried = *state;
    struct exchange *exchange = &carried->exchange;

    (void)server, (void)connection, (void)url;
    if (exchange->reply.status)
        return reply_queue(carried);
    switch (exchange->stage) {
    case STAGE_HEAD:
        return head_read(carried, method, version);
    case STAGE_ADMIT:
        exchange_body(exchange);
        watch_body(carried->watch, 0);
        return MHD_YES;
    case STAGE_BODY:
        return body_read(carried, bytes, size);
    default:
        return carried_post(carried);
    }
}

void carry_completed(void *state, struct MHD_Connection *connection, void **carried_state,
                     enum MHD_RequestTerminationCode how)
{
    struct carried *carried = *carried_state;
    struct server *server = state;

    (void)connection, (void)how;
    if (!carried)
        return;
    watch_idle(carried->watch);
    exchange_end(&carried->exchange);
    free(carried);
    *carried_state = NULL;
    atomic_fetch_sub(&server->requests, 1);
}

void carry_connection(void *state, struct MHD_Connection *connection, void **watch,
                      enum MHD_ConnectionNotificationCode what)
{
    struct server *server = state;

    if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
        guard_remove(server->guard, *watch);
        return;
    }
    int socket = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    *watch = guard_add(server->guard, socket);
}
