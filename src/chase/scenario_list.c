#include "chase/scenario_list.h"

#include <assert.h>
#include <string.h>

#include "chase/scenario_version.h"

#define SCENARIO_COLUMNS "s.id, s.version, s.name, s.kind, s.is_default, s.archived, "
enum { STEP_AT = 6 };

/* As they are read: from the opening, then around the due date. */
#define STEP_ORDER "CASE t.anchor WHEN 'opening' THEN 0 ELSE 1 END, t.days, t.id"

struct step step_row(struct rows *rows, int column)
{
    struct step step = {
        .id = rows_int(rows, column),
        .days = (int)rows_int(rows, column + 2),
        .window_first = (int)rows_int(rows, column + 3),
        .window_last = (int)rows_int(rows, column + 4),
        .send_minute = (int)rows_int(rows, column + 7),
        .repeat_days = (int)rows_int(rows, column + 8),
        .repeat_count = (int)rows_int(rows, column + 9),
        .name = rows_text(rows, column + 10),
    };
    bool is_known = anchor_parse(rows_text(rows, column + 1), &step.anchor);

    is_known &= medium_parse(rows_text(rows, column + 5), &step.medium);
    is_known &= mode_parse(rows_text(rows, column + 6), &step.mode);
    assert(is_known); /* the books take no other word */
    return step;
}

static struct kept_scenario kept_row(struct rows *rows)
{
    return (struct kept_scenario){
        .scenario = { .id = rows_int(rows, 0),
                      .version = (int)rows_int(rows, 1),
                      .name = rows_text(rows, 2),
                      .kind = rows_text(rows, 3) },
        .is_default = rows_int(rows, 4) != 0,
        .is_archived = rows_int(rows, 5) != 0,
    };
}

/* Rows of scenarios, each with one of its steps; those of one scenario follow each other. */
static bool read_all(struct ctx *cx, struct rows *rows, struct kept_scenario **list, size_t *count)
{
    size_t listed = 0, room = 0, step_room = 0;
    struct kept_scenario *kept = NULL;
    struct step *steps = NULL;

    while (rows_next(rows)) {
        if (listed == 0 || kept[listed - 1].scenario.id != rows_int(rows, 0)) {
            if (listed == room)
                kept = arena_grow(cx->arena, kept, &room, sizeof *kept);
            kept[listed++] = kept_row(rows);
            steps = NULL;
            step_room = 0;
        }
        struct scenario *scenario = &kept[listed - 1].scenario;
        if (scenario->count == step_room)
            steps = arena_grow(cx->arena, steps, &step_room, sizeof *steps);
        steps[scenario->count++] = step_row(rows, STEP_AT);
        scenario->steps = steps;
    }
    if (!rows_done(rows))
        return false;
    *list = kept;
    *count = listed;
    return true;
}

SQL(LIST, FIRM,
    "SELECT " SCENARIO_COLUMNS STEP_COLUMNS
    " FROM scenario s JOIN step t ON t.firm = s.firm AND t.scenario = s.id AND t.removed = 0"
    " WHERE s.firm = $1 AND s.kind = $2"
    " ORDER BY s.archived, s.is_default DESC, s.name, s.id, " STEP_ORDER);

bool scenario_list(struct ctx *cx, const char *kind, struct kept_scenario **list, size_t *count)
{
    return read_all(cx, store_query(cx, &LIST, ARGS(arg_text(kind))), list, count);
}

SQL(WORDS, FIRM,
    "SELECT x.step, x.language, x.subject, x.body FROM step t JOIN step_text x"
    " ON x.firm = t.firm AND x.step = t.id"
    " WHERE t.firm = $1 AND t.scenario = $2 AND t.removed = 0 ORDER BY x.step, x.language");

static size_t place_of(const struct scenario *scenario, int64_t step)
{
    size_t place = 0;

    while (place < scenario->count && scenario->steps[place].id != step)
        place++;
    return place;
}

static bool read_words(struct ctx *cx, struct kept_scenario *kept)
{
    struct rows *rows = store_query(cx, &WORDS, ARGS(arg_int(kept->scenario.id)));
    struct step_words *words = NULL;
    size_t room = 0;

    while (rows_next(rows)) {
        if (kept->word_count == room)
            words = arena_grow(cx->arena, words, &room, sizeof *words);
        words[kept->word_count++] = (struct step_words){
            .place = place_of(&kept->scenario, rows_int(rows, 0)),
            .language = rows_text(rows, 1),
            .subject = rows_text(rows, 2),
            .body = rows_text(rows, 3),
        };
    }
    kept->words = words;
    return rows_done(rows);
}

SQL(FIND, FIRM,
    "SELECT " SCENARIO_COLUMNS STEP_COLUMNS
    " FROM scenario s JOIN step t ON t.firm = s.firm AND t.scenario = s.id AND t.removed = 0"
    " WHERE s.firm = $1 AND s.id = $2 ORDER BY " STEP_ORDER);

bool scenario_find(struct ctx *cx, int64_t id, struct kept_scenario *kept)
{
    struct kept_scenario *list;
    size_t count;

    if (!read_all(cx, store_query(cx, &FIND, ARGS(arg_int(id))), &list, &count))
        return false;
    if (count == 0)
        return fail(cx, FAULT_ABSENT, "SCENARIO-ABSENT", "id",
                    arena_format(cx->arena, "%lld", (long long)id), NULL);
    if (!read_words(cx, &list[0]))
        return false;
    *kept = list[0];
    return true;
}

const struct step_words *scenario_words_of(const struct kept_scenario *kept, size_t place,
                                           const char *language)
{
    for (size_t i = 0; i < kept->word_count; i++)
        if (kept->words[i].place == place && strcmp(kept->words[i].language, language) == 0)
            return &kept->words[i];
    return NULL;
}

SQL(RUNNING, FIRM,
    "SELECT COUNT(*) FROM (SELECT o.id FROM obligation o"
    " WHERE o.firm = $1 AND o.scenario = $2 AND " SCENARIO_RUNS_SEEN("$4", "$5") " LIMIT $3) t");

bool scenario_running(struct ctx *cx, int64_t id, int64_t limit, int64_t *count)
{
    struct rows *rows = store_query(
        cx, &RUNNING,
        ARGS(arg_int(id), arg_int(limit), arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    int64_t found = rows_next(rows) ? rows_int(rows, 0) : 0;

    if (!rows_done(rows))
        return false;
    *count = found;
    return true;
}

/* A step that was taken out may still have a message under way: it stands behind the others. */
SQL(TONE, FIRM,
    "SELECT x.subject, x.body FROM obligation o JOIN step t"
    " ON t.firm = o.firm AND t.scenario = o.scenario AND t.name = $4"
    " LEFT JOIN step_text x ON x.firm = t.firm AND x.step = t.id AND x.language = $5"
    " WHERE o.firm = $1 AND o.kind = $2 AND o.subject = $3"
    " ORDER BY CASE WHEN t.removed = 0 THEN 0 ELSE 1 END, t.removed DESC, t.id LIMIT 1");

/* *settled when its scenario has a step of that name, worded or not. */
static bool words_of(struct ctx *cx, const struct subject *subject, const char *tone,
                     struct step_words *words, bool *settled)
{
    if (!scenario_version_words(cx, subject, tone, words, settled) || *settled)
        return cx->fault.kind == FAULT_NONE;
    struct rows *rows = store_query(cx, &TONE,
                                    ARGS(arg_text(subject->kind), arg_int(subject->id),
                                         arg_text(tone), arg_text(words->language)));
    if (rows_next(rows)) {
        *settled = true;
        words->subject = rows_null(rows, 1) ? NULL : rows_text(rows, 0);
        words->body = rows_null(rows, 1) ? NULL : rows_text(rows, 1);
    }
    return rows_done(rows);
}

/* The obligation whose own step gives the message its tone, others may have one of that name. */
SQL(GIVER, FIRM,
    "SELECT r.kind, r.subject FROM reminder r JOIN step t ON t.firm = r.firm AND t.id = r.step"
    " WHERE r.firm = $1 AND r.message = $2 AND t.name = $3 ORDER BY r.id LIMIT 1");

static bool giver_words(struct ctx *cx, const struct wording *wording, struct step_words *words,
                        bool *settled)
{
    struct rows *rows =
        store_query(cx, &GIVER, ARGS(arg_int(wording->message), arg_text(wording->tone)));
    bool is_there = rows_next(rows);
    struct subject giver = { 0 };

    if (is_there)
        giver = (struct subject){ rows_text(rows, 0), rows_int(rows, 1) };
    return rows_done(rows) && (!is_there || words_of(cx, &giver, wording->tone, words, settled));
}

bool scenario_words(struct ctx *cx, const struct wording *wording, const char *language,
                    struct step_words *words)
{
    bool is_settled = false;

    *words = (struct step_words){ .language = language };
    if (wording->message > 0 && !giver_words(cx, wording, words, &is_settled))
        return false;
    for (size_t i = 0; i < wording->count && !is_settled; i++)
        if (!words_of(cx, &wording->subjects[i], wording->tone, words, &is_settled))
            return false;
    return true;
}
