#include "cli/fec.h"

#include <string.h>

#include "view/format.h"
#include "view/view.h"

/*
 * A file's text on a terminal: what would move the cursor or colour the screen is shown as a dot.
 * Bytes of C1 controls stand in UTF-8 behind C2.
 */
static const char *plain(struct arena *arena, const char *text)
{
    char *shown = arena_new(arena, char, (text ? strlen(text) : 0) + 1), *end = shown;

    for (const char *at = text ? text : ""; *at; at++) {
        bool high = at[0] == '\xC2' && (unsigned char)at[1] >= 0x80 && (unsigned char)at[1] < 0xA0;
        bool low = (unsigned char)*at < ' ' || *at == 0x7F;
        *end++ = high || low ? '.' : *at;
        at += high;
    }
    return shown;
}

static const char *text_of(struct arena *arena, const struct json *map, const char *key)
{
    const struct json *value = json_get(map, key);

    if (json_kind(value) == JSON_INT)
        return arena_format(arena, "%lld", (long long)json_int(value));
    return plain(arena, json_text(value));
}

static const char *shown(struct buf *out, const struct call *call, const struct json *map,
                         const char *key, const char *format)
{
    const char *text = text_of(out->arena, map, key);

    return *text ? format_value(out->arena, format, call->language, text) : "–";
}

static void pair_print(struct buf *out, const struct call *call, const char *label,
                       const char *value)
{
    const char *key = arena_format(out->arena, "cli.fec.%s", label);

    buf_format(out, "%s : %s\n", view_text(out->arena, call->language, key, NULL), value);
}

static const char *word(struct buf *out, const struct call *call, const char *name)
{
    return view_text(out->arena, call->language, arena_format(out->arena, "cli.fec.%s", name),
                     NULL);
}

static void findings_print(struct buf *out, const struct call *call, const struct json *list)
{
    struct arena *arena = out->arena;
    const char *heads[] = { word(out, call, "severity"), word(out, call, "code"),
                            arena_format(arena, ">%s", word(out, call, "line")),
                            word(out, call, "finding"), NULL };

    if (json_count(list) == 0)
        return;
    struct table *table = table_new(arena, heads);
    for (size_t i = 0; i < json_count(list); i++) {
        const struct json *finding = json_at(list, i);
        const char *severity =
            arena_format(arena, "severity.%s", json_text(json_get(finding, "severity")));
        const char *cells[] = { word(out, call, severity), text_of(arena, finding, "code"),
                                text_of(arena, finding, "line"),
                                text_of(arena, finding, "message") };
        table_row(table, cells);
    }
    buf_byte(out, '\n');
    table_print(out, table);
}

static void counts_print(struct buf *out, const struct call *call, const struct json *counts)
{
    struct json_entry entry = { 0 };
    struct table *table = table_new(
        out->arena,
        (const char *const[]){ word(out, call, "code"),
                               arena_format(out->arena, ">%s", word(out, call, "count")), NULL });

    if (json_count(counts) == 0)
        return;
    while (json_next(counts, &entry))
        table_row(
            table,
            (const char *const[]){ entry.key, shown(out, call, counts, entry.key, "number") });
    buf_byte(out, '\n');
    table_print(out, table);
}

void fec_check_print(struct buf *out, const struct call *call, const struct json *model)
{
    static const char *const plain_keys[] = { "file", "encoding", "separator" };
    static const char *const formats[][2] = {
        { "siren", "siren" },   { "closing", "short" },  { "columns", "number" },
        { "lines", "number" },  { "entries", "number" }, { "debit", "amount" },
        { "credit", "amount" },
    };
    const char *verdict = text_of(out->arena, model, "verdict");
    bool accepted = json_bool(json_get(model, "accepted"));

    for (size_t i = 0; i < COUNT_OF(plain_keys); i++) {
        const char *text = text_of(out->arena, model, plain_keys[i]);
        pair_print(out, call, plain_keys[i], *text ? text : "–");
    }
    for (size_t i = 0; i < COUNT_OF(formats); i++)
        pair_print(out, call, formats[i][0], shown(out, call, model, formats[i][0], formats[i][1]));
    pair_print(out, call, "verdict", *verdict ? verdict : "–");
    pair_print(out, call, "accepted", word(out, call, accepted ? "yes" : "no"));
    counts_print(out, call, json_get(model, "counts"));
    findings_print(out, call, json_get(model, "findings"));
}

struct table *fec_balance_table(struct buf *out, const struct call *call)
{
    struct arena *arena = out->arena;
    const char **heads = arena_new(arena, const char *, 6);

    heads[0] = word(out, call, "account");
    heads[1] = word(out, call, "label");
    heads[2] = arena_format(arena, ">%s", word(out, call, "debit"));
    heads[3] = arena_format(arena, ">%s", word(out, call, "credit"));
    heads[4] = arena_format(arena, ">%s", word(out, call, "balance"));
    return table_new(arena, heads);
}

void fec_balance_row(struct buf *out, const struct call *call, struct table *table,
                     const struct json *account)
{
    const char *cells[] = { text_of(out->arena, account, "account"),
                            text_of(out->arena, account, "label"),
                            shown(out, call, account, "debit", "amount"),
                            shown(out, call, account, "credit", "amount"),
                            shown(out, call, account, "balance", "amount") };

    table_row(table, cells);
}

void fec_balance_end(struct buf *out, const struct call *call, struct table *table,
                     const struct json *model)
{
    const char *total[] = { "", word(out, call, "total"),
                            shown(out, call, model, "debit", "amount"),
                            shown(out, call, model, "credit", "amount"), "" };

    table_row(table, total);
    table_print(out, table);
    findings_print(out, call, json_get(model, "errors"));
}

static void ages_print(struct buf *out, const struct call *call, const struct json *model)
{
    const struct json *buckets = json_get(model, "buckets");
    struct json_entry entry = { 0 };

    pair_print(out, call, "total", shown(out, call, model, "total", "amount"));
    while (json_next(buckets, &entry))
        pair_print(out, call, arena_format(out->arena, "age.%s", entry.key),
                   shown(out, call, buckets, entry.key, "amount"));
    buf_byte(out, '\n');
}

void fec_open_print(struct buf *out, const struct call *call, const struct json *model)
{
    struct arena *arena = out->arena;
    const struct json *customers = json_get(model, "customers");
    const char *heads[] = { word(out, call, "account"),
                            word(out, call, "aux"),
                            word(out, call, "name"),
                            arena_format(arena, ">%s", word(out, call, "open")),
                            word(out, call, "oldest"),
                            arena_format(arena, ">%s", word(out, call, "lines")),
                            NULL };
    struct table *table = table_new(arena, heads);

    ages_print(out, call, model);
    for (size_t i = 0; i < json_count(customers); i++) {
        const struct json *customer = json_at(customers, i);
        const char *cells[] = { text_of(arena, customer, "account"),
                                text_of(arena, customer, "aux"),
                                text_of(arena, customer, "name"),
                                shown(out, call, customer, "open", "amount"),
                                shown(out, call, customer, "oldest_due", "short"),
                                text_of(arena, customer, "lines") };
        table_row(table, cells);
    }
    table_print(out, table);
    findings_print(out, call, json_get(model, "errors"));
}
