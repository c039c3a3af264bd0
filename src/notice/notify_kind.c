/* How a notice is worded, and what may still stop it. */
#include "notice/notify.h"

#include <string.h>

#include "client/client.h"
#include "client/visible.h"
#include "firm/firm.h"
#include "notice/reader.h"

SQL(ONBOARDING, FIRM,
    "SELECT c.state, COALESCE((SELECT l.at FROM client_life l WHERE l.firm = c.firm"
    " AND l.client = c.id AND l.state = c.state ORDER BY l.id DESC LIMIT 1), c.created_at)"
    " FROM client c WHERE c.firm = $1 AND c.id = $2");

bool onboarding_find(struct ctx *cx, int64_t client, struct onboarding *onboarding)
{
    struct rows *rows = store_query(cx, &ONBOARDING, ARGS(arg_int(client)));
    struct onboarding found = { .state = "" };

    if (rows_next(rows))
        found = (struct onboarding){ rows_text(rows, 0), rows_instant(rows, 1) };
    if (!rows_done(rows))
        return false;
    *onboarding = found;
    return true;
}

SQL(RECIPIENT, FIRM,
    "SELECT m.state, CASE WHEN " CLIENT_VISIBLE(
        "n.client", "m.id",
        "$3") " THEN 1 ELSE 0 END"
              " FROM notice_message t JOIN notice n ON n.firm = t.firm AND n.id = t.notice"
              " JOIN member m ON m.firm = t.firm AND m.id = t.member"
              " WHERE t.firm = $1 AND t.message = $2");

static bool stands(struct ctx *cx, int64_t message, const char **why)
{
    struct rows *rows =
        store_query(cx, &RECIPIENT, ARGS(arg_int(message), arg_date(cx->arena, cx->today)));
    bool is_active = false, is_visible = false;

    if (rows_next(rows)) {
        is_active = strcmp(rows_text(rows, 0), "active") == 0;
        is_visible = rows_int(rows, 1) == 1;
    }
    if (!rows_done(rows))
        return false;
    *why = !is_active ? "member_left" : is_visible ? "" : "client_hidden";
    return true;
}

static bool put_onboarding(struct ctx *cx, int64_t client, struct json *model)
{
    struct json *map = json_put_map(model, "onboarding");
    struct onboarding onboarding;

    if (!onboarding_find(cx, client, &onboarding))
        return false;
    json_put_bool(map, onboarding.state, true);
    json_put_text(map, "since", instant_text(cx->arena, onboarding.since));
    return true;
}

static bool put_client(struct ctx *cx, const struct notice *notice, struct json *model)
{
    struct json *map = json_put_map(model, "client");
    struct figures figures;
    struct client client;
    struct firm firm;

    if (!client_find(cx, notice->client, &client) || !figures_find(cx, client.id, &figures)
        || !firm_find(cx, &firm))
        return false;
    json_put_int(map, "id", client.id);
    json_put_text(map, "name", client.name);
    json_put_text(model, "base_url", firm.base_url);
    if (*firm.base_url)
        json_put_text(
            model, "client_url",
            arena_format(cx->arena, "%s/clients/%lld", firm.base_url, (long long)client.id));
    figures_put(&figures, model);
    return true;
}

static bool word(struct ctx *cx, const struct wording *wording, struct json *model)
{
    struct json *about = json_put_map(model, "about");
    struct reader author;
    struct notice notice;

    if (!notice_find_of_message(cx, wording->message, &notice))
        return false;
    if (notice.id == 0)
        return fail(cx, FAULT_INPUT, "AVIS-ABSENT", NULL);
    if (!reader_find(cx, notice.by, &author))
        return false;
    for (size_t i = 0; i < NOTICE_SUBJECT_COUNT; i++)
        json_put_bool(about, notice_subject_text((enum notice_subject)i), notice.subjects[i]);
    json_put_text(model, "by", author.name);
    json_put_text(model, "comment", *notice.comment ? notice.comment : NULL);
    json_put_date(model, "on", cx->today);
    return put_client(cx, &notice, model) && put_onboarding(cx, notice.client, model);
}

const struct chase_kind notice_kind = {
    .name = "notice",
    .reader = "member",
    .mail = "mail/notice",
    .for_firm = true,
    .debtors = reader_fill,
    .word = word,
    .stands = stands,
};
