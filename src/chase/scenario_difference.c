#include "chase/scenario_difference.h"

#include <string.h>

static const char *const languages[] = { "fr", "en" };

struct comparing {
    struct arena *arena;
    const struct kept_scenario *before, *after;
    struct difference *list;
    size_t count, room;
};

const char *difference_text(enum difference_sort sort)
{
    static const char *const texts[DIFFERENCE_COUNT] = {
        [DIFFERENCE_NAME] = "name",       [DIFFERENCE_REMOVED] = "removed",
        [DIFFERENCE_ADDED] = "added",     [DIFFERENCE_MOVED] = "moved",
        [DIFFERENCE_RENAMED] = "renamed", [DIFFERENCE_MEDIUM] = "medium",
        [DIFFERENCE_MODE] = "mode",       [DIFFERENCE_TIME] = "time",
        [DIFFERENCE_WINDOW] = "window",   [DIFFERENCE_REPEAT] = "repeat",
        [DIFFERENCE_WORDS] = "words",     [DIFFERENCE_HOUSE] = "house",
    };

    return texts[sort];
}

static void note(struct comparing *comparing, struct difference difference)
{
    if (comparing->count == comparing->room)
        comparing->list = arena_grow(comparing->arena, comparing->list, &comparing->room,
                                     sizeof *comparing->list);
    comparing->list[comparing->count++] = difference;
}

/* The place of a step in a scenario; its count when it is not there. */
static size_t place_of(const struct scenario *scenario, const struct step *step)
{
    size_t place = 0;

    while (place < scenario->count && scenario->steps[place].id != step->id)
        place++;
    return step->id > 0 ? place : scenario->count;
}

static bool is_same_text(const struct step_words *was, const struct step_words *is)
{
    return was && is ? strcmp(was->subject, is->subject) == 0 && strcmp(was->body, is->body) == 0
                     : was == is;
}

static void compare_words(struct comparing *comparing, size_t was_at, size_t is_at)
{
    for (size_t i = 0; i < COUNT_OF(languages); i++) {
        const struct step_words *was = scenario_words_of(comparing->before, was_at, languages[i]);
        const struct step_words *is = scenario_words_of(comparing->after, is_at, languages[i]);
        if (!is_same_text(was, is))
            note(comparing,
                 (struct difference){ is ? DIFFERENCE_WORDS : DIFFERENCE_HOUSE,
                                      &comparing->before->scenario.steps[was_at],
                                      &comparing->after->scenario.steps[is_at], languages[i] });
    }
}

static void compare_step(struct comparing *comparing, const struct step *was, const struct step *is)
{
    const struct {
        enum difference_sort sort;
        bool differs;
    } rows[] = {
        { DIFFERENCE_RENAMED, strcmp(was->name, is->name) != 0 },
        { DIFFERENCE_MOVED, was->days != is->days || was->anchor != is->anchor },
        { DIFFERENCE_MEDIUM, was->medium != is->medium },
        { DIFFERENCE_MODE, was->mode != is->mode },
        { DIFFERENCE_TIME, was->send_minute != is->send_minute },
        { DIFFERENCE_WINDOW,
          was->window_first != is->window_first || was->window_last != is->window_last },
        { DIFFERENCE_REPEAT,
          was->repeat_days != is->repeat_days || was->repeat_count != is->repeat_count },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (rows[i].differs)
            note(comparing, (struct difference){ rows[i].sort, was, is, NULL });
}

size_t scenario_difference(struct arena *arena, const struct kept_scenario *before,
                           const struct kept_scenario *after, const struct difference **list)
{
    struct comparing comparing = { .arena = arena, .before = before, .after = after };
    const struct scenario *was = &before->scenario, *is = &after->scenario;

    if (strcmp(was->name, is->name) != 0)
        note(&comparing, (struct difference){ .sort = DIFFERENCE_NAME });
    for (size_t i = 0; i < was->count; i++)
        if (place_of(is, &was->steps[i]) == is->count)
            note(&comparing, (struct difference){ DIFFERENCE_REMOVED, &was->steps[i], NULL, NULL });
    for (size_t i = 0; i < is->count; i++) {
        size_t at = place_of(was, &is->steps[i]);
        if (at == was->count) {
            note(&comparing, (struct difference){ DIFFERENCE_ADDED, NULL, &is->steps[i], NULL });
            continue;
        }
        compare_step(&comparing, &was->steps[at], &is->steps[i]);
        compare_words(&comparing, at, i);
    }
    *list = comparing.list;
    return comparing.count;
}
