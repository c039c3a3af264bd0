#include "store/test_params.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "store/engine.h"

struct reading {
    struct arena *arena;
    const struct catalogue *catalogue;
    const char *const *words;
    size_t count;
    struct param *params;
};

static size_t word_size(const char *at)
{
    size_t size = 1;

    if (*at == '\'')
        return 2 + strcspn(at + 1, "'");
    if (isalnum((unsigned char)*at) || *at == '_' || *at == '$') {
        while (isalnum((unsigned char)at[size]) || at[size] == '_' || at[size] == '.')
            size++;
        return size;
    }
    return strchr("<>!|", *at) && at[1] && strchr("=>|", at[1]) ? 2 : 1;
}

static const char *skip_blank(const char *at)
{
    while (isspace((unsigned char)*at) || strncmp(at, "/*", 2) == 0) {
        const char *end = *at == '/' ? strstr(at, "*/") : NULL;
        at = end ? end + 2 : at + 1;
    }
    return at;
}

const char *const *statement_words(struct arena *arena, const char *text)
{
    const char **words = arena_new(arena, const char *, strlen(text) + 1);
    size_t count = 0;

    for (const char *at = skip_blank(text); *at; at = skip_blank(at)) {
        size_t size = word_size(at);
        words[count++] = arena_text(arena, at, size);
        at += size;
    }
    return words;
}

static bool is(const char *word, const char *wanted)
{
    return word && strcasecmp(word, wanted) == 0;
}

static bool is_any(const char *word, const char *const *wanted)
{
    while (word && *wanted && !is(word, *wanted))
        wanted++;
    return word && *wanted;
}

static bool compares(const char *word)
{
    static const char *const signs[] = { "=", "<",    ">",       "<=", ">=",   "<>",   "!=", "+",
                                         "-", "LIKE", "BETWEEN", "IN", "THEN", "ELSE", NULL };

    return is_any(word, signs);
}

static const char *before(const struct reading *reading, size_t i, size_t back)
{
    return i >= back ? reading->words[i - back] : NULL;
}

static bool orders(const struct reading *reading, size_t first, size_t last)
{
    static const char *const signs[] = { "<", ">", "<=", ">=", "LIMIT", NULL };

    return is_any(before(reading, first, 1), signs)
        || (last + 1 < reading->count && is_any(reading->words[last + 1], signs));
}

/* FROM table, JOIN table AS alias, UPDATE table alias; any alias when none is asked for. */
static bool mentions(const struct reading *reading, const char *table, const char *alias)
{
    static const char *const heralds[] = { "FROM", "JOIN", "INTO", "UPDATE", NULL };

    for (size_t i = 1; i < reading->count; i++) {
        if (!is(reading->words[i], table) || !is_any(reading->words[i - 1], heralds))
            continue;
        size_t name = i + 1 + (i + 1 < reading->count && is(reading->words[i + 1], "AS"));
        if (!alias || is(alias, table)
            || (name < reading->count && is(reading->words[name], alias)))
            return true;
    }
    return false;
}

static bool set_column(const struct reading *reading, struct param *param, const char *word)
{
    const char *dot = word ? strchr(word, '.') : NULL;
    const char *alias = dot ? arena_text(reading->arena, word, (size_t)(dot - word)) : NULL;

    for (size_t i = 0; word && !param->table && i < reading->catalogue->count; i++) {
        const struct world_table *table = &reading->catalogue->tables[i];
        int column = catalogue_column(table, dot ? dot + 1 : word);
        if (column < 0 || !mentions(reading, table->name, alias))
            continue;
        param->table = table;
        param->column = (size_t)column;
    }
    return param->table;
}

/* The opening bracket that word i stands within; its comma count is the item's place there. */
static size_t bracket_of(const struct reading *reading, size_t i, size_t *item)
{
    size_t depth = 0;

    *item = 0;
    while (i-- > 0) {
        if (is(reading->words[i], ")"))
            depth++;
        else if (is(reading->words[i], "(") && depth-- == 0)
            return i;
        else if (is(reading->words[i], ",") && depth == 0)
            ++*item;
        else if (is(reading->words[i], "SELECT") && depth == 0)
            return i;
    }
    return SIZE_MAX;
}

static const char *item_of(const struct reading *reading, size_t bracket, size_t item)
{
    size_t i = bracket + 1;

    for (; item > 0 && i < reading->count && !is(reading->words[i], ")"); i++)
        item -= is(reading->words[i], ",");
    return i < reading->count ? reading->words[i] : NULL;
}

/* INSERT INTO table (a, b) VALUES ($1, $2), or SELECT $1, $2. */
static bool set_inserted(const struct reading *reading, struct param *param, size_t item)
{
    if (!is(reading->words[0], "INSERT") || !is(reading->words[3], "("))
        return false;
    int table = catalogue_table(reading->catalogue, reading->words[2]);
    const char *name = item_of(reading, 3, item);
    int column =
        table < 0 || !name ? -1 : catalogue_column(&reading->catalogue->tables[table], name);
    if (column < 0)
        return false;
    param->table = &reading->catalogue->tables[table];
    param->column = (size_t)column;
    param->inserted = true;
    return true;
}

/* (a, b) > ($1, $2), and name IN ($1, $2). */
static bool set_in_list(const struct reading *reading, struct param *param, size_t bracket,
                        size_t item)
{
    if (!compares(before(reading, bracket, 1)))
        return false;
    if (!is(before(reading, bracket, 2), ")"))
        return set_column(reading, param, before(reading, bracket, 2));
    size_t ignored, list = bracket_of(reading, bracket - 2, &ignored);
    return list != SIZE_MAX && set_column(reading, param, item_of(reading, list, item));
}

/* The words first to last are the parameter, with the CAST around it. */
static bool set_compared(const struct reading *reading, struct param *param, size_t first,
                         size_t last)
{
    const char *const *words = reading->words;
    size_t back = is(before(reading, first, 2), ")") ? 3 : 2;

    if (compares(before(reading, first, 1))
        && set_column(reading, param, before(reading, first, back)))
        return true;
    if (last + 2 < reading->count && compares(words[last + 1])
        && set_column(reading, param, words[last + 2]))
        return true;
    return is(before(reading, first, 1), "AND") && is(before(reading, first, 3), "BETWEEN")
        && set_column(reading, param, before(reading, first, 4));
}

static enum arg_type type_named(const char *word)
{
    return is(word, "BIGINT") ? ARG_INT : is(word, "TEXT") ? ARG_TEXT : ARG_BYTES;
}

static void read_one(const struct reading *reading, size_t i, struct param *param)
{
    size_t first = i, last = i, item;

    if (is(before(reading, i, 1), "(") && is(before(reading, i, 2), "CAST")) {
        first = i - 2;
        last = i + 3;
        param->cast = type_named(reading->words[i + 2]);
    }
    if (is(before(reading, first, 1), "LIMIT") || is(before(reading, first, 1), "OFFSET"))
        param->cast = ARG_INT;
    size_t bracket = bracket_of(reading, first, &item);
    param->ordered = param->ordered || orders(reading, first, last)
        || (bracket != SIZE_MAX && orders(reading, bracket, last));
    bool known = set_compared(reading, param, first, last)
        || (bracket != SIZE_MAX && set_in_list(reading, param, bracket, item))
        || (bracket != SIZE_MAX && set_inserted(reading, param, item))
        || set_column(reading, param, before(reading, first, 2));
    (void)known; /* else the test tries one type and another */
}

const struct param *statement_params(struct arena *arena, const struct catalogue *catalogue,
                                     const char *text, size_t *count)
{
    struct param *params = arena_new(arena, struct param, BOUND_LIMIT + 1);
    struct reading reading = { arena, catalogue, statement_words(arena, text), 0, params };

    *count = 0;
    while (reading.words[reading.count])
        reading.count++;
    for (size_t i = 0; i < reading.count; i++) {
        if (reading.words[i][0] != '$')
            continue;
        size_t number = (size_t)atoi(reading.words[i] + 1);
        assert(number >= 1 && number <= BOUND_LIMIT);
        read_one(&reading, i, &params[number]);
        *count = number > *count ? number : *count;
    }
    return params;
}
