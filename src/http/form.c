#include "http/form.h"

#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"

bool form_add(struct ctx *cx, struct form *form, const struct pair *pair)
{
    if (form->count == LIMIT_FORM_FIELDS)
        return fail(cx, FAULT_INPUT, "FORM-CHAMPS", "limit",
                    arena_format(cx->arena, "%d", LIMIT_FORM_FIELDS), NULL);
    if (!form->end)
        form->end = &form->first;
    *form->end = arena_new(cx->arena, struct pair, 1);
    **form->end = *pair;
    (*form->end)->next = NULL;
    form->end = &(*form->end)->next;
    form->count++;
    return true;
}

const struct pair *form_find(const struct form *form, const char *name)
{
    for (const struct pair *pair = form->first; pair; pair = pair->next)
        if (strcmp(pair->name, name) == 0)
            return pair;
    return NULL;
}

static int digit_of(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    if (byte >= 'a' && byte <= 'f')
        return byte - 'a' + 10;
    return byte >= 'A' && byte <= 'F' ? byte - 'A' + 10 : -1;
}

/* Decodes one name or value; NULL when its coding is wrong. */
static const char *decode(struct arena *arena, const char *bytes, size_t size, size_t *decoded)
{
    char *text = arena_new(arena, char, size + 1);
    size_t length = 0;

    for (size_t i = 0; i < size; i++) {
        char byte = bytes[i] == '+' ? ' ' : bytes[i];
        if (byte == '%') {
            int high = i + 2 < size ? digit_of(bytes[i + 1]) : -1;
            int low = i + 2 < size ? digit_of(bytes[i + 2]) : -1;
            if (high < 0 || low < 0)
                return NULL;
            byte = (char)(high * 16 + low);
            i += 2;
        } else if ((unsigned char)byte < ' ' || byte == 0x7F) {
            return NULL;
        }
        text[length++] = byte;
    }
    *decoded = length;
    return str_is_utf8(text, length) ? text : NULL;
}

static bool piece_add(struct ctx *cx, const char *piece, size_t size, struct form *form)
{
    const char *equals = memchr(piece, '=', size);
    size_t name_size = equals ? (size_t)(equals - piece) : size;
    size_t value_size = equals ? size - name_size - 1 : 0;
    struct pair pair = { .value = "" };

    pair.name = decode(cx->arena, piece, name_size, &name_size);
    if (pair.name && equals)
        pair.value = decode(cx->arena, equals + 1, value_size, &pair.size);
    if (!pair.name || !pair.value || strlen(pair.name) != name_size || name_size == 0)
        return fail(cx, FAULT_INPUT, "FORM-CODAGE", NULL);
    return form_add(cx, form, &pair);
}

bool form_parse(struct ctx *cx, const char *bytes, size_t size, struct form *form)
{
    while (size > 0) {
        const char *end = memchr(bytes, '&', size);
        size_t piece = end ? (size_t)(end - bytes) : size;
        if (piece > 0 && !piece_add(cx, bytes, piece, form))
            return false;
        bytes += end ? piece + 1 : piece;
        size -= end ? piece + 1 : piece;
    }
    return true;
}

static struct pair pair_of(struct arena *arena, const struct json_entry *entry)
{
    struct pair pair = { .name = entry->key, .value = "", .kind = json_kind(entry->value) };

    if (pair.kind == JSON_TEXT) {
        pair.value = json_text(entry->value);
        pair.size = json_text_size(entry->value);
    } else if (pair.kind == JSON_INT) {
        pair.value = arena_format(arena, "%lld", (long long)json_int(entry->value));
        pair.size = strlen(pair.value);
    } else if (pair.kind == JSON_BOOL && json_bool(entry->value)) {
        pair.value = "1";
        pair.size = 1;
    }
    return pair;
}

bool form_parse_json(struct ctx *cx, const char *bytes, size_t size, struct form *form)
{
    struct json_entry entry = { 0 };
    struct json *map = json_parse(cx, bytes, size);

    if (!map)
        return false;
    if (json_kind(map) != JSON_MAP)
        return fail(cx, FAULT_INPUT, "JSON-CARTE", NULL);
    while (json_next(map, &entry)) {
        struct pair pair = pair_of(cx->arena, &entry);
        if (!form_add(cx, form, &pair))
            return false;
    }
    return true;
}
