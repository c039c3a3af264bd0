#include "app/fec_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "view/view.h"

const char *fec_file_base(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');

    return charset_text(arena, CHARSET_UTF8, slash ? slash + 1 : path);
}

static bool file_open(struct ctx *cx, const char *path, int *file)
{
    *file = open(path, O_RDONLY | O_CLOEXEC);
    if (*file >= 0)
        return true;
    return fail(cx, errno == EACCES ? FAULT_DENIED : FAULT_ABSENT, "FICHIER-ABSENT", "file", path,
                "reason", strerrordesc_np(errno), NULL);
}

bool fec_file_read(struct ctx *cx, const struct fec_reading *reading, struct fec_file *file)
{
    struct fec_wants wants = reading->wants;
    struct fec_file found;
    int opened;

    found.base = fec_file_base(cx->arena, reading->name ? reading->name : reading->path);
    found.name = fec_name_read(cx->arena, found.base);
    wants.has_closing = found.name.has_closing;
    wants.closing = found.name.closing;
    if (!file_open(cx, reading->path, &opened))
        return false;
    bool read = fec_read_apart(cx, opened, &wants, reading->limits, &found.facts);
    close(opened);
    if (!read)
        return false;
    found.control = control_make(cx->arena, found.facts, &found.name, reading->regime);
    *file = found;
    return true;
}

static bool hash_bytes(int file, unsigned char *hash)
{
    enum { PIECE = 64 * 1024 };
    unsigned char bytes[PIECE];
    crypto_hash_sha256_state state;
    ssize_t size;

    crypto_hash_sha256_init(&state);
    while ((size = read(file, bytes, sizeof bytes)) != 0) {
        if (size < 0 && errno != EINTR)
            return false;
        if (size > 0)
            crypto_hash_sha256_update(&state, bytes, (size_t)size);
    }
    crypto_hash_sha256_final(&state, hash);
    return true;
}

bool fec_file_hash(struct ctx *cx, const char *path, const void **hash)
{
    unsigned char *made = arena_new(cx->arena, unsigned char, FEC_FILE_HASH_BYTES);
    int file;

    if (!file_open(cx, path, &file))
        return false;
    bool read = hash_bytes(file, made);
    close(file);
    if (!read)
        return fail(cx, FAULT_BROKEN, "FICHIER-LECTURE", NULL);
    *hash = made;
    return true;
}

static void put_finding(struct json *list, const struct control_finding *finding)
{
    const struct fec_finding *told = finding->told;
    struct json *entry = json_add_map(list);

    json_put_text(entry, "code", fec_code_text(told->code));
    json_put_text(entry, "severity", severity_text(finding->severity));
    json_put(entry, "line", NULL);
    if (told->line > 0)
        json_put_int(entry, "line", told->line);
    json_put_text(entry, "column", fec_column_text(told->column));
    json_put_text(entry, "value", told->value);
    json_put_text(entry, "rule", *finding->rule ? finding->rule : NULL);
    struct json *args = json_put_map(entry, "args");
    for (size_t i = 0; i < FAULT_ARGS_LIMIT && told->args[i].name; i++)
        json_put_text(args, told->args[i].name, told->args[i].value);
}

struct json *fec_file_findings(struct arena *arena, const struct fec_file *file, bool only_errors)
{
    const struct control *control = &file->control;
    struct json *list = json_list(arena);

    for (size_t i = 0; i < control->finding_count; i++)
        if (!only_errors || control->findings[i].severity == SEVERITY_ERROR)
            put_finding(list, &control->findings[i]);
    return list;
}

static void put_counts(struct json *report, const struct fec_file *file)
{
    struct json *counts = json_put_map(report, "counts");

    for (int code = 0; code < FEC_CODE_COUNT; code++)
        if (file->control.counts[code] > 0)
            json_put_int(counts, fec_code_text((enum fec_code)code), file->control.counts[code]);
}

/* How many customers have something open; before credits are allocated. */
static int64_t open_customers(struct arena *arena, const struct fec_facts *facts)
{
    int64_t *open = arena_new(arena, int64_t, facts->customer_count + 1), count = 0;

    for (size_t i = 0; i < facts->item_count; i++)
        open[facts->items[i].customer] += facts->items[i].money.cents;
    for (size_t i = 0; i < facts->customer_count; i++)
        count += open[i] != 0;
    return count;
}

void fec_file_report(struct arena *arena, const struct fec_file *file, struct json *report)
{
    const struct fec_facts *facts = file->facts;
    const char *separator = facts->separator == '|' ? "PIPE" : "TAB";

    json_put_text(report, "file", file->base);
    json_put_text(report, "siren", file->name.siren);
    json_put(report, "closing", NULL);
    if (file->name.has_closing)
        json_put_date(report, "closing", file->name.closing);
    json_put_text(report, "encoding", charset_name(facts->charset));
    json_put_text(report, "separator", facts->separator ? separator : NULL);
    json_put_int(report, "columns", facts->columns);
    json_put_int(report, "lines", facts->lines);
    json_put_int(report, "entries", facts->entries);
    json_put_money(report, "debit", facts->debit);
    json_put_money(report, "credit", facts->credit);
    json_put_text(report, "verdict", verdict_text(file->control.verdict));
    json_put_bool(report, "accepted", file->control.accepted);
    if (facts->item_count > 0) {
        json_put_int(report, "customers", open_customers(arena, facts));
        json_put_int(report, "open_items", facts->open_items);
    }
    json_put(report, "findings", fec_file_findings(arena, file, false));
    put_counts(report, file);
}

const char *fec_finding_word(struct arena *arena, const char *language, const struct json *finding)
{
    struct json *args = json_map(arena);
    struct json_entry entry = { 0 };

    while (json_next(json_get(finding, "args"), &entry))
        json_put(args, entry.key, entry.value);
    json_put(args, "line", json_get(finding, "line"));
    json_put(args, "column", json_get(finding, "column"));
    json_put(args, "value", json_get(finding, "value"));
    const char *key = arena_format(arena, "finding.%s", json_text(json_get(finding, "code")));
    return view_text(arena, language, key, args);
}
