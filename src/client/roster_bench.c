/*
 * A workbook of 12,000 clients and 80 columns, imported (P-23), against `unzip -p … | wc -c` of its
 * sheet: until its preview stands, then until it is in the books. Processor time of all that takes
 * part, best of each; the most memory that any of them held. Limits of both together: ratio 6, 64
 * MiB; of more rows 128 MiB alone.
 *
 *     roster_bench FOLDER [BOOK.xlsx | ROWS COLUMNS]
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/roster_import.h"
#include "firm/firm.h"
#include "format/unzip_bench.h"
#include "format/xlsx_write.h"

enum { ROUNDS = 3 };

struct size {
    int rows, columns;
};

static const char *const heads[] = { "Code",    "Raison sociale", "SIREN",     "Ville",
                                     "Contact", "E-mail",         "Téléphone", "Secteur",
                                     "Forfait", "Étiquettes",     "Code NAF",  "Forme juridique" };

/* With the key that makes its digits sum to a multiple of ten. */
static const char *siren_text(struct arena *arena, int row)
{
    const char *body = arena_format(arena, "%08d", 10000000 + row * 443);
    int sum = 0;

    for (int i = 0; i < 8; i++) {
        int digit = (body[i] - '0') * (i % 2 ? 2 : 1);
        sum += digit > 9 ? digit - 9 : digit;
    }
    return arena_format(arena, "%s%d", body, (10 - sum % 10) % 10);
}

static const char *text_of(struct arena *arena, int row, int column)
{
    switch (column) {
    case 0:
        return arena_format(arena, "D%05d", row);
    case 2:
        return siren_text(arena, row);
    case 4:
        return arena_format(arena, "Personne %d", row);
    case 5:
        return arena_format(arena, "personne%d@client.example", row);
    case 6:
        return arena_format(arena, "02 98 %02d %02d %02d", row % 100, row / 100 % 100, 11);
    case 10:
        return "62.01Z";
    case 11:
        return "SARL";
    default:
        return arena_format(arena, "%s %d", column == 1 ? "Société" : "Valeur",
                            column == 1 ? row : row % 20);
    }
}

static bool book_write(struct ctx *cx, const char *path, struct size size)
{
    size_t count = (size_t)size.columns;
    struct xlsx_column *columns = arena_new(cx->arena, struct xlsx_column, count);
    struct xlsx_value *values = arena_new(cx->arena, struct xlsx_value, count);

    for (int i = 0; i < size.columns; i++)
        columns[i] = (struct xlsx_column){
            .head =
                i < (int)COUNT_OF(heads) ? heads[i] : arena_format(cx->arena, "Colonne %d", i + 1),
            .kind = i < (int)COUNT_OF(heads) ? XLSX_TEXT : (enum xlsx_kind)(i % 4),
        };
    struct xlsx_out *out = xlsx_start(cx, path, "Dossiers", columns, count);
    struct arena_mark mark = arena_mark(cx->arena);
    for (int row = 0; out && row < size.rows; row++) {
        for (int i = 0; i < size.columns; i++)
            values[i] = (struct xlsx_value){
                .text = text_of(cx->arena, row, i),
                .money = { (int64_t)row * 1009 + i * 37 },
                .date = { 20000 + row % 400 },
                .number = row + i,
            };
        xlsx_row(out, values);
        arena_rewind(cx->arena, mark);
    }
    return out && xlsx_end(cx, out, "Total");
}

struct measured {
    double preview_s, write_s;
    long preview_kib;
    struct roster_counts counts;
};

static bool file_take(struct ctx *cx, const char *path, int64_t *id)
{
    const struct roster_source source = { .file = open(path, O_RDONLY | O_CLOEXEC),
                                          .name = "bench.xlsx",
                                          .limits = CHILD_COMMAND };
    struct arena_mark mark = arena_mark(cx->arena);
    struct roster_file file;
    bool well = source.file >= 0 && roster_file_read(cx, &source, ROSTER_CLIENTS, &file)
        && roster_import_add(cx, ROSTER_CLIENTS, &file, id);

    if (source.file >= 0)
        close(source.file);
    if (well)
        arena_rewind(cx->arena, mark);
    return well;
}

static bool import_measure(struct ctx *cx, const char *path, struct measured *measured)
{
    struct roster_import import;
    bool is_stale;
    int64_t id;
    double start = bench_processor_s();

    if (!file_take(cx, path, &id))
        return false;
    double preview_s = bench_processor_s() - start;
    long preview_kib = bench_peak_kib();
    start = bench_processor_s();
    if (!roster_import_do(cx, id, NULL, &is_stale) || is_stale
        || !roster_import_find(cx, id, &import))
        return false;
    *measured =
        (struct measured){ preview_s, bench_processor_s() - start, preview_kib, import.counts };
    return true;
}

/* Into books of its own, so that each time the clients are new. */
static bool once(const char *folder, const char *path, struct measured *measured)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena, .today = date_of(2026, 3, 17), .now = { 1773738000000 } };
    const char *where = arena_format(&arena, "%s/roster.db", folder);
    struct firm firm = { .name = "Cabinet",
                         .siren = "",
                         .language = "fr",
                         .time_zone = "Europe/Paris",
                         .open_from_minute = 480,
                         .open_until_minute = 1140,
                         .base_url = "" };
    struct store *store = NULL;
    bool well = store_create(&cx, where) && (store = store_open(&cx, where))
        && (cx.store = scope_open(&cx, store)) && firm_add(&cx, &firm, NULL)
        && import_measure(&cx, path, measured);

    if (!well)
        fprintf(stderr, "roster_bench: %s\n", cx.fault.code ? cx.fault.code : "stale");
    scope_close(cx.store);
    arena_free(&arena);
    store_close(store);
    (void)unlink(arena_format(&arena, "%s/roster.db", folder));
    arena_free(&arena);
    return well;
}

/* Of more rows the memory alone has a limit. */
static bool told(const struct measured *best, double unzip_s, bool is_more)
{
    long limit = is_more ? 2 * BENCH_KIB : BENCH_KIB;
    double ratio = (best->preview_s + best->write_s) / unzip_s;
    bool held = (is_more || ratio < BENCH_RATIO) && best->preview_kib < limit;

    printf("%lld clients new, %lld faulty; unzip %.3f s\n", (long long)best->counts.created,
           (long long)best->counts.faulty, unzip_s);
    printf("  until the preview stands: %.3f s, ratio %.2f, peak %ld KiB (limit %ld)\n",
           best->preview_s, best->preview_s / unzip_s, best->preview_kib, limit);
    printf("  and into the books: %.3f s more, ratio of both %.2f (limit %d), peak %ld KiB%s\n",
           best->write_s, ratio, BENCH_RATIO, bench_peak_kib(), held ? "" : ": NOT HELD");
    return held;
}

int main(int count, char **words)
{
    struct measured best = { .preview_s = 1e9, .write_s = 1e9 }, measured;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    double unzip = 1e9;

    if (count > 1 && strcmp(words[1], "--parser") == 0)
        return child_main(count - 2, words + 2);
    const struct size size = { count == 4 ? atoi(words[2]) : BENCH_ROWS,
                               count == 4 ? atoi(words[3]) : BENCH_COLUMNS };
    const char *path = count == 3 ? words[2]
        : count > 1               ? arena_format(&arena, "%s/roster.xlsx", words[1])
                                  : NULL;
    if (!path || (count != 3 && !book_write(&cx, path, size)))
        return EXIT_FAILURE;
    for (int i = 0; i < ROUNDS; i++) {
        if (!once(words[1], path, &measured))
            return EXIT_FAILURE;
        double unzip_s = bench_unzip_s(&arena, path);
        unzip = unzip_s < unzip ? unzip_s : unzip;
        if (i == 0)
            best.preview_kib = measured.preview_kib; /* before anything was written */
        best.counts = measured.counts;
        best.preview_s = measured.preview_s < best.preview_s ? measured.preview_s : best.preview_s;
        best.write_s = measured.write_s < best.write_s ? measured.write_s : best.write_s;
    }
    bool held = told(&best, unzip, size.rows > BENCH_ROWS);
    arena_free(&arena);
    return held ? EXIT_SUCCESS : EXIT_FAILURE;
}
