/*
 * Channels carry messages. The one danger is the instant before the final dot: before it a crash
 * is harmless, after it nobody knows until the answer comes. So a channel sends in two halves, and
 * the outbox records the point durably between them.
 *
 *     channel->ready(line, …)   everything but the final dot; may be given up without harm
 *     …the point is committed…
 *     channel->finish(line, …)  the dot, and the peer's word
 *
 * Interchangeable parts: smtp (a server), eml (files in a folder, for a house without a server),
 * memory (tests). A line is one connection, used by one thread, for several messages in a row.
 */
#ifndef CHANNEL_CHANNEL_H
#define CHANNEL_CHANNEL_H

#include "base/ctx.h"

struct line; /* a channel's own */

/*
 * A server that refuses the witness alone does not hold the message: a copy with the witness
 * proves that it was accepted, none proves nothing. Where the server offers DSN it is asked to
 * report a failure or a delay of the delivery to « to », under the envelope's id.
 */
struct parcel {
    const char *from; /* envelope addresses, as email_check takes them; refused otherwise */
    const char *to;
    const char *witness;  /* a second recipient in the same transaction, or NULL */
    const char *envelope; /* ENVID: the message's id, of A-Z a-z 0-9 . _ - @ + */
    const char *bytes;    /* the rendered message, CRLF throughout */
    size_t size;
};

enum outcome {
    OUTCOME_SENT,    /* 250: said holds the server's queue id and words */
    OUTCOME_LATER,   /* 4xx, no connection, no sign-in: nothing was taken, try again */
    OUTCOME_REFUSED, /* 5xx: nothing was taken, trying again is of no use */
    OUTCOME_UNKNOWN, /* cut off after the dot: nobody knows */
    OUTCOME_COUNT,
};

/* How long to wait, in milliseconds; 0 for 15 s, 60 s and 120 s. */
struct channel_timeouts {
    int connect_ms; /* until the server's port answers */
    int command_ms; /* for greeting, TLS and sign-in together; each reply; each 64 KiB sent */
    int dot_ms;     /* for the answer to the dot */
};

struct channel_config {
    const char *url; /* smtp://host:587 (STARTTLS when offered), smtps://…; eml:FOLDER; memory: */
    const char *user; /* NULL: no authentication; given, TLS is required but to 127.0.0.1 */
    const char *password;
    bool require_tls;    /* refuse a server that offers none */
    const char *ca_file; /* trust this instead of the system's authorities; NULL for those */
    const char *helo;    /* our own name */
    struct channel_timeouts timeouts;
};

struct channel {
    const char *name;
    /*
     * Reads the configuration and copies it; no connection yet. NULL with CANAL-ADRESSE (the
     * url), CANAL-NOM (helo) or CANAL-DOSSIER. The line's memory is its own, until close.
     */
    MUST_USE struct line *(*open)(struct ctx *cx, const struct channel_config *config);
    /*
     * MAIL, RCPT, DATA and the bytes, not the dot; connects, or connects again, when it must.
     * OUTCOME_SENT here means "ready"; *said is the peer's words, in the arena: printable ASCII,
     * at most 200 bytes, never NULL.
     */
    enum outcome (*ready)(struct ctx *cx, struct line *line, const struct parcel *parcel,
                          const char **said);
    /*
     * The dot. Only after ready answered OUTCOME_SENT. A peer that spoke or left before the dot
     * was written took nothing, so that is not unknown.
     */
    enum outcome (*finish)(struct ctx *cx, struct line *line, const char **said);
    /* Cuts the connection without the dot: the point was not reached, nothing may be sent. */
    void (*abandon)(struct line *line);
    void (*close)(struct line *line); /* QUIT when nothing is under way */
};

/*
 * Why a parcel can't leave without harm, NULL when it can: an address that email_check refuses, an
 * envelope of other characters, a line break that is not CRLF, which some server downstream might
 * take for the end. Every channel asks first and answers OUTCOME_REFUSED.
 */
const char *parcel_problem(const struct parcel *parcel);

/* By the scheme of the url; NULL with fault CANAL-INCONNU. */
MUST_USE const struct channel *channel_find(struct ctx *cx, const char *url);

extern const struct channel channel_smtp, channel_eml, channel_memory;

#endif
