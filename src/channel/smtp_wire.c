#include "channel/smtp_wire.h"

#include <assert.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

void smtp_wire_start(struct smtp_wire *wire, struct arena *arena)
{
    *wire = (struct smtp_wire){
        .socket = -1,
        .held = arena_new(arena, char, SMTP_REPLY_BYTES),
        .trouble = "not connected",
    };
}

/* The socket is shut first, so that libcurl finds nobody to say QUIT or a TLS farewell to. */
void smtp_wire_cut(struct smtp_wire *wire)
{
    if (!wire->curl)
        return;
    if (wire->socket >= 0)
        shutdown(wire->socket, SHUT_RDWR);
    curl_easy_cleanup(wire->curl);
    wire->curl = NULL;
    wire->socket = -1;
    wire->held_size = 0;
}

static bool broken(struct smtp_wire *wire, const char *trouble)
{
    smtp_wire_cut(wire);
    wire->trouble = trouble;
    return false;
}

/* libcurl hands over each line that the server says; the last one is the reason of a failure. */
static size_t hear(char *bytes, size_t one, size_t count, void *listener)
{
    struct smtp_wire *wire = listener;
    size_t size = one * count;

    wire->held_size = size < SMTP_REPLY_BYTES ? size : SMTP_REPLY_BYTES;
    memcpy(wire->held, bytes, wire->held_size);
    return size;
}

static void configure(struct smtp_wire *wire, const struct smtp_server *server)
{
    CURL *curl = wire->curl;
    const struct channel_timeouts *timeouts = &server->timeouts;

    curl_easy_setopt(curl, CURLOPT_URL, server->url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_CONNECT_ONLY, 1L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)timeouts->connect_ms);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)timeouts->connect_ms + timeouts->command_ms);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(curl, CURLOPT_USE_SSL,
                     (long)(server->require_tls ? CURLUSESSL_ALL : CURLUSESSL_TRY));
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, hear);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, wire);
    if (server->ca_file) {
        curl_easy_setopt(curl, CURLOPT_CAINFO, server->ca_file);
        curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
    }
    if (server->user) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, server->user);
        curl_easy_setopt(curl, CURLOPT_PASSWORD, server->password ? server->password : "");
    }
}

static const char *connect_trouble(const struct smtp_wire *wire, struct arena *arena,
                                   CURLcode failure)
{
    const char *reason = curl_easy_strerror(failure);

    return wire->held_size == 0
        ? reason
        : arena_format(arena, "%s: %s", reason, arena_text(arena, wire->held, wire->held_size));
}

bool smtp_wire_open(struct smtp_wire *wire, struct arena *arena, const struct smtp_server *server)
{
    curl_socket_t socket = CURL_SOCKET_BAD;

    assert(!wire->curl);
    wire->curl = curl_easy_init();
    wire->held_size = 0;
    if (!wire->curl)
        return broken(wire, "out of descriptors or memory");
    configure(wire, server);
    CURLcode result = curl_easy_perform(wire->curl);
    if (result != CURLE_OK)
        return broken(wire, connect_trouble(wire, arena, result));
    wire->held_size = 0;
    if (curl_easy_getinfo(wire->curl, CURLINFO_ACTIVESOCKET, &socket) != CURLE_OK || socket < 0)
        return broken(wire, "connection lost");
    wire->socket = socket;
    return true;
}

static void set_deadline(struct smtp_wire *wire, int timeout_ms)
{
    wire->deadline_ms = clock_coarse_ms() + timeout_ms;
}

/* Waits until something may be read (or written), or the deadline has passed. */
static bool await(struct smtp_wire *wire, short events)
{
    int64_t left_ms = wire->deadline_ms - clock_coarse_ms();
    struct pollfd file = { .fd = wire->socket, .events = events };

    if (left_ms > 0 && poll(&file, 1, (int)left_ms) != 0) /* interrupted: the caller looks again */
        return true;
    return broken(wire, "timed out");
}

/* Takes what has come, without waiting: *came says whether there was anything. */
static bool take(struct smtp_wire *wire, bool *came)
{
    size_t size = 0;
    CURLcode result = curl_easy_recv(wire->curl, wire->held + wire->held_size,
                                     SMTP_REPLY_BYTES - wire->held_size, &size);

    *came = result == CURLE_OK && size > 0;
    wire->held_size += size;
    return *came || result == CURLE_AGAIN || broken(wire, "connection lost");
}

bool smtp_wire_quiet(struct smtp_wire *wire)
{
    bool came = wire->held_size > 0;

    wire->trouble = "the server spoke out of turn";
    return !came && take(wire, &came) && !came;
}

static bool send_block(struct smtp_wire *wire, const char *bytes, size_t size, int timeout_ms)
{
    bool came = false;

    set_deadline(wire, timeout_ms);
    while (size > 0) {
        size_t sent = 0;
        CURLcode result = curl_easy_send(wire->curl, bytes, size, &sent);
        bytes += sent;
        size -= sent;
        if (result == CURLE_OK && sent > 0)
            continue;
        if (result != CURLE_AGAIN && result != CURLE_OK)
            return broken(wire, "connection lost");
        if (!await(wire, POLLIN | POLLOUT) || !take(wire, &came) || came)
            return false;
    }
    return true;
}

bool smtp_wire_send(struct smtp_wire *wire, const char *bytes, size_t size, int timeout_ms)
{
    while (size > 0) {
        size_t block = size < SMTP_BLOCK_BYTES ? size : SMTP_BLOCK_BYTES;
        if (!send_block(wire, bytes, block, timeout_ms))
            return false;
        bytes += block;
        size -= block;
    }
    return true;
}

bool smtp_wire_reply(struct smtp_wire *wire, struct arena *arena, int timeout_ms,
                     struct smtp_reply *reply)
{
    set_deadline(wire, timeout_ms);
    for (;;) {
        bool came = false;
        switch (smtp_reply_read(arena, wire->held, wire->held_size, reply)) {
        case SMTP_READ_WHOLE:
            wire->held_size -= reply->size;
            memmove(wire->held, wire->held + reply->size, wire->held_size);
            return true;
        case SMTP_READ_BAD:
            return broken(wire, "not a reply of SMTP");
        case SMTP_READ_PART:
            break;
        }
        if (!take(wire, &came) || (!came && !await(wire, POLLIN)))
            return false;
    }
}
