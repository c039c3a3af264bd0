/*
 * Between the library and us: its callbacks carry a request through the stages of an exchange.
 *
 * The library's threads judge heads, take bodies in and hand answers out; everything that may take
 * time happens in the pool, the connection being suspended meanwhile.
 */
#ifndef HTTP_CARRY_H
#define HTTP_CARRY_H

#include <microhttpd.h>
#include <stdatomic.h>

#include "base/zone_now.h"
#include "http/exchange.h"
#include "http/pool.h"

enum { SERVER_HOSTS = 6 };

struct server {
    struct arena arena;
    struct site site;
    struct store *store; /* NULL: a server without books */
    const struct zone_now *zone;
    const struct match_table *table;
    const char *hosts[SERVER_HOSTS];
    int port;
    struct MHD_Daemon *daemon;
    struct pool *pool;
    struct guard *guard;
    atomic_bool is_stopping; /* answers close their connections */
    atomic_bool is_closed;   /* nothing is given to the pool any more */
    atomic_int requests, jobs;
};

/* What the library calls; the state is the server. */
void *carry_url(void *server, const char *url, struct MHD_Connection *connection);
enum MHD_Result carry_request(void *server, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *bytes,
                              size_t *size, void **carried);
void carry_completed(void *server, struct MHD_Connection *connection, void **carried,
                     enum MHD_RequestTerminationCode how);
void carry_connection(void *server, struct MHD_Connection *connection, void **watch,
                      enum MHD_ConnectionNotificationCode what);

/* Each thread of the pool has its own connection to the books. */
struct pool_maker carry_maker(struct server *server);

#endif
