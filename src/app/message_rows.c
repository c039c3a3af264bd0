#include "app/message_rows.h"

#include <string.h>

#include "app/message_sql.h"
#include "app/message_told.h"
#include "app/page.h"
#include "app/plan_model.h"
#include "app/preview.h"
#include "chase/moment.h"
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
    " WHERE r.firm = $1 AND r.message = m.id AND r.why <> 'resent'), m.is_apart,"                  \
    " CASE WHEN" MESSAGE_SETTLED " THEN 1 ELSE 0 END, m.day_on, m.not_before,"                     \
    " (SELECT COUNT(*) FROM reminder r JOIN step s ON s.firm = r.firm AND s.id = r.step"           \
    " WHERE r.firm = $1 AND r.message = m.id AND r.state = 'planned'"                              \
    " AND s.mode = 'unless_objected')" MESSAGE_FROM
#define UNDER_WAY "m.state IN ('due', 'taken', 'point')"
#define MAY_BE(STATE)                                                                              \
    " AND (CAST(" STATE " AS TEXT) = '' OR m.state = " STATE " OR (" STATE                         \
    " = 'due' AND " UNDER_WAY "))"
#define SEEN(MEMBER, TODAY) " AND " MESSAGE_VISIBLE("m", MEMBER, TODAY)

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
PAGE(OF_CLIENT, MESSAGE_MAY_BE_OF("$6", "$7") MAY_BE("$8") MESSAGE_MAY_SAY("$9"), "m.id + 0");
PAGE(FOUND, MAY_BE("$6") MESSAGE_MAY_SAY("$7"), "m.id");

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
        .settled = rows_int(rows, 18) == 1,
        .day = rows_date(rows, 19),
        .leaves = rows_instant(rows, 20),
        .objectable = rows_int(rows, 21) > 0,
    };
}

/* What is posted for a later hour leaves in the firm's hours, of a day that is open then. */
static bool leave_in_hours(struct ctx *cx, struct message_row *rows, size_t count)
{
    struct send_hours hours = { 0 };

    for (size_t i = 0; i < count; i++) {
        if (!message_is_to_leave(&rows[i]) || rows[i].leaves.ms <= cx->now.ms)
            continue;
        if (!hours.zone && !moment_hours(cx, &hours))
            return false;
        rows[i].leaves = moment_leaves(&hours, rows[i].leaves);
    }
    return true;
}

static bool take_rows(struct ctx *cx, struct rows *rows, int64_t limit, struct message_row **list,
                      size_t *count)
{
    struct message_row *taken = arena_new(cx->arena, struct message_row, (size_t)limit + 1);
    size_t listed = 0;

    while (rows_next(rows))
        taken[listed++] = message_row(rows);
    if (!rows_done(rows) || !leave_in_hours(cx, taken, listed))
        return false;
    *list = taken;
    *count = listed;
    return true;
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
    struct arg words = arg_text(message_pattern(cx->arena, filter->search));

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

SQL(STILL_TO_LEAVE, FIRM,
    ROWS " AND " MESSAGE_STILL MESSAGE_MAY_BE_OF_CLIENT("$2")
        SEEN("$4", "$5") " ORDER BY m.id + 0 LIMIT $3");

SQL(ENDED_TODAY, FIRM,
    ROWS " AND " MESSAGE_ENDED MESSAGE_MAY_BE_OF_CLIENT("$2")
        SEEN("$6", "$4") " ORDER BY m.ended_at, m.id LIMIT $5");

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
    if (!take_rows(
            cx,
            store_query(cx, &ENDED_TODAY, ARGS(of, message_lately(cx), today, arg_int(left), me)),
            limit, &ended, &ended_count))
        return false;
    *rows = arena_new(cx->arena, struct message_row, still_count + ended_count + 1);
    memcpy(*rows, still, still_count * sizeof *still);
    memcpy(*rows + still_count, ended, ended_count * sizeof *ended);
    *count = still_count + ended_count;
    return true;
}

SQL(LEAVING, FIRM,
    ROWS " AND " MESSAGE_LEAVING("$2", "$3") MESSAGE_MAY_BE_OF_CLIENT("$4")
        SEEN("$6", "$7") " ORDER BY m.not_before, m.id LIMIT $5");

bool message_list_leaving(struct ctx *cx, const struct message_turn *turn,
                          struct message_row **rows, size_t *count)
{
    return take_rows(cx,
                     store_query(cx, &LEAVING,
                                 ARGS(arg_instant(turn->span.from), arg_instant(turn->span.until),
                                      arg_int(turn->client), arg_int(turn->limit),
                                      arg_int(cx->actor), arg_date(cx->arena, cx->today))),
                     turn->limit, rows, count);
}

SQL(SAMPLES, FIRM,
    ROWS
    " AND m.id IN (SELECT t.id FROM (SELECT e.id + 0 AS id, e.is_apart AS is_apart,"
    " COALESCE(SUM(r.owed_cents), 0) AS amount, ROW_NUMBER() OVER (PARTITION BY e.kind"
    " ORDER BY COALESCE(SUM(r.owed_cents), 0) DESC, COUNT(r.id) DESC, e.id + 0) AS place"
    " FROM message e LEFT JOIN reminder r ON r.firm = e.firm AND r.message = e.id"
    " AND r.why <> 'resent' WHERE e.firm = $1 AND e.state IN ('due', 'taken', 'point')"
    " AND " MESSAGE_VISIBLE(
        "e", "$3",
        "$4") " GROUP BY e.id + 0, e.kind, e.is_apart) t"
              " ORDER BY t.is_apart, t.place, t.amount DESC, t.id LIMIT $2) ORDER BY m.id + 0");

/* The heavier one of the two first. */
static bool outweighs(const struct message_row *a, const struct message_row *b)
{
    if (a->amount.cents != b->amount.cents)
        return a->amount.cents > b->amount.cents;
    return a->items != b->items ? a->items > b->items : a->id < b->id;
}

/* Which of its kind a row is, the heaviest first. */
static size_t place_of(const struct message_row *row, const struct message_row *rows, size_t count)
{
    size_t place = 0;

    for (size_t i = 0; i < count; i++)
        place += strcmp(rows[i].kind, row->kind) == 0 && outweighs(&rows[i], row);
    return place;
}

static bool comes_before(const struct message_row *a, const struct message_row *b,
                         const struct message_row *rows, size_t count)
{
    size_t place_a = place_of(a, rows, count), place_b = place_of(b, rows, count);

    if (a->apart != b->apart)
        return b->apart;
    return place_a != place_b ? place_a < place_b : outweighs(a, b);
}

bool message_list_samples(struct ctx *cx, int64_t limit, struct message_row **rows, size_t *count)
{
    struct message_row *found;
    size_t listed;

    if (!take_rows(
            cx,
            store_query(cx, &SAMPLES,
                        ARGS(arg_int(limit), arg_int(cx->actor), arg_date(cx->arena, cx->today))),
            limit, &found, &listed))
        return false;
    *rows = arena_new(cx->arena, struct message_row, listed + 1);
    *count = listed;
    for (size_t i = 0; i < listed; i++) {
        size_t at = 0;
        for (size_t j = 0; j < listed; j++)
            at += j != i && comes_before(&found[j], &found[i], found, listed);
        (*rows)[at] = found[i];
    }
    return true;
}

bool message_is_to_leave(const struct message_row *row)
{
    return !row->settled
        && (strcmp(row->state, "waiting") == 0 || strcmp(row->state, "due") == 0
            || strcmp(row->state, "taken") == 0);
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
    json_put_bool(map, arena_format(cx->arena, "is_%s", row->settled ? "settled" : row->state),
                  true);
    if (message_is_to_leave(row) && row->leaves.ms > cx->now.ms)
        json_put_text(map, "leaves_at", instant_text(cx->arena, row->leaves));
    json_put_bool(map, "may_be_objected",
                  row->objectable && message_is_to_leave(row) && strcmp(row->state, "taken") != 0);
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

bool message_put_list(struct ctx *cx, const struct request *request, const struct message_row *rows,
                      size_t count, struct json *model)
{
    struct json *list = json_put_list(model, "messages");

    for (size_t i = 0; i < count; i++)
        if (!message_put(cx, request, &rows[i], json_add_map(list)))
            return false;
    json_put_bool(model, "has_messages", count > 0);
    return true;
}

bool message_put_newest(struct ctx *cx, const struct request *request,
                        const struct message_filter *filter, int64_t limit, struct json *model)
{
    const struct message_place place = { .limit = limit };
    struct message_row *rows;
    size_t count;

    return message_list(cx, filter, &place, &rows, &count)
        && message_put_list(cx, request, rows, count, model);
}
