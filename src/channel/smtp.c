#include "channel/channel.h"

#include <assert.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "channel/smtp_text.h"
#include "channel/smtp_wire.h"

enum { CARRIED_LIMIT = 100 /* messages on one connection; large hosts ask for a new one then */ };

struct line {
    struct arena arena;
    struct smtp_wire wire;
    struct smtp_server server;
    struct smtp_offers offers;
    size_t carried;
    bool begun;   /* a transaction that has not come to its end */
    bool in_data; /* everything was sent but the dot */
};

static struct line *smtp_open(struct ctx *cx, const struct channel_config *config)
{
    struct arena arena = { 0 };
    struct line *line = arena_new(&arena, struct line, 1);

    if (!smtp_server_read(cx, &arena, config, &line->server)) {
        arena_free(&arena);
        return NULL;
    }
    smtp_wire_start(&line->wire, &arena);
    line->arena = arena;
    return line;
}

static bool is_open(const struct line *line)
{
    return line->wire.curl != NULL;
}

static bool exchange(struct ctx *cx, struct line *line, const char *command, int timeout_ms,
                     struct smtp_reply *reply)
{
    const char *bytes = arena_format(cx->arena, "%s\r\n", command);

    assert(!str_has_control(command));
    if (smtp_wire_quiet(&line->wire)
        && smtp_wire_send(&line->wire, bytes, strlen(bytes), timeout_ms)
        && smtp_wire_reply(&line->wire, cx->arena, timeout_ms, reply))
        return true;
    smtp_wire_cut(&line->wire);
    return false;
}

/* A server that wants a sign-in, or another, refuses us and not the message. */
static bool is_about_us(int code)
{
    return code == 530 || code == 534 || code == 535 || code == 538;
}

static enum outcome judge(struct line *line, const struct smtp_reply *reply, int wanted)
{
    enum { CLOSING = 421 };

    if (reply->code / 100 == wanted)
        return OUTCOME_SENT;
    if (reply->code == CLOSING || reply->code / 100 < 4)
        smtp_wire_cut(&line->wire);
    return reply->code / 100 == 5 && !is_about_us(reply->code) ? OUTCOME_REFUSED : OUTCOME_LATER;
}

static enum outcome command(struct ctx *cx, struct line *line, const char *text, int wanted,
                            const char **said)
{
    struct smtp_reply reply;

    if (!exchange(cx, line, text, line->server.timeouts.command_ms, &reply)) {
        *said = smtp_said(cx->arena, line->wire.trouble);
        return OUTCOME_LATER;
    }
    *said = smtp_reply_said(cx->arena, &reply);
    return judge(line, &reply, wanted);
}

static void quit(struct ctx *cx, struct line *line)
{
    struct smtp_reply reply;

    if (is_open(line) && !line->in_data)
        (void)exchange(cx, line, "QUIT", SMTP_QUIT_MS, &reply); /* a courtesy */
    smtp_wire_cut(&line->wire);
    line->in_data = false;
}

/* libcurl keeps the offers of the server to itself, so they are asked for again. */
static bool greet(struct ctx *cx, struct line *line, const char **said)
{
    const char *hello = arena_format(cx->arena, "EHLO %s", line->server.helo);
    struct smtp_reply reply;

    if (!exchange(cx, line, hello, line->server.timeouts.command_ms, &reply)) {
        *said = smtp_said(cx->arena, line->wire.trouble);
        return false;
    }
    *said = smtp_reply_said(cx->arena, &reply);
    line->offers = smtp_offers_read(&reply);
    if (judge(line, &reply, 2) == OUTCOME_LATER) /* refused, there are no offers but may be mail */
        smtp_wire_cut(&line->wire);
    return is_open(line);
}

static bool connect_line(struct ctx *cx, struct line *line, const char **said)
{
    if (is_open(line) && line->carried >= CARRIED_LIMIT)
        quit(cx, line);
    if (is_open(line))
        return true;
    line->carried = 0;
    line->begun = false;
    if (smtp_wire_open(&line->wire, cx->arena, &line->server))
        return greet(cx, line, said);
    *said = smtp_said(cx->arena, line->wire.trouble);
    return false;
}

static enum outcome begin(struct ctx *cx, struct line *line, const struct parcel *parcel,
                          const char **said)
{
    if (line->begun && command(cx, line, "RSET", 2, said) != OUTCOME_SENT) {
        smtp_wire_cut(&line->wire);
        return OUTCOME_LATER;
    }
    line->begun = true;
    return command(cx, line, smtp_mail_text(cx->arena, parcel, &line->offers), 2, said);
}

/* A connection that was kept may be gone by now: that is found out at its first command. */
static enum outcome connect_and_begin(struct ctx *cx, struct line *line,
                                      const struct parcel *parcel, const char **said)
{
    bool kept = is_open(line);

    if (!connect_line(cx, line, said))
        return OUTCOME_LATER;
    enum outcome outcome = begin(cx, line, parcel, said);
    if (!kept || is_open(line))
        return outcome;
    return connect_line(cx, line, said) ? begin(cx, line, parcel, said) : OUTCOME_LATER;
}

static enum outcome name_recipients(struct ctx *cx, struct line *line, const struct parcel *parcel,
                                    const char **said)
{
    const char *text = smtp_recipient_text(cx->arena, parcel->to, &line->offers);
    enum outcome outcome = command(cx, line, text, 2, said);
    const char *unheeded;

    if (outcome != OUTCOME_SENT || !parcel->witness)
        return outcome;
    text = smtp_witness_text(cx->arena, parcel->witness, &line->offers);
    if (command(cx, line, text, 2, &unheeded) == OUTCOME_SENT || is_open(line))
        return OUTCOME_SENT;
    *said = unheeded;
    return OUTCOME_LATER;
}

/* The peer has left, or spoken before the dot; a connection in the middle of data is of no use. */
static enum outcome interrupted(struct ctx *cx, struct line *line, const char **said)
{
    enum outcome outcome = OUTCOME_LATER;
    struct smtp_reply reply;

    line->in_data = false;
    if (is_open(line)
        && smtp_wire_reply(&line->wire, cx->arena, line->server.timeouts.command_ms, &reply)) {
        *said = smtp_reply_said(cx->arena, &reply);
        if (reply.code / 100 == 5)
            outcome = OUTCOME_REFUSED;
    } else {
        *said = smtp_said(cx->arena, line->wire.trouble);
    }
    smtp_wire_cut(&line->wire);
    return outcome;
}

static enum outcome send_data(struct ctx *cx, struct line *line, const struct parcel *parcel,
                              const char **said)
{
    size_t size;
    const char *bytes = smtp_stuff(cx->arena, parcel->bytes, parcel->size, &size);
    line->in_data = smtp_wire_quiet(&line->wire)
        && smtp_wire_send(&line->wire, bytes, size, line->server.timeouts.command_ms);
    return line->in_data ? OUTCOME_SENT : interrupted(cx, line, said);
}

static enum outcome one_by_one(struct ctx *cx, struct line *line, const struct parcel *parcel,
                               const char **said)
{
    enum outcome outcome = connect_and_begin(cx, line, parcel, said);

    if (outcome == OUTCOME_SENT)
        outcome = name_recipients(cx, line, parcel, said);
    return outcome == OUTCOME_SENT ? command(cx, line, "DATA", 3, said) : outcome;
}

/* MAIL, RCPT and DATA in one go. */
static bool send_group(struct ctx *cx, struct line *line, const struct parcel *parcel)
{
    const struct smtp_offers *offers = &line->offers;
    struct buf group = { .arena = cx->arena };

    buf_format(&group, "%s\r\n", smtp_mail_text(cx->arena, parcel, offers));
    buf_format(&group, "%s\r\n", smtp_recipient_text(cx->arena, parcel->to, offers));
    if (parcel->witness)
        buf_format(&group, "%s\r\n", smtp_witness_text(cx->arena, parcel->witness, offers));
    buf_text(&group, "DATA\r\n");
    line->begun = true;
    if (smtp_wire_quiet(&line->wire)
        && smtp_wire_send(&line->wire, group.bytes, group.size, line->server.timeouts.command_ms))
        return true;
    smtp_wire_cut(&line->wire);
    return false;
}

/*
 * The replies to a group, in its order. One that refuses decides; that to the witness does not. A
 * server that asks for the data all the same gets none: the connection is cut. *gone: it was kept
 * for too long, nothing of the group was heard.
 */
static enum outcome read_group(struct ctx *cx, struct line *line, const struct parcel *parcel,
                               const char **said, bool *gone)
{
    const int wanted[] = { 2, 2, 2, 3 };
    enum outcome outcome = OUTCOME_SENT;
    struct smtp_reply reply = { 0 };

    for (size_t i = 0; i < COUNT_OF(wanted) && (i == 0 || is_open(line)); i++) {
        bool of_witness = i == 2;
        if (of_witness && !parcel->witness)
            continue;
        if (!smtp_wire_reply(&line->wire, cx->arena, line->server.timeouts.command_ms, &reply)) {
            *said = smtp_said(cx->arena, line->wire.trouble);
            smtp_wire_cut(&line->wire);
            *gone = i == 0;
            return OUTCOME_LATER;
        }
        if (outcome != OUTCOME_SENT || (of_witness && reply.code != 421))
            continue;
        *said = smtp_reply_said(cx->arena, &reply);
        outcome = judge(line, &reply, wanted[i]);
        *gone = i == 0 && !is_open(line);
    }
    if (outcome != OUTCOME_SENT && reply.code / 100 == 3)
        smtp_wire_cut(&line->wire);
    return outcome;
}

/*
 * RFC 2920, where it is offered, on a connection that was kept: a third of the round trips. One
 * that turns out to be gone is opened anew, command by command.
 */
static enum outcome introduce(struct ctx *cx, struct line *line, const struct parcel *parcel,
                              const char **said)
{
    bool kept = is_open(line) && !line->begun && line->carried < CARRIED_LIMIT, gone = true;
    enum outcome outcome = OUTCOME_LATER;

    if (kept && line->offers.pipelining && send_group(cx, line, parcel))
        outcome = read_group(cx, line, parcel, said, &gone);
    return gone ? one_by_one(cx, line, parcel, said) : outcome;
}

static enum outcome smtp_ready(struct ctx *cx, struct line *line, const struct parcel *parcel,
                               const char **said)
{
    assert(!line->in_data);
    if ((*said = parcel_problem(parcel)))
        return OUTCOME_REFUSED;
    enum outcome outcome = introduce(cx, line, parcel, said);
    return outcome == OUTCOME_SENT ? send_data(cx, line, parcel, said) : outcome;
}

static enum outcome smtp_finish(struct ctx *cx, struct line *line, const char **said)
{
    static const char DOT[] = ".\r\n";
    int timeout_ms = line->server.timeouts.dot_ms;
    struct smtp_reply reply;

    assert(line->in_data);
    if (!smtp_wire_quiet(&line->wire))
        return interrupted(cx, line, said);
    line->in_data = false;
    line->carried++;
    if (!smtp_wire_send(&line->wire, DOT, strlen(DOT), timeout_ms)
        || !smtp_wire_reply(&line->wire, cx->arena, timeout_ms, &reply)) {
        smtp_wire_cut(&line->wire);
        *said = smtp_said(cx->arena, line->wire.trouble);
        return OUTCOME_UNKNOWN;
    }
    *said = smtp_reply_said(cx->arena, &reply);
    line->begun = reply.code / 100 != 2;
    return reply.code / 100 == 3 ? OUTCOME_UNKNOWN : judge(line, &reply, 2);
}

static void smtp_abandon(struct line *line)
{
    smtp_wire_cut(&line->wire);
    line->in_data = false;
}

static void smtp_close(struct line *line)
{
    struct ctx cx = { .arena = &line->arena };
    struct arena arena;

    quit(&cx, line);
    arena = line->arena;
    arena_free(&arena);
}

const struct channel channel_smtp = {
    .name = "smtp",
    .open = smtp_open,
    .ready = smtp_ready,
    .finish = smtp_finish,
    .abandon = smtp_abandon,
    .close = smtp_close,
};
