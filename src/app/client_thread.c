#include "app/client_thread.h"

#include <stdlib.h>

#include "app/acted.h"
#include "view/view.h"

enum { EVENTS_SHOWN = 8 };

/* What is read of each source, in this order of columns. */
struct told {
    struct instant at;
    const char *source;        /* "mail", "life", "team", "act", "import" */
    const char *word;          /* its key: a state, a function, an act */
    const char *name, *reason; /* what it is about; why, in a person's words */
    const char *by;
    int64_t page; /* 0: it has none */
};

struct thread {
    struct told *list;
    size_t count;
};

SQL(MAILS, FIRM,
    "SELECT g.ended_at, g.state, g.subject, '', g.recipient, g.id FROM message g"
    " WHERE g.firm = $1 AND g.client = $2 AND g.state IN ('sent', 'refused')"
    " AND g.ended_at IS NOT NULL ORDER BY g.ended_at DESC, g.id DESC LIMIT $3");
SQL(LIFE, FIRM,
    "SELECT l.at, l.state, '', l.reason, m.name, 0 FROM client_life l"
    " LEFT JOIN member m ON m.firm = l.firm AND m.id = l.by"
    " WHERE l.firm = $1 AND l.client = $2 ORDER BY l.id DESC LIMIT $3");
SQL(TEAM, FIRM,
    "SELECT a.first_on, a.function, w.name, '', b.name, 0 FROM assignment a"
    " JOIN member w ON w.firm = a.firm AND w.id = a.member"
    " LEFT JOIN member b ON b.firm = a.firm AND b.id = a.by"
    " WHERE a.firm = $1 AND a.client = $2 AND (a.last_on IS NULL OR a.last_on >= a.first_on)"
    " ORDER BY a.first_on DESC, a.id DESC LIMIT $3");
SQL(ACTS, FIRM,
    "SELECT v.at, v.act, '', v.reason, m.name, v.obligation FROM intervention v"
    " JOIN obligation o ON o.firm = v.firm AND o.id = v.obligation"
    " LEFT JOIN member m ON m.firm = v.firm AND m.id = v.by"
    " WHERE v.firm = $1 AND o.client = $2 ORDER BY v.id DESC LIMIT $3");
SQL(IMPORTS, FIRM,
    "SELECT i.imported_at, 'taken', i.file_name, '', m.name, i.id FROM import i"
    " LEFT JOIN member m ON m.firm = i.firm AND m.id = i.imported_by"
    " WHERE i.firm = $1 AND i.client = $2 ORDER BY i.imported_at DESC, i.id DESC LIMIT $3");
SQL(SOURCES, FIRM,
    "SELECT t.at, t.word, '', t.reason, m.name, 0 FROM (SELECT s.firm, s.begun_at AS at,"
    " 'source_begun' AS word, s.reason, s.begun_by AS by FROM source s"
    " WHERE s.firm = $1 AND s.client = $2"
    " UNION ALL SELECT s.firm, s.ended_at, 'source_ended', '', s.ended_by FROM source s"
    " WHERE s.firm = $1 AND s.client = $2 AND s.ended_at IS NOT NULL) t"
    " LEFT JOIN member m ON m.firm = t.firm AND m.id = t.by ORDER BY t.at DESC LIMIT $3");

enum { DAY_MS = 86400000 };

/* A day counts from its first minute on. */
static struct instant instant_of(struct rows *rows, bool is_day)
{
    return is_day ? (struct instant){ rows_date(rows, 0).day * (int64_t)DAY_MS }
                  : rows_instant(rows, 0);
}

static bool read_source(struct ctx *cx, const struct statement *const *statement,
                        const char *source, int64_t client, struct thread *thread)
{
    bool is_day = statement == &TEAM;
    struct rows *rows = store_query(cx, statement, ARGS(arg_int(client), arg_int(EVENTS_SHOWN)));

    while (rows_next(rows)) {
        thread->list[thread->count++] = (struct told){
            .at = instant_of(rows, is_day),
            .source = source,
            .word = rows_text(rows, 1),
            .name = rows_text(rows, 2),
            .reason = rows_text(rows, 3),
            .by = rows_text(rows, 4),
            .page = rows_int(rows, 5),
        };
    }
    return rows_done(rows);
}

static int latest_first(const void *left, const void *right)
{
    const struct told *a = left, *b = right;

    return (a->at.ms < b->at.ms) - (a->at.ms > b->at.ms);
}

static const char *path_of(struct arena *arena, const struct told *told)
{
    const char *start = told->source[0] == 'm' ? "/messages"
        : told->source[0] == 'a'               ? "/echeances"
                                               : "/imports";

    return arena_format(arena, "%s/%lld", start, (long long)told->page);
}

static void put_told(struct arena *arena, const struct request *request, const struct told *told,
                     struct json *list)
{
    struct json *event = json_add_map(list), *args = json_map(arena);
    const char *key = arena_format(arena, "client_thread.%s_%s", told->source, told->word);

    json_put_text(args, "name", told->name);
    json_put_text(event, "at", instant_text(arena, told->at));
    if (told->source[0] == 't')
        json_put_date(event, "since", (struct date){ (int32_t)(told->at.ms / DAY_MS) });
    json_put_bool(event, arena_format(arena, "is_%s", told->source), true);
    json_put_text(event, "title", view_text(arena, request_language(request), key, args));
    if (*told->reason)
        json_put_text(event, "words",
                      acted_reason(arena, request_language(request), told->word, told->reason));
    if (*told->by)
        json_put_text(event, "by", told->by);
    if (told->page > 0)
        json_put_text(event, "page_path", path_of(arena, told));
}

bool client_thread_put(struct ctx *cx, const struct request *request, const struct client *client,
                       struct json *model)
{
    static const struct {
        const struct statement *const *statement;
        const char *source;
    } sources[] = {
        { &MAILS, "mail" }, { &LIFE, "life" },      { &TEAM, "team" },
        { &ACTS, "act" },   { &IMPORTS, "import" }, { &SOURCES, "act" },
    };
    struct thread thread = { .list = arena_new(cx->arena, struct told,
                                               COUNT_OF(sources) * EVENTS_SHOWN) };
    struct json *list = json_put_list(model, "thread");

    for (size_t i = 0; i < COUNT_OF(sources); i++)
        if (!read_source(cx, sources[i].statement, sources[i].source, client->id, &thread))
            return false;
    qsort(thread.list, thread.count, sizeof *thread.list, latest_first);
    for (size_t i = 0; i < thread.count && i < EVENTS_SHOWN; i++)
        put_told(cx->arena, request, &thread.list[i], list);
    json_put_bool(model, "has_thread", thread.count > 0);
    return true;
}
