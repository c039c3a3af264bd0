/* The versions of scenarios that something still runs along, read from what was kept of them. */
#include "chase/scenario_version.h"

#include <string.h>

#include "chase/scenario_save.h"

SQL(RUNNING, FIRM,
    "SELECT v.scenario, v.version, v.content FROM scenario s"
    " JOIN revision v ON v.firm = s.firm AND v.scenario = s.id AND v.version < s.version"
    " WHERE s.firm = $1 AND s.kind = $2 AND EXISTS (SELECT 1 FROM obligation o"
    " WHERE o.firm = v.firm AND o.scenario = v.scenario AND o.scenario_version = v.version"
    " AND o.state = 'open') ORDER BY v.scenario, v.version");

bool scenario_versions(struct ctx *cx, const char *kind, struct scenario **list, size_t *count)
{
    struct rows *rows = store_query(cx, &RUNNING, ARGS(arg_text(kind)));
    const char **contents = NULL;
    struct scenario *found = NULL;
    size_t listed = 0, room = 0, content_room = 0;

    while (rows_next(rows)) {
        if (listed == room)
            found = arena_grow(cx->arena, found, &room, sizeof *found);
        if (listed == content_room)
            contents = arena_grow(cx->arena, contents, &content_room, sizeof *contents);
        contents[listed] = rows_text(rows, 2);
        found[listed++] = (struct scenario){ .id = rows_int(rows, 0),
                                             .version = (int)rows_int(rows, 1),
                                             .kind = kind };
    }
    if (!rows_done(rows))
        return false;
    for (size_t i = 0; i < listed; i++) {
        struct kept_scenario kept = { .scenario = found[i] };
        if (!scenario_content_read(cx, contents[i], found[i].version, &kept))
            return false;
        found[i] = kept.scenario;
    }
    *list = found;
    *count = listed;
    return true;
}

SQL(CONTENT, FIRM,
    "SELECT v.content FROM obligation o JOIN scenario s ON s.firm = o.firm AND s.id = o.scenario"
    " JOIN revision v ON v.firm = o.firm AND v.scenario = o.scenario"
    " AND v.version = o.scenario_version AND v.version < s.version"
    " WHERE o.firm = $1 AND o.kind = $2 AND o.subject = $3");

static void find_words(const struct json *content, const char *tone, struct step_words *words)
{
    struct json *steps = json_get(content, "steps");

    for (size_t i = 0; i < json_count(steps); i++) {
        struct json *step = json_at(steps, i);
        struct json *own = json_get(json_get(step, "words"), words->language);
        if (strcmp(scenario_content_text(step, "name"), tone) != 0 || !own)
            continue;
        words->subject = json_text(json_get(own, "subject"));
        words->body = json_text(json_get(own, "body"));
    }
}

bool scenario_version_words(struct ctx *cx, const struct subject *subject, const char *tone,
                            struct step_words *words, bool *is_old)
{
    struct rows *rows =
        store_query(cx, &CONTENT, ARGS(arg_text(subject->kind), arg_int(subject->id)));
    const char *text = rows_next(rows) ? rows_text(rows, 0) : NULL;

    if (!rows_done(rows))
        return false;
    struct json *content = text ? json_parse_own(cx, text, strlen(text)) : NULL;
    if (text && !content)
        return false;
    if (content)
        find_words(content, tone, words);
    *is_old = content != NULL;
    return true;
}
