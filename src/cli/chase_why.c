#include <stdlib.h>
#include <string.h>

#include "app/why_model.h"
#include "cli/chase_acts.h"
#include "cli/house.h"
#include "view/format.h"
#include "view/view.h"
#include "worker/kinds.h"

/* What is asked about. */
struct topic {
    const struct chase_kind *kind;
    int64_t subject;
};

SQL(PIECE, FIRM, "SELECT id FROM invoice WHERE firm = $1 AND piece = $2 ORDER BY id LIMIT 5");

static bool find_piece(struct ctx *cx, const char *piece, struct topic *topic)
{
    struct rows *rows = store_query(cx, &PIECE, ARGS(arg_text(piece)));
    struct buf found = { .arena = cx->arena };
    int count = 0;

    for (; rows_next(rows); count++) {
        *topic = (struct topic){ worker_kind("invoice"), rows_int(rows, 0) };
        buf_format(&found, "%sinvoice:%lld", count > 0 ? ", " : "", (long long)topic->subject);
    }
    if (!rows_done(rows))
        return false;
    if (count == 0)
        return fail(cx, FAULT_ABSENT, "PIECE-ABSENTE", "value", piece, NULL);
    return count == 1
        || fail(cx, FAULT_INPUT, "PIECE-AMBIGUE", "value", piece, "found", buf_string(&found),
                NULL);
}

/* « invoice:42 », or the number of a piece as a person knows it. */
static bool read_topic(struct ctx *cx, const char *text, struct topic *topic)
{
    const char *colon = strchr(text, ':');
    char *rest = "";

    if (colon) {
        topic->kind = worker_kind(arena_text(cx->arena, text, (size_t)(colon - text)));
        topic->subject = strtoll(colon + 1, &rest, 10);
        if (topic->kind && topic->subject > 0 && !*rest)
            return true;
    }
    return find_piece(cx, text, topic);
}

static bool ask(struct ctx *cx, const struct call *call, struct json *model)
{
    struct date on = cx->today;
    const struct why_reader reader = { .language = call->language, .is_admin = true };
    struct topic topic = { 0 };
    struct why why;

    return call_date(cx, call, "on", &on) && read_topic(cx, call->operands[0], &topic)
        && chase_why(cx, topic.kind, topic.subject, on, &why) && why_put(cx, &reader, &why, model);
}

bool chase_why_run(struct ctx *cx, struct call *call, struct json *model)
{
    struct house house;

    if (!house_open(cx, call, HOUSE_READ, &house))
        return false;
    bool answered = ask(cx, call, model);
    house_close(cx, &house);
    return answered;
}

void chase_why_print(struct buf *out, const struct call *call, const struct json *model)
{
    const struct json *remedies = json_get(model, "remedies");

    const char *owed = format_value(out->arena, "money", call->language, model_text(model, "owed"));
    bool is_money = strcmp(model_text(model, "kind"), "invoice") == 0;

    buf_format(out, "%s, %s%s%s\n", model_text(model, "piece"), is_money ? owed : "",
               is_money ? ", " : "", model_text(model, "scenario"));
    buf_format(out, "%s\n", model_text(model, "answer"));
    if (json_get(model, "decided_answer"))
        buf_format(out, "%s\n", model_text(model, "decided_answer"));
    if (json_bool(json_get(model, "has_next_answer")))
        buf_format(out, "%s\n", model_text(model, "next_answer"));
    for (size_t i = 0; i < json_count(remedies); i++)
        buf_format(out, "  - %s\n", model_text(json_at(remedies, i), "text"));
}
