#include "app/scenario_form.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "chase/scenario_save.h"
#include "firm/hours.h"

enum { NEXT_DAYS = 15, MOST = 10000 };

/* A step as it was typed: its number in the form, and what could not be read. */
struct typed {
    long number;
    struct step step;
    const char *when;
    const char *flaw; /* NULL when all could be read */
};

struct reading {
    struct arena *arena;
    struct typed *list;
    size_t count, room;
};

static struct typed *typed_of(struct reading *reading, long number)
{
    for (size_t i = 0; i < reading->count; i++)
        if (reading->list[i].number == number)
            return &reading->list[i];
    if (reading->count == reading->room)
        reading->list =
            arena_grow(reading->arena, reading->list, &reading->room, sizeof *reading->list);
    struct typed *typed = &reading->list[reading->count++];
    *typed = (struct typed){ .number = number, .step = { .name = "" }, .when = "after" };
    return typed;
}

static void read_int(struct typed *typed, const char *text, int *value)
{
    char *end;
    long number = strtol(text, &end, 10);

    if (*text && (*end || number < -MOST || number > MOST))
        typed->flaw = "ETAPE-NOMBRE";
    else
        *value = (int)number;
}

static void read_id(struct typed *typed, const char *text)
{
    char *end;
    long long id = strtoll(text, &end, 10);

    if (*end || id < 0)
        typed->flaw = "ETAPE-NOMBRE";
    else
        typed->step.id = id;
}

static void read_word(struct typed *typed, const char *key, const char *text)
{
    struct step *step = &typed->step;

    if (strcmp(key, "name") == 0)
        step->name = text;
    else if (strcmp(key, "when") == 0)
        typed->when = text;
    else if (strcmp(key, "medium") == 0 && !medium_parse(text, &step->medium))
        typed->flaw = "ETAPE-CHOIX";
    else if (strcmp(key, "mode") == 0 && !mode_parse(text, &step->mode))
        typed->flaw = "ETAPE-CHOIX";
    else if (strcmp(key, "time") == 0 && *text && !hours_parse(text, &step->send_minute))
        typed->flaw = "ETAPE-HEURE";
}

static void read_field(struct typed *typed, const char *key, const char *text)
{
    struct step *step = &typed->step;
    const struct {
        const char *key;
        int *value;
    } numbers[] = {
        { "days", &step->days },          { "first", &step->window_first },
        { "last", &step->window_last },   { "every", &step->repeat_days },
        { "times", &step->repeat_count },
    };

    for (size_t i = 0; i < COUNT_OF(numbers); i++)
        if (strcmp(key, numbers[i].key) == 0) {
            read_int(typed, text, numbers[i].value);
            return;
        }
    if (strcmp(key, "id") == 0)
        read_id(typed, text);
    else
        read_word(typed, key, text);
}

static void settle_when(struct typed *typed)
{
    if (strcmp(typed->when, "before") == 0)
        typed->step.days = -typed->step.days;
    else if (strcmp(typed->when, "opening") == 0)
        typed->step.anchor = ANCHOR_OPENING;
    else if (strcmp(typed->when, "after") != 0)
        typed->flaw = "ETAPE-CHOIX";
    if (typed->step.medium == MEDIUM_CALL) { /* whoever chooses a call means it by hand */
        typed->step.mode = MODE_BY_HAND;
        typed->step.send_minute = 0;
    }
}

/* From the opening, then around the due date, as scenario_list has them. */
static int by_days(const void *left, const void *right)
{
    const struct typed *a = left, *b = right;
    int order = (b->step.anchor == ANCHOR_OPENING) - (a->step.anchor == ANCHOR_OPENING);

    if (order == 0)
        order = (a->step.days > b->step.days) - (a->step.days < b->step.days);
    return order ? order : (a->number > b->number) - (a->number < b->number);
}

/* The words of a step go with it, wherever it stands now. */
static void take_words(struct arena *arena, const struct kept_scenario *stands,
                       struct kept_scenario *kept)
{
    struct step_words *words = arena_new(arena, struct step_words, stands->word_count + 1);

    kept->word_count = 0;
    for (size_t i = 0; i < kept->scenario.count; i++) {
        int64_t id = kept->scenario.steps[i].id;
        for (size_t j = 0; j < stands->word_count && id > 0; j++)
            if (stands->scenario.steps[stands->words[j].place].id == id
                && kept->word_count < stands->word_count) {
                words[kept->word_count] = stands->words[j];
                words[kept->word_count++].place = i;
            }
    }
    kept->words = words;
}

static void find_flaws(struct arena *arena, const struct reading *reading, struct draft *draft)
{
    const struct flaw *found;
    size_t count = scenario_check(arena, &draft->kept.scenario, &found), typed = 0;
    struct flaw *flaws = arena_new(arena, struct flaw, count + draft->kept.scenario.count + 1);

    for (size_t i = 0; reading && i < reading->count; i++)
        if (reading->list[i].flaw)
            flaws[typed++] = (struct flaw){ reading->list[i].flaw, i };
    for (size_t i = 0; i < count; i++)
        flaws[typed + i] = found[i];
    draft->flaws = flaws;
    draft->flaw_count = typed + count;
}

void draft_read(struct arena *arena, const struct request *request,
                const struct kept_scenario *stands, struct draft *draft)
{
    struct reading reading = { .arena = arena };
    size_t count;
    const struct named *named = request_named(request, &count);

    for (size_t i = 0; i < count; i++) {
        char *key;
        long number = strtol(named[i].rest, &key, 10);
        if (*key == '-')
            read_field(typed_of(&reading, number), key + 1, named[i].text);
    }
    for (size_t i = 0; i < reading.count; i++)
        settle_when(&reading.list[i]);
    if (reading.count > 0)
        qsort(reading.list, reading.count, sizeof *reading.list, by_days);
    struct step *steps = arena_new(arena, struct step, reading.count + 1);
    long *numbers = arena_new(arena, long, reading.count + 1);
    for (size_t i = 0; i < reading.count; i++) {
        steps[i] = reading.list[i].step;
        numbers[i] = reading.list[i].number;
    }
    draft->numbers = numbers;
    draft->kept = *stands;
    draft->kept.scenario.name = request_text(request, "name");
    draft->kept.scenario.version = (int)request_int(request, "version");
    draft->kept.scenario.steps = steps;
    draft->kept.scenario.count = reading.count;
    take_words(arena, stands, &draft->kept);
    find_flaws(arena, &reading, draft);
}

static void take_all(struct arena *arena, const struct kept_scenario *past, struct draft *draft)
{
    struct scenario *scenario = &draft->kept.scenario;
    long *numbers = arena_new(arena, long, past->scenario.count + 1);

    for (size_t i = 0; i < past->scenario.count; i++)
        numbers[i] = (long)i + 1;
    scenario->name = past->scenario.name;
    scenario->steps = past->scenario.steps;
    scenario->count = past->scenario.count;
    draft->numbers = numbers;
    find_flaws(arena, NULL, draft);
}

void draft_resume(struct arena *arena, const struct kept_scenario *past, struct draft *draft)
{
    if (draft->kept.scenario.count == 0 && !*draft->kept.scenario.name)
        take_all(arena, past, draft);
    take_words(arena, past, &draft->kept);
    draft->resumed = past->scenario.version;
}

void draft_renew(struct arena *arena, const struct kept_scenario *stands, struct draft *draft)
{
    struct scenario *scenario = &draft->kept.scenario;
    struct step *steps = arena_new(arena, struct step, scenario->count + 1);

    for (size_t i = 0; i < scenario->count; i++) {
        size_t at = 0;
        steps[i] = scenario->steps[i];
        while (at < stands->scenario.count && stands->scenario.steps[at].id != steps[i].id)
            at++;
        steps[i].id = at < stands->scenario.count ? steps[i].id : 0;
    }
    scenario->steps = steps;
}

bool draft_add(struct arena *arena, struct draft *draft)
{
    struct scenario *scenario = &draft->kept.scenario;
    size_t count = scenario->count;
    const char *name = step_name_free(scenario, 1);

    if (count >= LIMIT_SCENARIO_STEPS || !name)
        return false;
    struct step *steps = arena_new(arena, struct step, count + 1);
    for (size_t i = 0; i < count; i++)
        steps[i] = scenario->steps[i];
    steps[count] = (struct step){
        .days = count > 0 && steps[count - 1].days > 0 ? steps[count - 1].days + NEXT_DAYS : 1,
        .name = name,
    };
    scenario->steps = steps;
    scenario->count++;
    find_flaws(arena, NULL, draft);
    return true;
}

void draft_remove(struct arena *arena, struct draft *draft, long number)
{
    const struct kept_scenario before = draft->kept;
    struct scenario *scenario = &draft->kept.scenario;
    struct step *steps = arena_new(arena, struct step, scenario->count + 1);

    scenario->count = 0;
    for (size_t i = 0; i < before.scenario.count; i++)
        if (draft->numbers[i] != number)
            steps[scenario->count++] = before.scenario.steps[i];
    scenario->steps = steps;
    take_words(arena, &before, &draft->kept);
    find_flaws(arena, NULL, draft);
}

void draft_copy(struct arena *arena, struct draft *draft)
{
    struct scenario *scenario = &draft->kept.scenario;
    struct step *steps = arena_new(arena, struct step, scenario->count + 1);

    for (size_t i = 0; i < scenario->count; i++) {
        steps[i] = scenario->steps[i];
        steps[i].id = 0;
    }
    scenario->steps = steps;
    scenario->id = 0;
    scenario->version = 0;
    draft->kept.is_default = draft->kept.is_archived = false;
}

const char *draft_mark(struct arena *arena, const struct draft *draft)
{
    uint64_t mark = UINT64_C(14695981039346656037);

    for (const char *at = scenario_content(arena, &draft->kept); *at; at++)
        mark = (mark ^ (unsigned char)*at) * UINT64_C(1099511628211);
    return arena_format(arena, "%d-%llx", draft->kept.scenario.version, (unsigned long long)mark);
}
