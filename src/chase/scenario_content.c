#include "chase/scenario_save.h"

#include <string.h>

static void put_words(struct json *step, const struct kept_scenario *kept, size_t place)
{
    struct json *words = json_put_map(step, "words");

    for (size_t i = 0; i < kept->word_count; i++) {
        if (kept->words[i].place != place)
            continue;
        struct json *map = json_put_map(words, kept->words[i].language);
        json_put_text(map, "subject", kept->words[i].subject);
        json_put_text(map, "body", kept->words[i].body);
    }
}

static void put_step(struct json *map, const struct step *step)
{
    if (step->id > 0)
        json_put_int(map, "id", step->id);
    json_put_text(map, "name", step->name);
    json_put_text(map, "anchor", anchor_text(step->anchor));
    json_put_int(map, "days", step->days);
    json_put_text(map, "medium", medium_text(step->medium));
    json_put_text(map, "mode", mode_text(step->mode));
    json_put_int(map, "send_minute", step->send_minute);
    json_put_int(map, "window_first", step->window_first);
    json_put_int(map, "window_last", step->window_last);
    json_put_int(map, "repeat_days", step->repeat_days);
    json_put_int(map, "repeat_count", step->repeat_count);
}

const char *scenario_content(struct arena *arena, const struct kept_scenario *kept)
{
    struct json *content = json_map(arena);

    json_put_text(content, "name", kept->scenario.name);
    struct json *steps = json_put_list(content, "steps");
    for (size_t i = 0; i < kept->scenario.count; i++) {
        struct json *map = json_add_map(steps);
        put_step(map, &kept->scenario.steps[i]);
        put_words(map, kept, i);
    }
    return json_write(arena, content);
}

const char *scenario_content_text(const struct json *map, const char *key)
{
    const char *text = json_text(json_get(map, key));

    return text ? text : "";
}

static struct step step_of(const struct json *map)
{
    struct step step = {
        .id = json_int(json_get(map, "id")),
        .days = (int)json_int(json_get(map, "days")),
        .window_first = (int)json_int(json_get(map, "window_first")),
        .window_last = (int)json_int(json_get(map, "window_last")),
        .send_minute = (int)json_int(json_get(map, "send_minute")),
        .repeat_days = (int)json_int(json_get(map, "repeat_days")),
        .repeat_count = (int)json_int(json_get(map, "repeat_count")),
        .name = scenario_content_text(map, "name"),
    };

    if (!anchor_parse(scenario_content_text(map, "anchor"), &step.anchor)
        || !medium_parse(scenario_content_text(map, "medium"), &step.medium)
        || !mode_parse(scenario_content_text(map, "mode"), &step.mode))
        step.mode = MODE_BY_HAND; /* what is not known never leaves by itself */
    return step;
}

static void read_words(struct arena *arena, const struct json *steps, struct kept_scenario *kept)
{
    static const char *const languages[] = { "fr", "en" };
    struct step_words *words =
        arena_new(arena, struct step_words, json_count(steps) * COUNT_OF(languages) + 1);

    kept->word_count = 0;
    for (size_t i = 0; i < json_count(steps); i++)
        for (size_t j = 0; j < COUNT_OF(languages); j++) {
            const struct json *own = json_get(json_get(json_at(steps, i), "words"), languages[j]);
            if (own)
                words[kept->word_count++] =
                    (struct step_words){ i, languages[j], scenario_content_text(own, "subject"),
                                         scenario_content_text(own, "body") };
        }
    kept->words = words;
}

bool scenario_content_read(struct ctx *cx, const char *content, int version,
                           struct kept_scenario *kept)
{
    struct json *map = json_parse_own(cx, content, strlen(content));
    struct json *list = json_get(map, "steps");
    struct step *steps = arena_new(cx->arena, struct step, json_count(list) + 1);
    size_t count = json_count(list);

    if (!map)
        return false;
    for (size_t i = 0; i < count; i++)
        steps[i] = step_of(json_at(list, i));
    kept->scenario.name = scenario_content_text(map, "name");
    kept->scenario.version = version;
    kept->scenario.steps = steps;
    kept->scenario.count = count;
    read_words(cx->arena, list, kept);
    return true;
}
