/*
 * The connection of an SMTP line. libcurl opens it (address, greeting, EHLO, STARTTLS, sign-in);
 * from then on whole commands go out and whole replies come in, each before a deadline. After a
 * failure the connection is gone and « trouble » says why in English, as servers do.
 */
#ifndef CHANNEL_SMTP_WIRE_H
#define CHANNEL_SMTP_WIRE_H

#include <curl/curl.h>

#include "channel/channel.h"
#include "channel/smtp_reply.h"

enum {
    SMTP_CONNECT_MS = 15000,      /* a port that does not answer by then is down */
    SMTP_COMMAND_MS = 60000,      /* RFC 5321 allows 5 minutes; a line is not held so long */
    SMTP_DOT_MS = 120000,         /* servers scan the message before they answer */
    SMTP_QUIT_MS = 1000,          /* a courtesy */
    SMTP_BLOCK_BYTES = 64 * 1024, /* each gets SMTP_COMMAND_MS, so that a trickle comes to an end */
};

struct smtp_wire {
    CURL *curl; /* NULL when there is no connection */
    int socket;
    int64_t deadline_ms; /* of the wait under way, by clock_coarse_ms */
    char *held; /* came in and not read yet: at most SMTP_REPLY_BYTES, in the line's own arena */
    size_t held_size;
    const char *trouble;
};

/* How the connection is opened. */
struct smtp_server {
    const char *url;  /* scheme, host and port; our own name as its path, as libcurl wants it */
    const char *helo; /* the same name */
    const char *user, *password, *ca_file;
    bool require_tls;
    struct channel_timeouts timeouts; /* none is 0 */
};

/* Copies the configuration into the line's arena; faults as channel->open. */
MUST_USE bool smtp_server_read(struct ctx *cx, struct arena *arena,
                               const struct channel_config *config, struct smtp_server *server);

void smtp_wire_start(struct smtp_wire *wire, struct arena *arena);
MUST_USE bool smtp_wire_open(struct smtp_wire *wire, struct arena *arena,
                             const struct smtp_server *server);
void smtp_wire_cut(struct smtp_wire *wire); /* at once, whatever was under way */

/*
 * Whether nothing came that nobody asked for, and the peer is still there. Asked before whatever
 * is sent, it keeps what was said before from being taken for an answer.
 */
MUST_USE bool smtp_wire_quiet(struct smtp_wire *wire);

/* All bytes, or false: gone, too slow, or (the connection stands) the peer spoke meanwhile. */
MUST_USE bool smtp_wire_send(struct smtp_wire *wire, const char *bytes, size_t size,
                             int timeout_ms);

/* One whole reply, its text in the arena; false when it does not come. */
MUST_USE bool smtp_wire_reply(struct smtp_wire *wire, struct arena *arena, int timeout_ms,
                              struct smtp_reply *reply);

#endif
