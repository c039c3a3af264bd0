#include "view/context.h"

#include <inttypes.h>
#include <string.h>

struct path path_parse(struct arena *arena, const char *text)
{
    size_t count = 1;

    if (strcmp(text, ".") == 0)
        return (struct path){ 0 };
    for (const char *at = text; *at; at++)
        count += *at == '.';
    struct path_name *names = arena_new(arena, struct path_name, count);
    const char *rest = text;
    for (size_t i = 0; i < count; i++) {
        size_t size = strcspn(rest, ".");
        names[i] = (struct path_name){ arena_text(arena, rest, size), size };
        rest += size + 1;
    }
    return (struct path){
        .names = names,
        .count = count,
        .flat = count > 1 && strcmp(names[0].text, "t") == 0 ? arena_copy(arena, text + 2) : NULL,
    };
}

static const struct json *name_get(const struct json *map, const struct path_name *name)
{
    return json_get_sized(map, name->text, name->size);
}

const struct json *context_find(const struct context *context, const struct path *path)
{
    const struct json *value = NULL;

    if (path->count == 0)
        return context->value;
    for (; context && !value; context = context->outer)
        value = name_get(context->value, &path->names[0]);
    for (size_t i = 1; i < path->count && value; i++)
        value = name_get(value, &path->names[i]);
    return value;
}

bool value_is_true(const struct json *value)
{
    switch (json_kind(value)) {
    case JSON_NONE:
    case JSON_EMPTY:
        return false;
    case JSON_BOOL:
        return json_bool(value);
    case JSON_TEXT:
        return json_text_size(value) > 0;
    case JSON_LIST:
        return json_count(value) > 0;
    default:
        return true;
    }
}

const char *value_text(struct arena *arena, const struct json *value)
{
    switch (json_kind(value)) {
    case JSON_TEXT:
        return json_text(value);
    case JSON_INT:
        return arena_format(arena, "%" PRId64, json_int(value));
    case JSON_BOOL:
        return json_bool(value) ? "true" : "false";
    default:
        return "";
    }
}
