#include "app/freeze.h"

#include <string.h>

#include "app/handlers.h"
#include "app/message_count.h"
#include "app/page.h"
#include "base/str.h"
#include "outbox/suspension.h"
#include "worker/rounds.h"

enum { SAMPLES = 10, PAST = 10 };

const struct field freeze_fields[] = {
    { .name = "freeze", .check = CHECK_INT, .required = true },
    { .name = "verdict", .check = CHECK_CHOICE, .required = true, .choices = "sent filed right" },
    { .name = "reason", .check = CHECK_TEXT, .required = true },
    { .name = "confirm", .check = CHECK_FLAG, .required = true },
    { 0 },
};

static void put_freeze(struct ctx *cx, const struct freeze *freeze, struct json *map)
{
    struct arena *arena = cx->arena;

    json_put_int(map, "id", freeze->id);
    json_put_bool(map, arena_format(arena, "is_%s", freeze_cause_text(freeze->cause)), true);
    json_put_bool(map, "is_run", freeze_is_run(freeze->cause));
    json_put_bool(map, "is_clock", freeze_is_clock(freeze->cause));
    json_put_bool(map, "is_unlisted", freeze->cause == FREEZE_RESTORED && !freeze->listed);
    json_put_text(map, "at", instant_text(arena, freeze->at));
    json_put_text(map, "now", instant_text(arena, cx->now));
    if (freeze->since.ms > 0)
        json_put_text(map, "since", instant_text(arena, freeze->since));
    json_put_int(map, "late", freeze->late);
    json_put_int(map, "send", freeze->sends);
    json_put_int(map, "supersede", freeze->supersedes);
    json_put_int(map, "lapse", freeze->lapses);
}

static bool put_standing(struct ctx *cx, const struct freeze *freeze, struct json *model)
{
    struct message_counts settled;
    int64_t due;

    json_put_bool(model, "has_freeze", freeze->id > 0);
    if (freeze->id == 0)
        return true;
    if (!message_count_in(cx, MESSAGE_DUE, &due) || !message_count_settled(cx, 0, &settled))
        return false;
    struct json *map = json_put_map(model, "freeze");
    put_freeze(cx, freeze, map);
    json_put_int(map, "messages", due - settled.of[MESSAGE_DUE]);
    json_put_int(map, "settled", settled.of[MESSAGE_DUE]);
    json_put_bool(map, "has_settled", settled.of[MESSAGE_DUE] > 0);
    return true;
}

bool freeze_seen(struct ctx *cx, struct freeze *freeze)
{
    return freeze_standing(cx, freeze)
        && (freeze->id == 0 || freeze->cause != FREEZE_SUSPENSION || suspension_count(cx, freeze));
}

bool freeze_put_banner(struct ctx *cx, struct json *model)
{
    struct freeze freeze;

    return freeze_seen(cx, &freeze) && put_standing(cx, &freeze, model);
}

static bool put_samples(struct ctx *cx, const struct request *request, struct json *model)
{
    struct json *list = json_put_list(model, "samples");
    struct message_row *rows;
    size_t count;

    if (!message_list_samples(cx, SAMPLES, &rows, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct json *sample = json_add_map(list);
        if (!message_put(cx, request, &rows[i], sample))
            return false;
        json_put_bool(sample, "has_items", rows[i].items > 0);
    }
    json_put_bool(model, "has_samples", count > 0);
    return true;
}

static bool put_past(struct ctx *cx, const struct request *request, struct json *model)
{
    struct json *list = json_put_list(model, "past");
    struct freeze *freezes;
    size_t count;

    if (!freeze_list(cx, PAST, &freezes, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct freeze *freeze = &freezes[i];
        const char *by;
        if (freeze->verdict == FREEZE_STANDS)
            continue;
        if (!page_member(cx, request, freeze->by, &by))
            return false;
        struct json *map = json_add_map(list);
        put_freeze(cx, freeze, json_put_map(map, "freeze"));
        json_put_bool(map, arena_format(cx->arena, "is_%s", freeze_verdict_text(freeze->verdict)),
                      true);
        json_put_text(map, "ended_at", instant_text(cx->arena, freeze->ended));
        json_put_text(map, "by", freeze->verdict == FREEZE_PAST ? "" : by);
        json_put_text(map, "reason", freeze->reason);
    }
    json_put_bool(model, "has_past", json_count(list) > 0);
    return true;
}

bool freeze_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    return freeze_put_banner(cx, answer->model) && put_samples(cx, request, answer->model)
        && put_past(cx, request, answer->model);
}

static enum freeze_verdict verdict_of(const struct request *request)
{
    const char *text = request_text(request, "verdict");

    if (strcmp(text, "filed") == 0)
        return FREEZE_FILED;
    return strcmp(text, "right") == 0 ? FREEZE_RIGHT : FREEZE_SENT;
}

bool freeze_decide(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *reason = str_trim(cx->arena, request_text(request, "reason"));
    enum freeze_verdict verdict = verdict_of(request);

    if (!*reason)
        return fail(cx, FAULT_INPUT, "CHAMP-MANQUE", "field", "reason", NULL);
    if (!rounds_decide(cx, request_int(request, "freeze"), verdict, reason))
        return false;
    answer->redirect = "/relances";
    answer->notice = arena_format(cx->arena, "notice.freeze_%s", freeze_verdict_text(verdict));
    return true;
}
