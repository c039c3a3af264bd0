#include "http/api_token.h"

#define COLUMNS                                                                                    \
    "SELECT t.id, t.member, t.contact, p.name, t.name, t.may_write, t.is_admin, t.last_on,"        \
    " t.made_at, t.seen_at, t.seen_from, t.ended_at FROM api_token t"                              \
    " LEFT JOIN contact p ON p.firm = t.firm AND p.id = t.contact"

static void row_read(struct ctx *cx, struct rows *rows, struct api_tokens *tokens)
{
    if (tokens->count == tokens->room)
        tokens->list = arena_grow(cx->arena, tokens->list, &tokens->room, sizeof *tokens->list);
    tokens->list[tokens->count++] = (struct api_token){
        .id = rows_int(rows, 0),
        .member = rows_int(rows, 1),
        .contact = rows_int(rows, 2),
        .owner = rows_text(rows, 3),
        .name = rows_text(rows, 4),
        .may_write = rows_int(rows, 5) == 1,
        .is_admin = rows_int(rows, 6) == 1,
        .last = rows_date(rows, 7),
        .made_at = rows_instant(rows, 8),
        .seen_at = rows_instant(rows, 9),
        .seen_from = rows_text(rows, 10),
        .ended_at = rows_instant(rows, 11),
    };
}

static bool read_all(struct ctx *cx, struct rows *rows, struct api_tokens *tokens)
{
    struct api_tokens read = { 0 };

    while (rows_next(rows))
        row_read(cx, rows, &read);
    if (!rows_done(rows))
        return false;
    *tokens = read;
    return true;
}

SQL(OF_MEMBER, FIRM, COLUMNS " WHERE t.firm = $1 AND t.member = $2 ORDER BY t.id DESC LIMIT 50");

bool api_token_of_member(struct ctx *cx, int64_t member, struct api_tokens *tokens)
{
    return read_all(cx, store_query(cx, &OF_MEMBER, ARGS(arg_int(member))), tokens);
}

SQL(OF_CONTACT, FIRM, COLUMNS " WHERE t.firm = $1 AND t.contact = $2 ORDER BY t.id DESC LIMIT 50");

bool api_token_of_contact(struct ctx *cx, int64_t contact, struct api_tokens *tokens)
{
    return read_all(cx, store_query(cx, &OF_CONTACT, ARGS(arg_int(contact))), tokens);
}

/* Who is of a company that a contact represents. */
#define REPRESENTED(BY)                                                                            \
    "SELECT x.contact FROM client_contact k JOIN client_contact x ON x.firm = k.firm"              \
    " AND x.client = k.client WHERE k.firm = $1 AND k.contact = " BY " AND k.is_legal = 1"

SQL(OF_PEOPLE, FIRM,
    COLUMNS " WHERE t.firm = $1 AND t.contact IN (" REPRESENTED(
        "$2") ") AND t.contact <> $2"
              " AND t.ended_at IS NULL AND t.last_on >= $3 ORDER BY p.name, t.id");

bool api_token_of_people(struct ctx *cx, int64_t legal, struct api_tokens *tokens)
{
    return read_all(
        cx, store_query(cx, &OF_PEOPLE, ARGS(arg_int(legal), arg_date(cx->arena, cx->today))),
        tokens);
}

static bool ended(struct ctx *cx, const struct statement *const *statement, const struct arg *args)
{
    int64_t count;

    if (!store_change(cx, statement, args, &count))
        return false;
    return count > 0 || fail(cx, FAULT_ABSENT, "JETON-ABSENT", NULL);
}

SQL(END, FIRM,
    "UPDATE api_token SET ended_at = $4, ended_by = $5"
    " WHERE firm = $1 AND id = $2 AND member = $3 AND ended_at IS NULL");

bool api_token_end(struct ctx *cx, int64_t member, int64_t id)
{
    return ended(cx, &END,
                 ARGS(arg_int(id), arg_int(member), arg_instant(cx->now), arg_int(cx->actor)));
}

SQL(END_OF_CONTACT, FIRM,
    "UPDATE api_token SET ended_at = $4, ended_by = $3 WHERE firm = $1 AND id = $2"
    " AND ended_at IS NULL AND (contact = $3 OR contact IN (" REPRESENTED("$3") "))");

bool api_token_end_of_contact(struct ctx *cx, int64_t by, int64_t id)
{
    return ended(cx, &END_OF_CONTACT, ARGS(arg_int(id), arg_int(by), arg_instant(cx->now)));
}

SQL(END_ALL, FIRM,
    "UPDATE api_token SET ended_at = $3, ended_by = 0"
    " WHERE firm = $1 AND member = $2 AND ended_at IS NULL");

bool api_token_end_all(struct ctx *cx, int64_t member)
{
    return store_run(cx, &END_ALL, ARGS(arg_int(member), arg_instant(cx->now)));
}
