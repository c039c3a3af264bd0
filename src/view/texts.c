#include "view/texts.h"

#include <stdlib.h>
#include <string.h>

#include "base/asset.h"
#include "base/str.h"

static int by_key(const void *one, const void *other)
{
    return strcmp(((const struct text *)one)->key, ((const struct text *)other)->key);
}

static const struct template *sentence(struct ctx *cx, const char *key, const struct json *value)
{
    const char *text = json_text(value);
    const struct template *template =
        text ? template_parse(cx, key, text, json_text_size(value)) : NULL;

    cx->fault = (struct fault){ 0 };
    return template;
}

/* An entry that cannot be read is left out, and so shown as its key. */
static bool entry_read(struct ctx *cx, const struct json_entry *entry, struct text *text)
{
    const struct json *value = entry->value;

    text->key = entry->key;
    if (json_kind(value) == JSON_TEXT) {
        text->other = sentence(cx, entry->key, value);
        return text->other;
    }
    const char *by = json_text(json_get(value, "by"));
    text->one = sentence(cx, entry->key, json_get(value, "one"));
    text->other = sentence(cx, entry->key, json_get(value, "other"));
    if (by)
        text->by = path_parse(cx->arena, by);
    return by && text->one && text->other;
}

static struct json *fragment_parse(struct ctx *cx, const struct asset *asset, const char *language)
{
    const char *end = arena_format(cx->arena, ".%s.json", language);

    if (!str_starts(asset->name, "views/texts.") || !str_ends(asset->name, end))
        return NULL;
    struct json *fragment = json_parse_own(cx, asset->bytes, asset->size);
    cx->fault = (struct fault){ 0 };
    return fragment;
}

struct texts texts_merge(struct ctx *cx, const char *language)
{
    struct json **fragments = arena_new(cx->arena, struct json *, asset_count);
    size_t most = 0, count = 0;

    for (size_t i = 0; i < asset_count; i++) {
        fragments[i] = fragment_parse(cx, &asset_table[i], language);
        most += json_count(fragments[i]);
    }
    struct text *rows = arena_new(cx->arena, struct text, most + 1);
    for (size_t i = 0; i < asset_count; i++) {
        struct json_entry entry = { 0 };
        while (fragments[i] && json_next(fragments[i], &entry))
            count += entry_read(cx, &entry, &rows[count]);
    }
    qsort(rows, count, sizeof *rows, by_key);
    return (struct texts){ .rows = rows, .count = count };
}

const struct text *texts_find(const struct texts *texts, const char *key)
{
    return bsearch(&(struct text){ .key = key }, texts->rows, texts->count, sizeof *texts->rows,
                   by_key);
}
