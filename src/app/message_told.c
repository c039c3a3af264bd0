#include "app/message_told.h"

#include <string.h>

#include "app/page.h"
#include "client/login_link.h"
#include "notice/notify.h"

SQL(DIGEST_DAY, FIRM, "SELECT day_on FROM digest WHERE firm = $1 AND message = $2");

static bool put_digest(struct ctx *cx, const struct message_row *row, struct json *told)
{
    struct rows *rows = store_query(cx, &DIGEST_DAY, ARGS(arg_int(row->id)));

    json_put_bool(told, "is_digest", true);
    json_put_text(told, "member", row->person_name);
    if (rows_next(rows))
        json_put_date(told, "on", rows_date(rows, 0));
    return rows_done(rows);
}

static bool is_access(const struct message_row *row)
{
    return strcmp(row->kind, access_kind.name) == 0;
}

bool message_put_told(struct ctx *cx, const struct request *request, const struct message_row *row,
                      struct json *model)
{
    struct notice notice;
    const char *by;

    if (!row->apart)
        return true;
    struct json *told = json_put_map(model, "told");
    if (is_access(row)) {
        json_put_bool(told, "is_access", true);
        json_put_text(told, "contact", row->person_name);
        return true;
    }
    if (!notice_find_of_message(cx, row->id, &notice))
        return false;
    if (notice.id == 0)
        return put_digest(cx, row, told);
    if (!page_member(cx, request, notice.by, &by))
        return false;
    json_put_bool(told, "is_notice", true);
    json_put_text(told, "by", by);
    json_put_text(told, "at", instant_text(cx->arena, notice.at));
    return true;
}
