/* The run of a day: who is told, once. */
#include "notice/digest.h"

#include "notice/agenda.h"
#include "notice/reader.h"

SQL(IS_DONE, FIRM, "SELECT 1 FROM digest_day WHERE firm = $1 AND day_on = $2");

SQL(DONE, FIRM,
    "INSERT INTO digest_day (firm, day_on, done_at) VALUES ($1, $2, $3)"
    " ON CONFLICT (firm, day_on) DO NOTHING");

static bool ask_done(struct ctx *cx, bool *is_done)
{
    struct rows *rows = store_query(cx, &IS_DONE, ARGS(arg_date(cx->arena, cx->today)));

    *is_done = rows_next(rows);
    return rows_done(rows);
}

static bool ask_early(struct ctx *cx, bool *is_early)
{
    struct agenda agenda;

    if (!agenda_load(cx, &agenda))
        return false;
    *is_early = !calendar_open(&agenda.calendar, cx->today)
        || cx->now.ms < schedule_instant(agenda.zone, cx->today).ms;
    return true;
}

SQL(READERS, FIRM,
    "SELECT " READER_COLUMNS " FROM member m WHERE m.firm = $1 AND m.state = 'active'"
    " AND EXISTS (SELECT 1 FROM subscription s WHERE s.firm = m.firm AND s.member = m.id)"
    " AND NOT EXISTS (SELECT 1 FROM digest d WHERE d.firm = m.firm AND d.member = m.id"
    " AND d.day_on = $2) ORDER BY m.id");

static bool list_readers(struct ctx *cx, struct reader **readers, size_t *count)
{
    struct rows *rows = store_query(cx, &READERS, ARGS(arg_date(cx->arena, cx->today)));

    return reader_list(cx, rows, readers, count);
}

/* Another node may have been faster: the key says whose run it is. */
SQL(CLAIM, FIRM,
    "INSERT INTO digest (firm, member, day_on) VALUES ($1, $2, $3)"
    " ON CONFLICT (firm, member, day_on) DO NOTHING");

SQL(CARRY, FIRM, "UPDATE digest SET message = $4 WHERE firm = $1 AND member = $2 AND day_on = $3");

static bool post(struct ctx *cx, const struct reader *reader, struct digest_run *run)
{
    struct arg day = arg_date(cx->arena, cx->today), member = arg_int(reader->member);
    struct message message = { .person = reader->member,
                               .kind = digest_kind.name,
                               .medium = "email",
                               .tone = digest_kind.name,
                               .recipient = reader->email,
                               .language = reader->language,
                               .apart = true };
    struct digest digest;
    int64_t claimed;

    if (!store_change(cx, &CLAIM, ARGS(member, day), &claimed))
        return false;
    if (claimed == 0)
        return true;
    run->members++;
    if (!digest_find(cx, reader->member, cx->today, &digest))
        return false;
    if (digest.count == 0)
        return true;
    run->mails++;
    return outbox_post(cx, &message, 1)
        && store_run(cx, &CARRY, ARGS(member, day, arg_int(message.id)));
}

static bool post_all(struct ctx *cx, struct digest_run *run)
{
    struct reader *readers;
    size_t count;

    if (!list_readers(cx, &readers, &count))
        return false;
    struct arena_mark mark = arena_mark(cx->arena);
    for (size_t i = 0; i < count; i++) {
        if (!store_begin(cx) || !store_end(cx, post(cx, &readers[i], run)))
            return false;
        arena_rewind(cx->arena, mark);
    }
    return store_run(cx, &DONE, ARGS(arg_date(cx->arena, cx->today), arg_instant(cx->now)));
}

bool digest_post(struct ctx *cx, bool at_any_hour, struct digest_run *run)
{
    struct digest_run done = { 0 };
    bool is_done = false;

    if (!at_any_hour && !ask_early(cx, &done.is_early))
        return false;
    if (!done.is_early && !at_any_hour && !ask_done(cx, &is_done))
        return false;
    if (!done.is_early && !is_done && !post_all(cx, &done))
        return false;
    *run = done;
    return true;
}
