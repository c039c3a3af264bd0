#include <string.h>

#include "app/check_said.h"
#include "app/handlers.h"
#include "app/message_count.h"
#include "app/page.h"
#include "base/str.h"
#include "channel/email_parts.h"
#include "mail/mail.h"
#include "view/view.h"

const struct field check_fields[] = {
    { .name = "after", .check = CHECK_INT },
    { .name = "before", .check = CHECK_INT },
    { 0 },
};

const struct field decide_fields[] = {
    { .name = "reason", .check = CHECK_NOTE, .required = true },
    { 0 },
};

SQL(BODY, FIRM, "SELECT bytes FROM message_body WHERE firm = $1 AND message = $2");

/*
 * By which the person finds it in the journal of the mail server: its Message-ID or, where its text
 * is not in these books, how it begins (mail/tag.h), and the name of its envelope.
 */
static bool put_message_id(struct ctx *cx, int64_t id, struct json *map)
{
    struct rows *rows = store_query(cx, &BODY, ARGS(arg_int(id)));
    struct email_parts parts = { .message_id = "" };
    const char *bytes = NULL;
    size_t size = 0;

    if (rows_next(rows)) {
        const char *body = rows_bytes(rows, 0, &size);
        bytes = arena_text(cx->arena, body, size);
    }
    if (!rows_done(rows) || (bytes && !email_parts(cx, bytes, size, &parts)))
        return false;
    if (*parts.message_id)
        json_put_text(map, "message_id", parts.message_id);
    else
        json_put_text(map, "message_id_start",
                      arena_format(cx->arena, "q%lld-%lld-", (long long)scope_firm_id(cx->store),
                                   (long long)id));
    json_put_text(
        map, "envelope",
        arena_format(cx->arena, "q%lld.%lld", (long long)scope_firm_id(cx->store), (long long)id));
    return true;
}

static bool put_case(struct ctx *cx, const struct request *request, const struct message_row *row,
                     struct json *map)
{
    const char *key = strcmp(row->why, "killed") == 0 ? "check.killed" : "check.cut";
    struct instant point = row->point_at.ms > 0 ? row->point_at : row->at;
    bool is_restored = strcmp(row->why, "restored") == 0;

    if (is_restored)
        key = "check.restored";

    if (!message_put(cx, request, row, map) || !put_message_id(cx, row->id, map))
        return false;
    if (is_restored)
        json_put_date(map, "day_on", row->day);
    if (is_restored && !*row->subject)
        json_put_text(map, "subject",
                      view_text(cx->arena, request_language(request), "check.unworded", NULL));
    json_put_bool(map, "is_restored", is_restored);
    json_put_text(map, "at", instant_text(cx->arena, point));
    json_put_int(map, "since_hours", (cx->now.ms - point.ms) / (60 * 60 * 1000));
    json_put_text(map, "why", view_text(cx->arena, request_language(request), key, NULL));
    if (*row->said)
        json_put_text(map, "words", row->said);
    return true;
}

static void put_pages(struct arena *arena, const struct message_page *page, struct json *model)
{
    if (page->newer > 0)
        json_put_text(model, "previous_url",
                      arena_format(arena, "/a-verifier?before=%lld", (long long)page->newer));
    if (page->older > 0)
        json_put_text(model, "next_url",
                      arena_format(arena, "/a-verifier?after=%lld", (long long)page->older));
}

bool check_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const struct message_filter filter = { .state = "check" };
    struct json *model = answer->model, *messages = json_put_list(model, "messages");
    struct message_page page;
    int64_t total;

    if (!message_page(cx, request, &filter, &page) || !message_count_in(cx, MESSAGE_CHECK, &total))
        return false;
    for (size_t i = 0; i < page.count; i++)
        if (!put_case(cx, request, &page.rows[i], json_add_map(messages)))
            return false;
    json_put_bool(model, "has_messages", page.count > 0);
    json_put_int(model, "shown", (int64_t)page.count);
    json_put_int(model, "count", total);
    if (desk_of(request) && desk_of(request)->sender && desk_of(request)->sender->witness)
        json_put_text(model, "witness", desk_of(request)->sender->witness);
    if (!mail_count_replies(cx, &total))
        return false;
    if (total > 0)
        json_put_int(model, "replies", total);
    put_pages(cx->arena, &page, model);
    return check_put_decided(cx, request, model);
}

static bool decide(struct ctx *cx, const struct request *request, enum order order,
                   struct answer *answer)
{
    const char *reason = str_trim(cx->arena, request_text(request, "reason"));

    if (!*reason)
        return fail(cx, FAULT_INPUT, "CHAMP-MANQUE", "field", "reason", NULL);
    if (!outbox_decide(cx, request_id(request, "message"), order, reason))
        return false;
    answer->redirect = "/a-verifier";
    answer->notice = order == ORDER_RESEND ? "notice.resent" : "notice.counted";
    return true;
}

bool message_resend(struct ctx *cx, const struct request *request, struct answer *answer)
{
    return decide(cx, request, ORDER_RESEND, answer);
}

bool message_hold(struct ctx *cx, const struct request *request, struct answer *answer)
{
    return decide(cx, request, ORDER_COUNTS_AS_SENT, answer);
}
