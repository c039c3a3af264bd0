#include "client/software.h"

#include <string.h>

#include "base/secret.h"
#include "base/str.h"
#include "format/web_url.h"

#define COLUMNS                                                                                    \
    "s.id, s.name, s.key, s.open_url, s.algorithm, s.for_all, s.for_legal, s.for_finance,"         \
    " s.for_payroll, s.for_operational, s.added_at"

bool software_address_stands(const char *address)
{
    bool is_plain = str_starts(address, "http://");
    const char *host = address + strlen(is_plain ? "http://" : "https://");

    if (!is_plain && !str_starts(address, "https://"))
        return false;
    for (const char *at = address; *at; at++)
        if ((unsigned char)*at <= ' ' || (unsigned char)*at >= 0x7F || strchr("\\\"<>#", *at))
            return false;
    size_t size = strcspn(host, "/?");
    return size > 0 && *host != ':' && !memchr(host, '@', size)
        && strlen(address) <= SOFTWARE_ADDRESS_BYTES && (!is_plain || web_url_is_near(address));
}

/* The next line that holds something, trimmed; NULL at the end. */
static const char *line_take(struct arena *arena, const char **text)
{
    while (**text) {
        size_t size = strcspn(*text, "\n");
        const char *line = str_trim(arena, arena_text(arena, *text, size));
        *text += size + ((*text)[size] == '\n');
        if (*line)
            return line;
    }
    return NULL;
}

bool software_has_address(const struct software *software, const char *address)
{
    size_t size = strlen(address);

    for (const char *at = software->addresses; size > 0 && *at;) {
        size_t length = strcspn(at, "\n");
        if (length == size && memcmp(at, address, size) == 0)
            return true;
        at += length + (at[length] == '\n');
    }
    return false;
}

static bool check_addresses(struct ctx *cx, const struct software *software)
{
    const char *text = software->addresses;
    size_t count = 0;

    for (const char *line; (line = line_take(cx->arena, &text)) != NULL; count++)
        if (!software_address_stands(line))
            return fail(cx, FAULT_INPUT, "LOGICIEL-ADRESSE", "field", "addresses", "value", line,
                        NULL);
    if (count == 0 || count > SOFTWARE_ADDRESSES)
        return fail(cx, FAULT_INPUT, "LOGICIEL-ADRESSES", "field", "addresses", "limit",
                    arena_format(cx->arena, "%d", SOFTWARE_ADDRESSES), NULL);
    return true;
}

static bool check(struct ctx *cx, const struct software *software)
{
    if (!*software->name)
        return fail(cx, FAULT_INPUT, "LOGICIEL-NOM", "field", "name", NULL);
    if (*software->open_url && !software_address_stands(software->open_url))
        return fail(cx, FAULT_INPUT, "LOGICIEL-ADRESSE", "field", "open_url", "value",
                    software->open_url, NULL);
    if (!software->for_all && !software->for_legal && !software->for_finance
        && !software->for_payroll && !software->for_operational)
        return fail(cx, FAULT_INPUT, "LOGICIEL-FONCTION", "field", "for_all", NULL);
    return check_addresses(cx, software);
}

SQL(DROP_ADDRESSES, FIRM, "DELETE FROM software_address WHERE firm = $1 AND software = $2");
SQL(ADD_ADDRESS, FIRM,
    "INSERT INTO software_address (firm, software, address) VALUES ($1, $2, $3)"
    " ON CONFLICT (firm, software, address) DO NOTHING");

static bool write_addresses(struct ctx *cx, const struct software *software)
{
    const char *text = software->addresses;

    if (!store_run(cx, &DROP_ADDRESSES, ARGS(arg_int(software->id))))
        return false;
    for (const char *line; (line = line_take(cx->arena, &text)) != NULL;)
        if (!store_run(cx, &ADD_ADDRESS, ARGS(arg_int(software->id), arg_text(line))))
            return false;
    return true;
}

SQL(ADD, FIRM,
    "INSERT INTO software (firm, id, name, key, secret_hash, open_url, algorithm, for_all,"
    " for_legal, for_finance, for_payroll, for_operational, added_at, added_by)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)");

static bool add(struct ctx *cx, struct software *software, const struct secret *secret)
{
    return store_id(cx, "software", 1, &software->id)
        && store_run(cx, &ADD,
                     ARGS(arg_int(software->id), arg_text(software->name), arg_text(software->key),
                          arg_secret(cx->arena, secret), arg_text(software->open_url),
                          arg_text(jose_algorithm_texts[software->algorithm]),
                          arg_int(software->for_all), arg_int(software->for_legal),
                          arg_int(software->for_finance), arg_int(software->for_payroll),
                          arg_int(software->for_operational), arg_instant(cx->now),
                          arg_int(cx->actor)))
        && write_addresses(cx, software);
}

bool software_add(struct ctx *cx, struct software *software, const char **secret)
{
    const struct secret drawn = secret_draw(), key = secret_draw();

    software->key = arena_format(cx->arena, "%.22s", secret_text(cx->arena, &key));
    if (!check(cx, software) || !store_begin(cx) || !store_end(cx, add(cx, software, &drawn)))
        return false;
    *secret = secret_text(cx->arena, &drawn);
    return true;
}

SQL(SAVE, FIRM,
    "UPDATE software SET name = $3, open_url = $4, algorithm = $5, for_all = $6, for_legal = $7,"
    " for_finance = $8, for_payroll = $9, for_operational = $10"
    " WHERE firm = $1 AND id = $2 AND removed_at IS NULL");

static bool absent_when(struct ctx *cx, bool none)
{
    return !none || fail(cx, FAULT_ABSENT, "LOGICIEL-ABSENT", NULL);
}

static bool save(struct ctx *cx, const struct software *software)
{
    int64_t saved;

    return store_change(
               cx, &SAVE,
               ARGS(arg_int(software->id), arg_text(software->name), arg_text(software->open_url),
                    arg_text(jose_algorithm_texts[software->algorithm]), arg_int(software->for_all),
                    arg_int(software->for_legal), arg_int(software->for_finance),
                    arg_int(software->for_payroll), arg_int(software->for_operational)),
               &saved)
        && absent_when(cx, saved == 0) && write_addresses(cx, software);
}

bool software_save(struct ctx *cx, const struct software *software)
{
    return check(cx, software) && store_begin(cx) && store_end(cx, save(cx, software));
}

SQL(RENEW, FIRM,
    "UPDATE software SET secret_hash = $3 WHERE firm = $1 AND id = $2 AND removed_at IS NULL");

bool software_renew(struct ctx *cx, int64_t id, const char **secret)
{
    const struct secret drawn = secret_draw();
    int64_t changed;

    if (!store_change(cx, &RENEW, ARGS(arg_int(id), arg_secret(cx->arena, &drawn)), &changed)
        || !absent_when(cx, changed == 0))
        return false;
    *secret = secret_text(cx->arena, &drawn);
    return true;
}

SQL(REMOVE, FIRM,
    "UPDATE software SET removed_at = $3 WHERE firm = $1 AND id = $2 AND removed_at IS NULL");
SQL(DROP_TOKENS, FIRM, "DELETE FROM software_token WHERE firm = $1 AND software = $2");
SQL(DROP_CODES, FIRM, "DELETE FROM software_code WHERE firm = $1 AND software = $2");

static bool remove_all(struct ctx *cx, int64_t id)
{
    int64_t changed;

    return store_change(cx, &REMOVE, ARGS(arg_int(id), arg_instant(cx->now)), &changed)
        && absent_when(cx, changed == 0) && store_run(cx, &DROP_TOKENS, ARGS(arg_int(id)))
        && store_run(cx, &DROP_CODES, ARGS(arg_int(id)));
}

bool software_remove(struct ctx *cx, int64_t id)
{
    return store_begin(cx) && store_end(cx, remove_all(cx, id));
}

static struct software row_read(struct rows *rows)
{
    return (struct software){ .id = rows_int(rows, 0),
                              .name = rows_text(rows, 1),
                              .key = rows_text(rows, 2),
                              .open_url = rows_text(rows, 3),
                              .algorithm = jose_algorithm_parse(rows_text(rows, 4)),
                              .for_all = rows_int(rows, 5) == 1,
                              .for_legal = rows_int(rows, 6) == 1,
                              .for_finance = rows_int(rows, 7) == 1,
                              .for_payroll = rows_int(rows, 8) == 1,
                              .for_operational = rows_int(rows, 9) == 1,
                              .added_at = rows_instant(rows, 10),
                              .addresses = "" };
}

SQL(ADDRESSES, FIRM,
    "SELECT address FROM software_address WHERE firm = $1 AND software = $2 ORDER BY address");

static bool read_addresses(struct ctx *cx, struct software *software)
{
    struct rows *rows = store_query(cx, &ADDRESSES, ARGS(arg_int(software->id)));
    struct buf text = { .arena = cx->arena };

    while (rows_next(rows))
        buf_format(&text, "%s%s", text.size > 0 ? "\n" : "", rows_text(rows, 0));
    software->addresses = buf_string(&text);
    return rows_done(rows);
}

static bool one_read(struct ctx *cx, struct rows *rows, struct software *software)
{
    struct software found = { .addresses = "" };

    if (rows_next(rows))
        found = row_read(rows);
    if (!rows_done(rows) || (found.id > 0 && !read_addresses(cx, &found)))
        return false;
    *software = found;
    return true;
}

SQL(FIND, FIRM,
    "SELECT " COLUMNS " FROM software s WHERE s.firm = $1 AND s.id = $2 AND s.removed_at IS NULL");

bool software_find(struct ctx *cx, int64_t id, struct software *software)
{
    struct software found;

    if (!one_read(cx, store_query(cx, &FIND, ARGS(arg_int(id))), &found)
        || !absent_when(cx, found.id == 0))
        return false;
    *software = found;
    return true;
}

SQL(BY_KEY, FIRM,
    "SELECT " COLUMNS " FROM software s"
    " WHERE s.firm = $1 AND s.key = $2 AND s.removed_at IS NULL");

bool software_find_by_key(struct ctx *cx, const char *key, struct software *software)
{
    return one_read(cx, store_query(cx, &BY_KEY, ARGS(arg_text(key))), software);
}

SQL(PROVE, FIRM,
    "SELECT " COLUMNS " FROM software s WHERE s.firm = $1 AND s.key = $2 AND s.secret_hash = $3"
    " AND s.removed_at IS NULL");

bool software_prove(struct ctx *cx, const char *key, const char *secret, struct software *software)
{
    struct secret shown;

    if (!secret_parse(secret, &shown)) {
        *software = (struct software){ .addresses = "" };
        return true;
    }
    return one_read(cx, store_query(cx, &PROVE, ARGS(arg_text(key), arg_secret(cx->arena, &shown))),
                    software);
}

SQL(LIST, FIRM,
    "SELECT " COLUMNS " FROM software s WHERE s.firm = $1 AND s.removed_at IS NULL"
    " ORDER BY s.name, s.id");

bool software_list(struct ctx *cx, struct software **list, size_t *count)
{
    struct rows *rows = store_query(cx, &LIST, NO_ARGS);
    struct software *found = NULL;
    size_t size = 0, room = 0;

    while (rows_next(rows)) {
        if (size == room)
            found = arena_grow(cx->arena, found, &room, sizeof *found);
        found[size++] = row_read(rows);
    }
    if (!rows_done(rows))
        return false;
    for (size_t i = 0; i < size; i++)
        if (!read_addresses(cx, &found[i]))
            return false;
    *list = found;
    *count = size;
    return true;
}
