#include "chase/scenario_history.h"

#include "chase/scenario_save.h"

SQL(HISTORY, FIRM,
    "SELECT v.version, v.saved_at, v.saved_by, v.content FROM revision v WHERE v.firm = $1"
    " AND v.scenario = $2 AND v.version <= $3 ORDER BY v.version DESC LIMIT $4");

/* A row of the books, whose content is read once all rows are. */
struct kept_row {
    int64_t version, by;
    struct instant at;
    const char *content;
};

static bool read_rows(struct ctx *cx, const struct history_span *span, struct kept_row *list,
                      size_t *count)
{
    struct rows *rows = store_query(
        cx, &HISTORY, ARGS(arg_int(span->scenario), arg_int(span->from), arg_int(span->limit)));

    for (*count = 0; rows_next(rows); ++*count)
        list[*count] = (struct kept_row){ rows_int(rows, 0), rows_int(rows, 2),
                                          rows_instant(rows, 1), rows_text(rows, 3) };
    return rows_done(rows);
}

static bool add_past(struct ctx *cx, const struct kept_scenario *last, const struct kept_row *row,
                     struct history *history)
{
    struct past_version *past = &history->list[history->count++];

    *past =
        (struct past_version){ *last, row->at, row->by, row->version == last->scenario.version };
    return past->is_last || scenario_content_read(cx, row->content, (int)row->version, &past->kept);
}

/* The version that a firm began with has no row until it is left. */
bool scenario_history(struct ctx *cx, const struct history_span *span, struct history *history)
{
    size_t room = (size_t)span->limit + 1, count;
    struct kept_row *rows = arena_new(cx->arena, struct kept_row, room);
    struct history_span from = *span;
    struct kept_scenario last;

    if (!scenario_find(cx, span->scenario, &last))
        return false;
    from.from = span->from > 0 ? span->from : last.scenario.version;
    *history = (struct history){ .list = arena_new(cx->arena, struct past_version, room) };
    if (!read_rows(cx, &from, rows, &count))
        return false;
    if (from.from == last.scenario.version && count == 0)
        history->list[history->count++] = (struct past_version){ .kept = last, .is_last = true };
    for (size_t i = 0; i < count; i++)
        if (!add_past(cx, &last, &rows[i], history))
            return false;
    return true;
}

bool scenario_past(struct ctx *cx, int64_t scenario, int64_t version, struct past_version *past)
{
    const struct history_span span = { scenario, version, 1 };
    struct history found;

    if (!scenario_history(cx, &span, &found))
        return false;
    if (found.list[0].kept.scenario.version != version)
        return fail(cx, FAULT_ABSENT, "VERSION-ABSENTE", "version",
                    arena_format(cx->arena, "%lld", (long long)version), NULL);
    *past = found.list[0];
    return true;
}

#define FOLLOWING(MEMBER, TODAY)                                                                   \
    " WHERE o.firm = $1 AND o.scenario = $2 AND o.scenario_version = $3"                           \
    " AND " SCENARIO_RUNS_SEEN(MEMBER, TODAY)

SQL(RUNNING, FIRM,
    "SELECT COUNT(*) FROM (SELECT o.id FROM obligation o" FOLLOWING("$5", "$6") " LIMIT $4) t");

bool version_running(struct ctx *cx, const struct scenario *version, int64_t limit, int64_t *count)
{
    struct rows *rows =
        store_query(cx, &RUNNING,
                    ARGS(arg_int(version->id), arg_int(version->version), arg_int(limit),
                         arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    int64_t found = rows_next(rows) ? rows_int(rows, 0) : 0;

    if (!rows_done(rows))
        return false;
    *count = found;
    return true;
}

SQL(FOLLOWERS, FIRM,
    "SELECT o.id, o.subject, o.client, o.person, o.kind, COALESCE(l.name, ''), o.due_on"
    " FROM obligation o LEFT JOIN client l ON l.firm = o.firm AND l.id = o.client" FOLLOWING(
        "$6", "$7") " ORDER BY o.due_on, o.id LIMIT $4 OFFSET $5");

bool version_followers(struct ctx *cx, const struct scenario *version, struct followers *followers)
{
    struct rows *rows = store_query(cx, &FOLLOWERS,
                                    ARGS(arg_int(version->id), arg_int(version->version),
                                         arg_int(followers->limit), arg_int(followers->from),
                                         arg_int(cx->actor), arg_date(cx->arena, cx->today)));

    followers->list = arena_new(cx->arena, struct follower, (size_t)followers->limit + 1);
    for (followers->count = 0; rows_next(rows); followers->count++)
        followers->list[followers->count] =
            (struct follower){ rows_int(rows, 0), rows_int(rows, 1),  rows_int(rows, 2),
                               rows_int(rows, 3), rows_text(rows, 4), rows_text(rows, 5),
                               rows_date(rows, 6) };
    return rows_done(rows);
}
