#include "base/json.h"

#include <assert.h>
#include <jansson.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

static const int64_t INTEGER_LIMIT = INT64_C(1) << 53;

static json_t *inside(const struct json *value)
{
    return (json_t *)(uintptr_t)value; /* jansson counts references in what it only reads */
}

static struct json *outside(json_t *value)
{
    return (struct json *)value;
}

/*
 * jansson allocates each text, member and map apart and frees them one by one: a third of a page's
 * time. So a tree lives in an arena of its own, which every block of it names in front of itself,
 * and goes at once. What jansson allocates for itself, or for another library, is malloc's.
 */
struct origin {
    struct arena *arena; /* NULL: malloc */
    max_align_t bytes[];
};

static _Thread_local struct arena *serving;

static void *take(size_t size)
{
    size_t whole = sizeof(struct origin) + size;
    struct origin *origin = serving ? arena_alloc(serving, 1, whole) : malloc(whole);

    if (!origin)
        abort();
    origin->arena = serving;
    return origin->bytes;
}

static struct origin *origin_of(const void *bytes)
{
    return (struct origin *)((uintptr_t)bytes - offsetof(struct origin, bytes));
}

static void give(void *bytes)
{
    if (bytes && !origin_of(bytes)->arena)
        free(origin_of(bytes));
}

__attribute__((constructor)) static void jansson_begin(void)
{
    json_set_alloc_funcs(take, give);
}

static void tree_release(void *pointer)
{
    struct arena *tree = pointer;

    arena_free(tree);
    free(tree);
}

/* What jansson makes from here on, until it ends, is of a tree that lives as long as the arena. */
static void tree_begin(struct arena *arena)
{
    serving = calloc(1, sizeof *serving);
    if (!serving)
        abort();
    arena_own(arena, serving, tree_release);
}

static struct json *tree_end(json_t *value)
{
    serving = NULL;
    return outside(value);
}

struct json *json_map(struct arena *arena)
{
    tree_begin(arena);
    return tree_end(json_object());
}

struct json *json_list(struct arena *arena)
{
    tree_begin(arena);
    return tree_end(json_array());
}

/* What is made for a map or a list is of its tree. */
static void grow_begin(const struct json *value)
{
    serving = origin_of(value)->arena;
}

/* Takes the reference; text that is not UTF-8 is our own mistake. */
static struct json *put_new(struct json *map, const char *key, json_t *value)
{
    int status = json_object_set_new(inside(map), key, value);

    assert(value && status == 0);
    (void)status;
    return tree_end(value);
}

void json_put(struct json *map, const char *key, struct json *value)
{
    grow_begin(map);
    put_new(map, key, value ? json_incref(inside(value)) : json_null());
}

void json_put_text(struct json *map, const char *key, const char *text)
{
    grow_begin(map);
    put_new(map, key, text ? json_string(text) : json_null());
}

void json_put_int(struct json *map, const char *key, int64_t number)
{
    grow_begin(map);
    put_new(map, key, json_integer(number));
}

void json_put_bool(struct json *map, const char *key, bool truth)
{
    grow_begin(map);
    put_new(map, key, json_boolean(truth));
}

void json_put_date(struct json *map, const char *key, struct date date)
{
    json_put_text(map, key, date_text(origin_of(map)->arena, date));
}

void json_put_money(struct json *map, const char *key, struct money money)
{
    json_put_text(map, key, money_text(origin_of(map)->arena, money));
}

struct json *json_put_map(struct json *map, const char *key)
{
    grow_begin(map);
    return put_new(map, key, json_object());
}

struct json *json_put_list(struct json *map, const char *key)
{
    grow_begin(map);
    return put_new(map, key, json_array());
}

static struct json *add_new(struct json *list, json_t *value)
{
    int status = json_array_append_new(inside(list), value);

    assert(value && status == 0);
    (void)status;
    return tree_end(value);
}

void json_add(struct json *list, struct json *value)
{
    grow_begin(list);
    add_new(list, json_incref(inside(value)));
}

void json_add_text(struct json *list, const char *text)
{
    grow_begin(list);
    add_new(list, json_string(text));
}

struct json *json_add_map(struct json *list)
{
    grow_begin(list);
    return add_new(list, json_object());
}

enum json_kind json_kind(const struct json *value)
{
    static const enum json_kind kinds[] = {
        [JSON_OBJECT] = JSON_MAP,  [JSON_ARRAY] = JSON_LIST, [JSON_STRING] = JSON_TEXT,
        [JSON_INTEGER] = JSON_INT, [JSON_REAL] = JSON_NONE,  [JSON_TRUE] = JSON_BOOL,
        [JSON_FALSE] = JSON_BOOL,  [JSON_NULL] = JSON_EMPTY,
    };
    return value ? kinds[json_typeof(inside(value))] : JSON_NONE;
}

struct json *json_get(const struct json *map, const char *key)
{
    return outside(json_object_get(inside(map), key));
}

struct json *json_get_sized(const struct json *map, const char *key, size_t size)
{
    return outside(json_object_getn(inside(map), key, size));
}

struct json *json_at(const struct json *list, size_t index)
{
    return outside(json_array_get(inside(list), index));
}

size_t json_count(const struct json *value)
{
    return json_kind(value) == JSON_MAP ? json_object_size(inside(value))
                                        : json_array_size(inside(value));
}

const char *json_text(const struct json *value)
{
    return json_string_value(inside(value));
}

size_t json_text_size(const struct json *value)
{
    return json_string_length(inside(value));
}

int64_t json_int(const struct json *value)
{
    return json_integer_value(inside(value));
}

bool json_bool(const struct json *value)
{
    return json_is_true(inside(value));
}

bool json_next(const struct json *map, struct json_entry *entry)
{
    json_t *object = inside(map);

    entry->place =
        entry->place ? json_object_iter_next(object, entry->place) : json_object_iter(object);
    if (!entry->place)
        return false;
    entry->key = json_object_iter_key(entry->place);
    entry->value = outside(json_object_iter_value(entry->place));
    return true;
}

static const char *dump(struct arena *arena, const struct json *value, size_t flags)
{
    char *text = json_dumps(inside(value), flags | JSON_ENCODE_ANY);

    if (!text)
        abort();
    arena_own(arena, text, give);
    return text;
}

const char *json_write(struct arena *arena, const struct json *value)
{
    return dump(arena, value, JSON_COMPACT);
}

const char *json_write_lines(struct arena *arena, const struct json *value)
{
    return dump(arena, value, JSON_INDENT(2));
}

void json_text_write(struct buf *out, const char *text)
{
    buf_byte(out, '"');
    while (*text) {
        size_t size = 0;
        while ((unsigned char)text[size] >= ' ' && text[size] != '"' && text[size] != '\\')
            size++;
        buf_add(out, text, size);
        text += size;
        if (*text == '"' || *text == '\\')
            buf_format(out, "\\%c", *text++);
        else if (*text)
            buf_format(out, "\\u%04X", (unsigned)*text++);
    }
    buf_byte(out, '"');
}

/* The deepest nesting, brackets inside strings not counted: the parser must not meet more. */
static size_t depth_of(const char *bytes, size_t size)
{
    size_t depth = 0, deepest = 0;
    bool in_text = false;

    for (size_t i = 0; i < size; i++) {
        if (in_text && bytes[i] == '\\')
            i++;
        else if (bytes[i] == '"')
            in_text = !in_text;
        else if (!in_text && (bytes[i] == '[' || bytes[i] == '{') && ++depth > deepest)
            deepest = depth;
        else if (!in_text && (bytes[i] == ']' || bytes[i] == '}') && depth > 0)
            depth--;
    }
    return deepest;
}

/* The first number that is not an integer below 2^53, by its path; NULL when there is none. */
static const char *odd_number(struct arena *arena, json_t *value, const char *path)
{
    const char *key, *odd = NULL;
    json_t *member;
    size_t i;

    if (json_is_real(value))
        return path;
    if (json_is_integer(value)) {
        int64_t number = json_integer_value(value);
        return number > INTEGER_LIMIT || number < -INTEGER_LIMIT ? path : NULL;
    }
    json_object_foreach(value, key, member) if (!odd) odd =
        odd_number(arena, member, arena_format(arena, "%s/%s", path, key));
    json_array_foreach(value, i, member) if (!odd) odd =
        odd_number(arena, member, arena_format(arena, "%s/%zu", path, i));
    return odd;
}

static bool fail_parse(struct ctx *cx, const json_error_t *error)
{
    enum json_error_code why = json_error_code(error);
    bool is_null = why == json_error_null_character || why == json_error_null_byte_in_key;
    const char *code = is_null ? "JSON-NUL" : "JSON-FORMAT";

    if (why == json_error_duplicate_key)
        code = "JSON-DOUBLE";
    else if (why == json_error_numeric_overflow)
        code = "JSON-NOMBRE";
    return fail(cx, FAULT_INPUT, code, "line", arena_format(cx->arena, "%d", error->line), "column",
                arena_format(cx->arena, "%d", error->column), NULL);
}

static struct json *load(struct ctx *cx, const char *bytes, size_t size, size_t flags)
{
    json_error_t error;

    tree_begin(cx->arena);
    json_t *value = json_loadb(bytes, size, flags | JSON_REJECT_DUPLICATES, &error);
    if (!tree_end(value))
        (void)fail_parse(cx, &error);
    return outside(value);
}

struct json *json_parse(struct ctx *cx, const char *bytes, size_t size)
{
    if (size > LIMIT_JSON_BYTES) {
        (void)fail(cx, FAULT_INPUT, "JSON-LONG", "size", arena_format(cx->arena, "%zu", size),
                   "limit", arena_format(cx->arena, "%d", LIMIT_JSON_BYTES), NULL);
        return NULL;
    }
    if (depth_of(bytes, size) > LIMIT_JSON_DEPTH) {
        (void)fail(cx, FAULT_INPUT, "JSON-PROFONDEUR", "limit",
                   arena_format(cx->arena, "%d", LIMIT_JSON_DEPTH), NULL);
        return NULL;
    }
    struct json *value = load(cx, bytes, size, 0);
    const char *odd = value ? odd_number(cx->arena, inside(value), "") : NULL;
    if (odd) {
        (void)fail(cx, FAULT_INPUT, "JSON-NOMBRE", "place", odd, NULL);
        return NULL;
    }
    return value;
}

/* A float becomes the text that a reader would write: 1.21, 1e+30 never. */
static json_t *without_floats(json_t *value)
{
    const char *key;
    json_t *member;
    size_t i;
    void *place;

    if (json_is_real(value))
        return json_sprintf("%.15g", json_real_value(value));
    json_object_foreach_safe(value, place, key, member) if (json_is_real(member)
                                                            || json_is_object(member)
                                                            || json_is_array(member))
        json_object_set_new(value, key, without_floats(member));
    json_array_foreach(value, i, member) if (json_is_real(member) || json_is_object(member)
                                             || json_is_array(member))
        json_array_set_new(value, i, without_floats(member));
    return json_incref(value);
}

struct json *json_parse_own(struct ctx *cx, const char *bytes, size_t size)
{
    struct json *value = load(cx, bytes, size, JSON_DECODE_ANY);

    if (!value)
        return NULL;
    tree_begin(cx->arena);
    return tree_end(without_floats(inside(value)));
}
