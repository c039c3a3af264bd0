#include "store/test_world.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "store/engine.h"
#include "store/test_params.h"

enum { STOCK = 6, TRIES = 200 };

size_t dice_roll(struct dice *dice, size_t sides)
{
    dice->state += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t mixed = dice->state;
    mixed = (mixed ^ mixed >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94D049BB133111EB);
    return (size_t)((mixed ^ mixed >> 31) % sides);
}

struct arg world_value(struct arena *arena, struct dice *dice, const struct world_column *column)
{
    size_t number = dice_roll(dice, dice_roll(dice, 8) == 0 ? 100000 : STOCK) + 1;

    if (column->choice_count > 0)
        return column->choices[dice_roll(dice, column->choice_count)];
    if (column->most > 0)
        return arg_int(column->least
                       + (int64_t)dice_roll(dice, (size_t)(column->most - column->least) + 1));
    if (column->type == ARG_INT)
        return arg_int((int64_t)number);
    if (column->type == ARG_BYTES)
        return arg_bytes(arena_format(arena, "bytes %07zu", dice_roll(dice, 10000000)), 13);
    if (str_ends(column->name, "_on"))
        return arg_text(arena_format(arena, "2026-03-%02zu", number % 28 + 1));
    return arg_text(arena_format(arena, "mot %zu", number));
}

static bool insert(struct ctx *cx, const struct world_table *table, const struct arg *row)
{
    const struct statement statement = { table->name, __FILE__, SCOPE_GLOBAL, table->insertion,
                                         table->insertion };
    const struct statement *const unlisted = &statement;

    return store_run(cx, &unlisted, row);
}

static struct arg nothing(enum arg_type type)
{
    return (struct arg){ .type = type, .empty = true };
}

static bool may_be_nothing(const struct world_table *table, const struct world_link *link)
{
    for (size_t i = 0; i < link->count; i++)
        if (table->columns[link->from[i]].nullable)
            return true;
    return false;
}

static void set_link(const struct world *world, struct dice *dice, const struct world_table *table,
                     const struct world_link *link, struct arg *row)
{
    size_t targets = world->counts[link->table];
    bool empty = targets == 0 || (may_be_nothing(table, link) && dice_roll(dice, 4) == 0);
    const struct arg *target = empty ? NULL : world->rows[link->table][dice_roll(dice, targets)];

    for (size_t i = 0; i < link->count; i++) {
        const struct world_column *column = &table->columns[link->from[i]];
        if (target)
            row[link->from[i]] = target[link->at[i]];
        else if (column->nullable)
            row[link->from[i]] = nothing(column->type);
    }
}

static struct arg *made_up(struct arena *arena, const struct catalogue *catalogue, size_t which,
                           struct dice *dice, const struct world *world)
{
    const struct world_table *table = &catalogue->tables[which];
    struct arg *row = arena_new(arena, struct arg, table->column_count + 1);

    for (size_t i = 0; i < table->column_count; i++) {
        const struct world_column *column = &table->columns[i];
        row[i] = world_value(arena, dice, column);
        if (column->nullable && dice_roll(dice, 4) == 0)
            row[i] = nothing(column->type);
        else if (strcmp(column->name, "id") == 0)
            row[i] = arg_int((int64_t)world->counts[which] + 1);
    }
    for (size_t i = 0; i < table->link_count; i++)
        set_link(world, dice, table, &table->links[i], row);
    if (table->owner >= 0)
        row[table->owner] = arg_int(world->firm);
    return row;
}

/* What no unique key, reference or check refuses. */
static bool add_one(struct ctx *cx, const struct catalogue *catalogue, size_t which,
                    struct dice *dice, struct world *world)
{
    for (int tries = 0; tries < TRIES; tries++) {
        struct arg *row = made_up(cx->arena, catalogue, which, dice, world);
        if (insert(cx, &catalogue->tables[which], row)) {
            world->rows[which][world->counts[which]++] = row;
            return true;
        }
        if (strcmp(cx->fault.code, "BASE-CONFLIT") != 0 && tries == TRIES - 1)
            return false;
        cx->fault = (struct fault){ .kind = FAULT_NONE };
    }
    return world->counts[which] > 0
        || fail(cx, FAULT_BROKEN, "BASE", "table", catalogue->tables[which].name, NULL);
}

static bool is_leaf(const struct catalogue *catalogue, size_t which)
{
    for (size_t i = 0; i < catalogue->count; i++)
        for (size_t k = 0; k < catalogue->tables[i].link_count; k++)
            if (catalogue->tables[i].links[k].table == which)
                return false;
    return true;
}

/* What nothing refers to has no rows at times. */
static size_t wanted(const struct catalogue *catalogue, size_t which, struct dice *dice)
{
    if (strcmp(catalogue->tables[which].name, "firm") == 0)
        return 1;
    if (is_leaf(catalogue, which) && dice_roll(dice, 3) == 0)
        return 0;
    return 1 + dice_roll(dice, WORLD_ROWS);
}

/* Is there something for each reference that must refer? */
static bool can_be(const struct world *world, const struct world_table *table)
{
    for (size_t i = 0; i < table->link_count; i++)
        if (world->counts[table->links[i].table] == 0 && !may_be_nothing(table, &table->links[i]))
            return false;
    return true;
}

bool world_make(struct ctx *cx, const struct catalogue *catalogue, struct dice *dice,
                struct world *world)
{
    bool well = true;

    for (size_t n = 0; well && n < catalogue->count; n++) {
        size_t which = catalogue->order[n];
        if (catalogue->tables[which].owner < 0 || !can_be(world, &catalogue->tables[which]))
            continue;
        size_t rows = wanted(catalogue, which, dice);
        for (size_t i = 0; well && i < rows; i++)
            well = add_one(cx, catalogue, which, dice, world);
    }
    return well;
}

static bool mirror_one(struct ctx *cx, const struct catalogue *catalogue, size_t which,
                       const struct arg *model, struct world *world)
{
    const struct world_table *table = &catalogue->tables[which];
    struct arg *row = arena_new(cx->arena, struct arg, table->column_count + 1);

    memcpy(row, model, table->column_count * sizeof *row);
    row[table->owner] = arg_int(world->firm);
    if (!insert(cx, table, row))
        return false;
    world->rows[which][world->counts[which]++] = row;
    return true;
}

bool world_mirror(struct ctx *cx, const struct catalogue *catalogue, struct dice *dice,
                  const struct world *model, struct world *world)
{
    bool well = true;

    for (size_t n = 0; well && n < catalogue->count; n++) {
        size_t which = catalogue->order[n];
        for (size_t i = 0; well && i < model->counts[which]; i++) {
            well = mirror_one(cx, catalogue, which, model->rows[which][i], world);
            if (well || world->firm == model->firm)
                continue;
            cx->fault = (struct fault){ .kind = FAULT_NONE };
            well = add_one(cx, catalogue, which, dice, world);
        }
    }
    return well;
}

static int compare(const void *one, const void *other)
{
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

static void add_cell(struct buf *line, struct rows *rows, int column)
{
    size_t size;
    const char *bytes = rows_bytes(rows, column, &size);

    buf_text(line, rows_null(rows, column) ? "|NULL" : "|");
    buf_add(line, bytes, size);
}

static const char *sorted(struct arena *arena, const char **lines, size_t count)
{
    struct buf text = { .arena = arena };

    qsort(lines, count, sizeof *lines, compare);
    for (size_t i = 0; i < count; i++)
        buf_format(&text, "%s\n", lines[i]);
    return buf_string(&text);
}

const char *world_answer(struct ctx *cx, const struct statement *const *statement,
                         const struct arg *args)
{
    enum { LINES_LIMIT = 4000 };
    const char **lines = arena_new(cx->arena, const char *, LINES_LIMIT);
    struct rows *rows = store_query(cx, statement, args);
    size_t count = 0;

    while (rows_next(rows)) {
        struct buf line = { .arena = cx->arena };
        for (int i = 0; i < cx->store->store->engine->columns(rows); i++)
            add_cell(&line, rows, i);
        assert(count < LINES_LIMIT);
        lines[count++] = buf_string(&line);
    }
    if (!rows_done(rows))
        return cx->fault.code;
    return arena_format(cx->arena, "%s%lld changed\n", sorted(cx->arena, lines, count),
                        (long long)rows->changed);
}

static const char *columns_text(struct arena *arena, const struct world_table *table)
{
    struct buf names = { .arena = arena };

    for (size_t i = 0; i < table->column_count; i++)
        buf_format(&names, "%s%s", i > 0 ? ", " : "", table->columns[i].name);
    return buf_string(&names);
}

bool world_empty(struct ctx *cx, const struct catalogue *catalogue)
{
    bool well = true;

    for (size_t n = catalogue->count; well && n > 0; n--) {
        const struct world_table *table = &catalogue->tables[catalogue->order[n - 1]];
        if (table->owner >= 0)
            well = books_run_text(cx, arena_format(cx->arena, "DELETE FROM %s", table->name));
    }
    return well;
}

static const char *table_text(struct ctx *cx, const struct world_table *table, int64_t firm,
                              bool others)
{
    const char *query =
        arena_format(cx->arena, "SELECT %s FROM %s WHERE %s %s $1", columns_text(cx->arena, table),
                     table->name, table->columns[table->owner].name, others ? "<>" : "=");
    const struct statement statement = { table->name, __FILE__, SCOPE_GLOBAL, query, query };
    const struct statement *const unlisted = &statement;

    return world_answer(cx, &unlisted, ARGS(arg_int(firm)));
}

const char *world_text(struct ctx *cx, const struct catalogue *catalogue, int64_t firm, bool others,
                       const char *statement)
{
    struct buf text = { .arena = cx->arena };

    for (const char *const *word = statement_words(cx->arena, statement); *word; word++) {
        int which = catalogue_table(catalogue, *word);
        if (which < 0 || catalogue->tables[which].owner < 0)
            continue;
        buf_format(&text, "%s\n%s", *word, table_text(cx, &catalogue->tables[which], firm, others));
    }
    return buf_string(&text);
}
