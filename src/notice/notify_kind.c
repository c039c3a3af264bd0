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

    while (rows_next(rows)) {
        is_active = strcmp(rows_text(rows, 0), "active") == 0;
        is_visible = is_visible || rows_int(rows, 1) == 1;
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

SQL(COUNT, FIRM, "SELECT COUNT(*) FROM notice_message WHERE firm = $1 AND message = $2");

static bool count_clients(struct ctx *cx, int64_t message, int64_t *count)
{
    struct rows *rows = store_query(cx, &COUNT, ARGS(arg_int(message)));

    *count = rows_next(rows) ? rows_int(rows, 0) : 0;
    return rows_done(rows);
}

SQL(CLIENTS, FIRM,
    "SELECT c.id, c.name, c.state, COALESCE((SELECT l.at FROM client_life l WHERE l.firm = c.firm"
    " AND l.client = c.id AND l.state = c.state ORDER BY l.id DESC LIMIT 1), "
    "c.created_at), " FIGURES(
        "$3") " FROM notice_message t JOIN notice n ON n.firm = t.firm AND n.id = t.notice"
              " JOIN client c ON c.firm = n.firm AND c.id = n.client" FIGURES_FROM
              " WHERE t.firm = $1 AND t.message = $2 AND " CLIENT_VISIBLE(
                  "c.id", "t.member", "$3") " ORDER BY c.name_folded, c.id");

static void put_one(struct arena *arena, struct rows *rows, const char *base_url, struct json *map)
{
    struct figures figures = figures_row(rows, 4);
    struct json *onboarding = json_put_map(map, "onboarding");

    json_put_int(map, "id", rows_int(rows, 0));
    json_put_text(map, "name", rows_text(rows, 1));
    if (*base_url)
        json_put_text(
            map, "url",
            arena_format(arena, "%s/clients/%lld", base_url, (long long)rows_int(rows, 0)));
    json_put_bool(onboarding, rows_text(rows, 2), true);
    json_put_text(onboarding, "since", instant_text(arena, rows_instant(rows, 3)));
    figures_put(&figures, map);
}

static bool put_clients(struct ctx *cx, int64_t message, struct json *model)
{
    struct json *list = json_put_list(model, "clients");
    int64_t count = 0;
    struct firm firm;

    if (!firm_find(cx, &firm))
        return false;
    struct rows *rows =
        store_query(cx, &CLIENTS, ARGS(arg_int(message), arg_date(cx->arena, cx->today)));
    for (; rows_next(rows); count++)
        if (count < NOTICE_CLIENTS)
            put_one(cx->arena, rows, firm.base_url, json_add_map(list));
    json_put_text(model, "base_url", firm.base_url);
    json_put_bool(model, "is_many", true);
    json_put_int(model, "count", count);
    json_put_int(model, "more", count > NOTICE_CLIENTS ? count - NOTICE_CLIENTS : 0);
    json_put_bool(model, "has_more", count > NOTICE_CLIENTS);
    return rows_done(rows);
}

static bool word(struct ctx *cx, const struct wording *wording, struct json *model)
{
    int64_t clients;
    struct json *about = json_put_map(model, "about");
    struct reader author;
    struct notice notice;

    if (!notice_find_of_message(cx, wording->message, &notice)
        || !count_clients(cx, wording->message, &clients))
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
    if (clients > 1)
        return put_clients(cx, wording->message, model);
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
