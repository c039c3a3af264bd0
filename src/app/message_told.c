#include "app/message_told.h"

#include <string.h>

#include "app/page.h"
#include "client/invitation.h"
#include "client/login_link.h"
#include "firm/help_vote.h"
#include "firm/member_link.h"
#include "mail/renewed.h"
#include "notice/notify.h"
#include "notice/reply.h"
#include "request/awaited.h"
#include "store/visible.h"
#include "view/view.h"

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

static bool is_of(const struct message_row *row, const struct chase_kind *kind)
{
    return strcmp(row->kind, kind->name) == 0;
}

bool message_is_sealed(const struct message_row *row)
{
    return is_of(row, &access_kind) || is_of(row, &member_link_kind);
}

const char *message_unwritten(const struct message_row *row)
{
    if (row->settled)
        return "message.settled";
    return message_is_sealed(row) ? "message.sealed" : "message.unwritten";
}

/* Of a contact whose client is hidden, of a member who works or worked for one. */
SQL(PERSON_HIDDEN, FIRM,
    "SELECT 1 FROM firm f WHERE f.id = $1 AND (($5 = 'request' AND CAST($2 AS BIGINT) IN "
    "(" PEOPLE_HIDDEN(
        "$3",
        "$4") ")) OR ($5 = 'task' AND CAST($2 AS BIGINT) <> CAST($3 AS BIGINT) AND EXISTS (SELECT "
              "1 FROM assignment held"
              " WHERE held.firm = $1 AND held.member = $2 AND held.client IN (" CLIENTS_HIDDEN(
                  "$3", "$4") "))))");

static bool is_open_to(struct ctx *cx, const struct message_row *row, bool *is_shown)
{
    struct rows *rows = store_query(cx, &PERSON_HIDDEN,
                                    ARGS(arg_int(row->person), arg_int(cx->actor),
                                         arg_date(cx->arena, cx->today), arg_text(row->kind)));

    *is_shown = !rows_next(rows);
    return rows_done(rows);
}

bool message_is_shown(struct ctx *cx, const struct request *request, const struct message_row *row,
                      bool *is_shown)
{
    bool is_mine = row->person == request_member(request);

    *is_shown = false;
    if (message_is_sealed(row))
        return true;
    if (is_of(row, &invitation_kind) || is_of(row, &help_vote_kind))
        *is_shown = row->client > 0 || (request_role(request) & ROLE_ADMIN);
    else if (row->apart)
        *is_shown = row->client > 0 || is_mine;
    else
        return is_open_to(cx, row, is_shown);
    return true;
}

bool message_put_told(struct ctx *cx, const struct request *request, const struct message_row *row,
                      struct json *model)
{
    struct notice notice;
    const char *by;

    if (!row->apart)
        return true;
    struct json *told = json_put_map(model, "told");
    if (is_of(row, &access_kind)) {
        json_put_bool(told, "is_access", true);
        json_put_text(told, "contact", row->person_name);
        return true;
    }
    if (is_of(row, &help_vote_kind)) {
        json_put_bool(told, "is_help_vote", true);
        return true;
    }
    if (is_of(row, &member_link_kind)) {
        json_put_bool(told, "is_member_link", true);
        json_put_text(told, "member", row->person_name);
        return true;
    }
    if (is_of(row, &reply_kind)) {
        json_put_bool(told, "is_reply", true);
        json_put_text(told, "member", row->person_name);
        return true;
    }
    if (is_of(row, &renewed_kind)) {
        json_put_bool(told, "is_renewed", true);
        json_put_text(told, "contact", row->person_name);
        return true;
    }
    if (is_of(row, &awaited_kind)) {
        json_put_bool(told, "is_awaited", true);
        json_put_text(told, "contact", row->person_name);
        return true;
    }
    if (is_of(row, &invitation_kind)) {
        json_put_bool(told, "is_invitation", true);
        json_put_text(told, "person", row->person_name);
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

const char *message_fate_why(struct arena *arena, const char *language, const char *kind,
                             const char *code)
{
    const char *of_kind = arena_format(arena, "fate_why.%s.%s", kind, code);
    const char *key = arena_format(arena, "fate_why.%s", code);

    if (view_wording(language, of_kind))
        return view_text(arena, language, of_kind, NULL);
    return view_wording(language, key) ? view_text(arena, language, key, NULL) : NULL;
}
