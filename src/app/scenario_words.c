/* The words of one step, in both languages: written, looked over, shown on real data, saved. */
#include <string.h>

#include "app/desk.h"
#include "app/handlers.h"
#include "app/scenario_lint.h"
#include "app/scenario_model.h"
#include "app/scenario_preview.h"
#include "app/scenario_tags.h"
#include "base/str.h"
#include "chase/scenario_save.h"
#include "view/view.h"
#include "worker/words.h"

const struct field scenario_words_page_fields[] = {
    { .name = "own", .check = CHECK_FLAG },
    { .name = "example", .check = CHECK_INT },
    { 0 },
};

const struct field scenario_words_fields[] = {
    { .name = "version", .check = CHECK_INT, .required = true },
    { .name = "act", .check = CHECK_CHOICE, .required = true, .choices = "look save drop" },
    { .name = "example", .check = CHECK_INT },
    { .name = "running", .check = CHECK_CHOICE, .choices = "keep move" },
    { .name = "subject_fr", .check = CHECK_TEXT },
    { .name = "body_fr", .check = CHECK_NOTE },
    { .name = "subject_en", .check = CHECK_TEXT },
    { .name = "body_en", .check = CHECK_NOTE },
    { 0 },
};

enum { LANGUAGES = 2, STATUS_WRONG = 400, STATUS_CONFLICT = 409 };
static const char *const languages[LANGUAGES] = { "fr", "en" };

/* One step under a person's eyes. */
struct writing {
    const struct request *request;
    struct json *model;
    struct kept_scenario kept;
    const struct tag_list *known; /* of its kind */
    size_t place;
    struct step_words words[LANGUAGES]; /* a body of NULL: the kind's own stand */
    size_t lints;
    int64_t version; /* that the form was made from; 0: the one that stands */
    int64_t example; /* the person chosen to look at; 0: the first */
};

static const struct step *step_of(const struct writing *writing)
{
    return &writing->kept.scenario.steps[writing->place];
}

static bool is_worded(const struct writing *writing)
{
    return step_is_worded(writing->kept.scenario.kind, step_of(writing));
}

static bool find(struct ctx *cx, const struct request *request, struct writing *writing)
{
    int64_t step = request_id(request, "step");

    if (!scenario_find(cx, request_id(request, "scenario"), &writing->kept))
        return false;
    const struct chase_kind *leader = scenario_leader(writing->kept.scenario.kind);
    writing->known = leader ? tags_of(leader->name) : NULL;
    writing->example = request_int(request, "example");
    for (; writing->known && writing->place < writing->kept.scenario.count; writing->place++)
        if (step_of(writing)->id == step && step_of(writing)->medium == MEDIUM_EMAIL)
            return true;
    return fail(cx, FAULT_ABSENT, "ETAPE-ABSENTE", "id",
                arena_format(cx->arena, "%lld", (long long)step), NULL);
}

static void put_lints(struct ctx *cx, struct writing *writing, const struct step_words *words,
                      struct json *map)
{
    struct json *faults = json_put_list(map, "lints"), *remarks = json_put_list(map, "remarks");
    const char *language = request_language(writing->request);
    const struct lint *lints;
    size_t count = scenario_lint(cx->arena, writing->known, words, &lints), wrong = 0;

    for (size_t i = 0; i < count; i++) {
        struct json *lint = json_add_map(lints[i].is_remark ? remarks : faults);
        json_put_text(lint, "code", lints[i].code);
        json_put_bool(lint, "in_subject", lints[i].in_subject);
        json_put_int(lint, "line", lints[i].line);
        json_put_bool(lint, "has_line", lints[i].line > 0 && !lints[i].in_subject);
        json_put_text(lint, "name", lints[i].name);
        if (lints[i].fits)
            json_put_text(lint, "fits", lints[i].fits);
        json_put_text(lint, "reason",
                      view_text(cx->arena, language,
                                arena_format(cx->arena, "reason.%s", lints[i].name), NULL));
        json_put_text(lint, "message",
                      view_text(cx->arena, language,
                                arena_format(cx->arena, "fault.%s", lints[i].code), lint));
        wrong += !lints[i].is_remark;
    }
    json_put_bool(map, "has_lints", wrong > 0);
    json_put_bool(map, "has_remarks", wrong < count);
    writing->lints += wrong;
}

/* What would be said, or why it cannot be worded. */
static bool put_preview(struct ctx *cx, struct writing *writing, const struct step_words *words,
                        const struct example *example, struct json *map)
{
    const struct tone tone = { step_of(writing)->name, *words };
    struct worded worded;

    if (!example_word(cx, desk_of(writing->request), example, &tone, &worded)) {
        if (cx->fault.kind != FAULT_INPUT)
            return false;
        cx->fault = (struct fault){ 0 };
        return true;
    }
    struct json *preview = json_put_map(map, "preview");
    json_put_text(preview, "from_name", worded.from_name);
    json_put_text(preview, "subject", worded.subject);
    json_put_text(preview, "text", worded.text);
    json_put_text(preview, "to_name", example->debtor.name);
    json_put_text(preview, "to", example->debtor.address);
    return true;
}

static const struct example *put_examples(struct writing *writing, const struct example *examples,
                                          size_t count)
{
    struct json *list = json_put_list(writing->model, "examples");
    const struct example *chosen = count > 0 ? &examples[0] : NULL;

    for (size_t i = 0; i < count; i++)
        if (examples[i].debtor.id == writing->example)
            chosen = &examples[i];
    for (size_t i = 0; i < count; i++) {
        struct json *map = json_add_map(list);
        json_put_int(map, "id", examples[i].debtor.id);
        json_put_text(map, "name", examples[i].debtor.name);
        json_put_bool(map, "is_chosen", &examples[i] == chosen);
    }
    json_put_bool(writing->model, "has_examples", count > 0);
    return chosen;
}

static bool put_languages(struct ctx *cx, struct writing *writing)
{
    struct json *list = json_put_list(writing->model, "languages");
    struct example *examples;
    size_t count;

    if (!example_list(cx, &writing->kept, &examples, &count))
        return false;
    const struct example *example = put_examples(writing, examples, count);
    for (size_t i = 0; i < LANGUAGES; i++) {
        struct step_words *words = &writing->words[i];
        struct json *map = json_add_map(list);
        json_put_text(map, "code", languages[i]);
        json_put_bool(map, arena_format(cx->arena, "is_%s", languages[i]), true);
        json_put_text(map, "subject", words->body ? words->subject : "");
        json_put_text(map, "body", words->body ? words->body : "");
        json_put_bool(map, "is_own", words->body != NULL);
        if (words->body)
            put_lints(cx, writing, words, map);
        if (example && !put_preview(cx, writing, words, example, map))
            return false;
    }
    return true;
}

/* What it puts there: a kind may say it otherwise than the rest. */
static const char *meaning(struct ctx *cx, const struct writing *writing, const char *name)
{
    const char *language = request_language(writing->request);
    const char *own = arena_format(cx->arena, "scenario_tag.%s.%s", writing->known->kind, name);

    if (!view_wording(language, own))
        own = arena_format(cx->arena, "scenario_tag.%s", name);
    return view_text(cx->arena, language, own, NULL);
}

static void put_tags(struct ctx *cx, struct writing *writing)
{
    struct json *tags = json_put_list(writing->model, "tags");

    for (size_t i = 0; i < writing->known->count; i++) {
        const struct tag_known *tag = &writing->known->tags[i];
        struct json *map = json_add_map(tags);
        const char *written = tag_is_section(tag)
            ? arena_format(cx->arena, "{{#%s}}…{{/%s}}", tag->name, tag->name)
            : arena_format(cx->arena, "{{%s%s%s}}", tag->name, tag->format ? "|" : "",
                           tag->format ? tag->format : "");
        json_put_text(map, "name", tag->name);
        json_put_text(map, "written", written);
        json_put_bool(map, "in_items", tag->within != NULL);
        json_put_text(map, "meaning", meaning(cx, writing, tag->name));
    }
}

static bool put(struct ctx *cx, struct writing *writing)
{
    const struct step *step = step_of(writing);
    struct json *scenario = json_put_map(writing->model, "scenario");
    struct json *map = json_put_map(writing->model, "of");

    json_put_int(scenario, "id", writing->kept.scenario.id);
    json_put_text(scenario, "name", writing->kept.scenario.name);
    json_put_int(scenario, "version",
                 writing->version > 0 ? writing->version : writing->kept.scenario.version);
    json_put_int(map, "id", step->id);
    json_put_text(map, "name", step->name);
    json_put_bool(json_put_map(map, "step"), step->name, true);
    json_put_bool(writing->model, "can_change", may_change(writing->request));
    json_put_bool(writing->model, "can_drop", is_worded(writing));
    json_put_bool(writing->model, "is_own", writing->words[0].body || writing->words[1].body);
    json_put_text(writing->model, "scenario_path",
                  scenario_path(cx->arena, writing->kept.scenario.id, ""));
    json_put_text(writing->model, "form_path", request_path(writing->request));
    if (!request_is_api(writing->request))
        put_tags(cx, writing);
    return put_languages(cx, writing);
}

/* Its own words as they stand, or those to begin with when some are asked for. */
static void take_standing(struct ctx *cx, struct writing *writing)
{
    const struct chase_kind *leader = scenario_leader(writing->kept.scenario.kind);
    bool is_begun = request_int(writing->request, "own") == 1;

    for (size_t i = 0; i < LANGUAGES; i++) {
        const struct step_words *own =
            scenario_words_of(&writing->kept, writing->place, languages[i]);
        writing->words[i] = (struct step_words){ .language = languages[i] };
        if (own)
            writing->words[i] = *own;
        else if (is_begun && leader)
            is_begun = words_default(cx->arena, leader->mail, step_of(writing)->name, languages[i],
                                     &writing->words[i]);
    }
}

bool scenario_words_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct writing writing = { .request = request, .model = answer->model };

    if (!find(cx, request, &writing))
        return false;
    take_standing(cx, &writing);
    return put(cx, &writing);
}

/* A language left empty keeps the kind's own words, where it has some. */
static void take_typed(struct ctx *cx, struct writing *writing)
{
    for (size_t i = 0; i < LANGUAGES; i++) {
        const char *subject =
            request_text(writing->request, arena_format(cx->arena, "subject_%s", languages[i]));
        const char *body =
            request_text(writing->request, arena_format(cx->arena, "body_%s", languages[i]));
        bool is_empty = !*str_trim(cx->arena, subject) && !*str_trim(cx->arena, body);
        writing->words[i] =
            (struct step_words){ .place = writing->place, .language = languages[i] };
        if (is_empty && is_worded(writing))
            continue;
        writing->words[i].subject = subject;
        writing->words[i].body = body;
    }
}

/* The words of all steps as they will stand. */
static void replace_words(struct arena *arena, struct writing *writing)
{
    const struct kept_scenario *kept = &writing->kept;
    struct step_words *words = arena_new(arena, struct step_words, kept->word_count + LANGUAGES);
    size_t count = 0;

    for (size_t i = 0; i < kept->word_count; i++)
        if (kept->words[i].place != writing->place)
            words[count++] = kept->words[i];
    for (size_t i = 0; i < LANGUAGES; i++)
        if (writing->words[i].body)
            words[count++] = writing->words[i];
    writing->kept.words = words;
    writing->kept.word_count = count;
}

static bool save(struct ctx *cx, struct writing *writing, struct answer *answer)
{
    replace_words(cx->arena, writing);
    if (!scenario_save(cx, &writing->kept)
        || !running_move(cx, writing->request, writing->kept.scenario.id))
        return false;
    if (request_is_api(writing->request)) {
        json_put_int(json_get(answer->model, "scenario"), "version",
                     writing->kept.scenario.version);
        return true;
    }
    answer->redirect = request_path(writing->request);
    answer->notice = "notice.scenario_words";
    return true;
}

static bool refuse(struct ctx *cx, struct writing *writing, struct answer *answer, const char *code)
{
    bool is_conflict = strcmp(code, "SCENARIO-CHANGE") == 0;

    if (request_is_api(writing->request))
        return fail(cx, is_conflict ? FAULT_CONFLICT : FAULT_INPUT, code, NULL);
    answer->status = is_conflict ? STATUS_CONFLICT : STATUS_WRONG;
    json_put_text(answer->model, "fault", flaw_word(cx, writing->request, code));
    return true;
}

bool scenario_words_change(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct writing writing = { .request = request, .model = answer->model };
    const char *act = request_text(request, "act");

    if (!find(cx, request, &writing))
        return false;
    writing.version = request_int(request, "version");
    take_typed(cx, &writing);
    if (strcmp(act, "drop") == 0 && is_worded(&writing))
        for (size_t i = 0; i < LANGUAGES; i++)
            writing.words[i].body = NULL;
    if (!put(cx, &writing))
        return false;
    if (strcmp(act, "look") == 0)
        return true;
    if (writing.version != writing.kept.scenario.version)
        return refuse(cx, &writing, answer, "SCENARIO-CHANGE");
    if (writing.lints > 0)
        return refuse(cx, &writing, answer, "TEXTE-A-REVOIR");
    return save(cx, &writing, answer);
}
