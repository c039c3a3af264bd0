#include "mail/sender.h"

#include <ctype.h>

#include "base/buf.h"

static const char *folded(struct arena *arena, const char *email)
{
    struct buf lower = { .arena = arena };

    for (; *email; email++)
        buf_byte(&lower, (char)tolower((unsigned char)*email));
    return buf_string(&lower);
}

SQL(LIST, FIRM,
    "SELECT email_folded, kind FROM collection_sender WHERE firm = $1 AND client = $2"
    " ORDER BY email_folded, added_at LIMIT $3");

bool sender_list(struct ctx *cx, int64_t client, struct sender_allowed **senders, size_t *count)
{
    struct sender_allowed *list = arena_new(cx->arena, struct sender_allowed, SENDERS_LIMIT);
    struct rows *rows = store_query(cx, &LIST, ARGS(arg_int(client), arg_int(SENDERS_LIMIT)));
    size_t listed = 0;

    while (rows_next(rows))
        list[listed++] = (struct sender_allowed){ rows_text(rows, 0), rows_text(rows, 1) };
    if (!rows_done(rows))
        return false;
    *senders = list;
    *count = listed;
    return true;
}

SQL(ALLOW, FIRM,
    "INSERT INTO collection_sender (firm, client, email_folded, kind, added_at, member, contact)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (firm, client, email_folded) DO UPDATE"
    " SET kind = excluded.kind, added_at = excluded.added_at, member = excluded.member,"
    " contact = excluded.contact");

bool sender_allow(struct ctx *cx, int64_t client, const struct sender_allowed *sender,
                  int64_t contact)
{
    struct sender_allowed *senders;
    size_t count;

    if (!sender_list(cx, client, &senders, &count))
        return false;
    if (count >= SENDERS_LIMIT)
        return fail(cx, FAULT_INPUT, "EXPEDITEUR-NOMBRE", "field", "email", "limit",
                    arena_format(cx->arena, "%d", SENDERS_LIMIT), NULL);
    return store_run(cx, &ALLOW,
                     ARGS(arg_int(client), arg_text(folded(cx->arena, sender->email)),
                          arg_text(sender->kind), arg_instant(cx->now),
                          arg_int_or_null(contact == 0 && cx->actor > 0, cx->actor),
                          arg_int_or_null(contact > 0, contact)));
}

SQL(FORBID, FIRM,
    "DELETE FROM collection_sender WHERE firm = $1 AND client = $2 AND email_folded = $3");

bool sender_forbid(struct ctx *cx, int64_t client, const char *email)
{
    return store_run(cx, &FORBID, ARGS(arg_int(client), arg_text(folded(cx->arena, email))));
}

SQL(ALLOWED, FIRM,
    "SELECT kind FROM collection_sender WHERE firm = $1 AND client = $2 AND email_folded = $3");
SQL(PERSON, FIRM,
    "SELECT p.id FROM contact p JOIN client_contact k ON k.firm = p.firm AND k.contact = p.id"
    " AND k.client = $2 WHERE p.firm = $1 AND p.email_folded = $3");

bool sender_find(struct ctx *cx, int64_t client, const char *email, struct sender_found *found)
{
    const struct arg *asked = ARGS(arg_int(client), arg_text(folded(cx->arena, email)));
    struct sender_found sender = { .kind = "sort" };
    struct rows *rows = store_query(cx, &ALLOWED, asked);

    if (rows_next(rows))
        sender = (struct sender_found){ .is_allowed = true, .kind = rows_text(rows, 0) };
    if (!rows_done(rows))
        return false;
    rows = store_query(cx, &PERSON, asked);
    if (rows_next(rows))
        sender.contact = rows_int(rows, 0);
    if (!rows_done(rows))
        return false;
    sender.is_allowed |= sender.contact > 0;
    *found = sender;
    return true;
}
