#include "app/why_model.h"

#include "app/plan_model.h"
#include "view/view.h"

const char *word_capital(struct arena *arena, const char *text)
{
    if (*text < 'a' || *text > 'z')
        return text;
    return arena_format(arena, "%c%s", *text - 'a' + 'A', text + 1);
}

static const char *word(struct ctx *cx, const char *language, const char *section, const char *name)
{
    return view_text(cx->arena, language, arena_format(cx->arena, "%s.%s", section, name), NULL);
}

static void put_step(struct json *map, const struct step *step)
{
    json_put_text(map, "step_name", step->name);
    json_put_bool(json_put_map(map, "step"), step->name, true);
}

/* The sentence that answers, by what weighs most. */
static const char *answer_key(const struct why *why)
{
    if (why->is_settled)
        return "settled";
    if (why->hold != HOLD_NONE)
        return why->until.day == NO_DAY.day ? "held" : "held_until";
    if (why->step && why->by_hand)
        return "by_hand";
    if (why->step && why->is_suspended)
        return "suspended";
    if (why->step && why->is_sourced)
        return "sourced";
    if (why->step)
        return why->is_approved ? "fires" : "waits";
    if (why->reminder > 0)
        return "decided";
    return why->is_closed_day ? "closed" : "nothing";
}

static struct json *args_of(struct ctx *cx, const char *language, const struct why *why)
{
    struct json *args = json_map(cx->arena);

    json_put_date(args, "on", why->on);
    if (why->step)
        json_put_text(args, "step", word(cx, language, "step", why->step->name));
    if (why->hold != HOLD_NONE)
        json_put_text(args, "hold", word(cx, language, "hold", hold_text(why->hold)));
    if (why->until.day != NO_DAY.day)
        json_put_date(args, "until", why->until);
    if (why->reminder > 0)
        json_put_text(args, "state", word(cx, language, "fate", why->reminder_state));
    return args;
}

static void put_next(struct ctx *cx, const char *language, const struct why *why,
                     struct json *model)
{
    const char *key = "why_next.none";
    struct json *args = json_map(cx->arena);

    if (why->next) {
        struct json *next = json_put_map(model, "next");
        json_put_date(next, "on", why->next_on);
        put_step(next, why->next);
        json_put_text(args, "step", word(cx, language, "step", why->next->name));
        json_put_date(args, "on", why->next_on);
        key = "why_next.on";
    }
    json_put_text(model, "next_answer", view_text(cx->arena, language, key, args));
}

static void put_remedies(struct ctx *cx, const char *language, const struct why *why,
                         const struct json *args, struct json *model)
{
    struct json *list = json_put_list(model, "remedies");

    for (size_t i = 0; i < why->count; i++) {
        const char *act = remedy_text(why->remedies[i]);
        struct json *remedy = json_add_map(list);
        json_put_text(remedy, "act", act);
        json_put_text(
            remedy, "text",
            view_text(cx->arena, language, arena_format(cx->arena, "remedy.%s", act), args));
    }
    json_put_bool(model, "has_remedies", why->count > 0);
}

static void put_hold(struct ctx *cx, const char *language, const struct why *why,
                     struct json *model)
{
    if (why->hold != HOLD_NONE) {
        json_put_text(model, "hold", hold_text(why->hold));
        json_put_text(model, "hold_why", word(cx, language, "hold", hold_text(why->hold)));
    }
    if (why->until.day != NO_DAY.day)
        json_put_date(model, "until", why->until);
    if (why->reminder == 0)
        return;
    json_put_int(model, "reminder", why->reminder);
    json_put_text(model, "state", why->reminder_state);
}

bool why_put(struct ctx *cx, const char *language, const struct why *why, struct json *model)
{
    const struct obligation *owed = &why->owed;
    const struct json *args = args_of(cx, language, why);
    const char *piece, *key = arena_format(cx->arena, "why_day.%s", answer_key(why));

    if (!plan_piece(cx, owed->kind, owed->subject, &piece))
        return false;
    json_put_int(model, "obligation", owed->id);
    json_put_text(model, "kind", owed->kind);
    json_put_int(model, "subject", owed->subject);
    json_put_text(model, "piece", piece);
    json_put_int(model, "client", owed->client);
    json_put_int(model, "person", owed->person);
    json_put_date(model, "on", why->on);
    json_put_date(model, "due_on", owed->due);
    json_put_money(model, "owed", owed->owed);
    json_put_bool(model, "has_amount", owed->owed.cents != 0);
    json_put_text(model, "scenario", why->scenario);
    json_put_int(model, "cycle", owed->cycle);
    json_put_bool(model, "is_settled", why->is_settled);
    if (why->step)
        put_step(model, why->step);
    json_put_bool(model, "is_by_hand", why->by_hand);
    put_hold(cx, language, why, model);
    json_put_text(model, "answer",
                  word_capital(cx->arena, view_text(cx->arena, language, key, args)));
    put_next(cx, language, why, model);
    put_remedies(cx, language, why, args, model);
    return true;
}
