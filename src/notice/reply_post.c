/* The run of a day: who is told, once. */
#include "notice/reply.h"

#include "notice/reader.h"
#include "store/visible.h"

/* Of « mail m » and the member « r »: it came to them from another, and nobody said so yet. */
#define CAME_TO                                                                                    \
    " m.firm = r.firm AND m.assignee = r.id AND m.state = 'triage' AND m.handed > 0"               \
    " AND NOT EXISTS (SELECT 1 FROM reply_notice_mail t WHERE t.firm = m.firm AND t.mail = m.id"   \
    " AND t.handed = m.handed)"
#define SEEN_BY(TODAY)                                                                             \
    CLIENT_VISIBLE("m.client", "r.id", TODAY)                                                      \
    " AND (m.client IS NOT NULL OR r.role = 'admin')"

SQL(READERS, FIRM,
    "SELECT " READER_COLUMNS " FROM member r WHERE r.firm = $1"
    " AND r.state = 'active' AND EXISTS (SELECT 1 FROM mail m WHERE" CAME_TO
    " AND " SEEN_BY("$2") ") AND NOT EXISTS (SELECT 1 FROM reply_notice n WHERE n.firm = r.firm"
                          " AND n.member = r.id AND n.day_on = $2) ORDER BY r.id");

static bool list_readers(struct ctx *cx, struct reader **readers, size_t *count)
{
    struct rows *rows = store_query(cx, &READERS, ARGS(arg_date(cx->arena, cx->today)));

    return reader_list(cx, rows, readers, count);
}

/* Another node may have been faster: the key says whose run it is. */
SQL(CLAIM, FIRM,
    "INSERT INTO reply_notice (firm, member, day_on) VALUES ($1, $2, $3)"
    " ON CONFLICT (firm, member, day_on) DO NOTHING");

SQL(CARRY, FIRM,
    "UPDATE reply_notice SET message = $4 WHERE firm = $1 AND member = $2 AND day_on = $3");

SQL(LIST, FIRM,
    "INSERT INTO reply_notice_mail (firm, mail, handed, message)"
    " SELECT m.firm, m.id, m.handed, CAST($3 AS BIGINT) FROM member r, mail m"
    " WHERE r.firm = $1 AND r.id = $2 AND" CAME_TO " AND " SEEN_BY("$4"));

static bool post(struct ctx *cx, const struct reader *reader, int64_t *count)
{
    struct arg day = arg_date(cx->arena, cx->today), member = arg_int(reader->member);
    struct message message = { .person = reader->member,
                               .kind = reply_kind.name,
                               .medium = "email",
                               .tone = reply_kind.name,
                               .recipient = reader->email,
                               .language = reader->language,
                               .apart = true };
    int64_t claimed;

    if (!store_change(cx, &CLAIM, ARGS(member, day), &claimed))
        return false;
    if (claimed == 0)
        return true;
    *count += 1;
    return outbox_post(cx, &message, 1)
        && store_run(cx, &CARRY, ARGS(member, day, arg_int(message.id)))
        && store_run(cx, &LIST, ARGS(member, arg_int(message.id), day));
}

bool reply_post(struct ctx *cx, int64_t *count)
{
    struct reader *readers;
    int64_t posted = 0;
    size_t listed;

    if (!list_readers(cx, &readers, &listed))
        return false;
    for (size_t i = 0; i < listed; i++)
        if (!store_begin(cx) || !store_end(cx, post(cx, &readers[i], &posted)))
            return false;
    *count = posted;
    return true;
}
