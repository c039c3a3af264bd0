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
#include <sys/resource.h>
#include <unistd.h>

#include "format/xlsx.h"
#include "format/xlsx_write.h"

enum { ROWS = 12000, COLUMNS = 80, ROUNDS = 5, RATIO = 6, KIB_LIMIT = 64 * 1024 };

static bool book_write(struct ctx *cx, const char *path)
{
    struct xlsx_column columns[COLUMNS];
    struct xlsx_value values[COLUMNS];

    for (int i = 0; i < COLUMNS; i++)
        columns[i] = (struct xlsx_column){
            .head = arena_format(cx->arena, "Colonne %d", i + 1),
            .kind = (enum xlsx_kind)(i % 4),
            .total = i % 4 == XLSX_MONEY,
        };
    struct xlsx_out *out = xlsx_start(cx, path, "Dossiers", columns, COLUMNS);
    struct arena_mark mark = arena_mark(cx->arena);
    for (int row = 0; out && row < ROWS; row++) {
        for (int i = 0; i < COLUMNS; i++)
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

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec * 1e-6;
}

/* Of this process and of all that it started and saw end. */
static double processor_s(void)
{
    double sum = 0;

    for (int i = 0; i < 2; i++) {
        struct rusage usage;
        getrusage(i == 0 ? RUSAGE_SELF : RUSAGE_CHILDREN, &usage);
        sum += seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
    }
    return sum;
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
    double start = processor_s();

    *cells = 0;
    if (file < 0 || !xlsx_read_apart(cx, file, &wants, CHILD_COMMAND, &book)) {
        fprintf(stderr, "%s\n", cx->fault.code ? cx->fault.code : path);
        exit(EXIT_FAILURE);
    }
    close(file);
    return processor_s() - start;
}

static double unzip_measure(struct arena *arena, const char *path)
{
    const char *line =
        arena_format(arena, "unzip -p '%s' xl/worksheets/sheet1.xml | wc -c > /dev/null", path);
    double start = processor_s();

    if (system(line) != 0)
        exit(EXIT_FAILURE);
    return processor_s() - start;
}

static long peak_kib(void)
{
    struct rusage self, children;

    getrusage(RUSAGE_SELF, &self);
    getrusage(RUSAGE_CHILDREN, &children);
    return self.ru_maxrss > children.ru_maxrss ? self.ru_maxrss : children.ru_maxrss;
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
        double import_s = import_measure(&cx, path, &cells), unzip_s = unzip_measure(&arena, path);
        import = import_s < import ? import_s : import;
        unzip = unzip_s < unzip ? unzip_s : unzip;
    }
    bool held = import < unzip * RATIO && peak_kib() < KIB_LIMIT;
    printf("%lld cells: import %.3f s, unzip %.3f s, ratio %.2f (limit %d), peak %ld KiB "
           "(limit %d)%s\n",
           (long long)cells, import, unzip, import / unzip, RATIO, peak_kib(), KIB_LIMIT,
           held ? "" : ": NOT HELD");
    arena_free(&arena);
    return held ? EXIT_SUCCESS : EXIT_FAILURE;
}
