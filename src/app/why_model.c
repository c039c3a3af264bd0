#include "app/why_model.h"

#include <string.h>

#include "app/plan_model.h"
#include "app/rest_model.h"
#include "app/why_place.h"
#include "mission/made.h"
#include "view/view.h"

const char *word_capital(struct arena *arena, const char *text)
{
    if (*text < 'a' || *text > 'z')
        return text;
    return arena_format(arena, "%c%s", *text - 'a' + 'A', text + 1);
}

/* The same, within a sentence. */
static const char *word_within(struct arena *arena, const char *text)
{
    if (*text < 'A' || *text > 'Z')
        return text;
    return arena_format(arena, "%c%s", *text - 'A' + 'a', text + 1);
}

static const char *word(struct ctx *cx, const char *language, const char *section, const char *name)
{
    return view_text(cx->arena, language, arena_format(cx->arena, "%s.%s", section, name), NULL);
}

static void put_step(struct json *map, const char *name)
{
    json_put_text(map, "step_name", name);
    json_put_bool(json_put_map(map, "step"), name, true);
}

static bool is(const char *text, const char *other)
{
    return strcmp(text, other) == 0;
}

/* The sentence that answers, by what weighs most; NULL: what was decided does. */
static const char *answer_key(const struct why *why)
{
    if (why->hold != HOLD_NONE)
        return why->until.day == NO_DAY.day ? "held" : "held_until";
    if (why->step && why->by_hand)
        return "by_hand";
    if (why->step && why->suspension.stands)
        return "suspended";
    if (why->step && why->freeze.id > 0)
        return "frozen";
    if (why->step && why->is_sourced)
        return "sourced";
    if (why->step)
        return why->is_approved ? "fires" : "waits";
    if (why->decided.reminder > 0)
        return NULL;
    if (why->is_settled)
        return "settled";
    if (why->is_closed_day)
        return "closed";
    return why->is_past ? "nothing_past" : "nothing";
}

/* What holds it for a suspended mission is that, and not a pause of its own (E-9). */
static const char *word_hold(struct ctx *cx, const char *language, const struct why *why,
                             enum hold hold, const struct made_for *mission)
{
    if (hold != HOLD_SUBJECT || mission->mission == 0)
        return plan_hold_word(cx, language, hold_text(hold), why->quiet_days);
    return rest_word(cx, language, mission);
}

static struct json *args_of(struct ctx *cx, const struct why *why, const char *language,
                            const char *hold)
{
    struct json *args = json_map(cx->arena);

    json_put_date(args, "on", why->on);
    if (why->step)
        json_put_text(args, "step", word(cx, language, "step", why->step->name));
    if (why->hold != HOLD_NONE)
        json_put_text(args, "hold", word_within(cx->arena, hold));
    if (why->until.day != NO_DAY.day)
        json_put_date(args, "until", why->until);
    return args;
}

/* One thing more that keeps the message from leaving. */
static void hold_back(struct ctx *cx, const char *language, const char *name,
                      const struct json *args, struct buf *held)
{
    const char *key = arena_format(cx->arena, "why_held.%s", name);

    if (held->size > 0)
        buf_format(held, "%s", view_text(cx->arena, language, "why_held.and", NULL));
    buf_format(held, "%s", view_text(cx->arena, language, key, args));
}

/* All that keeps a posted message, whoever may end it; "" nothing does. */
static const char *held_of(struct ctx *cx, const char *language, const struct why *why)
{
    bool waits = is(why->decided.message_state, "waiting");
    struct json *args = json_map(cx->arena);
    struct buf held = { .arena = cx->arena };

    if (!waits && !is(why->decided.message_state, "due"))
        return "";
    json_put_text(args, "reason", why->suspension.reason ? why->suspension.reason : "");
    json_put_text(args, "suspended_at", instant_text(cx->arena, why->suspension.at));
    if (why->suspension.until.day != SUSPENSION_OPEN.day)
        json_put_date(args, "suspended_until", why->suspension.until);
    json_put_text(args, "frozen_at", instant_text(cx->arena, why->freeze.at));
    json_put_text(args, "leaves_at", instant_text(cx->arena, why->decided.leaves));
    if (waits)
        hold_back(cx, language, "waiting", args, &held);
    if (why->suspension.stands)
        hold_back(cx, language, "suspended", args, &held);
    if (why->freeze.id > 0)
        hold_back(cx, language, "frozen", args, &held);
    if (held.size > 0 && why->decided.leaves.ms > 0)
        hold_back(cx, language, "later", args, &held);
    return held.size > 0 ? buf_string(&held) : "";
}

/* How far it came, where its message tells it better than its own state. */
static const char *decided_key(const struct why_decided *decided, const char *held)
{
    if (*held)
        return "held";
    if (is(decided->state, "sent") && decided->message > 0 && decided->ended.ms > 0)
        return "sent";
    if (!is(decided->state, "planned") || decided->message == 0)
        return "other";
    if (is(decided->message_state, "due"))
        return decided->leaves.ms > 0 ? "leaves" : "ready";
    return "other";
}

/* Which step, which message, what holds it. */
static const char *word_decided(struct ctx *cx, const char *language, const struct why *why)
{
    const struct why_decided *decided = &why->decided;
    const char *held = held_of(cx, language, why);
    const char *words = arena_format(cx->arena, "fate_why.%s", decided->why);
    struct json *args = json_map(cx->arena);

    json_put_text(args, "step", word(cx, language, "step", decided->step));
    if (decided->on.day != why->on.day)
        json_put_date(args, "decided_on", decided->on);
    if (decided->message > 0)
        json_put_int(args, "message", decided->message);
    json_put_text(args, "state", word(cx, language, "fate", decided->state));
    if (*decided->why && view_wording(language, words))
        json_put_text(args, "words", view_text(cx->arena, language, words, NULL));
    json_put_text(args, "held", held);
    json_put_text(args, "leaves_at", instant_text(cx->arena, decided->leaves));
    json_put_text(args, "ended_at", instant_text(cx->arena, decided->ended));
    const char *key = arena_format(cx->arena, "why_decided.%s", decided_key(decided, held));
    return word_capital(cx->arena, view_text(cx->arena, language, key, args));
}

static void put_decided(struct ctx *cx, const char *language, const struct why *why,
                        struct json *model)
{
    const struct why_decided *decided = &why->decided;

    if (decided->reminder == 0)
        return;
    json_put_int(model, "reminder", decided->reminder);
    json_put_text(model, "state", decided->state);
    json_put_text(model, "decided_step", decided->step);
    json_put_date(model, "decided_on", decided->on);
    if (decided->message > 0) {
        json_put_int(model, "message", decided->message);
        json_put_text(model, "message_state", decided->message_state);
    }
    if (decided->leaves.ms > 0)
        json_put_text(model, "leaves_at", instant_text(cx->arena, decided->leaves));
    if (answer_key(why)) /* a step of that day answers */
        json_put_text(model, "decided_answer", word_decided(cx, language, why));
}

/* What is no money is not paid: another word says that it is over. */
static const char *settled_key(struct arena *arena, const char *language, const char *section,
                               const char *kind)
{
    const char *key = arena_format(arena, "%s.settled_%s", section, kind);

    return view_wording(language, key) ? key : arena_format(arena, "%s.settled", section);
}

static const char *answer_of(struct ctx *cx, const char *language, const struct why *why,
                             const struct json *args)
{
    const char *name = answer_key(why);

    if (!name)
        return word_decided(cx, language, why);
    const char *key = strcmp(name, "settled") == 0
        ? settled_key(cx->arena, language, "why_day", why->owed.kind)
        : arena_format(cx->arena, "why_day.%s", name);
    return word_capital(cx->arena, view_text(cx->arena, language, key, args));
}

static const char *next_key(struct arena *arena, const char *language, const struct why *why)
{
    if (why->is_settled)
        return settled_key(arena, language, "why_next", why->owed.kind);
    return why->kept == HOLD_NONE ? "why_next.none" : "why_next.kept";
}

/* What keeps it back is told once, be it of the day as well. */
static void put_next(struct ctx *cx, const char *language, const struct why *why, const char *kept,
                     struct json *model)
{
    const char *key = next_key(cx->arena, language, why);
    struct json *args = json_map(cx->arena);

    if (why->kept != HOLD_NONE && why->kept != why->hold)
        json_put_text(args, "kept", word_within(cx->arena, kept));

    if (why->next_name) {
        struct json *next = json_put_map(model, "next");
        json_put_date(next, "on", why->next_on);
        put_step(next, why->next_name);
        json_put_text(args, "step", word(cx, language, "step", why->next_name));
        json_put_date(args, "on", why->next_on);
        key = "why_next.on";
    }
    json_put_text(model, "next_answer", view_text(cx->arena, language, key, args));
}

static bool put_remedies(struct ctx *cx, const struct why_reader *reader, const struct why *why,
                         const struct json *args, struct json *model)
{
    struct json *list = json_put_list(model, "remedies");

    for (size_t i = 0; i < why->count; i++) {
        const char *act = remedy_text(why->remedies[i]);
        struct json *remedy = json_add_map(list);
        struct why_place place;
        if (!why_place_find(cx, reader, why, why->remedies[i], &place))
            return false;
        const char *key = arena_format(cx->arena, "remedy.%s", place.is_mission ? "mission" : act);
        json_put_text(remedy, "act", act);
        if (place.url)
            json_put_text(remedy, "url", place.url);
        json_put_bool(remedy, "is_own", place.is_own);
        json_put_text(remedy, "text", view_text(cx->arena, reader->language, key, args));
    }
    json_put_bool(model, "has_remedies", why->count > 0);
    return true;
}

static void put_hold(const struct why *why, const char *hold, const char *kept, struct json *model)
{
    if (why->kept != HOLD_NONE) {
        json_put_text(model, "kept", hold_text(why->kept));
        json_put_text(model, "kept_why", kept);
    }
    if (why->hold != HOLD_NONE) {
        json_put_text(model, "hold", hold_text(why->hold));
        json_put_text(model, "hold_why", hold);
    }
    if (why->until.day != NO_DAY.day)
        json_put_date(model, "until", why->until);
}

bool why_put(struct ctx *cx, const struct why_reader *reader, const struct why *why,
             struct json *model)
{
    const struct obligation *owed = &why->owed;
    const char *language = reader->language;
    struct made_for mission;
    const char *piece;

    if (!plan_piece(cx, owed->kind, owed->subject, &piece)
        || !made_rests_for(cx, owed->kind, owed->subject, &mission))
        return false;
    const char *hold = word_hold(cx, language, why, why->hold, &mission);
    const char *kept = word_hold(cx, language, why, why->kept, &mission);
    const struct json *args = args_of(cx, why, language, hold);
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
    if (why->is_settled)
        json_put_text(model, "settled_word",
                      view_text(cx->arena, language,
                                settled_key(cx->arena, language, "chase", owed->kind), NULL));
    if (why->step)
        put_step(model, why->step->name);
    json_put_bool(model, "is_by_hand", why->by_hand);
    put_hold(why, hold, kept, model);
    put_decided(cx, language, why, model);
    json_put_bool(model, "has_next_answer", !why->is_settled || why->decided.reminder > 0);
    json_put_text(model, "answer", answer_of(cx, language, why, args));
    put_next(cx, language, why, kept, model);
    return put_remedies(cx, reader, why, args, model);
}
