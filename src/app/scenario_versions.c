/* « Réglages › Scénarios »: the versions of one, and one of them read-only. */
#include "app/scenario_versions.h"

#include <string.h>

#include "app/handlers.h"
#include "app/obligation.h"
#include "app/page.h"
#include "app/plan_model.h"
#include "app/scenario_line.h"
#include "app/scenario_model.h"
#include "chase/scenario_difference.h"
#include "chase/scenario_history.h"
#include "firm/hours.h"

const struct field scenario_version_fields[] = {
    { .name = "after", .check = CHECK_INT },
    { 0 },
};

enum { VERSIONS_SHOWN = 50 };

static void put_side(struct arena *arena, const char *key, const struct step *step,
                     struct json *map)
{
    if (!step)
        return;
    struct json *side = json_put_map(map, key);
    struct json *is = json_put_map(side, "is");

    json_put_text(side, "name", step->name);
    line_put_step(side, step);
    json_put_bool(is, medium_text(step->medium), true);
    json_put_bool(is, mode_text(step->mode), true);
    json_put_text(side, "send_time",
                  step->send_minute > 0 ? hours_text(arena, step->send_minute) : "");
}

static void put_change(struct arena *arena, const struct difference *difference, struct json *map)
{
    const struct step *before = difference->before, *after = difference->after;
    const char *what = difference_text(difference->sort);

    json_put_text(map, "what", what);
    json_put_bool(json_put_map(map, "is"), what, true);
    put_side(arena, "before", before, map);
    put_side(arena, "after", after, map);
    if (difference->language) {
        json_put_text(map, "language", difference->language);
        json_put_bool(map, "is_fr", strcmp(difference->language, "fr") == 0);
    }
    if (difference->sort == DIFFERENCE_MOVED && before->anchor == after->anchor) {
        int shift = after->days - before->days;
        json_put_int(map, "shift", shift < 0 ? -shift : shift);
        json_put_bool(map, shift < 0 ? "is_earlier" : "is_later", true);
    }
}

void changes_put(struct arena *arena, const struct kept_scenario *before,
                 const struct kept_scenario *after, struct json *map)
{
    struct json *changes = json_put_list(map, "changes");
    const struct difference *list;
    size_t count = scenario_difference(arena, before, after, &list);

    for (size_t i = 0; i < count; i++) {
        struct json *change = json_add_map(changes);
        put_change(arena, &list[i], change);
        if (list[i].sort == DIFFERENCE_NAME) {
            json_put_text(change, "name_before", before->scenario.name);
            json_put_text(change, "name_after", after->scenario.name);
        }
    }
    json_put_bool(map, "has_changes", count > 0);
}

/* Before is the version that it came of; NULL for the first one. */
static bool put_version(struct ctx *cx, const struct request *request,
                        const struct past_version *past, const struct past_version *before,
                        struct json *map)
{
    const struct scenario *scenario = &past->kept.scenario;
    int64_t running;
    const char *by;

    if (!page_member(cx, request, past->saved_by, &by)
        || !version_running(cx, scenario, EFFECT_RUNNING, &running))
        return false;
    json_put_int(map, "number", scenario->version);
    json_put_bool(map, "is_last", past->is_last);
    json_put_bool(map, "is_first", !before);
    if (past->saved_at.ms > 0) {
        json_put_text(map, "saved_at", instant_text(cx->arena, past->saved_at));
        json_put_text(map, "saved_by", by);
    }
    json_put_int(map, "running", running);
    json_put_bool(map, "has_running", running > 0);
    json_put_bool(map, "has_more_running", running == EFFECT_RUNNING);
    json_put_text(map, "version_path",
                  scenario_path(cx->arena, scenario->id,
                                arena_format(cx->arena, "/versions/%d", scenario->version)));
    if (before)
        changes_put(cx->arena, &before->kept, &past->kept, map);
    return true;
}

bool versions_put(struct ctx *cx, const struct request *request, int64_t scenario,
                  struct json *model)
{
    const struct history_span span = { .scenario = scenario, .limit = VERSIONS_SHOWN + 1 };
    struct json *list = json_put_list(model, "versions");
    struct history history;

    if (!scenario_history(cx, &span, &history))
        return false;
    for (size_t i = 0; i < history.count && i < VERSIONS_SHOWN; i++)
        if (!put_version(cx, request, &history.list[i],
                         i + 1 < history.count ? &history.list[i + 1] : NULL, json_add_map(list)))
            return false;
    json_put_bool(model, "is_single", history.count == 1);
    json_put_bool(model, "has_older", history.count > VERSIONS_SHOWN);
    return true;
}

bool scenario_versions_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    return versions_put(cx, request, request_id(request, "scenario"), answer->model);
}

/* What each step said: read here, written on the page of the version that stands. */
static void put_words(const struct kept_scenario *kept, struct json *steps)
{
    for (size_t i = 0; i < json_count(steps); i++) {
        struct json *list = json_put_list(json_at(steps, i), "words");
        line_put_step(json_at(steps, i), &kept->scenario.steps[i]);
        for (size_t j = 0; j < kept->word_count; j++) {
            if (kept->words[j].place != i)
                continue;
            struct json *words = json_add_map(list);
            json_put_text(words, "language", kept->words[j].language);
            json_put_bool(words, "is_fr", strcmp(kept->words[j].language, "fr") == 0);
            json_put_text(words, "subject", kept->words[j].subject);
            json_put_text(words, "body", kept->words[j].body);
        }
        json_put_bool(json_at(steps, i), "has_words", json_count(list) > 0);
    }
}

static bool put_follower(struct ctx *cx, const struct follower *follower, struct json *map)
{
    const struct chase_kind *leader = scenario_leader(follower->kind);
    struct debtor debtor = { .id = follower->person, .client = follower->client, .name = "" };
    const char *piece;

    if ((leader && !leader->debtors(cx, &debtor, 1))
        || !plan_piece(cx, follower->kind, follower->subject, &piece))
        return false;
    json_put_int(map, "obligation", follower->obligation);
    json_put_text(map, "obligation_path", obligation_path(cx->arena, follower->obligation));
    json_put_text(map, "piece", piece);
    put_named(map, "person", follower->person, debtor.name);
    put_named(map, "client", follower->client, follower->client_name);
    json_put_date(map, "due_on", follower->due);
    return true;
}

static bool put_followers(struct ctx *cx, const struct request *request,
                          const struct past_version *past, struct json *model)
{
    struct followers followers = { .from = request_int(request, "after"), .limit = PAGE_ROWS };
    struct json *list = json_put_list(model, "followers");
    struct page_place place = { .path = request_path(request), .query = "" };

    followers.from = followers.from > 0 ? followers.from : 0;
    if (!version_followers(cx, &past->kept.scenario, &followers))
        return false;
    for (size_t i = 0; i < followers.count; i++)
        if (!put_follower(cx, &followers.list[i], json_add_map(list)))
            return false;
    place.after = followers.from;
    place.shown = (int64_t)followers.count;
    place.count = json_int(json_get(json_get(model, "version"), "running"));
    json_put_bool(model, "has_followers", followers.count > 0);
    page_put_pager(model, cx->arena, &place);
    return true;
}

/* What would change were it taken up again, by the one way there is to save. */
static bool put_resume(struct ctx *cx, const struct past_version *past, struct json *model)
{
    struct json *map = json_put_map(model, "resume");
    struct kept_scenario last;

    if (!scenario_find(cx, past->kept.scenario.id, &last))
        return false;
    changes_put(cx->arena, &last, &past->kept, map);
    json_put_int(map, "last", last.scenario.version);
    return true;
}

static bool put_one(struct ctx *cx, const struct request *request, const struct history *history,
                    struct json *model)
{
    const struct past_version *past = &history->list[0];
    const struct draft draft = { .kept = past->kept, .resumed = past->kept.scenario.version };
    struct json *version = json_put_map(model, "version");

    if (!put_version(cx, request, past, history->count > 1 ? &history->list[1] : NULL, version)
        || !scenario_put(cx, request, &draft, model))
        return false;
    put_words(&past->kept, json_get(model, "steps"));
    json_put_bool(model, "can_change", may_change(request));
    json_put_text(model, "scenario_path", scenario_path(cx->arena, past->kept.scenario.id, ""));
    return put_followers(cx, request, past, model)
        && (past->is_last || put_resume(cx, past, model));
}

bool scenario_version_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const struct history_span span = { request_id(request, "scenario"),
                                       request_id(request, "version"), 2 };
    struct past_version past;
    struct history history;

    /* The first asks whether it is there, the second with what it came of. */
    return scenario_past(cx, span.scenario, span.from, &past)
        && scenario_history(cx, &span, &history) && put_one(cx, request, &history, answer->model);
}
