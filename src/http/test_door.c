#include "http/test_door.h"

#include <arpa/inet.h>
#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { PATIENCE_MS = 10000 };

void door_must(bool holds)
{
    assert(holds);
}

int64_t door_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool door_render(struct ctx *cx, const struct request *request, const char *page,
                 struct json *model, struct buf *html)
{
    buf_format(html, "<%s lang=%s notice=%s> %s\n", page, request_language(request),
               request_notice(request), json_write(cx->arena, model));
    return true;
}

static const char *folder_make(struct arena *arena)
{
    const char *base = getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp";
    char *folder = (char *)(uintptr_t)arena_format(arena, "%s/quitus-door-XXXXXX", base);

    door_must(mkdtemp(folder));
    return folder;
}

void door_open(struct door *door, const struct site *site)
{
    struct ctx *cx = &door->books.cx;

    *door = (struct door){ .site = *site };
    door_must(books_place(&door->books, NULL) && books_open(&door->books));
    door->clock = clock_frozen((struct instant){ INT64_C(1774944000000) }); /* 2026-03-31 08:00 */
    cx->now = door->clock.frozen;
    door_must(books_firm(cx, 1));
    door->folder = folder_make(cx->arena);
    door->site.base_url = site->base_url ? site->base_url : "http://quitus.test:8420";
    door->site.render = site->render ? site->render : door_render;
    door->site.threads = site->threads ? site->threads : 4;
    door->site.address = "127.0.0.1";
    door->site.temporary = door->folder;
    door->site.clock = &door->clock;
    door->site.firm = 1;
    door->server = server_start(cx, door->books.store, &door->site);
    door_must(door->server);
}

void door_close(struct door *door)
{
    if (door->server)
        door_must(server_stop(door->server));
    door_must(rmdir(door->folder) == 0); /* every upload is gone */
    books_close(&door->books);
}

void door_pass(struct door *door, int64_t ms)
{
    door->clock.frozen.ms += ms;
    door->books.cx.now = door->clock.frozen;
}

int door_connect(const struct door *door)
{
    const struct timeval patience = { .tv_sec = PATIENCE_MS / 1000 };
    struct sockaddr_in place = { .sin_family = AF_INET };
    int opened = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    place.sin_port = htons((uint16_t)server_port(door->server));
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    door_must(opened >= 0);
    door_must(connect(opened, (struct sockaddr *)&place, sizeof place) == 0);
    setsockopt(opened, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(opened, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    return opened;
}

void door_say(int socket, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t sent = send(socket, bytes, size, MSG_NOSIGNAL);
        if (sent <= 0)
            return;
        bytes += sent;
        size -= (size_t)sent;
    }
}

static bool hear_more(int socket, struct buf *text, size_t most)
{
    char bytes[65536];

    errno = 0;
    ssize_t size = recv(socket, bytes, most < sizeof bytes ? most : sizeof bytes, 0);

    if (size > 0)
        buf_add(text, bytes, (size_t)size);
    return size > 0;
}

bool door_is_over(struct door *door, int socket)
{
    struct buf rest = { .arena = door->books.cx.arena };

    while (hear_more(socket, &rest, SIZE_MAX))
        ;
    return errno != EAGAIN && !strstr(buf_string(&rest), "HTTP/1.1 2");
}

bool heard_shows(const struct heard *heard, const char *text)
{
    return strstr(heard->body, text) != NULL;
}

const char *heard_header(struct door *door, const struct heard *heard, const char *name)
{
    size_t size = strlen(name);

    for (const char *line = heard->head; line; line = strstr(line, "\r\n")) {
        line += line == heard->head ? 0 : 2;
        if (strncasecmp(line, name, size) == 0 && line[size] == ':')
            return arena_text(door->books.cx.arena, line + size + 2,
                              strcspn(line + size + 2, "\r"));
        if (*line == '\0')
            break;
    }
    return "";
}

struct heard door_hear_head(struct door *door, int socket)
{
    struct buf head = { .arena = door->books.cx.arena };
    struct heard heard = { .head = "", .body = "" };

    while (!strstr(buf_string(&head), "\r\n\r\n"))
        if (!hear_more(socket, &head, 1))
            return heard;
    heard.head = buf_string(&head);
    heard.status = atoi(heard.head + strlen("HTTP/1.1 "));
    return heard;
}

struct heard door_hear(struct door *door, int socket)
{
    struct heard heard = door_hear_head(door, socket);
    struct buf body = { .arena = door->books.cx.arena };
    size_t length = (size_t)atoi(heard_header(door, &heard, "Content-Length"));

    while (heard.status && body.size < length && hear_more(socket, &body, length - body.size))
        ;
    heard.body = buf_string(&body);
    heard.size = body.size;
    return heard;
}

/* As a word of its own: a secret may hold these letters too. */
static bool is_host(const char *text, const char *at)
{
    size_t size = strlen("HOST");
    bool is_inside = at > text && (isalnum((unsigned char)at[-1]) || strchr("-_", at[-1]));

    return strncmp(at, "HOST", size) == 0 && !is_inside && !isalnum((unsigned char)at[size])
        && at[size] != '-' && at[size] != '_';
}

const char *door_with_host(const struct door *door, const char *request)
{
    struct buf text = { .arena = door->books.cx.arena };

    for (const char *at = request; *at;) {
        if (is_host(request, at)) {
            buf_format(&text, "127.0.0.1:%d", server_port(door->server));
            at += strlen("HOST");
        } else {
            buf_byte(&text, *at++);
        }
    }
    return buf_string(&text);
}

struct heard door_ask_bytes(struct door *door, const char *bytes, size_t size)
{
    int socket = door_connect(door);

    door_say(socket, bytes, size);
    struct heard heard = door_hear(door, socket);
    close(socket);
    return heard;
}

struct heard door_ask(struct door *door, const char *request)
{
    const char *text = door_with_host(door, request);

    return door_ask_bytes(door, text, strlen(text));
}

struct heard door_get(struct door *door, const char *path, const char *lines)
{
    return door_ask(
        door,
        arena_format(door->books.cx.arena, "GET %s HTTP/1.1\r\nHost: HOST\r\n%s\r\n", path, lines));
}

struct heard door_post(struct door *door, const char *path, const char *lines, const char *body)
{
    struct arena *arena = door->books.cx.arena;
    bool is_api = strncmp(path, "/api/", 5) == 0;
    const char *type = is_api ? "application/json" : "application/x-www-form-urlencoded";

    if (strcasestr(lines, "content-type:"))
        return door_ask(door,
                        arena_format(arena,
                                     "POST %s HTTP/1.1\r\nHost: HOST\r\n%s"
                                     "Content-Length: %zu\r\n\r\n%s",
                                     path, lines, strlen(body), body));
    return door_ask(door,
                    arena_format(arena,
                                 "POST %s HTTP/1.1\r\nHost: HOST\r\n%sContent-Type: %s\r\n"
                                 "Content-Length: %zu\r\n\r\n%s",
                                 path, lines, type, strlen(body), body));
}
