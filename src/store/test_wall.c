#include "store/test_wall.h"

#include <assert.h>
#include <string.h>

#include "base/str.h"
#include "store/engine.h"

enum { MINE = 11, THEIRS = 12 };

/* One run of a statement, in each of the worlds. */
struct trial {
    const struct statement *const *statement;
    const struct arg *args;
    int64_t client;
    bool writes;
    const char *answers[WALL_WORLDS], *mine[WALL_WORLDS], *others[WALL_WORLDS];
    const char *refusal; /* NULL: it ran in every world */
};

static bool fill_twin(struct wall *wall, struct ctx *cx, struct dice *dice)
{
    struct world again = { .firm = MINE }, theirs = { .firm = THEIRS };

    return world_mirror(cx, &wall->catalogue, dice, &wall->mine, &again)
        && world_mirror(cx, &wall->catalogue, dice, &wall->mine, &theirs);
}

static bool fill_stranger(struct wall *wall, struct ctx *cx, struct dice *dice)
{
    struct world again = { .firm = MINE }, theirs = { .firm = THEIRS };

    return world_make(cx, &wall->catalogue, dice, &theirs)
        && world_mirror(cx, &wall->catalogue, dice, &wall->mine, &again);
}

static bool fill(struct wall *wall, size_t which, struct dice *dice)
{
    struct ctx *cx = &wall->books[which].cx;

    switch (which) {
    case 0:
        return world_make(cx, &wall->catalogue, dice, &wall->mine);
    case 1:
        return fill_twin(wall, cx, dice);
    default:
        return fill_stranger(wall, cx, dice);
    }
}

/* Leases go by the server's clock: what two worlds leave differs by it, so it stands still. */
static bool stand_still(struct test_books *books)
{
    return !books->server
        || books_run_text(&books->cx,
                          "CREATE FUNCTION clock_timestamp() RETURNS TIMESTAMPTZ"
                          " LANGUAGE SQL IMMUTABLE AS"
                          " 'SELECT TIMESTAMPTZ ''2026-03-31 08:00:00+00'''");
}

bool wall_open(struct wall *wall, const char *server)
{
    bool well = books_place(&wall->shape, NULL) && books_open(&wall->shape)
        && catalogue_read(&wall->shape.cx, &wall->catalogue);

    for (size_t i = 0; well && i < WALL_WORLDS; i++)
        well = books_place(&wall->books[i], server) && books_open(&wall->books[i])
            && stand_still(&wall->books[i]);
    return well;
}

bool wall_fill(struct wall *wall, uint64_t seed)
{
    struct dice dice = { seed };
    bool well = true;

    wall->seed = seed;
    wall->mine = (struct world){ .firm = MINE };
    for (size_t i = 0; well && i < WALL_WORLDS; i++)
        well = world_empty(&wall->books[i].cx, &wall->catalogue) && fill(wall, i, &dice);
    return well;
}

void wall_close(struct wall *wall)
{
    for (size_t i = 0; i < WALL_WORLDS; i++)
        books_close(&wall->books[i]);
    books_close(&wall->shape);
}

static const char *text_of(const struct wall *wall, const struct statement *const *statement)
{
    return wall->books[0].server ? (*statement)->postgres : (*statement)->sqlite;
}

static size_t table_of(const struct wall *wall, const struct world_table *table)
{
    return (size_t)(table - wall->catalogue.tables);
}

/* Where the rows of a round's arguments come from. */
struct draw {
    struct dice *dice;
    size_t row;
    bool exact; /* all of one row: else a change that names four columns would never hit */
};

static enum arg_type param_type(const struct param *param, struct dice *dice)
{
    if (param->table)
        return param->table->columns[param->column].type;
    if (param->cast != ARG_END)
        return param->cast;
    return dice_roll(dice, 2) == 0 ? ARG_INT : ARG_TEXT;
}

static struct arg guessed(struct arena *arena, struct dice *dice, enum arg_type type)
{
    const struct world_column unknown = { .name = "unknown", .type = type };

    return world_value(arena, dice, &unknown);
}

/* What is below all values of the type, or above. */
static struct arg extreme(enum arg_type type, bool high)
{
    if (type == ARG_BYTES)
        return arg_bytes("", 0);
    if (type == ARG_TEXT)
        return arg_text(high ? "zzz" : "");
    return arg_int(high ? INT32_MAX : 0);
}

/* Mostly what one of the firm's own rows holds, so that statements hit. */
static struct arg drawn(struct wall *wall, struct draw *draw, const struct param *param)
{
    struct arena *arena = &wall->shape.arena;
    struct dice *dice = draw->dice;

    if (!param->inserted && dice_roll(dice, param->ordered ? 2 : 6) == 0)
        return extreme(param_type(param, dice), param->ordered && dice_roll(dice, 2) == 0);
    if (!param->table)
        return guessed(arena, dice, param_type(param, dice));
    const struct world_column *column = &param->table->columns[param->column];
    size_t table = table_of(wall, param->table), count = wall->mine.counts[table];
    if (param->inserted && strcmp(column->name, "id") == 0 && dice_roll(dice, 2) == 0)
        return arg_int((int64_t)(1000 + dice_roll(dice, 1000)));
    if (count > 0 && draw->exact)
        return wall->mine.rows[table][draw->row % count][param->column];
    if (column->nullable && dice_roll(dice, 8) == 0)
        return (struct arg){ .type = column->type, .empty = true };
    if (count == 0 || dice_roll(dice, 3) == 0)
        return world_value(arena, dice, column);
    return wall->mine.rows[table][dice_roll(dice, count)][param->column];
}

static const struct arg *draw_args(struct wall *wall, struct dice *dice,
                                   const struct statement *const *statement)
{
    struct arena *arena = &wall->shape.arena;
    struct draw draw = { .dice = dice };
    size_t count, bound = (*statement)->scope == SCOPE_CLIENT ? 2 : 1;
    const struct param *params =
        statement_params(arena, &wall->catalogue, text_of(wall, statement), &count);
    struct arg *args = arena_new(arena, struct arg, count + 1);

    draw.row = dice_roll(dice, WORLD_ROWS);
    draw.exact = dice_roll(dice, 2) == 0;
    if ((*statement)->scope == SCOPE_GLOBAL)
        bound = 0;
    for (size_t i = bound; i < count; i++)
        args[i - bound] = drawn(wall, &draw, &params[i + 1]);
    return args;
}

static int64_t draw_client(const struct wall *wall, struct dice *dice)
{
    for (size_t i = 0; i < wall->catalogue.count; i++)
        if (strcmp(wall->catalogue.tables[i].name, "client") == 0)
            return wall->mine
                .rows[i][dice_roll(dice, wall->mine.counts[i])]
                     [catalogue_column(&wall->catalogue.tables[i], "id")]
                .number;
    return 0;
}

static bool writes(struct arena *arena, const char *text)
{
    static const char *const verbs[] = { "INSERT", "UPDATE", "DELETE" };

    for (const char *const *words = statement_words(arena, text); *words; words++)
        for (size_t i = 0; i < COUNT_OF(verbs); i++)
            if (strcmp(*words, verbs[i]) == 0)
                return true;
    return false;
}

static void run_in(struct wall *wall, struct trial *trial, size_t which)
{
    const char *text = text_of(wall, trial->statement);
    struct ctx *cx = &wall->books[which].cx;

    scope_firm(cx->store, MINE);
    scope_client(cx->store, trial->client);
    bool begun = store_begin(cx);
    assert(begun);
    trial->answers[which] = world_answer(cx, trial->statement, trial->args);
    trial->mine[which] = trial->others[which] = "";
    bool failed = cx->fault.kind != FAULT_NONE;
    if (failed && strcmp(cx->fault.code, "BASE") == 0)
        trial->refusal = arena_copy(&wall->shape.arena, fault_arg(&cx->fault, "detail"));
    if (trial->writes && !failed) {
        trial->mine[which] = world_text(cx, &wall->catalogue, MINE, false, text);
        trial->others[which] = world_text(cx, &wall->catalogue, MINE, true, text);
    }
    cx->fault = (struct fault){ .kind = FAULT_NONE };
    begun = store_end(cx, false);
}

/* The transaction is undone by now: what stands is what there was before. */
static bool touches_others(struct wall *wall, const struct trial *trial, size_t which)
{
    const char *text = text_of(wall, trial->statement);

    return trial->others[which][0]
        && strcmp(trial->others[which],
                  world_text(&wall->books[which].cx, &wall->catalogue, MINE, true, text));
}

static const char *verdict(struct wall *wall, const struct trial *trial)
{
    if (touches_others(wall, trial, 0))
        return "it makes rows of another firm";
    for (size_t i = 1; i < WALL_WORLDS; i++) {
        if (touches_others(wall, trial, i))
            return "it changes other firms' rows";
        if (strcmp(trial->answers[i], trial->answers[0]) != 0)
            return "its answer differs with other firms' rows";
        if (strcmp(trial->mine[i], trial->mine[0]) != 0)
            return "what it leaves differs with other firms' rows";
    }
    return NULL;
}

static const char *try_once(struct wall *wall, struct trial *trial, size_t worlds, bool *hit)
{
    struct arena_mark marks[WALL_WORLDS];

    for (size_t i = 0; i < worlds; i++)
        marks[i] = arena_mark(&wall->books[i].arena);
    for (size_t i = 0; i < worlds; i++)
        run_in(wall, trial, i);
    const char *wrong = worlds == WALL_WORLDS ? verdict(wall, trial) : NULL;
    *hit = !str_starts(trial->answers[0], "0 changed") && !str_starts(trial->answers[0], "BASE");
    for (size_t i = 0; i < worlds; i++)
        arena_rewind(&wall->books[i].arena, marks[i]);
    return wrong;
}

void wall_check(struct wall *wall, const struct statement *const *statement, int rounds,
                struct outcome *outcome)
{
    size_t worlds = (*statement)->scope == SCOPE_GLOBAL ? 1 : WALL_WORLDS;
    struct dice dice = { wall->seed };
    bool hit;

    for (int round = 0; !outcome->wrong && round < rounds; round++) {
        struct arena_mark mark = arena_mark(&wall->shape.arena);
        struct trial trial = { .statement = statement };
        trial.writes = writes(&wall->shape.arena, text_of(wall, statement));
        trial.args = draw_args(wall, &dice, statement);
        trial.client = draw_client(wall, &dice);
        outcome->wrong = try_once(wall, &trial, worlds, &hit);
        outcome->runs += !trial.refusal;
        outcome->hits += !trial.refusal && hit;
        if (trial.refusal && !outcome->refusal)
            outcome->refusal = trial.refusal;
        else
            arena_rewind(&wall->shape.arena, mark);
    }
}
