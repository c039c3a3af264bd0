#include "app/message_rows.h"

#include <assert.h>
#include <string.h>

#include "app/message_told.h"
#include "app/page.h"
#include "app/plan_model.h"
#include "app/preview.h"
#include "store/visible.h"
#include "view/view.h"
#include "worker/kinds.h"

#define ROWS                                                                                       \
    "SELECT m.id, m.client, m.person, l.name, COALESCE(p.name, w.name, c.name, v.person), "        \
    "m.kind, m.state,"                                                                             \
    " m.recipient, m.language,"                                                                    \
    " m.tone, m.subject, m.said, m.why, COALESCE(m.ended_at, m.point_at, m.posted_at),"            \
    " COALESCE(m.point_at, 0),"                                                                    \
    " (SELECT CAST(COALESCE(SUM(r.owed_cents), 0) AS BIGINT) FROM reminder r"                      \
    " WHERE r.firm = $1 AND r.message = m.id AND r.why <> 'resent'),"                              \
    " (SELECT COUNT(*) FROM reminder r"                                                            \
    " WHERE r.firm = $1 AND r.message = m.id AND r.why <> 'resent'), m.is_apart" FROM
#define FROM                                                                                       \
    " FROM message m LEFT JOIN client l ON l.firm = m.firm AND l.id = m.client"                    \
    " LEFT JOIN contact p ON p.firm = m.firm AND p.id = m.person"                                  \
    " AND m.kind IN ('access', 'request')"                                                         \
    " LEFT JOIN member w ON w.firm = m.firm AND w.id = m.person"                                   \
    " AND m.kind IN ('task', 'digest', 'notice', 'member_link')"                                   \
    " LEFT JOIN invitation v ON v.firm = m.firm AND v.id = m.person AND m.kind = 'invitation'"     \
    " LEFT JOIN customer c ON c.firm = m.firm AND c.id = m.person AND m.kind = 'invoice'"          \
    " WHERE m.firm = $1"
#define UNDER_WAY "m.state IN ('due', 'taken', 'point')"
#define MAY_BE(STATE)                                                                              \
    " AND (CAST(" STATE " AS TEXT) = '' OR m.state = " STATE " OR (" STATE                         \
    " = 'due' AND " UNDER_WAY "))"
#define MAY_SAY(WORDS)                                                                             \
    " AND (CAST(" WORDS " AS TEXT) = '' OR m.words_folded LIKE " WORDS " ESCAPE '!'"               \
    " OR c.name_folded LIKE " WORDS " ESCAPE '!')"
#define MAY_BE_OF(CLIENT, PERSON)                                                                  \
    " AND m.client = " CLIENT " AND (CAST(" PERSON " AS BIGINT) = 0"                               \
    " OR (m.person = " PERSON " AND m.is_apart = 0))"

#define SEEN(MEMBER, TODAY) " AND " CLIENT_VISIBLE("m.client", MEMBER, TODAY)
#define UNHIDDEN(MEMBER, TODAY) " AND " CLIENT_UNHIDDEN("m.client", MEMBER, TODAY)

/* A page of a list in both directions from a number, of what the member may see. */
#define PAGE(NAME, WHICH, ID)                                                                      \
    SQL(NAME##_OLDER, FIRM,                                                                        \
        ROWS SEEN("$4", "$5") " AND " ID " < $2" WHICH " ORDER BY " ID " DESC LIMIT $3");          \
    SQL(NAME##_NEWER, FIRM,                                                                        \
        ROWS SEEN("$4", "$5") " AND " ID " > $2" WHICH " ORDER BY " ID " LIMIT $3")

/*
 * Each way of asking has the index that it needs. Where few rows answer, the order is that of a
 * sum: else SQLite begins with all messages in their order.
 */
PAGE(ALL, "", "m.id");
PAGE(IN_STATE, " AND m.state = $6", "m.id");
PAGE(STILL_DUE, " AND " UNDER_WAY, "m.id + 0");
PAGE(OF_CLIENT, MAY_BE_OF("$6", "$7") MAY_BE("$8") MAY_SAY("$9"), "m.id + 0");
PAGE(FOUND, MAY_BE("$6") MAY_SAY("$7"), "m.id");

static struct message_row message_row(struct rows *rows)
{
    return (struct message_row){
        .id = rows_int(rows, 0),
        .client = rows_int(rows, 1),
        .person = rows_int(rows, 2),
        .client_name = rows_text(rows, 3),
        .person_name = rows_text(rows, 4),
        .kind = rows_text(rows, 5),
        .state = rows_text(rows, 6),
        .recipient = rows_text(rows, 7),
        .language = rows_text(rows, 8),
        .tone = rows_text(rows, 9),
        .subject = rows_text(rows, 10),
        .said = rows_text(rows, 11),
        .why = rows_text(rows, 12),
        .at = rows_instant(rows, 13),
        .point_at = rows_instant(rows, 14),
        .amount = rows_money(rows, 15),
        .items = rows_int(rows, 16),
        .apart = rows_int(rows, 17) == 1,
    };
}

static bool take_rows(struct ctx *cx, struct rows *rows, int64_t limit, struct message_row **list,
                      size_t *count)
{
    struct message_row *taken = arena_new(cx->arena, struct message_row, (size_t)limit + 1);
    size_t listed = 0;

    while (rows_next(rows))
        taken[listed++] = message_row(rows);
    if (!rows_done(rows))
        return false;
    *list = taken;
    *count = listed;
    return true;
}

/* What holds the words anywhere, for LIKE with '!' before what it would read otherwise. */
static const char *pattern(struct arena *arena, const char *words)
{
    struct buf text = { .arena = arena };

    if (!words || !*words)
        return "";
    buf_byte(&text, '%');
    for (; *words; words++) {
        if (strchr("%_!", *words))
            buf_byte(&text, '!');
        buf_byte(&text, *words);
    }
    buf_byte(&text, '%');
    return buf_string(&text);
}

static const char *state_of(const struct message_filter *filter)
{
    return filter->state ? filter->state : "";
}

static struct rows *query(struct ctx *cx, const struct message_filter *filter,
                          const struct message_place *place)
{
    bool newer = place->newer > 0;
    struct arg limit = arg_int(place->limit);
    struct arg from = arg_int(newer ? place->newer : place->older > 0 ? place->older : INT64_MAX);
    struct arg me = arg_int(cx->actor), today = arg_date(cx->arena, cx->today);
    struct arg state = arg_text(state_of(filter));
    struct arg words = arg_text(pattern(cx->arena, filter->search));

    if (filter->client > 0)
        return store_query(cx, newer ? &OF_CLIENT_NEWER : &OF_CLIENT_OLDER,
                           ARGS(from, limit, me, today, arg_int(filter->client),
                                arg_int(filter->person), state, words));
    if (*words.text)
        return store_query(cx, newer ? &FOUND_NEWER : &FOUND_OLDER,
                           ARGS(from, limit, me, today, state, words));
    if (strcmp(state.text, "due") == 0)
        return store_query(cx, newer ? &STILL_DUE_NEWER : &STILL_DUE_OLDER,
                           ARGS(from, limit, me, today));
    if (*state.text)
        return store_query(cx, newer ? &IN_STATE_NEWER : &IN_STATE_OLDER,
                           ARGS(from, limit, me, today, state));
    return store_query(cx, newer ? &ALL_NEWER : &ALL_OLDER, ARGS(from, limit, me, today));
}

static void turn_round(struct message_row *rows, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        struct message_row first = rows[i];
        rows[i] = rows[count - 1 - i];
        rows[count - 1 - i] = first;
    }
}

bool message_list(struct ctx *cx, const struct message_filter *filter,
                  const struct message_place *place, struct message_row **rows, size_t *count)
{
    if (!take_rows(cx, query(cx, filter, place), place->limit, rows, count))
        return false;
    if (place->newer > 0)
        turn_round(*rows, *count);
    return true;
}

/* One row more than is shown tells whether there is a further page. */
bool message_page(struct ctx *cx, const struct request *request,
                  const struct message_filter *filter, struct message_page *page)
{
    struct message_place place = { .older = request_int(request, "after"),
                                   .newer = request_int(request, "before"),
                                   .limit = PAGE_ROWS + 1 };
    bool backwards = place.newer > 0;
    struct message_page found = { 0 };

    if (!message_list(cx, filter, &place, &found.rows, &found.count))
        return false;
    bool is_cut = found.count > PAGE_ROWS;
    if (is_cut && backwards)
        found.rows++; /* the newest one stands on the page before */
    found.count -= is_cut;
    if (found.count > 0 && (backwards ? is_cut : place.older > 0))
        found.newer = found.rows[0].id;
    if (found.count > 0 && (backwards || is_cut))
        found.older = found.rows[found.count - 1].id;
    *page = found;
    return true;
}

#define MAY_BE_OF_CLIENT(CLIENT) " AND (CAST(" CLIENT " AS BIGINT) = 0 OR m.client = " CLIENT ")"
#define STILL "m.is_apart = 0 AND m.state IN ('waiting', 'due', 'taken', 'point')"
#define ENDED                                                                                      \
    "m.is_apart = 0 AND m.ended_at >= $3 AND m.day_on = $4 AND m.state NOT IN ('waiting', 'due', " \
    "'taken', 'point')"

SQL(STILL_TO_LEAVE, FIRM,
    ROWS " AND " STILL MAY_BE_OF_CLIENT("$2") SEEN("$4", "$5") " ORDER BY m.id + 0 LIMIT $3");

SQL(ENDED_TODAY, FIRM,
    ROWS " AND " ENDED MAY_BE_OF_CLIENT("$2")
        SEEN("$6", "$4") " ORDER BY m.ended_at, m.id LIMIT $5");

/* Well before any midnight of today, so that the index leads to few rows. */
static struct arg lately(const struct ctx *cx)
{
    return arg_int(cx->now.ms - INT64_C(2) * 24 * 60 * 60 * 1000);
}

bool message_list_of_day(struct ctx *cx, int64_t client, int64_t limit, struct message_row **rows,
                         size_t *count)
{
    struct arg of = arg_int(client), me = arg_int(cx->actor);
    struct arg today = arg_date(cx->arena, cx->today);
    struct message_row *still, *ended;
    size_t still_count, ended_count;

    if (!take_rows(cx, store_query(cx, &STILL_TO_LEAVE, ARGS(of, arg_int(limit), me, today)), limit,
                   &still, &still_count))
        return false;
    int64_t left = limit - (int64_t)still_count;
    if (!take_rows(cx,
                   store_query(cx, &ENDED_TODAY, ARGS(of, lately(cx), today, arg_int(left), me)),
                   limit, &ended, &ended_count))
        return false;
    *rows = arena_new(cx->arena, struct message_row, still_count + ended_count + 1);
    memcpy(*rows, still, still_count * sizeof *still);
    memcpy(*rows + still_count, ended, ended_count * sizeof *ended);
    *count = still_count + ended_count;
    return true;
}

const char *message_state_text(enum message_state state)
{
    static const char *const names[MESSAGE_STATE_COUNT] = {
        [MESSAGE_WAITING] = "waiting", [MESSAGE_DUE] = "due",         [MESSAGE_TAKEN] = "taken",
        [MESSAGE_POINT] = "point",     [MESSAGE_SENT] = "sent",       [MESSAGE_REFUSED] = "refused",
        [MESSAGE_CHECK] = "check",     [MESSAGE_DROPPED] = "dropped",
    };
    assert(state < MESSAGE_STATE_COUNT);
    return names[state];
}

/*
 * The index that counts all by state does not tell whose they are: those of the clients that the
 * member may not see, few, are counted by themselves and taken off. CROSS keeps SQLite from
 * beginning with all messages.
 */
#define TAKEN_OFF(WHICH)                                                                           \
    "SELECT m.state, -COUNT(*) FROM (" CLIENTS_HIDDEN(                                             \
        "$2", "$3") ") h CROSS JOIN message m"                                                     \
                    " WHERE m.firm = $1 AND m.issuer = h.id" WHICH " GROUP BY m.state"

SQL(COUNT_ALL, FIRM,
    "SELECT m.state, COUNT(*) FROM message m WHERE m.firm = $1 GROUP BY m.state UNION "
    "ALL " TAKEN_OFF("") " /* scan: a count of them, of an index */");

SQL(COUNT_OF_CLIENT, FIRM,
    "SELECT m.state || '', COUNT(*)" FROM MAY_BE_OF("$2", "$3")
        MAY_SAY("$4") " GROUP BY m.state || ''");

SQL(COUNT_FOUND, FIRM,
    "SELECT m.state, COUNT(*)" FROM MAY_SAY("$2")
        UNHIDDEN("$3", "$4") " GROUP BY m.state /* scan: a part of a word */");

SQL(COUNT_STILL, FIRM,
    "SELECT m.state, COUNT(*) FROM message m WHERE m.firm = $1 AND " STILL MAY_BE_OF_CLIENT("$2")
        UNHIDDEN("$3", "$4") " GROUP BY m.state");

SQL(COUNT_ENDED, FIRM,
    "SELECT m.state || '', COUNT(*) FROM message m WHERE m.firm = $1 AND " ENDED MAY_BE_OF_CLIENT(
        "$2") UNHIDDEN("$5", "$4") " GROUP BY m.state || ''");

static bool add_counts(struct rows *rows, struct message_counts *counts)
{
    while (rows_next(rows))
        for (enum message_state state = 0; state < MESSAGE_STATE_COUNT; state++)
            if (strcmp(rows_text(rows, 0), message_state_text(state)) == 0)
                counts->of[state] += rows_int(rows, 1);
    return rows_done(rows);
}

bool message_count(struct ctx *cx, const struct message_filter *filter,
                   struct message_counts *counts)
{
    struct arg words = arg_text(pattern(cx->arena, filter->search));
    struct arg me = arg_int(cx->actor), today = arg_date(cx->arena, cx->today);
    struct message_counts found = { 0 };
    struct rows *rows;

    if (filter->client > 0)
        rows = store_query(cx, &COUNT_OF_CLIENT,
                           ARGS(arg_int(filter->client), arg_int(filter->person), words));
    else if (*words.text)
        rows = store_query(cx, &COUNT_FOUND, ARGS(words, me, today));
    else
        rows = store_query(cx, &COUNT_ALL, ARGS(me, today));
    if (!add_counts(rows, &found))
        return false;
    *counts = found;
    return true;
}

SQL(COUNT_IN, FIRM,
    "SELECT m.state, COUNT(*) FROM message m WHERE m.firm = $1 AND m.state = $4"
    " GROUP BY m.state UNION ALL " TAKEN_OFF(" AND m.state = $4"));

bool message_count_in(struct ctx *cx, enum message_state state, int64_t *count)
{
    struct message_counts found = { 0 };

    if (!add_counts(store_query(cx, &COUNT_IN,
                                ARGS(arg_int(cx->actor), arg_date(cx->arena, cx->today),
                                     arg_text(message_state_text(state)))),
                    &found))
        return false;
    *count = found.of[state];
    return true;
}

bool message_count_of_day(struct ctx *cx, int64_t client, struct message_counts *counts)
{
    struct message_counts found = { 0 };
    struct arg of = arg_int(client), me = arg_int(cx->actor);
    struct arg today = arg_date(cx->arena, cx->today);
    const struct arg *still = ARGS(of, me, today), *ended = ARGS(of, lately(cx), today, me);

    if (!add_counts(store_query(cx, &COUNT_STILL, still), &found)
        || !add_counts(store_query(cx, &COUNT_ENDED, ended), &found))
        return false;
    *counts = found;
    return true;
}

bool message_is_to_leave(const struct message_row *row)
{
    return strcmp(row->state, "waiting") == 0 || strcmp(row->state, "due") == 0
        || strcmp(row->state, "taken") == 0;
}

/* What cannot be worded holds up no list. */
static bool find_subject(struct ctx *cx, const struct request *request,
                         const struct message_row *row, const char **subject)
{
    struct worded worded;

    *subject = row->subject;
    if (*row->subject)
        return true;
    *subject = view_text(cx->arena, request_language(request), message_unwritten(row), NULL);
    if (!message_is_to_leave(row) || message_is_sealed(row))
        return true;
    if (preview_word(cx, desk_of(request), row, &worded)) {
        *subject = worded.subject;
        return true;
    }
    if (cx->fault.kind != FAULT_INPUT)
        return false;
    cx->fault = (struct fault){ 0 };
    return true;
}

void message_put_reader(const struct message_row *row, struct json *map)
{
    put_named(map, worker_reader(row->kind), row->person, row->person_name);
}

void message_put_short(struct ctx *cx, const struct message_row *row, struct json *map)
{
    json_put_int(map, "id", row->id);
    json_put_text(map, "to", row->recipient);
    json_put_money(map, "amount", row->amount);
    json_put_int(map, "items", row->items);
    json_put_bool(json_put_map(map, "step"), row->tone, true);
    json_put_bool(map, arena_format(cx->arena, "is_%s", row->state), true);
    message_put_reader(row, map);
    if (row->client > 0)
        put_named(map, "client", row->client, row->client_name);
}

bool message_put(struct ctx *cx, const struct request *request, const struct message_row *row,
                 struct json *map)
{
    const char *subject;

    if (!find_subject(cx, request, row, &subject))
        return false;
    message_put_short(cx, row, map);
    json_put_text(map, "at", instant_text(cx->arena, row->at));
    json_put_text(map, "subject", subject);
    return true;
}
