#include "format/fec_header.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"

enum { LEAST_FIELDS = 9, LAWFUL_COLUMNS = 18 }; /* the checker believes in nine separators */

/* The name as the checker reads it: é and è lose their accent, other signs become « _ ». */
static const char *name_read(struct arena *arena, struct slice cell)
{
    struct buf name = { .arena = arena };

    for (size_t i = 0; i < cell.size; i++) {
        unsigned char byte = (unsigned char)cell.at[i];
        unsigned char next = i + 1 < cell.size ? (unsigned char)cell.at[i + 1] : 0;
        if (byte == 0xC3 && (next == 0xA8 || next == 0xA9)) {
            buf_byte(&name, 'e');
            i++;
        } else if (byte == 0xE8 || byte == 0xE9) {
            buf_byte(&name, 'e');
        } else if (byte != '\0') {
            buf_byte(&name, byte < 0x80 && isalnum(byte) ? (char)byte : '_');
        }
    }
    return buf_string(&name);
}

static enum fec_column column_find(const char *name)
{
    int column = 0;

    while (column < COLUMN_COUNT && strcasecmp(fec_column_text((enum fec_column)column), name) != 0)
        column++;
    return (enum fec_column)column;
}

static void column_note(struct findings *findings, struct fec_header *header, size_t place,
                        struct slice cell)
{
    struct arena scratch = { 0 };
    enum fec_column column = column_find(name_read(&scratch, cell));

    if (column == COLUMN_COUNT) {
        struct fec_finding *finding =
            findings_add(findings, FEC_EXTRA_COLUMN, false, 1, COLUMN_COUNT);
        finding_value(findings, finding, cell.at, cell.size);
    } else if (header->places[column] >= 0) {
        struct fec_finding *finding = findings_add(findings, FEC_COLUMNS, true, 1, column);
        finding_arg(findings, finding, "twice", fec_column_text(column));
    } else {
        header->places[column] = (int)place;
    }
    arena_free(&scratch);
}

/* The column of the law at a place; where Montant and Sens stand in, theirs. */
static enum fec_column lawful_column(const struct fec_header *header, int at)
{
    if (header->one_side && at == COLUMN_DEBIT)
        return COLUMN_MONTANT;
    if (header->one_side && at == COLUMN_CREDIT)
        return COLUMN_SENS;
    return (enum fec_column)at;
}

static void missing_tell(struct findings *findings, const struct fec_header *header,
                         struct fec_official *official)
{
    struct buf names = { .arena = &(struct arena){ 0 } };

    for (int at = 0; at <= COLUMN_ID_CLIENT; at++) {
        enum fec_column column = lawful_column(header, at);
        official->missing[at] |= header->places[column] < 0;
        if (header->places[column] >= 0 || at >= LAWFUL_COLUMNS)
            continue;
        buf_text(&names, names.size > 0 ? ", " : "");
        buf_text(&names, fec_column_text(column));
    }
    if (names.size > 0) {
        struct fec_finding *finding = findings_add(findings, FEC_COLUMNS, true, 1, COLUMN_COUNT);
        finding_number(findings, finding, "found", (int64_t)header->count);
        finding_number(findings, finding, "expected", LAWFUL_COLUMNS);
        finding_arg(findings, finding, "missing", buf_string(&names));
    }
    arena_free(names.arena);
}

static void order_tell(struct findings *findings, const struct fec_header *header)
{
    for (int at = 0; at < LAWFUL_COLUMNS; at++) {
        enum fec_column column = lawful_column(header, at);
        if (header->places[column] < 0)
            return;
        if (header->places[column] != at) {
            struct fec_finding *finding = findings_add(findings, FEC_ORDER, false, 1, column);
            finding_number(findings, finding, "place", header->places[column] + 1);
            finding_number(findings, finding, "expected", at + 1);
            return;
        }
    }
}

static bool is_quoted(struct slice cell)
{
    return cell.size >= 2 && cell.at[0] == '"' && cell.at[cell.size - 1] == '"';
}

bool fec_header_read(struct findings *findings, const struct fec_row *row,
                     struct fec_header *header, struct fec_official *official)
{
    size_t count = row->count < FEC_FIELDS_LIMIT ? row->count : FEC_FIELDS_LIMIT;

    if (is_quoted(slice_trim(fec_field(row, 0)))) {
        struct fec_finding *finding = findings_add(findings, FEC_FORMAT, true, 1, COLUMN_COUNT);
        finding_arg(findings, finding, "quoted", "1");
        memset(official->missing, true, sizeof official->missing);
        return false;
    }
    for (int at = 0; at < COLUMN_COUNT; at++)
        header->places[at] = -1;
    header->trailing = count > 1 && slice_trim(fec_field(row, count - 1)).size == 0;
    header->count = row->count - header->trailing;
    for (size_t at = 0; at < count - header->trailing; at++)
        column_note(findings, header, at, slice_trim(fec_field(row, at)));
    const int *places = header->places;
    header->one_side = places[COLUMN_DEBIT] < 0 && places[COLUMN_CREDIT] < 0
        && (places[COLUMN_MONTANT] >= 0 || places[COLUMN_SENS] >= 0);
    header->figures = places[COLUMN_COMPTE_NUM] >= 0
        && (header->one_side ? places[COLUMN_MONTANT] >= 0 && places[COLUMN_SENS] >= 0
                             : places[COLUMN_DEBIT] >= 0 && places[COLUMN_CREDIT] >= 0);
    official->one_side = header->one_side;
    missing_tell(findings, header, official);
    order_tell(findings, header);
    return header->figures;
}

bool fec_header_again(const struct fec_header *header, const struct fec_row *row)
{
    const enum fec_column told[] = { COLUMN_COMPTE_NUM, COLUMN_ECRITURE_NUM, COLUMN_JOURNAL_CODE };

    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        const char *name = fec_column_text(told[i]);
        int place = header->places[told[i]];
        size_t size = strlen(name);
        if (place < 0)
            continue;
        struct slice cell = slice_trim(fec_field(row, (size_t)place));
        if (cell.size < size || strncasecmp(cell.at + cell.size - size, name, size) != 0)
            return false;
    }
    return true;
}

static size_t fields_count(struct slice line, char separator)
{
    size_t count = 1;

    for (size_t i = 0; i < line.size; i++)
        count += line.at[i] == separator;
    return count;
}

static bool names_columns(struct slice line)
{
    struct arena scratch = { 0 };
    const char *text = arena_text(&scratch, line.at, line.size);
    bool named = strcasestr(text, "JournalCode") || strcasestr(text, "EcritureNum")
        || strcasestr(text, "CompteNum");

    arena_free(&scratch);
    return named;
}

char fec_separator(struct findings *findings, struct slice line)
{
    const char others[] = { ';', ',', '~', '^', '#', ' ' };

    if (fields_count(line, '\t') >= LEAST_FIELDS)
        return '\t';
    if (fields_count(line, '|') >= LEAST_FIELDS)
        return '|';
    for (size_t i = 0; i < sizeof others; i++)
        if (fields_count(line, others[i]) >= LEAST_FIELDS && names_columns(line)) {
            struct fec_finding *finding =
                findings_add(findings, FEC_SEPARATOR, true, 1, COLUMN_COUNT);
            finding_value(findings, finding, &others[i], 1);
            return 0;
        }
    if (names_columns(line))
        return fields_count(line, '|') > fields_count(line, '\t') ? '|' : '\t';
    struct fec_finding *finding = findings_add(findings, FEC_FORMAT, true, 1, COLUMN_COUNT);
    finding_arg(findings, finding, "headless", "1");
    return 0;
}
