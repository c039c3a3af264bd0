#include "http/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 1024 };

union place {
    struct sockaddr any;
    struct sockaddr_in four;
    struct sockaddr_in6 six;
};

static socklen_t place_of(const char *address, int port, union place *place)
{
    *place = (union place){ .six = { .sin6_family = AF_INET6 } };
    place->six.sin6_port = htons((uint16_t)port);
    if (inet_pton(AF_INET6, address, &place->six.sin6_addr) == 1)
        return sizeof place->six;
    *place = (union place){ .four = { .sin_family = AF_INET } };
    place->four.sin_port = htons((uint16_t)port);
    return inet_pton(AF_INET, address, &place->four.sin_addr) == 1 ? sizeof place->four : 0;
}

/* The port stands at the same place in both families. */
static bool bound(int socket, const union place *wanted, socklen_t size, int *port)
{
    union place place = { 0 };
    socklen_t length = sizeof place;
    int yes = 1;

    if (setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0
        || bind(socket, &wanted->any, size) != 0 || listen(socket, BACKLOG) != 0
        || getsockname(socket, &place.any, &length) != 0)
        return false;
    *port = ntohs(place.four.sin_port);
    return true;
}

static bool fail_port(struct ctx *cx, const char *address, int port, int error)
{
    return fail(cx, FAULT_BROKEN, "PORT", "address", address, "port",
                arena_format(cx->arena, "%d", port), "detail", strerrordesc_np(error), NULL);
}

bool listen_open(struct ctx *cx, const char *address, int *port, int *listening)
{
    union place place;
    socklen_t size = place_of(address, *port, &place);

    if (size == 0)
        return fail_port(cx, address, *port, EADDRNOTAVAIL);
    int opened = socket(place.any.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (opened < 0)
        return fail_port(cx, address, *port, errno);
    if (!bound(opened, &place, size, port)) {
        int error = errno;
        close(opened);
        return fail_port(cx, address, *port, error);
    }
    *listening = opened;
    return true;
}
