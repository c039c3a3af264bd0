/* « À vérifier »: one decision on a selection, or on all that is listed; first what it would do. */
#include <stdlib.h>
#include <string.h>

#include "app/check_said.h"
#include "app/handlers.h"
#include "app/message_rows.h"
#include "base/str.h"
#include "outbox/check.h"
#include "outbox/source.h"

/* More than a day's sending; samples of them are shown. */
enum { BULK_LIMIT = 5000, SAMPLES = 20 };

const struct field check_bulk_fields[] = {
    { .name = "act", .check = CHECK_CHOICE, .required = true, .choices = "sent again" },
    { .name = "all", .check = CHECK_FLAG },
    { .name = "line-*", .check = CHECK_FLAG },
    { .name = "seen", .check = CHECK_TEXT },
    { .name = "reason", .check = CHECK_NOTE },
    { 0 },
};

/* What becomes of one of them. */
enum end { END_SENT, END_KEPT, END_WORDED, END_SETTLED, END_SOURCE, END_COUNT };

static const char *const end_names[END_COUNT] = {
    [END_SENT] = "is_held",       [END_KEPT] = "is_kept",     [END_WORDED] = "is_worded",
    [END_SETTLED] = "is_settled", [END_SOURCE] = "is_source",
};

struct lot {
    bool again, all;
    struct message_row *rows;
    enum end *ends;
    size_t count;
    int64_t *able; /* their ids: all but what cannot be sent */
    size_t able_count, asked;
};

static bool is_chosen(const struct request *request, int64_t message)
{
    size_t count;
    const struct named *lines = request_named(request, &count);

    for (size_t i = 0; i < count; i++)
        if (lines[i].rest[0] == 'm' && strtoll(lines[i].rest + 1, NULL, 10) == message)
            return true;
    return false;
}

static void keep_chosen(const struct request *request, struct lot *lot)
{
    size_t kept = 0;

    for (size_t i = 0; i < lot->count; i++)
        if (is_chosen(request, lot->rows[i].id))
            lot->rows[kept++] = lot->rows[i];
    lot->count = kept;
}

/* A text that is kept leaves as it is or not at all; one to be worded speaks of what stands. */
#define SOURCE_REMINDS SOURCE_STANDS("m.issuer")
SQL(STANDING, FIRM,
    "SELECT CASE WHEN " SOURCE_REMINDS " THEN 1 ELSE 0 END,"
    " CASE WHEN EXISTS (SELECT 1 FROM message_body b WHERE b.firm = $1 AND b.message = m.id)"
    " THEN 1 ELSE 0 END, m.is_apart, COUNT(r.id), COUNT(o.id)"
    " FROM message m LEFT JOIN reminder r ON r.firm = m.firm AND r.message = m.id"
    " AND r.state = 'check' AND r.why <> 'resent'"
    " LEFT JOIN obligation o ON o.firm = r.firm AND o.id = r.obligation AND o.state = 'open'"
    " AND (o.paused = 0 OR o.paused_until_on < CAST($3 AS TEXT))"
    " WHERE m.firm = $1 AND m.id = $2 GROUP BY m.issuer, m.id, m.is_apart");

static bool end_of(struct ctx *cx, int64_t message, enum end *end)
{
    struct rows *rows =
        store_query(cx, &STANDING, ARGS(arg_int(message), arg_date(cx->arena, cx->today)));

    *end = END_WORDED;
    if (rows_next(rows)) {
        bool is_kept = rows_int(rows, 1) == 1, is_apart = rows_int(rows, 2) == 1;
        int64_t items = rows_int(rows, 3), standing = rows_int(rows, 4);
        bool leaves = is_apart || (is_kept ? standing == items : standing > 0);
        *end = !leaves ? END_SETTLED : is_kept ? END_KEPT : END_WORDED;
        if (rows_int(rows, 0) == 1 && !is_apart)
            *end = END_SOURCE;
    }
    return rows_done(rows);
}

static bool lot_find(struct ctx *cx, const struct request *request, struct lot *lot)
{
    const struct message_filter filter = { .state = "check" };
    const struct message_place place = { .limit = BULK_LIMIT };

    *lot = (struct lot){ .again = strcmp(request_text(request, "act"), "again") == 0,
                         .all = *request_text(request, "all") != '\0' };
    (void)request_named(request, &lot->asked);
    if (!lot->all && lot->asked == 0)
        return fail(cx, FAULT_INPUT, "LIGNE-AUCUNE", NULL);
    if (!message_list(cx, &filter, &place, &lot->rows, &lot->count))
        return false;
    if (!lot->all)
        keep_chosen(request, lot);
    lot->ends = arena_new(cx->arena, enum end, lot->count + 1);
    lot->able = arena_new(cx->arena, int64_t, lot->count + 1);
    for (size_t i = 0; i < lot->count; i++) {
        if (lot->again && !end_of(cx, lot->rows[i].id, &lot->ends[i]))
            return false;
        if (lot->ends[i] != END_SOURCE)
            lot->able[lot->able_count++] = lot->rows[i].id;
    }
    return true;
}

/* Tells whether what is decided is what was shown. */
static const char *mark_of(struct arena *arena, const struct lot *lot)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < lot->count; i++)
        sum = sum * 31 + (uint64_t)lot->rows[i].id * END_COUNT + (uint64_t)lot->ends[i];
    return arena_format(arena, "%zu.%llu", lot->able_count, (unsigned long long)sum);
}

static bool put_row(struct ctx *cx, const struct request *request, const struct lot *lot, size_t i,
                    struct json *list)
{
    const struct message_row *row = &lot->rows[i];
    struct json *map = json_add_map(list);

    if (!message_put(cx, request, row, map))
        return false;
    json_put_bool(map, end_names[lot->ends[i]], true);
    if (lot->ends[i] == END_SOURCE)
        json_put_text(map, "path",
                      arena_format(cx->arena, "/clients/%lld#origine", (long long)row->client));
    return true;
}

/* The first of each end, so that none is left unseen. */
static bool put_samples(struct ctx *cx, const struct request *request, const struct lot *lot,
                        struct json *model)
{
    struct json *samples = json_put_list(model, "samples");
    struct json *refused = json_put_list(model, "refused");
    size_t shown[END_COUNT] = { 0 };
    struct json *counts = json_put_map(model, "ends");

    for (size_t i = 0; i < lot->count; i++) {
        bool is_refused = lot->ends[i] == END_SOURCE;
        if (shown[lot->ends[i]]++ < SAMPLES
            && !put_row(cx, request, lot, i, is_refused ? refused : samples))
            return false;
    }
    for (enum end end = 0; end < END_COUNT; end++)
        if (shown[end] > 0)
            json_put_int(json_put_map(counts, end_names[end]), "count", (int64_t)shown[end]);
    json_put_bool(model, "has_samples", json_count(samples) > 0);
    json_put_bool(model, "has_refused", json_count(refused) > 0);
    return true;
}

static void put_lines(const struct request *request, struct json *model)
{
    struct json *lines = json_put_list(model, "lines");
    size_t count;
    const struct named *named = request_named(request, &count);

    for (size_t i = 0; i < count; i++)
        json_put_text(json_add_map(lines), "line", named[i].rest);
}

bool check_bulk_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct json *model = answer->model;
    struct lot lot;

    if (!lot_find(cx, request, &lot) || !put_samples(cx, request, &lot, model))
        return false;
    json_put_bool(model, "is_again", lot.again);
    json_put_bool(model, "is_all", lot.all);
    json_put_int(model, "count", (int64_t)lot.able_count);
    json_put_bool(model, "is_possible", lot.able_count > 0);
    if (!lot.all && lot.asked > lot.count)
        json_put_int(model, "gone", (int64_t)(lot.asked - lot.count));
    json_put_text(model, "seen", mark_of(cx->arena, &lot));
    if (!lot.all)
        put_lines(request, model);
    return true;
}

bool check_bulk_do(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *reason = str_trim(cx->arena, request_text(request, "reason"));
    struct lot lot;

    if (!lot_find(cx, request, &lot))
        return false;
    if (!*reason)
        return fail(cx, FAULT_INPUT, "CHAMP-MANQUE", "field", "reason", NULL);
    if (lot.able_count == 0 || strcmp(mark_of(cx->arena, &lot), request_text(request, "seen")) != 0)
        return fail(cx, FAULT_CONFLICT, "LOT-CHANGE", NULL);
    if (!outbox_decide_all(cx, lot.able, lot.able_count,
                           lot.again ? ORDER_RESEND : ORDER_COUNTS_AS_SENT, reason))
        return false;
    answer->redirect = "/a-verifier#decided";
    answer->notice = lot.again ? "notice.resent_many" : "notice.counted_many";
    return true;
}
