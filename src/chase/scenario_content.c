#include "chase/scenario_save.h"

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
