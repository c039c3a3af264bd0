#include "client/assignment.h"

#include <assert.h>
#include <string.h>

#include "client/change.h"
#include "client/visible.h"
#include "client/visit.h"

static const char *const function_texts[ASSIGNMENT_FUNCTION_COUNT] = {
    [ASSIGNMENT_HOLDER] = "holder",
    [ASSIGNMENT_REVIEWER] = "reviewer",
    [ASSIGNMENT_PAYROLL] = "payroll",
    [ASSIGNMENT_PARTNER] = "partner",
};

const char *assignment_function_text(enum assignment_function function)
{
    assert(function < ASSIGNMENT_FUNCTION_COUNT);
    return function_texts[function];
}

bool assignment_function_parse(const char *text, enum assignment_function *function)
{
    for (enum assignment_function i = 0; i < ASSIGNMENT_FUNCTION_COUNT; i++)
        if (strcmp(function_texts[i], text) == 0) {
            *function = i;
            return true;
        }
    return false;
}

SQL(KNOWN, FIRM,
    "SELECT c.id, m.id FROM client c LEFT JOIN member m ON m.firm = c.firm AND m.id = $3"
    " AND m.state <> 'archived' WHERE c.firm = $1 AND c.id = $2");

static bool known(struct ctx *cx, const struct assignment *assignment)
{
    struct rows *rows =
        store_query(cx, &KNOWN, ARGS(arg_int(assignment->client), arg_int(assignment->member)));
    bool is_client = rows_next(rows), is_member = is_client && !rows_null(rows, 1);

    if (!rows_done(rows))
        return false;
    if (!is_client)
        return fail(cx, FAULT_ABSENT, "CLIENT-ABSENT", NULL);
    return is_member || fail(cx, FAULT_ABSENT, "MEMBRE-ABSENT", NULL);
}

#define COLUMNS "a.id, a.client, a.member, a.function, a.first_on, a.last_on, a.by, m.name, c.name"
#define JOINED                                                                                     \
    " FROM assignment a JOIN client c ON c.firm = a.firm AND c.id = a.client"                      \
    " JOIN member m ON m.firm = a.firm AND m.id = a.member"
#define ORDER                                                                                      \
    " CASE a.function WHEN 'holder' THEN 0 WHEN 'reviewer' THEN 1 WHEN 'payroll' THEN 2 ELSE 3 "   \
    "END"

static enum assignment_function function_of(const char *text)
{
    enum assignment_function function = ASSIGNMENT_HOLDER;
    bool is_known = assignment_function_parse(text, &function);

    assert(is_known);
    return is_known ? function : ASSIGNMENT_HOLDER;
}

static struct assignment assignment_row(struct rows *rows)
{
    struct assignment found = {
        .id = rows_int(rows, 0),
        .client = rows_int(rows, 1),
        .member = rows_int(rows, 2),
        .first = rows_date(rows, 4),
        .ends = !rows_null(rows, 5),
        .by = rows_int(rows, 6),
        .member_name = rows_text(rows, 7),
        .client_name = rows_text(rows, 8),
    };

    if (found.ends)
        found.last = rows_date(rows, 5);
    found.function = function_of(rows_text(rows, 3));
    return found;
}

static bool list_all(struct ctx *cx, struct rows *rows, struct assignment **assignments,
                     size_t *count)
{
    size_t room = 8, listed = 0;
    struct assignment *list = arena_new(cx->arena, struct assignment, room);

    while (rows_next(rows)) {
        if (listed == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[listed++] = assignment_row(rows);
    }
    if (!rows_done(rows))
        return false;
    *assignments = list;
    *count = listed;
    return true;
}

SQL(STANDING, FIRM,
    "SELECT id, member, first_on FROM assignment WHERE firm = $1 AND client = $2 AND function = $3"
    " AND (last_on IS NULL OR last_on >= $4) AND (function = 'holder' OR member = $5)"
    " ORDER BY first_on LIMIT 1");

/* The holder that a new one follows, or the same function of the same member. */
static bool standing_find(struct ctx *cx, const struct assignment *assignment,
                          struct assignment *standing)
{
    struct rows *rows = store_query(
        cx, &STANDING,
        ARGS(arg_int(assignment->client), arg_text(function_texts[assignment->function]),
             arg_date(cx->arena, assignment->first), arg_int(assignment->member)));

    *standing = (struct assignment){ 0 };
    if (rows_next(rows)) {
        standing->id = rows_int(rows, 0);
        standing->member = rows_int(rows, 1);
        standing->first = rows_date(rows, 2);
    }
    return rows_done(rows);
}

SQL(END, FIRM, "UPDATE assignment SET last_on = $3 WHERE firm = $1 AND id = $2");

static bool set_last(struct ctx *cx, int64_t id, const struct date *last)
{
    return store_run(cx, &END,
                     ARGS(arg_int(id), last ? arg_date(cx->arena, *last) : arg_text(NULL)));
}

SQL(ADD, FIRM,
    "INSERT INTO assignment (firm, id, client, member, function, first_on, last_on, by)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");

struct adding {
    struct arena *arena;
    const struct assignment *list;
};

static void add_bind(void *state, size_t i, struct arg *args)
{
    const struct adding *adding = state;
    const struct assignment *added = &adding->list[i];
    const struct arg values[] = {
        arg_int(added->id),
        arg_int(added->client),
        arg_int(added->member),
        arg_text(function_texts[added->function]),
        arg_date(adding->arena, added->first),
        added->ends ? arg_date(adding->arena, added->last) : arg_text(NULL),
        arg_int(added->by),
        { .type = ARG_END },
    };

    memcpy(args, values, sizeof values);
}

static bool insert(struct ctx *cx, struct assignment *list, size_t count)
{
    struct adding adding = { cx->arena, list };
    int64_t first;

    if (!store_id(cx, "assignment", count, &first))
        return false;
    for (size_t i = 0; i < count; i++)
        list[i].id = first + (int64_t)i;
    return store_many(cx, &ADD, count, add_bind, &adding);
}

bool assignment_add_many(struct ctx *cx, struct assignment *assignments, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        assignments[i].first = cx->today;
        assignments[i].by = cx->actor;
    }
    return count == 0 || insert(cx, assignments, count);
}

static bool add(struct ctx *cx, struct assignment *added)
{
    struct assignment before;

    if (!known(cx, added) || !standing_find(cx, added, &before))
        return false;
    if (before.id > 0 && before.member == added->member)
        return fail(cx, FAULT_CONFLICT, "AFFECTATION-DEJA", "function",
                    function_texts[added->function], NULL);
    int64_t holder;
    if (!assignment_holder(cx, added->client, &holder))
        return false;
    added->replaced = before.id;
    for (const struct date eve = { added->first.day - 1 }; before.id > 0;)
        if (!set_last(cx, before.id, &eve) || !standing_find(cx, added, &before))
            return false;
    if (added->member == cx->actor && !visit_assigned(cx, added->client, holder))
        return false;
    return insert(cx, added, 1) && client_touch(cx, added->client);
}

bool assignment_add(struct ctx *cx, struct assignment *assignment)
{
    struct assignment added = *assignment;
    bool is_own;

    if (added.first.day == 0)
        added.first = cx->today;
    added.by = cx->actor;
    if (added.ends && added.last.day < added.first.day)
        return fail(cx, FAULT_INPUT, "AFFECTATION-FIN", "field", "last", NULL);
    if (!client_begin(cx, &is_own) || !client_end(cx, is_own, add(cx, &added)))
        return false;
    *assignment = added;
    return true;
}

SQL(FIND, FIRM, "SELECT " COLUMNS JOINED " WHERE a.firm = $1 AND a.id = $2");

bool assignment_find(struct ctx *cx, int64_t id, struct assignment *assignment)
{
    struct assignment *found;
    size_t count;

    if (!list_all(cx, store_query(cx, &FIND, ARGS(arg_int(id))), &found, &count))
        return false;
    if (count == 0)
        return fail(cx, FAULT_ABSENT, "AFFECTATION-ABSENTE", NULL);
    *assignment = found[0];
    return true;
}

static bool change_last(struct ctx *cx, int64_t id, const struct date *last)
{
    struct assignment found;

    if (!assignment_find(cx, id, &found))
        return false;
    if (last && last->day < found.first.day)
        return fail(cx, FAULT_INPUT, "AFFECTATION-FIN", "field", "last", NULL);
    return set_last(cx, id, last) && client_touch(cx, found.client);
}

#define WORKS(ROW) #ROW ".first_on <= $5 AND (" #ROW ".last_on IS NULL OR " #ROW ".last_on >= $4)"

SQL(UNCOVERED, FIRM,
    "SELECT COUNT(DISTINCT a.client) FROM assignment a"
    " JOIN client c ON c.firm = a.firm AND c.id = a.client"
    " WHERE a.firm = $1 AND a.member = $2 AND c.is_confidential = 1 AND " WORKS(
        a) " AND NOT EXISTS (SELECT 1 FROM assignment d WHERE d.firm = $1 AND d.client = a.client"
           " AND d.member = $3 AND " WORKS(d) ") AND " CLIENT_UNHIDDEN("a.client", "$6", "$7"));

bool assignment_uncovered(struct ctx *cx, const struct cover *cover, int64_t *count)
{
    struct rows *rows = store_query(
        cx, &UNCOVERED,
        ARGS(arg_int(cover->member), arg_int(cover->deputy), arg_date(cx->arena, cover->first),
             arg_date(cx->arena, cover->last), arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    int64_t found = rows_next(rows) ? rows_int(rows, 0) : 0;

    if (!rows_done(rows))
        return false;
    *count = found;
    return true;
}

bool assignment_end(struct ctx *cx, int64_t id, struct date last)
{
    bool is_own;

    return client_begin(cx, &is_own) && client_end(cx, is_own, change_last(cx, id, &last));
}

bool assignment_reopen(struct ctx *cx, int64_t id)
{
    bool is_own;

    return client_begin(cx, &is_own) && client_end(cx, is_own, change_last(cx, id, NULL));
}

SQL(REMOVE, FIRM, "DELETE FROM assignment WHERE firm = $1 AND id = $2");

static bool remove_one(struct ctx *cx, int64_t id)
{
    struct assignment found;

    return assignment_find(cx, id, &found) && store_run(cx, &REMOVE, ARGS(arg_int(id)))
        && client_touch(cx, found.client);
}

bool assignment_remove(struct ctx *cx, int64_t id)
{
    bool is_own;

    return client_begin(cx, &is_own) && client_end(cx, is_own, remove_one(cx, id));
}

SQL(OF_CLIENT, FIRM,
    "SELECT " COLUMNS JOINED " WHERE a.firm = $1 AND a.client = $2 AND a.first_on <= $3"
    " AND (a.last_on IS NULL OR a.last_on >= $3) ORDER BY" ORDER ", m.name, a.id");

bool assignment_of_client(struct ctx *cx, int64_t client, struct date on,
                          struct assignment **assignments, size_t *count)
{
    return list_all(cx, store_query(cx, &OF_CLIENT, ARGS(arg_int(client), arg_date(cx->arena, on))),
                    assignments, count);
}

SQL(OF_MEMBER, FIRM,
    "SELECT " COLUMNS JOINED " WHERE a.firm = $1 AND a.member = $2 AND a.first_on <= $3"
    " AND (a.last_on IS NULL OR a.last_on >= $3) AND " CLIENT_VISIBLE(
        "a.client", "$4", "$5") " ORDER BY c.name_folded, c.id," ORDER);

bool assignment_of_member(struct ctx *cx, int64_t member, struct date on,
                          struct assignment **assignments, size_t *count)
{
    return list_all(cx,
                    store_query(cx, &OF_MEMBER,
                                ARGS(arg_int(member), arg_date(cx->arena, on), arg_int(cx->actor),
                                     arg_date(cx->arena, cx->today))),
                    assignments, count);
}

SQL(HISTORY, FIRM,
    "SELECT " COLUMNS JOINED " WHERE a.firm = $1 AND a.client = $2"
    " AND (a.last_on IS NULL OR a.last_on >= a.first_on) ORDER BY a.first_on DESC, a.id DESC");

bool assignment_history(struct ctx *cx, int64_t client, struct assignment **assignments,
                        size_t *count)
{
    return list_all(cx, store_query(cx, &HISTORY, ARGS(arg_int(client))), assignments, count);
}

SQL(HOLDER, FIRM,
    "SELECT member FROM assignment WHERE firm = $1 AND client = $2 AND function = 'holder'"
    " AND first_on <= $3 AND (last_on IS NULL OR last_on >= $3) ORDER BY first_on DESC, id DESC"
    " LIMIT 1");

bool assignment_holder(struct ctx *cx, int64_t client, int64_t *member)
{
    struct rows *rows =
        store_query(cx, &HOLDER, ARGS(arg_int(client), arg_date(cx->arena, cx->today)));

    *member = rows_next(rows) ? rows_int(rows, 0) : 0;
    return rows_done(rows);
}
