#include "channel/reach.h"

#include "base/str.h"
#include "channel/smtp_text.h"
#include "channel/smtp_wire.h"

static bool server_answers(struct ctx *cx, const struct channel_config *config)
{
    struct smtp_server server;
    struct smtp_wire wire;

    if (!smtp_server_read(cx, cx->arena, config, &server))
        return false;
    smtp_wire_start(&wire, cx->arena);
    bool answers = smtp_wire_open(&wire, cx->arena, &server);
    const char *reason = answers ? "" : smtp_said(cx->arena, wire.trouble);
    smtp_wire_cut(&wire);
    return answers
        || fail(cx, FAULT_BROKEN, "CANAL-MUET", "value", config->url, "reason", reason, NULL);
}

bool channel_reach(struct ctx *cx, const struct channel_config *config)
{
    const struct channel *channel = channel_find(cx, config->url);

    if (!channel)
        return false;
    if (str_starts(config->url, "smtp"))
        return server_answers(cx, config);
    struct line *line = channel->open(cx, config);
    if (!line)
        return false;
    channel->close(line);
    return true;
}
