/* One reminder's own page: what it is, what became of it, and all of its obligation. */
#include <string.h>

#include "app/handlers.h"
#include "app/obligation.h"
#include "app/page.h"
#include "app/why_model.h"
#include "chase/moment.h"
#include "store/visible.h"
#include "view/view.h"

SQL(REMINDER, FIRM,
    "SELECT r.obligation, s.name, r.state, r.day_on, CASE WHEN " MESSAGE_VISIBLE(
        "m", "$3", "$4") " THEN COALESCE(r.message, 0) ELSE 0 END, r.why, r.assignee,"
                         " COALESCE(m.not_before, 0), COALESCE(m.state, ''), s.mode FROM reminder r"
                         " JOIN step s ON s.firm = r.firm AND s.id = r.step"
                         " LEFT JOIN message m ON m.firm = r.firm AND m.id = r.message"
                         " WHERE r.firm = $1 AND r.id = $2");

/* The state in words, and the words of what ended it. */
static void put_words(struct ctx *cx, const char *language, const char *state, const char *why,
                      struct json *map)
{
    const char *key = arena_format(cx->arena, "fate_why.%s", why);

    json_put_text(map, "state",
                  view_text(cx->arena, language, arena_format(cx->arena, "fate.%s", state), NULL));
    if (*why)
        json_put_text(map, "words",
                      view_wording(language, key) ? view_text(cx->arena, language, key, NULL)
                                                  : why);
}

static const char *step_word(struct ctx *cx, const char *language, const char *name)
{
    const char *text =
        view_text(cx->arena, language, arena_format(cx->arena, "step.%s", name), NULL);

    return word_capital(cx->arena, text);
}

/* Until it is taken a person may object, by the hour that it waits for. */
static struct instant put_moment(struct rows *rows, struct json *map)
{
    const char *message_state = rows_text(rows, 8);
    struct instant at = rows_instant(rows, 7);
    bool stands = strcmp(message_state, "waiting") == 0 || strcmp(message_state, "due") == 0;

    json_put_bool(map, "can_object", strcmp(rows_text(rows, 2), "planned") == 0 && stands);
    json_put_bool(map, "may_be_objected", strcmp(rows_text(rows, 9), "unless_objected") == 0);
    return stands ? at : (struct instant){ 0 };
}

static bool put_leaving(struct ctx *cx, struct instant at, struct json *map)
{
    struct send_hours hours;

    if (at.ms <= cx->now.ms)
        return true;
    if (!moment_hours(cx, &hours))
        return false;
    json_put_text(map, "leaves_at", instant_text(cx->arena, moment_leaves(&hours, at)));
    return true;
}

static bool put_reminder(struct ctx *cx, const struct request *request, int64_t id,
                         struct json *model, int64_t *obligation)
{
    struct rows *rows = store_query(
        cx, &REMINDER, ARGS(arg_int(id), arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    struct json *map = json_put_map(model, "reminder");
    struct instant at = { 0 };
    int64_t assignee = 0;
    const char *name;

    *obligation = 0;
    if (rows_next(rows)) {
        *obligation = rows_int(rows, 0);
        json_put_int(map, "id", id);
        json_put_text(map, "name", step_word(cx, request_language(request), rows_text(rows, 1)));
        json_put_date(map, "on", rows_date(rows, 3));
        if (rows_int(rows, 4) > 0)
            json_put_int(map, "message", rows_int(rows, 4));
        json_put_bool(map, "is_todo", strcmp(rows_text(rows, 2), "todo") == 0);
        assignee = rows_int(rows, 6);
        put_words(cx, request_language(request), rows_text(rows, 2), rows_text(rows, 5), map);
        at = put_moment(rows, map);
    }
    if (!rows_done(rows))
        return false;
    if (*obligation == 0)
        return fail(cx, FAULT_ABSENT, "RAPPEL-ABSENT", NULL);
    if (!put_leaving(cx, at, map))
        return false;
    if (assignee == 0)
        return true;
    if (!page_member(cx, request, assignee, &name))
        return false;
    json_put_text(map, "assignee", name);
    return true;
}

bool reminder_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    int64_t obligation;
    struct matter subject;

    return put_reminder(cx, request, request_id(request, "reminder"), answer->model, &obligation)
        && matter_find(cx, obligation, &subject)
        && obligation_put(cx, request, &subject, answer->model);
}
