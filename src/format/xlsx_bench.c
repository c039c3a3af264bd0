/*
 * A workbook of 12,000 rows and 80 columns, read in the child, against `unzip -p … | wc -c` of its
 * sheet: processor time of all that takes part, best of each, in turn. Limits: ratio 6, 64 MiB.
 *
 *     xlsx_bench FOLDER [BOOK.xlsx]
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "format/unzip_bench.h"
#include "format/xlsx.h"
#include "format/xlsx_write.h"

enum { ROUNDS = 5 };

static bool book_write(struct ctx *cx, const char *path)
{
    struct xlsx_column columns[BENCH_COLUMNS];
    struct xlsx_value values[BENCH_COLUMNS];

    for (int i = 0; i < BENCH_COLUMNS; i++)
        columns[i] = (struct xlsx_column){
            .head = arena_format(cx->arena, "Colonne %d", i + 1),
            .kind = (enum xlsx_kind)(i % 4),
            .total = i % 4 == XLSX_MONEY,
        };
    struct xlsx_out *out = xlsx_start(cx, path, "Dossiers", columns, BENCH_COLUMNS);
    struct arena_mark mark = arena_mark(cx->arena);
    for (int row = 0; out && row < BENCH_ROWS; row++) {
        for (int i = 0; i < BENCH_COLUMNS; i++)
            values[i] = (struct xlsx_value){
                .text = arena_format(cx->arena, "Société %d-%d", row, i),
                .money = { (int64_t)row * 1009 + i * 37 },
                .date = { 20000 + row % 400 },
                .number = row + i,
            };
        xlsx_row(out, values);
        arena_rewind(cx->arena, mark);
    }
    return out && xlsx_end(cx, out, "Total");
}

static void cells_count(void *into, const struct sheet_row *row)
{
    for (size_t i = 0; i < row->count; i++)
        *(int64_t *)into += row->cells[i].kind != SHEET_EMPTY;
}

static double import_measure(struct ctx *cx, const char *path, int64_t *cells)
{
    const struct xlsx_wants wants = { .take = cells_count, .into = cells };
    struct xlsx_book book;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    double start = bench_processor_s();

    *cells = 0;
    if (file < 0 || !xlsx_read_apart(cx, file, &wants, CHILD_COMMAND, &book)) {
        fprintf(stderr, "%s\n", cx->fault.code ? cx->fault.code : path);
        exit(EXIT_FAILURE);
    }
    close(file);
    return bench_processor_s() - start;
}

int main(int count, char **words)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    double import = 1e9, unzip = 1e9;
    int64_t cells = 0;

    if (count > 1 && strcmp(words[1], "--parser") == 0)
        return child_main(count - 2, words + 2);
    const char *path = count > 2 ? words[2]
        : count > 1              ? arena_format(&arena, "%s/bench.xlsx", words[1])
                                 : NULL;
    if (!path || (count == 2 && !book_write(&cx, path)))
        return EXIT_FAILURE;
    for (int i = 0; i < ROUNDS; i++) {
        double import_s = import_measure(&cx, path, &cells), unzip_s = bench_unzip_s(&arena, path);
        import = import_s < import ? import_s : import;
        unzip = unzip_s < unzip ? unzip_s : unzip;
    }
    bool held = import < unzip * BENCH_RATIO && bench_peak_kib() < BENCH_KIB;
    printf("%lld cells: import %.3f s, unzip %.3f s, ratio %.2f (limit %d), peak %ld KiB "
           "(limit %d)%s\n",
           (long long)cells, import, unzip, import / unzip, BENCH_RATIO, bench_peak_kib(),
           BENCH_KIB, held ? "" : ": NOT HELD");
    arena_free(&arena);
    return held ? EXIT_SUCCESS : EXIT_FAILURE;
}
