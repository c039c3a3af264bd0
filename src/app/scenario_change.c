/* The editor: what was typed is shown again, with what it would do, and saved when that was seen.
 */
#include <stdlib.h>
#include <string.h>

#include "app/handlers.h"
#include "app/scenario_model.h"
#include "app/scenario_versions.h"
#include "base/str.h"
#include "chase/scenario_history.h"
#include "chase/scenario_save.h"
#include "chase/scenario_version.h"
#include "view/view.h"
#include "worker/words.h"

const struct field scenario_fields[] = {
    { .name = "name", .check = CHECK_TEXT },
    { .name = "kind", .check = CHECK_TEXT },
    { .name = "from", .check = CHECK_INT },
    { .name = "version", .check = CHECK_INT },
    { .name = "act", .check = CHECK_TEXT, .required = true },
    { .name = "seen", .check = CHECK_TEXT },
    { .name = "resumed", .check = CHECK_INT },
    { .name = "running", .check = CHECK_CHOICE, .choices = "keep move" },
    { .name = "step-*", .check = CHECK_TEXT },
    { 0 },
};

enum { STATUS_WRONG = 400, STATUS_CONFLICT = 409 };

/* An edit under way. */
struct editing {
    const struct request *request;
    struct answer *answer;
    struct kept_scenario stands; /* of a new one, what it begins as */
    struct draft draft;
    bool is_new;
};

/* A step that its kind does not word gets words to begin with, so that none leaves empty. */
static void give_words(struct arena *arena, struct kept_scenario *kept)
{
    static const char *const languages[] = { "fr", "en" };
    const struct chase_kind *leader = scenario_leader(kept->scenario.kind);
    size_t most = kept->word_count + kept->scenario.count * COUNT_OF(languages);
    struct step_words *words = arena_new(arena, struct step_words, most + 1);
    size_t count = 0;

    for (; count < kept->word_count; count++)
        words[count] = kept->words[count];
    for (size_t i = 0; leader && i < kept->scenario.count; i++) {
        const struct step *step = &kept->scenario.steps[i];
        if (step->medium != MEDIUM_EMAIL || step_is_worded(kept->scenario.kind, step))
            continue;
        for (size_t j = 0; j < COUNT_OF(languages); j++)
            if (!scenario_words_of(kept, i, languages[j])
                && words_default(arena, leader->mail, step->name, languages[j], &words[count]))
                words[count++].place = i;
    }
    kept->words = words;
    kept->word_count = count;
}

static bool put_effect(struct ctx *cx, struct editing *editing)
{
    const struct draft *draft = &editing->draft;
    struct json *model = editing->answer->model;
    struct draft would_be = *draft;
    struct effect effect;

    if (draft->resumed > 0)
        draft_renew(cx->arena, &editing->stands, &would_be);
    json_put_text(model, "seen", draft_mark(cx->arena, draft));
    json_put_bool(model, "is_seen", true);
    return editing->is_new
        || (scenario_effect(cx, &editing->stands, &would_be.kept.scenario, &effect)
            && effect_put(cx, &draft->kept, &effect, model));
}

/* The page of what was typed. Nothing is saved. */
static bool show(struct ctx *cx, struct editing *editing, bool with_effect)
{
    struct json *model = editing->answer->model;
    struct draft shown = editing->draft;

    if (editing->is_new)
        shown.kept.scenario.id = 0;
    if (!scenario_put(cx, editing->request, &shown, model))
        return false;
    json_put_bool(model, "can_change", true);
    json_put_bool(model, "is_new", editing->is_new);
    json_put_bool(model, "is_typed", true);
    json_put_int(model, "from", editing->is_new ? editing->stands.scenario.id : 0);
    json_put_text(model, "form_path", request_path(editing->request));
    if (editing->draft.resumed > 0) {
        json_put_int(model, "resumed", editing->draft.resumed);
        changes_put(cx->arena, &editing->stands, &editing->draft.kept, model);
    }
    if (editing->draft.flaw_count > 0) {
        json_put_bool(model, "has_flaws", true);
        return true;
    }
    return !with_effect || put_effect(cx, editing);
}

static bool show_wrong(struct ctx *cx, struct editing *editing, const char *code, int status)
{
    editing->answer->status = status;
    json_put_text(editing->answer->model, "fault", flaw_word(cx, editing->request, code));
    return show(cx, editing, false);
}

static bool save(struct ctx *cx, struct editing *editing)
{
    struct draft *draft = &editing->draft;
    bool is_api = request_is_api(editing->request);

    if (editing->is_new)
        draft_copy(cx->arena, draft);
    if (draft->resumed > 0)
        draft_renew(cx->arena, &editing->stands, draft);
    draft->resumed = 0;
    give_words(cx->arena, &draft->kept);
    if (!scenario_save(cx, &draft->kept)
        || !running_move(cx, editing->request, draft->kept.scenario.id))
        return false;
    if (is_api)
        return scenario_put(cx, editing->request, draft, editing->answer->model);
    editing->answer->redirect = scenario_path(cx->arena, draft->kept.scenario.id, "");
    editing->answer->notice = editing->is_new ? "notice.scenario_new" : "notice.scenario";
    return true;
}

/* The API saves what it is given; on the screen what it would do is seen first. */
static bool may_save(struct ctx *cx, const struct editing *editing)
{
    const char *seen = request_text(editing->request, "seen");

    return editing->is_new || request_is_api(editing->request)
        || strcmp(seen, draft_mark(cx->arena, &editing->draft)) == 0;
}

static bool act_save(struct ctx *cx, struct editing *editing)
{
    const struct draft *draft = &editing->draft;
    bool is_api = request_is_api(editing->request);

    if (!editing->is_new && draft->kept.scenario.version != editing->stands.scenario.version)
        return is_api ? fail(cx, FAULT_CONFLICT, "SCENARIO-CHANGE", "version",
                             arena_format(cx->arena, "%d", editing->stands.scenario.version), NULL)
                      : show_wrong(cx, editing, "SCENARIO-CHANGE", STATUS_CONFLICT);
    if (draft->flaw_count > 0)
        return is_api ? fail(cx, FAULT_INPUT, draft->flaws[0].code, "step",
                             arena_format(cx->arena, "%zu", draft->flaws[0].place + 1), NULL)
                      : show_wrong(cx, editing, "SCENARIO-A-REVOIR", STATUS_WRONG);
    if (may_save(cx, editing))
        return save(cx, editing);
    json_put_bool(editing->answer->model, "is_unseen", true);
    return show(cx, editing, true);
}

/* The step more stands last, wherever its day puts it later; who types goes on there. */
static bool act_add(struct ctx *cx, struct editing *editing)
{
    struct json *model = editing->answer->model;

    if (!draft_add(cx->arena, &editing->draft))
        return show_wrong(cx, editing, "SCENARIO-LONG", STATUS_WRONG);
    if (!show(cx, editing, false))
        return false;
    const struct json *steps = json_get(model, "steps");
    json_put_bool(json_at(steps, json_count(steps) - 1), "is_added", true);
    return true;
}

static bool act(struct ctx *cx, struct editing *editing)
{
    static const char REMOVE[] = "remove-";
    const char *act = request_text(editing->request, "act");
    struct draft *draft = &editing->draft;

    if (strcmp(act, "save") == 0)
        return act_save(cx, editing);
    if (strcmp(act, "add") == 0)
        return act_add(cx, editing);
    if (str_starts(act, REMOVE)) {
        draft_remove(cx->arena, draft, strtol(act + strlen(REMOVE), NULL, 10));
        return show(cx, editing, false);
    }
    if (strcmp(act, "look") == 0)
        return show(cx, editing, true);
    return fail(cx, FAULT_INPUT, "CHAMP-CHOIX", "field", "act", "value", act, "choices",
                "save look add move remove-N", NULL);
}

/* What runs goes on along the last version, without another change. */
static bool move_on(struct ctx *cx, struct editing *editing)
{
    const struct scenario *last = &editing->stands.scenario;
    int64_t moved;

    if (!scenario_move_on(cx, last->id, &moved))
        return false;
    if (request_is_api(editing->request)) {
        json_put_int(editing->answer->model, "moved", moved);
        return true;
    }
    editing->answer->redirect = scenario_path(cx->arena, last->id, "");
    editing->answer->notice = "notice.scenario_moved";
    return true;
}

/* A version taken up again is one more change: seen, and saved as any other. */
static bool take_up(struct ctx *cx, struct editing *editing)
{
    int64_t version = request_int(editing->request, "resumed");
    struct past_version past;

    if (version == 0)
        return true;
    if (!scenario_past(cx, editing->stands.scenario.id, version, &past))
        return false;
    draft_resume(cx->arena, &past.kept, &editing->draft);
    return true;
}

bool scenario_change(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct editing editing = { .request = request, .answer = answer };

    if (!scenario_find(cx, request_id(request, "scenario"), &editing.stands))
        return false;
    if (strcmp(request_text(request, "act"), "move") == 0)
        return move_on(cx, &editing);
    draft_read(cx->arena, request, &editing.stands, &editing.draft);
    return take_up(cx, &editing) && act(cx, &editing);
}

bool scenario_new(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct editing editing = { .request = request, .answer = answer, .is_new = true };

    if (!scenario_begin(cx, request, &editing.stands))
        return false;
    draft_read(cx->arena, request, &editing.stands, &editing.draft);
    return act(cx, &editing);
}

static bool done(struct ctx *cx, const struct request *request, const char *notice,
                 struct answer *answer)
{
    struct draft draft = { 0 };

    if (!request_is_api(request)) {
        answer->redirect = "/reglages/scenarios";
        answer->notice = notice;
        return true;
    }
    return scenario_find(cx, request_id(request, "scenario"), &draft.kept)
        && scenario_put(cx, request, &draft, answer->model);
}

bool scenario_make_default(struct ctx *cx, const struct request *request, struct answer *answer)
{
    return scenario_default(cx, request_id(request, "scenario"))
        && done(cx, request, "notice.scenario_default", answer);
}

bool scenario_put_away(struct ctx *cx, const struct request *request, struct answer *answer)
{
    return scenario_archive(cx, request_id(request, "scenario"), true)
        && done(cx, request, "notice.scenario_archived", answer);
}

bool scenario_take_back(struct ctx *cx, const struct request *request, struct answer *answer)
{
    return scenario_archive(cx, request_id(request, "scenario"), false)
        && done(cx, request, "notice.scenario_back", answer);
}
