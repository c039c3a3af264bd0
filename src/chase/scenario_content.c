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

static const struct step *step_of(const struct scenario *scenario, int64_t id)
{
    for (size_t i = 0; i < scenario->count; i++)
        if (scenario->steps[i].id == id)
            return &scenario->steps[i];
    return NULL;
}

/* Whether both fall on the same days for any obligation. */
static bool is_alike(const struct step *before, const struct step *after)
{
    return before->anchor == after->anchor && before->days == after->days
        && before->window_first == after->window_first && before->window_last == after->window_last
        && before->repeat_days == after->repeat_days && before->repeat_count == after->repeat_count;
}

struct scenario scenario_moved(struct arena *arena, const struct scenario *before,
                               const struct scenario *after)
{
    struct step *steps = arena_new(arena, struct step, after->count + 1);
    struct scenario moved = { .id = after->id, .name = after->name, .steps = steps };

    for (size_t i = 0; i < after->count; i++) {
        const struct step *step = &after->steps[i];
        const struct step *old = step->id > 0 ? step_of(before, step->id) : NULL;
        if (!old || !is_alike(old, step))
            steps[moved.count++] = *step;
    }
    return moved;
}

struct date scenario_look(struct arena *arena, const struct scenario *moved, struct date due,
                          const struct calendar *calendar, struct date today)
{
    const struct obligation owed = { .opened = today, .due = due };
    struct date look = NO_DAY;
    size_t count;
    const struct occasion *occasions = chase_occasions(arena, &owed, moved, calendar, &count);

    for (size_t i = 0; i < count; i++) {
        const struct occasion *occasion = &occasions[i];
        if (occasion->step->anchor == ANCHOR_OPENING)
            return today; /* the days of opening differ among those of one due date */
        if (occasion->on.day == NO_DAY.day || chase_last_day(&owed, occasion).day < today.day)
            continue;
        struct date on = occasion->on.day < today.day ? today : occasion->on;
        if (look.day == NO_DAY.day)
            look = on; /* they stand in the order of their days */
    }
    return look;
}
