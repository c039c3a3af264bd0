/*
 * For tests only: a line to a peer in the same program.
 */
#ifndef CHANNEL_TEST_LINE_H
#define CHANNEL_TEST_LINE_H

#include "base/test.h"
#include "channel/channel.h"
#include "channel/test_peer.h"

#define LETTER "Subject: x\r\n\r\n.dot\r\n..\r\n.\r\nlast\r\n"

static const struct parcel parcel = {
    .from = "cabinet@firm.example",
    .to = "client+1@client.example",
    .envelope = "m-1.2@firm.example",
    .bytes = LETTER,
    .size = sizeof LETTER - 1,
};

/* How long a test waits: for an answer that comes, and for one that does not. */
enum { PATIENT_MS = 20000, HASTY_MS = 1000, ARRIVAL_US = 100000 };

struct fixture {
    struct arena arena;
    struct ctx cx;
    struct peer peer;
    struct line *line;
    const char *said;
};

static inline void begin(struct fixture *fixture, const struct peer_rule *rules, int timeout_ms)
{
    *fixture = (struct fixture){ .cx = { .arena = &fixture->arena } };
    peer_start(&fixture->peer, rules);
    struct channel_config config = {
        .url = arena_format(&fixture->arena, "smtp://127.0.0.1:%d", fixture->peer.port),
        .helo = "quitus.example",
        .timeouts = { timeout_ms, timeout_ms, timeout_ms },
    };
    fixture->line = channel_smtp.open(&fixture->cx, &config);
    assert_non_null(fixture->line);
}

/* Closes all, so that what the peer has heard may be read. */
static inline void end(struct fixture *fixture)
{
    channel_smtp.close(fixture->line);
    peer_stop(&fixture->peer);
}

static inline void forget(struct fixture *fixture)
{
    free(fixture->peer.heard);
    arena_free(&fixture->arena);
}

static inline enum outcome ready(struct fixture *fixture, const struct parcel *offered)
{
    return channel_smtp.ready(&fixture->cx, fixture->line, offered, &fixture->said);
}

static inline enum outcome finish(struct fixture *fixture)
{
    return channel_smtp.finish(&fixture->cx, fixture->line, &fixture->said);
}

static inline enum outcome carry(struct fixture *fixture, const struct parcel *offered)
{
    enum outcome outcome = ready(fixture, offered);

    return outcome == OUTCOME_SENT ? finish(fixture) : outcome;
}

#endif
