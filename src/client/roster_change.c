#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "client/roster_match.h"

const char *roster_changes_text(struct arena *arena, const struct roster_result *result)
{
    struct buf out = { .arena = arena };

    for (size_t i = 0; i < result->change_count; i++) {
        const struct roster_change *change = &result->changes[i];
        buf_text(&out, i > 0 ? ",[" : "[[");
        json_text_write(&out, roster_field_name(change->field));
        buf_byte(&out, ',');
        json_text_write(&out, change->before);
        buf_byte(&out, ',');
        json_text_write(&out, change->after);
        buf_byte(&out, ']');
    }
    if (out.size > 0)
        buf_byte(&out, ']');
    return buf_string(&out);
}

bool roster_changes_parse(struct ctx *cx, const char *text, struct roster_change **changes,
                          size_t *count)
{
    const struct json *list = *text ? json_parse_own(cx, text, strlen(text)) : NULL;
    size_t found = 0;

    if (*text && !list)
        return false;
    struct roster_change *parsed = arena_new(cx->arena, struct roster_change, json_count(list));
    for (size_t i = 0; i < json_count(list); i++) {
        const struct json *entry = json_at(list, i);
        struct roster_change *change = &parsed[found];
        change->before = json_text(json_at(entry, 1));
        change->after = json_text(json_at(entry, 2));
        found += roster_field_parse(json_text(json_at(entry, 0)), &change->field);
    }
    *changes = parsed;
    *count = found;
    return true;
}
