#include "app/bulk_notice_model.h"

#include <stdlib.h>
#include <string.h>

#include "app/page.h"
#include "base/buf.h"
#include "notice/notify.h"
#include "store/visible.h"
#include "view/view.h"

const char *bulk_notice_subjects(struct ctx *cx, const struct request *request, const char *value)
{
    bool subjects[NOTICE_SUBJECT_COUNT] = { false };
    struct buf text = { .arena = cx->arena };

    notice_subjects_parse(value, subjects);
    for (enum notice_subject each = 0; each < NOTICE_SUBJECT_COUNT; each++)
        if (subjects[each])
            buf_format(&text, "%s%s", text.size > 0 ? ", " : "",
                       view_text(cx->arena, request_language(request),
                                 arena_format(cx->arena, "notify.%s", notice_subject_text(each)),
                                 NULL));
    return buf_string(&text);
}

bool bulk_notice_before(struct ctx *cx, const struct request *request, const char *before,
                        const char **said)
{
    struct json *args = json_map(cx->arena);
    const char *by;
    char *rest;

    *said = "";
    if (!*before)
        return true;
    const struct instant at = { strtoll(before, &rest, 10) };
    if (!page_member(cx, request, strtoll(rest, NULL, 10), &by))
        return false;
    json_put_text(args, "by", by);
    json_put_text(args, "at", instant_text(cx->arena, at));
    *said = view_text(cx->arena, request_language(request), "bulk.notified_by", args);
    return true;
}

static bool is_ticked(const struct request *request, const char *field, bool stands)
{
    return stands || *request_typed(request, field) != '\0';
}

static void put_form(struct ctx *cx, const struct request *request, const struct bulk *bulk,
                     struct json *model)
{
    struct json *form = json_put_map(model, "form"), *list = json_put_list(form, "subjects");
    const char *typed = request_typed(request, "comment");
    bool subjects[NOTICE_SUBJECT_COUNT] = { false };

    notice_subjects_parse(bulk->value, subjects);
    for (enum notice_subject each = 0; each < NOTICE_SUBJECT_COUNT; each++) {
        const char *name = notice_subject_text(each);
        struct json *map = json_add_map(list);
        json_put_text(map, "value", name);
        json_put_bool(json_put_map(map, "is"), name, true);
        json_put_bool(
            map, "is_ticked",
            is_ticked(request, arena_format(cx->arena, "about-%s", name), subjects[each]));
    }
    json_put_bool(form, "is_notice", true);
    json_put_bool(form, "is_again", is_ticked(request, "again", bulk->again));
    json_put_text(form, "comment", *typed ? typed : bulk->comment);
}

#define SEEN CLIENT_VISIBLE("r.client", "$3", "$4")

/* Those who will be written to, or were: each once, with how many clients. */
SQL(TO_TELL, FIRM,
    "SELECT m.id, m.name, COUNT(DISTINCT r.client), 0 FROM bulk_row r"
    " JOIN assignment a ON a.firm = r.firm AND a.client = r.client AND a.first_on <= $4"
    " AND (a.last_on IS NULL OR a.last_on >= $4)"
    " JOIN member m ON m.firm = a.firm AND m.id = a.member AND m.state = 'active'"
    " WHERE r.firm = $1 AND r.bulk = $2 AND r.fate = 'planned' AND " SEEN
    " GROUP BY m.id, m.name ORDER BY m.name, m.id");
SQL(TOLD, FIRM,
    "SELECT m.id, m.name, COUNT(*), MAX(t.message) FROM bulk_row r"
    " JOIN notice_message t ON t.firm = r.firm AND t.notice = r.made"
    " JOIN member m ON m.firm = t.firm AND m.id = t.member"
    " WHERE r.firm = $1 AND r.bulk = $2 AND r.fate = 'done' AND " SEEN
    " GROUP BY m.id, m.name ORDER BY m.name, m.id");

static bool put_recipients(struct ctx *cx, const struct bulk *bulk, struct json *model)
{
    struct json *list = json_put_list(model, "recipients");
    struct rows *rows =
        store_query(cx, strcmp(bulk->state, "drawn") == 0 ? &TO_TELL : &TOLD,
                    ARGS(arg_int(bulk->id), arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    int64_t count = 0;

    for (; rows_next(rows); count++) {
        struct json *map = json_add_map(list);
        json_put_int(map, "id", rows_int(rows, 0));
        json_put_text(map, "name", rows_text(rows, 1));
        json_put_int(map, "clients", rows_int(rows, 2));
        if (rows_int(rows, 3) > 0)
            json_put_text(map, "url",
                          arena_format(cx->arena, "/messages/%lld", (long long)rows_int(rows, 3)));
    }
    json_put_int(model, "recipients_count", count);
    json_put_bool(model, "has_recipients", count > 0);
    return rows_done(rows);
}

SQL(HELD, FIRM,
    "SELECT COALESCE(SUM(CASE WHEN r.why = 'AVIS-PERSONNE' THEN 1 ELSE 0 END), 0),"
    " COALESCE(SUM(CASE WHEN r.before <> '' THEN 1 ELSE 0 END), 0) FROM bulk_row r"
    " WHERE r.firm = $1 AND r.bulk = $2 AND " CLIENT_VISIBLE("r.client", "$3", "$4"));

static bool put_held(struct ctx *cx, const struct bulk *bulk, struct json *model)
{
    struct rows *rows = store_query(
        cx, &HELD, ARGS(arg_int(bulk->id), arg_int(cx->actor), arg_date(cx->arena, cx->today)));

    if (rows_next(rows)) {
        json_put_int(model, "lacking", rows_int(rows, 0));
        json_put_bool(model, "has_lacking", rows_int(rows, 0) > 0);
        json_put_int(model, "notified", rows_int(rows, 1));
        json_put_bool(model, "has_notified", rows_int(rows, 1) > 0);
    }
    return rows_done(rows);
}

bool bulk_notice_put(struct ctx *cx, const struct request *request, const struct bulk *bulk,
                     struct json *model)
{
    put_form(cx, request, bulk, model);
    if (*bulk->comment)
        json_put_text(model, "comment", bulk->comment);
    return !*bulk->value || (put_recipients(cx, bulk, model) && put_held(cx, bulk, model));
}
