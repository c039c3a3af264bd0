/* How a member's link leaves by mail, and what came of it. */
#include "firm/member_link.h"

#include <string.h>

#include "base/secret.h"
#include "firm/firm.h"

SQL(CARRY, FIRM, "UPDATE member_link SET message = $3 WHERE firm = $1 AND member = $2");

static bool send(struct ctx *cx, int64_t id, struct member_link *link)
{
    struct member member;

    if (!member_link_open(cx, id, link) || !member_find(cx, id, &member))
        return false;
    struct message posted = { .person = id,
                              .kind = member_link_kind.name,
                              .medium = "email",
                              .tone = member_link_kind.name,
                              .recipient = member.email,
                              .language = member.language,
                              .apart = true };
    if (!outbox_post(cx, &posted, 1))
        return false;
    link->message = posted.id;
    return store_run(cx, &CARRY, ARGS(arg_int(id), arg_int(posted.id)));
}

bool member_link_send(struct ctx *cx, int64_t member, struct member_link *link)
{
    struct member_link sent;

    if (!store_begin(cx) || !store_end(cx, send(cx, member, &sent)))
        return false;
    *link = sent;
    return true;
}

SQL(BOUNCED, FIRM, "UPDATE member_link SET said = $3 WHERE firm = $1 AND message = $2");

bool member_link_bounced(struct ctx *cx, int64_t message, const char *said)
{
    return store_run(cx, &BOUNCED, ARGS(arg_int(message), arg_text(said)));
}

SQL(MAILS, FIRM,
    "SELECT l.member, l.message, m.state, m.said, l.said FROM member_link l"
    " JOIN message m ON m.firm = l.firm AND m.id = l.message WHERE l.firm = $1 ORDER BY l.member");

static struct member_mail mail_row(struct rows *rows)
{
    const char *state = rows_text(rows, 2), *bounce = rows_text(rows, 4);
    bool is_refused = strcmp(state, "refused") == 0 || strcmp(state, "dropped") == 0;

    return (struct member_mail){
        .member = rows_int(rows, 0),
        .message = rows_int(rows, 1),
        .said = *bounce ? bounce : rows_text(rows, 3),
        .fate = *bounce || is_refused    ? MEMBER_MAIL_FAILED
            : strcmp(state, "sent") == 0 ? MEMBER_MAIL_SENT
                                         : MEMBER_MAIL_LEAVES,
    };
}

bool member_mail_list(struct ctx *cx, struct member_mail **mails, size_t *count)
{
    struct rows *rows = store_query(cx, &MAILS, NO_ARGS);
    struct member_mail *list = NULL;
    size_t listed = 0, room = 0;

    while (rows_next(rows)) {
        if (listed == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[listed++] = mail_row(rows);
    }
    if (!rows_done(rows))
        return false;
    *mails = list;
    *count = listed;
    return true;
}

SQL(OF_MESSAGE, FIRM,
    "SELECT COUNT(*) FROM member_link l JOIN member m ON m.firm = l.firm AND m.id = l.member"
    " WHERE l.firm = $1 AND l.message = $2 AND l.expires_at > $3 AND m.state <> 'archived'");

static bool stands(struct ctx *cx, int64_t message, const char **why)
{
    struct rows *rows = store_query(cx, &OF_MESSAGE, ARGS(arg_int(message), arg_instant(cx->now)));
    bool is_good = rows_next(rows) && rows_int(rows, 0) > 0;

    *why = is_good ? "" : "link_gone";
    return rows_done(rows);
}

static bool debtors(struct ctx *cx, struct debtor *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct member member;
        if (!member_find(cx, list[i].id, &member))
            return false;
        list[i].name = member.name;
        list[i].address = member.email;
        list[i].language = member.language;
        list[i].balance.cents = 1; /* who was invited is written to */
    }
    return true;
}

SQL(DRAW, FIRM,
    "UPDATE member_link SET mail_hash = $3, expires_at = $4 WHERE firm = $1 AND message = $2");

static bool word(struct ctx *cx, const struct wording *wording, struct json *model)
{
    const struct secret secret = secret_draw();
    struct member member;
    struct firm firm;

    if (!member_find(cx, wording->person, &member) || !firm_find(cx, &firm))
        return false;
    const struct instant end = member_link_end(cx, &member);
    if (!store_run(
            cx, &DRAW,
            ARGS(arg_int(wording->message), arg_secret(cx->arena, &secret), arg_instant(end))))
        return false;
    json_put_text(model, "name", member.name);
    json_put_text(model, "base_url", firm.base_url);
    json_put_bool(model, "is_invitation", member.state == MEMBER_INVITED);
    json_put_text(model, "until", instant_text(cx->arena, end));
    json_put_text(model, "link_url",
                  arena_format(cx->arena, "%s/bienvenue?key=%s", firm.base_url,
                               secret_text(cx->arena, &secret)));
    return true;
}

const struct chase_kind member_link_kind = {
    .name = "member_link",
    .reader = "member",
    .mail = "mail/member_link",
    .for_firm = true,
    .at_once = true,
    .debtors = debtors,
    .word = word,
    .stands = stands,
};
