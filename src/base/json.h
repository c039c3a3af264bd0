/*
 * JSON: the model of every page and the data of every API answer, tied to an arena.
 *
 * This module alone includes jansson. A tree that begins with json_map, json_list or json_parse
 * lives as long as the arena, whenever it was added to; a value put into another tree is shared,
 * and must live as long as that one. Amounts are decimal strings ("1234.56"), days are ISO text,
 * ids are integers below 2^53; there are no floats.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buf.h"
#include "base/ctx.h"
#include "base/money.h"

struct json;

enum json_kind { JSON_NONE, JSON_MAP, JSON_LIST, JSON_TEXT, JSON_INT, JSON_BOOL, JSON_EMPTY };

struct json *json_map(struct arena *arena);
struct json *json_list(struct arena *arena);

/* Put into a map; a key put twice keeps the later value. Text is UTF-8; NULL puts null. */
void json_put(struct json *map, const char *key, struct json *value);
void json_put_text(struct json *map, const char *key, const char *text);
void json_put_int(struct json *map, const char *key, int64_t number);
void json_put_bool(struct json *map, const char *key, bool truth);
void json_put_date(struct json *map, const char *key, struct date date);
void json_put_money(struct json *map, const char *key, struct money money);
struct json *json_put_map(struct json *map, const char *key);  /* a new one, put and handed out */
struct json *json_put_list(struct json *map, const char *key); /* likewise */

void json_add(struct json *list, struct json *value);
void json_add_text(struct json *list, const char *text);
struct json *json_add_map(struct json *list); /* a new one, added and handed out */

/* Reading: what is absent or of another kind is NULL, 0 or false. */
enum json_kind json_kind(const struct json *value); /* JSON_NONE for NULL */
struct json *json_get(const struct json *map, const char *key);
struct json *json_get_sized(const struct json *map, const char *key, size_t size);
struct json *json_at(const struct json *list, size_t index);
size_t json_count(const struct json *value); /* of a list's or a map's members */
const char *json_text(const struct json *value);
size_t json_text_size(const struct json *value);
int64_t json_int(const struct json *value);
bool json_bool(const struct json *value);

/* Walks a map in the order in which it was filled; see json_next. */
struct json_entry {
    const char *key;
    struct json *value;
    void *place;
};

bool json_next(const struct json *map, struct json_entry *entry); /* start from { 0 } */

/* One line, members in the order in which they were put; *_lines is indented for a reader. */
const char *json_write(struct arena *arena, const struct json *value);
const char *json_write_lines(struct arena *arena, const struct json *value);

/* A text as it stands in JSON, for long lists that build no tree. */
void json_text_write(struct buf *out, const char *text);

/*
 * Reads what came from outside: UTF-8, at most 1 MiB and 32 deep, no key twice (codes JSON-LONG,
 * JSON-PROFONDEUR, JSON-DOUBLE, else JSON-FORMAT with line and column). A number that is not an
 * integer below 2^53 is refused (JSON-NOMBRE): amounts are strings.
 */
MUST_USE struct json *json_parse(struct ctx *cx, const char *bytes, size_t size);

/* The same for what we ship ourselves or a test reads: any size, floats kept as text. */
MUST_USE struct json *json_parse_own(struct ctx *cx, const char *bytes, size_t size);

#endif
