#include "store/test_world.h"

#include <assert.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "store/engine.h"

enum { CHOICES_LIMIT = 40, LINKS_LIMIT = 16 };

static struct rows *ask(struct ctx *cx, const char *text, const struct arg *args)
{
    struct statement *statement = arena_new(cx->arena, struct statement, 1);
    const struct statement **unlisted = arena_new(cx->arena, const struct statement *, 1);

    *statement = (struct statement){ text, __FILE__, SCOPE_GLOBAL, text, text };
    *unlisted = statement;
    return store_query(cx, unlisted, args);
}

int catalogue_column(const struct world_table *table, const char *name)
{
    for (size_t i = 0; i < table->column_count; i++)
        if (strcmp(table->columns[i].name, name) == 0)
            return (int)i;
    return -1;
}

int catalogue_table(const struct catalogue *catalogue, const char *name)
{
    for (size_t i = 0; i < catalogue->count; i++)
        if (strcmp(catalogue->tables[i].name, name) == 0)
            return (int)i;
    return -1;
}

static bool read_names(struct ctx *cx, struct catalogue *catalogue)
{
    struct rows *rows = ask(cx,
                            "SELECT name FROM sqlite_schema WHERE type = 'table'"
                            " AND name NOT LIKE 'sqlite%' ORDER BY name",
                            NO_ARGS);

    catalogue->tables = arena_new(cx->arena, struct world_table, TEST_TABLE_LIMIT);
    while (rows_next(rows)) {
        assert(catalogue->count < TEST_TABLE_LIMIT);
        catalogue->tables[catalogue->count++].name = rows_text(rows, 0);
    }
    return rows_done(rows);
}

static enum arg_type type_of(const char *name)
{
    if (strcmp(name, "INTEGER") == 0)
        return ARG_INT;
    return strcmp(name, "TEXT") == 0 ? ARG_TEXT : ARG_BYTES;
}

static bool read_columns(struct ctx *cx, struct world_table *table)
{
    struct rows *rows = ask(cx, "SELECT name, type, \"notnull\" FROM pragma_table_info($1)",
                            ARGS(arg_text(table->name)));

    table->columns = arena_new(cx->arena, struct world_column, BOUND_LIMIT);
    while (rows_next(rows)) {
        assert(table->column_count < BOUND_LIMIT);
        table->columns[table->column_count++] = (struct world_column){
            .name = rows_text(rows, 0),
            .type = type_of(rows_text(rows, 1)),
            .nullable = rows_int(rows, 2) == 0,
        };
    }
    table->owner = catalogue_column(table, strcmp(table->name, "firm") == 0 ? "id" : "firm");
    return rows_done(rows);
}

static bool read_links(struct ctx *cx, const struct catalogue *catalogue, struct world_table *table)
{
    struct rows *rows = ask(cx,
                            "SELECT id, \"table\", \"from\", \"to\""
                            " FROM pragma_foreign_key_list($1) ORDER BY id, seq",
                            ARGS(arg_text(table->name)));
    int64_t last = -1;

    table->links = arena_new(cx->arena, struct world_link, LINKS_LIMIT);
    while (rows_next(rows)) {
        if (rows_int(rows, 0) != last)
            table->link_count++;
        last = rows_int(rows, 0);
        struct world_link *link = &table->links[table->link_count - 1];
        link->table = (size_t)catalogue_table(catalogue, rows_text(rows, 1));
        assert(table->link_count <= LINKS_LIMIT && link->count < WORLD_LINK_COLUMNS);
        link->from[link->count] = (size_t)catalogue_column(table, rows_text(rows, 2));
        link->at[link->count++] =
            (size_t)catalogue_column(&catalogue->tables[link->table], rows_text(rows, 3));
    }
    return rows_done(rows);
}

static struct arg choice(struct arena *arena, const char **at)
{
    size_t size = strcspn(*at, ",)");
    const char *text = arena_text(arena, *at, size);

    *at += size;
    while (**at == ',' || isspace((unsigned char)**at))
        ++*at;
    if (*text != '\'')
        return arg_int(atoll(text));
    return arg_text(arena_text(arena, text + 1, strcspn(text + 1, "'")));
}

/* What follows the words in a text where they do not end another word; NULL: they are not there. */
static const char *behind(const char *text, const char *words)
{
    const char *at = text;

    while ((at = strstr(at, words)) && (isalnum((unsigned char)at[-1]) || at[-1] == '_'))
        at++;
    return at ? at + strlen(words) : NULL;
}

/* What CHECK (name BETWEEN ...) allows. */
static void read_range(struct arena *arena, const char *creation, struct world_column *column)
{
    const char *at = behind(creation, arena_format(arena, "%s BETWEEN ", column->name));
    long long least, most;

    if (at && sscanf(at, "%lld AND %lld", &least, &most) == 2) {
        column->least = least;
        column->most = most;
    }
}

/* What CHECK (name IN (...)) allows. */
static void read_choices(struct arena *arena, const char *creation, struct world_column *column)
{
    const char *at = behind(creation, arena_format(arena, "%s IN (", column->name));
    struct arg *choices = arena_new(arena, struct arg, CHOICES_LIMIT);

    if (!at)
        return;
    while (*at && *at != ')') {
        assert(column->choice_count < CHOICES_LIMIT);
        choices[column->choice_count++] = choice(arena, &at);
    }
    column->choices = choices;
}

static bool read_checks(struct ctx *cx, struct world_table *table)
{
    struct rows *rows = ask(cx, "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = $1",
                            ARGS(arg_text(table->name)));

    while (rows_next(rows))
        for (size_t i = 0; i < table->column_count; i++) {
            read_choices(cx->arena, rows_text(rows, 0), &table->columns[i]);
            read_range(cx->arena, rows_text(rows, 0), &table->columns[i]);
        }
    return rows_done(rows);
}

static const char *insertion(struct arena *arena, const struct world_table *table)
{
    struct buf names = { .arena = arena }, places = { .arena = arena };

    for (size_t i = 0; i < table->column_count; i++) {
        buf_format(&names, "%s%s", i > 0 ? ", " : "", table->columns[i].name);
        buf_format(&places, "%s$%zu", i > 0 ? ", " : "", i + 1);
    }
    return arena_format(arena, "INSERT INTO %s (%s) VALUES (%s)", table->name, buf_string(&names),
                        buf_string(&places));
}

static bool is_ready(const struct catalogue *catalogue, size_t table, const bool *placed)
{
    const struct world_table *of = &catalogue->tables[table];

    for (size_t i = 0; i < of->link_count; i++)
        if (of->links[i].table != table && !placed[of->links[i].table])
            return false;
    return true;
}

/* Where tables refer to each other in a circle, one of them goes first and refers to nothing. */
static void put_in_order(struct arena *arena, struct catalogue *catalogue)
{
    bool *placed = arena_new(arena, bool, catalogue->count);

    catalogue->order = arena_new(arena, size_t, catalogue->count);
    for (size_t n = 0; n < catalogue->count; n++) {
        size_t next = 0;
        while (next < catalogue->count && (placed[next] || !is_ready(catalogue, next, placed)))
            next++;
        for (size_t i = 0; next == catalogue->count; i++)
            next = placed[i] ? next : i;
        placed[next] = true;
        catalogue->order[n] = next;
    }
}

bool catalogue_read(struct ctx *cx, struct catalogue *catalogue)
{
    bool well = read_names(cx, catalogue);

    for (size_t i = 0; well && i < catalogue->count; i++)
        well = read_columns(cx, &catalogue->tables[i]) && read_checks(cx, &catalogue->tables[i]);
    for (size_t i = 0; well && i < catalogue->count; i++)
        well = read_links(cx, catalogue, &catalogue->tables[i]);
    for (size_t i = 0; well && i < catalogue->count; i++)
        catalogue->tables[i].insertion = insertion(cx->arena, &catalogue->tables[i]);
    if (well)
        put_in_order(cx->arena, catalogue);
    return well;
}
