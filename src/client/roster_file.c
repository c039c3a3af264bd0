#include "client/roster_file.h"

#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "format/csv.h"
#include "format/sheet_sniff.h"
#include "format/xlsx.h"

enum { HEAD_WITHIN = 30 }; /* the heads stand among the first rows, below a title at most */

/* The first rows wait until it is known which of them holds the heads. */
struct collecting {
    struct arena *arena;
    enum roster_kind kind;
    struct roster_row first[HEAD_WITHIN];
    size_t looked, heads; /* looked: of them; heads: how many the best row of heads names */
    size_t head_at;       /* its place among them */
    struct roster_map map;
    struct roster_blocks rows; /* behind it */
    struct arena packed;       /* of one row, then of the next */
    size_t count, bytes;
    bool is_full, is_journal;
};

static bool is_blank(const struct sheet_row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (row->cells[i].text[strspn(row->cells[i].text, " \t")] != '\0')
            return false;
    return true;
}

/* A later row must name more: the same heads may stand again further down. */
static void head_look(struct collecting *collecting, const struct sheet_row *row)
{
    struct roster_map map;
    size_t count = roster_head_read(collecting->arena, collecting->kind, row, &map);

    collecting->is_journal |= roster_is_journal(collecting->arena, row);
    if (count <= collecting->heads)
        return;
    collecting->heads = count;
    collecting->head_at = collecting->looked;
    collecting->map = map;
}

static void row_put(struct collecting *collecting, const struct roster_row *row)
{
    roster_blocks_put(&collecting->rows, row);
    collecting->count++;
    collecting->bytes += strlen(row->packed);
    collecting->is_full =
        collecting->bytes > LIMIT_ROSTER_BYTES || collecting->count > LIMIT_ROSTER_ROWS;
}

static void first_put(struct collecting *collecting)
{
    for (size_t i = collecting->head_at + 1; i < collecting->looked; i++)
        row_put(collecting, &collecting->first[i]);
}

static void row_collect(void *into, const struct sheet_row *row)
{
    struct collecting *collecting = into;
    bool is_first = collecting->looked < HEAD_WITHIN;
    struct arena *arena = is_first ? collecting->arena : &collecting->packed;

    if (is_blank(row) || collecting->is_full)
        return;
    struct arena_mark mark = arena_mark(&collecting->packed);
    struct roster_row kept = { row->number, row->line, row->recoded, roster_pack(arena, row) };
    if (is_first) {
        head_look(collecting, row);
        collecting->first[collecting->looked++] = kept;
    } else {
        row_put(collecting, &kept);
    }
    if (is_first && collecting->looked == HEAD_WITHIN)
        first_put(collecting);
    arena_rewind(&collecting->packed, mark);
}

static bool book_read(struct ctx *cx, const struct roster_source *source,
                      struct collecting *collecting, struct roster_file *file)
{
    const struct xlsx_wants wants = { .sheet = source->sheet,
                                      .cell_chars = LIMIT_NOTE_CHARS,
                                      .takes_long = true,
                                      .take = row_collect,
                                      .into = collecting };
    struct xlsx_book book;

    if (!xlsx_read_apart(cx, source->file, &wants, source->limits, &book))
        return false;
    file->sheet =
        book.sheet > 0 && (size_t)book.sheet <= book.count ? book.sheets[book.sheet - 1].name : "";
    file->has_macros = book.macros;
    file->encoding = file->separator = "";
    return true;
}

static bool lines_read(struct ctx *cx, const struct roster_source *source,
                       struct collecting *collecting, struct roster_file *file)
{
    const struct csv_wants wants = { .take = row_collect, .into = collecting };
    struct csv_facts facts;

    if (!csv_read_apart(cx, source->file, &wants, source->limits, &facts))
        return false;
    file->encoding = facts.charset;
    file->separator = arena_format(cx->arena, "%c", facts.separator);
    file->sheet = "";
    return true;
}

/* What the name promises is what is read; without a promise, what the bytes look like. */
static bool is_book(const struct roster_source *source)
{
    size_t size = strlen(source->name);
    const char *end = size > 5 ? source->name + size - 5 : source->name;
    const char *kind = sheet_sniff(source->file);

    if (strcasecmp(end, ".xlsx") == 0 || strcasecmp(end, ".xlsm") == 0)
        return true;
    if (size > 4 && (strcasecmp(end + 1, ".csv") == 0 || strcasecmp(end + 1, ".txt") == 0))
        return false;
    return !kind || (strcmp(kind, "texte") != 0 && strcmp(kind, "inconnu") != 0);
}

static bool judge(struct ctx *cx, const struct collecting *collecting)
{
    if (collecting->heads == 0 && collecting->is_journal)
        return fail(cx, FAULT_INPUT, "ROSTER-ECRITURES", NULL);
    if (collecting->heads == 0)
        return fail(cx, FAULT_INPUT, "ROSTER-ENTETE", roster_kind_name(collecting->kind), "1",
                    NULL);
    if (collecting->is_full)
        return fail(cx, FAULT_INPUT, "ROSTER-TAILLE", "rows",
                    arena_format(cx->arena, "%d", LIMIT_ROSTER_ROWS), "limit",
                    arena_format(cx->arena, "%d", LIMIT_ROSTER_BYTES / 1024 / 1024), NULL);
    return collecting->count > 0 || fail(cx, FAULT_INPUT, "ROSTER-RIEN", NULL);
}

bool roster_file_read(struct ctx *cx, const struct roster_source *source, enum roster_kind kind,
                      struct roster_file *file)
{
    struct collecting collecting = { .arena = cx->arena,
                                     .kind = kind,
                                     .rows = { .arena = cx->arena } };
    struct roster_file read = { .name = source->name };

    bool is_read = is_book(source) ? book_read(cx, source, &collecting, &read)
                                   : lines_read(cx, source, &collecting, &read);
    arena_free(&collecting.packed);
    if (!is_read)
        return false;
    if (collecting.looked < HEAD_WITHIN)
        first_put(&collecting);
    roster_blocks_end(&collecting.rows);
    if (!judge(cx, &collecting))
        return false;
    const struct roster_row *head = &collecting.first[collecting.head_at];
    read.head_row = head->line > 0 ? head->line : head->number;
    read.heads = head->packed;
    read.map = collecting.map;
    read.rows = collecting.rows;
    read.count = collecting.count;
    *file = read;
    return true;
}
