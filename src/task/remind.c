#include "task/remind.h"

#include <string.h>

#include "chase/plan.h"
#include "chase/stand_in.h"
#include "firm/firm.h"
#include "store/visible.h"

/* More would be read by nobody; the board shows them all. */
enum { MAIL_TASKS = 30 };

/* The day after, then every third day: who it was handed on to is told by the next. */
static const struct step steps[] = {
    { .days = 1, .name = "first", .repeat_days = 3, .repeat_count = 10 },
};

/* Whose they are, and who reads of them: another while the member is away (P-5). */
#define OF_MEMBER                                                                                  \
    " FROM task t JOIN client l ON l.firm = t.firm AND l.id = t.client WHERE t.firm = $1"          \
    " AND t.holder = $2 AND t.state IN ('todo', 'doing', 'review')"                                \
    " AND " CLIENT_VISIBLE("t.client", "$4", "$3")

SQL(DEBTOR, FIRM,
    "SELECT m.name, m.email, m.language, (SELECT COUNT(*)" OF_MEMBER
    ") FROM member m WHERE m.firm = $1 AND m.id = $4 AND m.state = 'active'");

/* With nobody in their place it stays theirs, and goes to an admin by its time. */
static int64_t reader_of(const struct stand_ins *stand_ins, int64_t holder)
{
    int64_t acting = stand_in_of(stand_ins, holder);

    return acting > 0 ? acting : holder;
}

/*
 * Who left, or sees none of the clients any more, is told nothing. What counts is what they hold,
 * late or not: a day to come is foretold as it will be (C-8).
 */
static bool debtor_fill(struct ctx *cx, const struct stand_ins *stand_ins, struct debtor *debtor)
{
    int64_t reader = reader_of(stand_ins, debtor->id);
    struct rows *rows = store_query(
        cx, &DEBTOR, ARGS(arg_int(debtor->id), arg_date(cx->arena, cx->today), arg_int(reader)));

    debtor->paused_until = NO_DAY;
    debtor->balance = (struct money){ debtor->id == 0 };
    if (rows_next(rows)) {
        debtor->name = rows_text(rows, 0);
        debtor->address = rows_text(rows, 1);
        debtor->language = rows_text(rows, 2);
        debtor->balance = (struct money){ rows_int(rows, 3) };
    }
    return rows_done(rows);
}

static bool debtors(struct ctx *cx, struct debtor *list, size_t count)
{
    struct stand_ins stand_ins;

    if (!stand_in_load(cx, &stand_ins))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!debtor_fill(cx, &stand_ins, &list[i]))
            return false;
    return true;
}

#define SEEN CLIENT_VISIBLE("t.client", "$7", "$3")

/* What is late, and what a person sends, or looks at, ahead of its day. */
SQL(HELD, FIRM,
    "SELECT t.id, t.title, t.due_on, l.name" OF_MEMBER
    " AND (t.due_on < $3 OR t.id = $6 OR EXISTS (SELECT 1 FROM reminder r WHERE r.firm = t.firm"
    " AND r.message = $5 AND r.kind = 'task' AND r.subject = t.id))"
    " AND (CAST($7 AS BIGINT) = 0 OR " SEEN ") ORDER BY t.due_on, t.id LIMIT $8");

static bool put_tasks(struct ctx *cx, const struct wording *wording, int64_t reader,
                      struct json *model)
{
    const char *base_url = json_text(json_get(model, "base_url"));
    bool is_ahead = wording->message == 0 && wording->count > 0;
    int64_t shown = is_ahead ? wording->subjects[0].id : 0;
    struct rows *rows = store_query(cx, &HELD,
                                    ARGS(arg_int(wording->person), arg_date(cx->arena, cx->today),
                                         arg_int(reader), arg_int(wording->message), arg_int(shown),
                                         arg_int(wording->looker), arg_int(MAIL_TASKS + 1)));
    struct json *list = json_put_list(model, "tasks");
    int64_t count = 0;

    while (rows_next(rows)) {
        if (count++ == MAIL_TASKS)
            continue;
        struct json *map = json_add_map(list);
        json_put_text(map, "title", rows_text(rows, 1));
        json_put_date(map, "due_on", rows_date(rows, 2));
        json_put_text(map, "of", rows_text(rows, 3));
        if (*base_url)
            json_put_text(
                map, "url",
                arena_format(cx->arena, "%s/taches/%lld", base_url, (long long)rows_int(rows, 0)));
    }
    json_put_int(model, "count", count > MAIL_TASKS ? MAIL_TASKS : count);
    json_put_bool(model, "is_one", count == 1);
    json_put_bool(model, "has_more", count > MAIL_TASKS);
    return rows_done(rows);
}

SQL(MEMBER, FIRM, "SELECT name FROM member WHERE firm = $1 AND id = $2");

static bool put_member(struct ctx *cx, int64_t person, struct json *map)
{
    struct rows *rows = store_query(cx, &MEMBER, ARGS(arg_int(person)));

    json_put_text(map, "name", rows_next(rows) ? rows_text(rows, 0) : "");
    return rows_done(rows);
}

static bool word(struct ctx *cx, const struct wording *wording, struct json *model)
{
    struct stand_ins stand_ins;
    struct firm firm;

    if (!firm_find(cx, &firm) || !stand_in_load(cx, &stand_ins))
        return false;
    int64_t reader = reader_of(&stand_ins, wording->person);
    json_put_bool(json_put_map(model, "step"), wording->tone, true);
    json_put_date(model, "on", cx->today);
    json_put_text(model, "base_url", firm.base_url);
    if (*firm.base_url)
        json_put_text(model, "board_url", arena_format(cx->arena, "%s/missions", firm.base_url));
    return put_member(cx, reader, json_put_map(model, "member"))
        && (reader == wording->person
            || put_member(cx, wording->person, json_put_map(model, "away")))
        && put_tasks(cx, wording, reader, model);
}

SQL(LABEL, FIRM, "SELECT title FROM task WHERE firm = $1 AND id = $2");

static bool label(struct ctx *cx, int64_t subject, const char **text)
{
    struct rows *rows = store_query(cx, &LABEL, ARGS(arg_int(subject)));
    const char *title = rows_next(rows) ? rows_text(rows, 0) : NULL;

    if (!rows_done(rows))
        return false;
    if (!title)
        return fail(cx, FAULT_ABSENT, "TACHE-ABSENTE", NULL);
    *text = title;
    return true;
}

const struct chase_kind task_kind = {
    .name = "task",
    .reader = "member",
    .mail = "mail/task",
    .for_firm = true,
    .steps = steps,
    .step_count = COUNT_OF(steps),
    .debtors = debtors,
    .word = word,
    .label = label,
};
