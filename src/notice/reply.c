#include "notice/reply.h"

#include <string.h>

#include "firm/firm.h"
#include "notice/reader.h"
#include "store/visible.h"

struct reply {
    int64_t mail;
    struct instant at;
    const char *client, *debtor; /* "" none */
};

#define SEEN CLIENT_VISIBLE("m.client", "n.member", "$3")

/* What the message was posted for and its reader still has to read. */
SQL(REPLIES, FIRM,
    "SELECT m.id, m.taken_at, COALESCE(c.name, ''), COALESCE(d.name, '')"
    " FROM reply_notice n JOIN reply_notice_mail t ON t.firm = n.firm AND t.message = n.message"
    " JOIN mail m ON m.firm = t.firm AND m.id = t.mail AND m.handed = t.handed"
    " AND m.assignee = n.member AND m.state = 'triage'"
    " LEFT JOIN client c ON c.firm = m.firm AND c.id = m.client"
    " LEFT JOIN customer d ON d.firm = m.firm AND d.id = m.customer"
    " WHERE n.firm = $1 AND n.message = $2 AND " SEEN " ORDER BY m.id");

static bool list_replies(struct ctx *cx, int64_t message, struct reply **replies, size_t *count)
{
    struct rows *rows =
        store_query(cx, &REPLIES, ARGS(arg_int(message), arg_date(cx->arena, cx->today)));
    struct reply *list = NULL;
    size_t listed = 0, room = 0;

    while (rows_next(rows)) {
        if (listed == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[listed++] = (struct reply){ rows_int(rows, 0), rows_instant(rows, 1),
                                         rows_text(rows, 2), rows_text(rows, 3) };
    }
    if (!rows_done(rows))
        return false;
    *replies = list;
    *count = listed;
    return true;
}

SQL(RECIPIENT, FIRM,
    "SELECT r.state FROM reply_notice n JOIN member r ON r.firm = n.firm AND r.id = n.member"
    " WHERE n.firm = $1 AND n.message = $2");

static bool stands(struct ctx *cx, int64_t message, const char **why)
{
    struct rows *rows = store_query(cx, &RECIPIENT, ARGS(arg_int(message)));
    bool is_active = rows_next(rows) && strcmp(rows_text(rows, 0), "active") == 0;
    struct reply *replies;
    size_t count;

    if (!rows_done(rows) || !list_replies(cx, message, &replies, &count))
        return false;
    *why = !is_active ? "member_left" : count > 0 ? "" : "nothing_to_say";
    return true;
}

static void put_replies(struct arena *arena, const struct firm *firm, const struct reply *replies,
                        size_t count, struct json *model)
{
    struct json *list = json_put_list(model, "replies");
    size_t shown = count < REPLY_ROWS ? count : REPLY_ROWS;

    for (size_t i = 0; i < shown; i++) {
        struct json *map = json_add_map(list);
        json_put_text(map, "client", *replies[i].client ? replies[i].client : NULL);
        json_put_text(map, "debtor", *replies[i].debtor ? replies[i].debtor : NULL);
        json_put_text(map, "at", instant_text(arena, replies[i].at));
        if (*firm->base_url)
            json_put_text(map, "url",
                          arena_format(arena, "%s/courrier/%lld", firm->base_url,
                                       (long long)replies[i].mail));
    }
    json_put_int(model, "count", (int64_t)count);
    json_put_int(model, "more", (int64_t)(count - shown));
    json_put_bool(model, "has_more", count > shown);
}

static bool word(struct ctx *cx, const struct wording *wording, struct json *model)
{
    struct reply *replies;
    struct firm firm;
    size_t count;

    if (!firm_find(cx, &firm) || !list_replies(cx, wording->message, &replies, &count))
        return false;
    json_put_date(model, "on", cx->today);
    json_put_text(model, "base_url", firm.base_url);
    if (*firm.base_url)
        json_put_text(model, "list_url", arena_format(cx->arena, "%s/courrier", firm.base_url));
    put_replies(cx->arena, &firm, replies, count, model);
    return true;
}

const struct chase_kind reply_kind = {
    .name = "reply",
    .reader = "member",
    .mail = "mail/reply",
    .for_firm = true,
    .debtors = reader_fill,
    .word = word,
    .stands = stands,
};
