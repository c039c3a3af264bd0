#include "document/scrub.h"

#include <string.h>

#include "document/scan.h"
#include "document/upload.h"

/* Where a look stands. */
struct walk {
    const struct scrubbed *what;
    struct scrub scrub;
    const unsigned char *last;
    size_t last_size;
};

SQL(LAST, FIRM,
    "SELECT id, on_day, files, bytes, faulty, swept, ended_at, last_sha256 FROM scrub"
    " WHERE firm = $1 AND what = $2 ORDER BY id DESC LIMIT 1");

static bool find_last(struct ctx *cx, struct walk *walk)
{
    struct rows *rows = store_query(cx, &LAST, ARGS(arg_text(walk->what->name)));
    struct walk found = { .what = walk->what, .last = (const unsigned char *)"" };

    while (rows_next(rows)) {
        found.scrub = (struct scrub){
            .id = rows_int(rows, 0),
            .on = rows_date(rows, 1),
            .files = rows_int(rows, 2),
            .bytes = rows_int(rows, 3),
            .faulty = rows_int(rows, 4),
            .swept = rows_int(rows, 5),
            .ended_at = rows_instant(rows, 6),
        };
        found.last = rows_bytes(rows, 7, &found.last_size);
    }
    if (!rows_done(rows))
        return false;
    *walk = found;
    return true;
}

bool scrub_last(struct ctx *cx, const struct scrubbed *what, struct scrub *scrub)
{
    struct walk walk = { .what = what };

    if (!find_last(cx, &walk))
        return false;
    *scrub = walk.scrub;
    return true;
}

SQL(BEGIN, FIRM,
    "INSERT INTO scrub (firm, id, what, on_day, last_sha256, files, bytes, faulty, swept)"
    " VALUES ($1, $2, $3, $4, $5, 0, 0, 0, 0) ON CONFLICT DO NOTHING");

static bool begin(struct ctx *cx, struct walk *walk)
{
    int64_t id;

    return store_id(cx, "scrub", 1, &id)
        && store_run(cx, &BEGIN,
                     ARGS(arg_int(id), arg_text(walk->what->name), arg_date(cx->arena, cx->today),
                          arg_bytes("", 0)))
        && find_last(cx, walk);
}

SQL(NEXT, FIRM,
    "SELECT DISTINCT sha256, size FROM document WHERE firm = $1 AND sha256 > $2"
    " ORDER BY sha256 LIMIT CAST($3 AS BIGINT)");

static bool next_documents(struct ctx *cx, struct scrub_page *page)
{
    struct rows *rows = store_query(
        cx, &NEXT, ARGS(arg_bytes(page->after, page->after_size), arg_int(SCRUB_FILES)));
    size_t size;

    for (page->count = 0; rows_next(rows); page->count++)
        page->files[page->count] =
            (struct vault_file){ rows_bytes(rows, 0, &size), rows_int(rows, 1) };
    return rows_done(rows);
}

SQL(NOTE_FAULT, FIRM,
    "INSERT INTO scrub_fault (firm, scrub, sha256, code) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT DO NOTHING");

/* Its memory is given back; NULL when the file is as it came. */
static const char *fault_of(struct ctx *cx, const struct vault *vault,
                            const struct vault_file *file)
{
    struct ctx own = *cx;
    struct arena_mark mark = arena_mark(cx->arena);
    const void *bytes;
    bool is_well = vault_read(&own, vault, file, &bytes);

    arena_rewind(cx->arena, mark);
    return is_well ? NULL : own.fault.code;
}

static bool look_at(struct ctx *cx, const struct vault *vault, const struct vault_file *file,
                    struct walk *walk)
{
    const char *code = fault_of(cx, vault, file);

    walk->scrub.files++;
    walk->scrub.bytes += file->size;
    walk->scrub.faulty += code != NULL;
    walk->last = file->hash;
    walk->last_size = VAULT_HASH_BYTES;
    return !code
        || store_run(
            cx, &NOTE_FAULT,
            ARGS(arg_int(walk->scrub.id), arg_bytes(file->hash, VAULT_HASH_BYTES), arg_text(code)));
}

/* A document lost by the disk is known to the sweep all the same: another may be its backup. */
SQL(KNOWN, FIRM, "SELECT id FROM document WHERE firm = $1 AND sha256 = $2 LIMIT 1");

static bool is_known(struct ctx *cx, const unsigned char *hash, bool *known)
{
    struct rows *rows = store_query(cx, &KNOWN, ARGS(arg_bytes(hash, VAULT_HASH_BYTES)));

    *known = false;
    while (rows_next(rows))
        *known = true;
    return rows_done(rows);
}

const struct scrubbed scrub_documents = {
    .name = "document",
    .next = next_documents,
    .forget = upload_forget,
    .known = is_known,
};

SQL(KEEP, FIRM,
    "UPDATE scrub SET last_sha256 = $3, files = $4, bytes = $5, faulty = $6, swept = $7,"
    " ended_at = $8 WHERE firm = $1 AND id = $2 AND ended_at IS NULL");

static bool keep(struct ctx *cx, const struct walk *walk, bool is_done)
{
    const struct scrub *scrub = &walk->scrub;

    return store_run(cx, &KEEP,
                     ARGS(arg_int(scrub->id), arg_bytes(walk->last, walk->last_size),
                          arg_int(scrub->files), arg_int(scrub->bytes), arg_int(scrub->faulty),
                          arg_int(scrub->swept), arg_int_or_null(is_done, cx->now.ms)));
}

static bool piece(struct ctx *cx, const struct vault *vault, struct walk *walk, bool *is_done)
{
    const struct scrubbed *what = walk->what;
    struct scrub_page page = { .after = walk->last, .after_size = walk->last_size };
    int64_t end = walk->scrub.bytes + SCRUB_BYTES;
    size_t i = 0;

    if (!what->next(cx, &page))
        return false;
    for (; i < page.count && walk->scrub.bytes < end; i++)
        if (!look_at(cx, vault, &page.files[i], walk))
            return false;
    bool is_last = i == page.count && page.count < SCRUB_FILES;
    if (is_last && !(what->forget(cx) && vault_sweep(cx, vault, what->known, &walk->scrub.swept)))
        return false;
    *is_done = is_last;
    return keep(cx, walk, is_last);
}

bool scrub_turn(struct ctx *cx, const struct vault *vault, const struct scrubbed *what,
                bool *is_done)
{
    struct walk walk = { .what = what };

    if (!find_last(cx, &walk))
        return false;
    bool has_ended = walk.scrub.id == 0 || walk.scrub.ended_at.ms > 0;
    *is_done = walk.scrub.id > 0 && has_ended && walk.scrub.on.day >= cx->today.day;
    if (*is_done)
        return true;
    return (!has_ended || begin(cx, &walk)) && piece(cx, vault, &walk, is_done);
}

SQL(UNSEEN, FIRM,
    "SELECT id, sha256 FROM document WHERE firm = $1 AND scan = '' AND id > $2 ORDER BY id"
    " LIMIT $3");
SQL(SCANNED, FIRM, "UPDATE document SET scan = $3, scan_said = $4 WHERE firm = $1 AND id = $2");

bool scrub_scan(struct ctx *cx, const struct vault *vault, int64_t *after)
{
    int64_t ids[SCRUB_SCANS];
    const unsigned char *hashes[SCRUB_SCANS];
    size_t count = 0, size;

    if (!vault->scan)
        return true;
    struct rows *rows = store_query(cx, &UNSEEN, ARGS(arg_int(*after), arg_int(SCRUB_SCANS)));
    for (; rows_next(rows); count++) {
        ids[count] = rows_int(rows, 0);
        hashes[count] = rows_bytes(rows, 1, &size);
    }
    if (!rows_done(rows))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct scan scan = scan_file(cx->arena, vault->scan, vault_path(cx, vault, hashes[i]));
        if (!store_run(cx, &SCANNED,
                       ARGS(arg_int(ids[i]), arg_text(scan.verdict), arg_text(scan.said))))
            return false;
    }
    *after = count < SCRUB_SCANS ? 0 : ids[count - 1];
    return true;
}
