#include "mission/amount_sheet.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "format/csv.h"
#include "format/identifier.h"
#include "format/sheet_sniff.h"
#include "format/xlsx.h"
#include "mission/amount_period.h"
#include "mission/deadline_rule.h"
#include "store/store.h"
#include "store/visible.h"

enum column { COLUMN_CODE, COLUMN_SIREN, COLUMN_KIND, COLUMN_PERIOD, COLUMN_PART, COLUMN_AMOUNT };
enum { COLUMN_COUNT = COLUMN_AMOUNT + 1, NO_COLUMN = -1 };

static const struct {
    const char *folded;
    enum column column;
} heads[] = {
    { "code", COLUMN_CODE },      { "code dossier", COLUMN_CODE }, { "siren", COLUMN_SIREN },
    { "echeance", COLUMN_KIND },  { "deadline", COLUMN_KIND },     { "periode", COLUMN_PERIOD },
    { "period", COLUMN_PERIOD },  { "acompte", COLUMN_PART },      { "part", COLUMN_PART },
    { "montant", COLUMN_AMOUNT }, { "amount", COLUMN_AMOUNT },
};

/* A row's cells by what they hold. */
struct line {
    int64_t number;
    struct sheet_cell cells[COLUMN_COUNT];
};

struct collecting {
    struct arena *arena;
    int columns[COLUMN_COUNT];
    bool has_head, is_full;
    const char *twice; /* a head that names a column a second time; NULL none */
    struct line *lines;
    size_t count, room;
};

static bool is_blank(const struct sheet_row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (row->cells[i].text[strspn(row->cells[i].text, " \t")] != '\0')
            return false;
    return true;
}

static void head_read(struct collecting *collecting, const struct sheet_row *row)
{
    for (int i = 0; i < COLUMN_COUNT; i++)
        collecting->columns[i] = NO_COLUMN;
    for (size_t i = 0; i < row->count; i++)
        for (size_t head = 0; head < COUNT_OF(heads); head++)
            if (strcmp(str_fold(collecting->arena, row->cells[i].text), heads[head].folded) == 0) {
                int *column = &collecting->columns[heads[head].column];
                if (*column != NO_COLUMN)
                    collecting->twice = str_trim(collecting->arena, row->cells[i].text);
                *column = (int)i;
            }
    collecting->has_head = true;
}

static void line_collect(void *into, const struct sheet_row *row)
{
    struct collecting *collecting = into;

    if (is_blank(row) || collecting->is_full)
        return;
    if (!collecting->has_head) {
        head_read(collecting, row);
        return;
    }
    if (collecting->count == collecting->room)
        collecting->lines = arena_grow(collecting->arena, collecting->lines, &collecting->room,
                                       sizeof *collecting->lines);
    struct line *line = &collecting->lines[collecting->count++];
    *line = (struct line){ .number = row->line > 0 ? row->line : row->number };
    for (int i = 0; i < COLUMN_COUNT; i++) {
        int at = collecting->columns[i];
        bool is_there = at >= 0 && (size_t)at < row->count;
        line->cells[i].kind = is_there ? row->cells[at].kind : SHEET_EMPTY;
        line->cells[i].text = is_there ? str_trim(collecting->arena, row->cells[at].text) : "";
    }
    collecting->is_full = collecting->count > LIMIT_AMOUNT_ROWS;
}

static bool file_read(struct ctx *cx, const struct amount_source *source,
                      struct collecting *collecting)
{
    const char *kind = sheet_sniff(source->file);
    bool is_text = kind && (strcmp(kind, "texte") == 0 || strcmp(kind, "inconnu") == 0);
    const struct csv_wants lines = { .take = line_collect, .into = collecting };
    const struct xlsx_wants book = { .cell_chars = LIMIT_FIELD_CHARS,
                                     .takes_long = true,
                                     .take = line_collect,
                                     .into = collecting };
    struct csv_facts facts;
    struct xlsx_book found;

    return is_text ? csv_read_apart(cx, source->file, &lines, source->limits, &facts)
                   : xlsx_read_apart(cx, source->file, &book, source->limits, &found);
}

static bool heads_check(struct ctx *cx, const struct collecting *collecting)
{
    const int *columns = collecting->columns;
    bool is_whole = collecting->has_head
        && (columns[COLUMN_CODE] >= 0 || columns[COLUMN_SIREN] >= 0) && columns[COLUMN_KIND] >= 0
        && columns[COLUMN_PERIOD] >= 0 && columns[COLUMN_AMOUNT] >= 0;

    if (!is_whole)
        return fail(cx, FAULT_INPUT, "MONTANTS-ENTETE", NULL);
    if (collecting->twice)
        return fail(cx, FAULT_INPUT, "MONTANTS-COLONNES", "value", collecting->twice, NULL);
    return !collecting->is_full
        || fail(cx, FAULT_INPUT, "MONTANTS-TAILLE", "limit",
                arena_format(cx->arena, "%d", LIMIT_AMOUNT_ROWS), NULL);
}

static void row_blame(struct amount_row *row, const char *code, const char *value)
{
    if (row->verdict == AMOUNT_FAULTY)
        return;
    row->verdict = AMOUNT_FAULTY;
    row->code = code;
    row->value = value;
}

static void formula_blame(struct arena *arena, const struct collecting *collecting,
                          const struct line *line, struct amount_row *row)
{
    for (int i = 0; i < COLUMN_COUNT; i++)
        if (line->cells[i].kind == SHEET_FORMULA)
            row_blame(row, "MONTANTS-FORMULE",
                      sheet_reference(arena, line->number, collecting->columns[i] + 1));
}

#define CLIENT_ROWS(COLUMN)                                                                        \
    "SELECT c.id, c.name, c.siren FROM client c WHERE c.firm = $1 AND " COLUMN " = $2"             \
    " AND c.state <> 'archived' AND " CLIENT_VISIBLE("c.id", "$3", "$4") " ORDER BY c.id LIMIT 2"

SQL(CLIENT_BY_CODE, FIRM, CLIENT_ROWS("c.code"));
SQL(CLIENT_BY_SIREN, FIRM, CLIENT_ROWS("c.siren"));

/* With the zeros that a spreadsheet takes from the front of a number, one or two of them. */
static const char *siren_of(struct arena *arena, const char *typed)
{
    struct identifier found = identifier_check_as(arena, IDENTIFIER_SIREN, typed);
    size_t size = strlen(found.text), whole = (size_t)found.expected;

    return found.flaw == IDENTIFIER_LENGTH && size < whole && size + 2 >= whole
        ? arena_format(arena, "%.*s%s", (int)(whole - size), "00", found.text)
        : found.text;
}

/* A SIREN beside the code has to be that client's; where the books have none, nobody else's. */
static bool siren_compare(struct ctx *cx, const char *typed, const char *own,
                          struct amount_row *row)
{
    const char *siren = siren_of(cx->arena, typed);

    if (!*typed || strcmp(siren, own) == 0)
        return true;
    struct rows *rows =
        store_query(cx, &CLIENT_BY_SIREN,
                    ARGS(arg_text(siren), arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    if (rows_next(rows) || *own)
        row_blame(row, "MONTANTS-DESACCORD", typed);
    return rows_done(rows);
}

/* By its code where the row has one: two clients may have a SIREN in common. */
static bool client_find_row(struct ctx *cx, const struct line *line, struct amount_row *row)
{
    const char *code = line->cells[COLUMN_CODE].text, *siren = line->cells[COLUMN_SIREN].text;
    const char *typed = *code ? code : siren, *own = "";
    int found = 0;

    struct rows *rows = store_query(cx, *code ? &CLIENT_BY_CODE : &CLIENT_BY_SIREN,
                                    ARGS(arg_text(*code ? code : siren_of(cx->arena, siren)),
                                         arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    for (; rows_next(rows); found++) {
        row->client = rows_int(rows, 0);
        row->client_name = rows_text(rows, 1);
        own = rows_text(rows, 2);
    }
    if (!rows_done(rows))
        return false;
    if (found != 1 || !*typed) {
        row->client = 0;
        row->client_name = NULL;
        row_blame(row, found > 1 && *typed ? "MONTANTS-CLIENTS" : "MONTANTS-CLIENT", typed);
        return true;
    }
    return !*code || siren_compare(cx, siren, own, row);
}

/* « 31/12/2026 », as a spreadsheet saves a day in a text; NULL when it is none. */
static const char *day_shown(struct arena *arena, const char *text)
{
    struct date date;

    if (strlen(text) != strlen("31/12/2026") || text[2] != '/' || text[5] != '/')
        return NULL;
    const char *day = arena_format(arena, "%s-%.2s-%.2s", text + 6, text + 3, text);
    return date_parse(day, &date) ? day : NULL;
}

/* A spreadsheet makes « 2026-09 » the first of that month; no year closes on a first. */
static const char *period_of(struct arena *arena, const struct sheet_cell *cell)
{
    const char *shown = day_shown(arena, cell->text), *text = shown ? shown : cell->text;

    if (!shown && (cell->kind != SHEET_DATE || strlen(text) < 10))
        return text;
    return arena_text(arena, text, strncmp(text + 8, "01", 2) == 0 ? 7 : 10);
}

/* How many parts a deadline has; 0 when it has none. */
static int parts_of(enum deadline_kind kind)
{
    size_t count;
    const struct deadline_rule *rules = deadline_rules(&count);
    int most = 0;

    for (size_t i = 0; i < count; i++) {
        int parts = rules[i].parts > rules[i].part ? rules[i].parts : rules[i].part;
        if (rules[i].kind == kind && parts > most)
            most = parts;
    }
    return most;
}

static bool part_parse(const char *text, enum deadline_kind kind, int *part)
{
    int most = parts_of(kind);
    bool is_digit = text[0] >= '0' && text[0] <= '9' && text[1] == '\0';

    *part = is_digit ? text[0] - '0' : 0;
    if (most == 0)
        return !*text || (is_digit && *part == 0);
    return is_digit && *part >= 1 && *part <= most;
}

static void deadline_read(struct arena *arena, const struct line *line, struct amount_row *row)
{
    const struct sheet_cell *cells = line->cells;
    struct deadline_own *own = &row->own;

    own->period = period_of(arena, &cells[COLUMN_PERIOD]);
    if (!deadline_kind_parse(cells[COLUMN_KIND].text, &own->kind)) {
        row_blame(row, "MONTANTS-ECHEANCE", cells[COLUMN_KIND].text);
        return;
    }
    if (!deadline_period_check(own->period))
        row_blame(row, "ECHEANCE-PERIODE", own->period);
    if (!part_parse(cells[COLUMN_PART].text, own->kind, &own->part))
        row_blame(row, "MONTANTS-ACOMPTE", cells[COLUMN_PART].text);
    own->has_amount =
        sheet_amount(arena, &cells[COLUMN_AMOUNT], &own->amount) && own->amount.cents >= 0;
    if (!own->has_amount)
        row_blame(row, "ECHEANCE-MONTANT", cells[COLUMN_AMOUNT].text);
}

/* An amount of a period that the client has not would never be used. */
static bool period_match(struct ctx *cx, struct amount_row *row)
{
    const struct amount_asked asked = { row->own.kind, row->own.part, row->own.period };
    const char *meant, *instead;

    if (!amount_period_find(cx, row->client, &asked, &meant, &instead))
        return false;
    if (meant) {
        row->own.period = meant;
        return true;
    }
    row_blame(row, "MONTANTS-PERIODE", asked.period);
    row->instead = instead;
    return true;
}

SQL(OWN_KNOWN, FIRM,
    "SELECT amount_cents, due_on FROM deadline_own WHERE firm = $1 AND client = $2 AND kind = $3"
    " AND period = $4 AND part = $5");

static bool known_compare(struct ctx *cx, struct amount_row *row)
{
    struct deadline_own *own = &row->own;
    struct rows *rows =
        store_query(cx, &OWN_KNOWN,
                    ARGS(arg_int(row->client), arg_text(deadline_kind_text(own->kind)),
                         arg_text(own->period), arg_int(own->part)));

    if (rows_next(rows)) {
        bool had = !rows_null(rows, 0);
        bool is_same = had && rows_money(rows, 0).cents == own->amount.cents;
        row->verdict = is_same ? AMOUNT_SAME : had ? AMOUNT_CHANGED : AMOUNT_NEW;
        own->has_due = !rows_null(rows, 1);
        if (own->has_due)
            own->due = rows_date(rows, 1);
    }
    return rows_done(rows);
}

static int row_order(const void *left, const void *right)
{
    const struct amount_row *a = *(struct amount_row *const *)left;
    const struct amount_row *b = *(struct amount_row *const *)right;

    if (a->client != b->client)
        return a->client < b->client ? -1 : 1;
    if (a->own.kind != b->own.kind)
        return a->own.kind < b->own.kind ? -1 : 1;
    if (a->own.part != b->own.part)
        return a->own.part < b->own.part ? -1 : 1;
    return strcmp(a->own.period, b->own.period);
}

static int row_order_line(const void *left, const void *right)
{
    int order = row_order(left, right);
    int64_t a = (*(struct amount_row *const *)left)->line;
    int64_t b = (*(struct amount_row *const *)right)->line;

    return order != 0 ? order : (a > b) - (a < b);
}

static void doubles_blame(struct arena *arena, struct amount_sheet *sheet)
{
    struct amount_row **order = arena_new(arena, struct amount_row *, sheet->count + 1);
    size_t count = 0;

    for (size_t i = 0; i < sheet->count; i++)
        if (sheet->rows[i].verdict != AMOUNT_FAULTY)
            order[count++] = &sheet->rows[i];
    qsort(order, count, sizeof *order, row_order_line);
    for (size_t i = 1; i < count; i++)
        if (row_order(&order[i - 1], &order[i]) == 0)
            row_blame(order[i], "MONTANTS-DOUBLE",
                      arena_format(arena, "%lld", (long long)order[i - 1]->line));
}

bool amount_read(struct ctx *cx, const struct amount_source *source, struct amount_sheet *sheet)
{
    struct collecting collecting = { .arena = cx->arena };

    if (!file_read(cx, source, &collecting) || !heads_check(cx, &collecting))
        return false;
    *sheet = (struct amount_sheet){ .count = collecting.count };
    sheet->rows = arena_new(cx->arena, struct amount_row, collecting.count + 1);
    for (size_t i = 0; i < collecting.count; i++) {
        struct amount_row *row = &sheet->rows[i];
        row->line = collecting.lines[i].number;
        formula_blame(cx->arena, &collecting, &collecting.lines[i], row);
        if (!client_find_row(cx, &collecting.lines[i], row))
            return false;
        deadline_read(cx->arena, &collecting.lines[i], row);
        if (row->verdict != AMOUNT_FAULTY && !period_match(cx, row))
            return false;
        if (row->verdict != AMOUNT_FAULTY && !known_compare(cx, row))
            return false;
    }
    doubles_blame(cx->arena, sheet);
    for (size_t i = 0; i < sheet->count; i++)
        sheet->counts[sheet->rows[i].verdict]++;
    return true;
}

static bool rows_write(struct ctx *cx, const struct amount_sheet *sheet, int64_t *written)
{
    for (size_t i = 0; i < sheet->count; i++) {
        const struct amount_row *row = &sheet->rows[i];
        if (row->verdict == AMOUNT_SAME)
            continue;
        if (!amount_set(cx, row->client, &row->own))
            return false;
        (*written)++;
    }
    return true;
}

bool amount_take(struct ctx *cx, const struct amount_sheet *sheet, int64_t *written)
{
    *written = 0;
    if (sheet->counts[AMOUNT_FAULTY] > 0)
        return fail(cx, FAULT_CONFLICT, "MONTANTS-FAUX", NULL);
    return store_begin(cx) && store_end(cx, rows_write(cx, sheet, written));
}
