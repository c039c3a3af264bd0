#include "store/schema.h"

#include <assert.h>
#include <ctype.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/asset.h"
#include "base/buf.h"
#include "base/str.h"

static const char FOLDER[] = "schema/", ENDING[] = ".sql";

struct cutter {
    const struct engine *engine;
    struct arena *arena;
    const char *at;
    struct buf statement;
    size_t words;        /* of the statement so far */
    bool creates, table; /* its first word is CREATE, its second TABLE */
};

struct schema_step schema_step(struct arena *arena, int number, const char *name, const char *text)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    char *hex = arena_new(arena, char, 2 * sizeof hash + 1);

    crypto_hash_sha256(hash, (const unsigned char *)text, strlen(text));
    sodium_bin2hex(hex, 2 * sizeof hash + 1, hash, sizeof hash);
    return (struct schema_step){ .number = number, .name = name, .text = text, .sha256 = hex };
}

struct schema schema_shipped(struct arena *arena)
{
    struct schema_step *steps = arena_new(arena, struct schema_step, asset_count + 1);
    size_t count = 0;

    for (size_t i = 0; i < asset_count; i++) {
        const struct asset *asset = &asset_table[i];
        if (!str_starts(asset->name, FOLDER))
            continue;
        const char *file = asset->name + strlen(FOLDER);
        const char *name = arena_text(arena, file, strlen(file) - strlen(ENDING));
        steps[count] = schema_step(arena, atoi(name), name, asset->bytes);
        count++;
        assert(steps[count - 1].number == (int)count);
    }
    return (struct schema){ .steps = steps, .count = count };
}

static void skip_comment(struct cutter *cutter)
{
    cutter->at += strcspn(cutter->at, "\n");
}

static void copy(struct cutter *cutter, size_t size)
{
    buf_add(&cutter->statement, cutter->at, size);
    cutter->at += size;
}

static void copy_string(struct cutter *cutter)
{
    size_t size = 1 + strcspn(cutter->at + 1, "'");

    assert(cutter->at[size] == '\'');
    copy(cutter, size + 1);
}

static void copy_word(struct cutter *cutter)
{
    size_t size = 1;

    while (isalnum((unsigned char)cutter->at[size]) || cutter->at[size] == '_')
        size++;
    const char *word = arena_text(cutter->arena, cutter->at, size);
    cutter->words++;
    cutter->creates = cutter->creates || (cutter->words == 1 && strcmp(word, "CREATE") == 0);
    cutter->table =
        cutter->table || (cutter->words == 2 && cutter->creates && strcmp(word, "TABLE") == 0);
    if (strcmp(word, "BIGINT") == 0)
        word = cutter->engine->bigint;
    else if (strcmp(word, "BYTES") == 0)
        word = cutter->engine->bytes_type;
    else if (strcmp(word, "CLUSTERED") == 0)
        word = cutter->engine->clustered;
    buf_text(&cutter->statement, word);
    cutter->at += size;
}

static const char *cut(struct cutter *cutter)
{
    *cutter = (struct cutter){
        .engine = cutter->engine,
        .arena = cutter->arena,
        .at = cutter->at,
        .statement = { .arena = cutter->arena },
    };
    while (*cutter->at && *cutter->at != ';') {
        if (cutter->at[0] == '-' && cutter->at[1] == '-')
            skip_comment(cutter);
        else if (*cutter->at == '\'')
            copy_string(cutter);
        else if (isalpha((unsigned char)*cutter->at) || *cutter->at == '_')
            copy_word(cutter);
        else
            copy(cutter, 1);
    }
    if (cutter->words == 0)
        return NULL;
    assert(*cutter->at == ';');
    cutter->at++;
    if (cutter->table)
        buf_text(&cutter->statement, cutter->engine->table_end);
    return str_trim(cutter->arena, buf_string(&cutter->statement));
}

const char *const *schema_statements(struct arena *arena, const struct engine *engine,
                                     const char *text)
{
    const char **statements = arena_new(arena, const char *, strlen(text) / 2 + 1);
    struct cutter cutter = { .engine = engine, .arena = arena, .at = text };
    size_t count = 0;

    while ((statements[count] = cut(&cutter)))
        count++;
    return statements;
}

static void add_small(struct buf *list, const char *text)
{
    static const char MARK[] = "-- small: ", TABLE[] = "CREATE TABLE ";

    for (const char *at = text; (at = strstr(at, MARK));) {
        at = strstr(at, TABLE) + strlen(TABLE);
        if (list->size > 1)
            buf_text(list, ",");
        buf_format(list, "\"%.*s\"", (int)strcspn(at, " "), at);
    }
}

const char *schema_small(struct arena *arena, const struct schema *schema)
{
    struct buf list = { .arena = arena };

    buf_text(&list, "[");
    for (size_t i = 0; i < schema->count; i++)
        add_small(&list, schema->steps[i].text);
    buf_text(&list, "]");
    return buf_string(&list);
}
