/* « À vérifier »: one decision on a selection, or on all that is listed; first what it would do. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "app/check_said.h"
#include "app/handlers.h"
#include "app/message_rows.h"
#include "base/str.h"
#include "outbox/check.h"
#include "outbox/source.h"
#include "worker/send_word.h"

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
enum end {
    END_SENT,
    END_KEPT,
    END_MENDED, /* its address was: worded anew */
    END_WORDED, /* for the first time */
    END_SPLIT,  /* of accounts that shared its address some have another: nothing leaves (P-2) */
    END_SETTLED,
    END_SOURCE,
    END_COUNT,
};

static const char *const end_names[END_COUNT] = {
    [END_SENT] = "is_held",     [END_KEPT] = "is_kept",   [END_MENDED] = "is_mended",
    [END_WORDED] = "is_worded", [END_SPLIT] = "is_split", [END_SETTLED] = "is_settled",
    [END_SOURCE] = "is_source",
};

/* What becomes of it, and where it goes. */
struct course {
    enum end end;
    const char *address; /* of MENDED: today's */
};

struct lot {
    bool again, all;
    struct message_row *rows;
    struct course *courses;
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

/* Whom it speaks to: of an address that is shared, each account (P-2), in the sender's order. */
SQL(ACCOUNTS, FIRM,
    "SELECT DISTINCT o.person FROM reminder r JOIN obligation o ON o.firm = r.firm"
    " AND o.id = r.obligation WHERE r.firm = $1 AND r.message = $2 AND r.state = 'check'"
    " AND r.why <> 'resent' ORDER BY o.person");

struct accounts {
    struct debtor *list;
    size_t count, room;
};

static void accounts_add(struct ctx *cx, struct accounts *accounts, int64_t id, int64_t client)
{
    if (accounts->count == accounts->room)
        accounts->list =
            arena_grow(cx->arena, accounts->list, &accounts->room, sizeof *accounts->list);
    accounts->list[accounts->count++] = (struct debtor){ .id = id, .client = client };
}

static bool list_accounts(struct ctx *cx, const struct chase_kind *kind,
                          const struct message_row *row, struct accounts *accounts)
{
    *accounts = (struct accounts){ 0 };
    if (kind->shares) {
        struct rows *rows = store_query(cx, &ACCOUNTS, ARGS(arg_int(row->id)));
        while (rows_next(rows))
            accounts_add(cx, accounts, rows_int(rows, 0), row->client);
        if (!rows_done(rows))
            return false;
    }
    if (accounts->count == 0)
        accounts_add(cx, accounts, row->person, row->client);
    return kind->debtors(cx, accounts->list, accounts->count);
}

/* Whether it may leave as it is: one that has no address yet says nothing of another. */
static void compare(const struct accounts *accounts, const struct message_row *row,
                    struct course *course)
{
    size_t elsewhere = 0;

    for (size_t i = 0; i < accounts->count; i++) {
        const char *address = accounts->list[i].address;
        if (!address || !*address || strcasecmp(address, row->recipient) == 0)
            continue;
        elsewhere++;
        course->address = course->address ? course->address : address;
    }
    course->end = elsewhere == 0 ? END_KEPT : elsewhere == accounts->count ? END_MENDED : END_SPLIT;
}

/* What went to an address that was mended is worded anew, as the sender does it. */
static bool ask_address(struct ctx *cx, const struct request *request,
                        const struct message_row *row, struct course *course)
{
    const struct desk *desk = desk_of(request);
    const struct chase_kind *kind =
        desk && desk->sender ? word_kind(desk->sender, row->kind) : NULL;
    struct accounts accounts;

    if (!kind)
        return true;
    if (!list_accounts(cx, kind, row, &accounts))
        return false;
    compare(&accounts, row, course);
    return true;
}

/* What the books say of one: whether its text is kept, how much it speaks of, and what stands. */
struct standing {
    bool is_sourced, is_kept, is_apart;
    int64_t items, open;
};

static bool read_standing(struct ctx *cx, int64_t message, struct standing *standing)
{
    struct rows *rows =
        store_query(cx, &STANDING, ARGS(arg_int(message), arg_date(cx->arena, cx->today)));

    *standing = (struct standing){ 0 };
    if (rows_next(rows))
        *standing = (struct standing){ .is_sourced = rows_int(rows, 0) == 1,
                                       .is_kept = rows_int(rows, 1) == 1,
                                       .is_apart = rows_int(rows, 2) == 1,
                                       .items = rows_int(rows, 3),
                                       .open = rows_int(rows, 4) };
    return rows_done(rows);
}

/* What is worded anew leaves with what stands of it; a text that is kept leaves whole. */
static bool leaves(const struct standing *standing, enum end end)
{
    return standing->is_apart
        || (end == END_KEPT ? standing->open == standing->items : standing->open > 0);
}

static bool find_course(struct ctx *cx, const struct request *request,
                        const struct message_row *row, struct course *course)
{
    struct standing standing;

    if (!read_standing(cx, row->id, &standing))
        return false;
    *course = (struct course){ .end = standing.is_kept ? END_KEPT : END_WORDED };
    if (standing.is_kept && !ask_address(cx, request, row, course))
        return false;
    if (standing.is_sourced && !standing.is_apart)
        course->end = END_SOURCE;
    else if (!leaves(&standing, course->end))
        course->end = END_SETTLED;
    return true;
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
    lot->courses = arena_new(cx->arena, struct course, lot->count + 1);
    lot->able = arena_new(cx->arena, int64_t, lot->count + 1);
    for (size_t i = 0; i < lot->count; i++) {
        if (lot->again && !find_course(cx, request, &lot->rows[i], &lot->courses[i]))
            return false;
        if (lot->courses[i].end != END_SOURCE)
            lot->able[lot->able_count++] = lot->rows[i].id;
    }
    return true;
}

/* Tells whether what is decided is what was shown. */
static const char *mark_of(struct arena *arena, const struct lot *lot)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < lot->count; i++)
        sum = sum * 31 + (uint64_t)lot->rows[i].id * END_COUNT + (uint64_t)lot->courses[i].end;
    return arena_format(arena, "%zu.%llu", lot->able_count, (unsigned long long)sum);
}

static bool put_row(struct ctx *cx, const struct request *request, const struct lot *lot, size_t i,
                    struct json *list)
{
    const struct message_row *row = &lot->rows[i];
    struct json *map = json_add_map(list);

    if (!message_put(cx, request, row, map))
        return false;
    json_put_bool(map, end_names[lot->courses[i].end], true);
    if (lot->courses[i].end == END_MENDED)
        json_put_text(map, "new_address", lot->courses[i].address);
    if (lot->courses[i].end == END_SOURCE)
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
        enum end end = lot->courses[i].end;
        bool is_refused = end == END_SOURCE;
        if (shown[end]++ < SAMPLES && !put_row(cx, request, lot, i, is_refused ? refused : samples))
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
