#include "format/fec_line.h"

#include <string.h>

#include "base/buf.h"

/* Whoever notes what stands in a field. */
struct place {
    struct fec_checks *checks;
    const struct fec_row *row;
    int64_t line;
};

static inline struct slice field(const struct place *place, enum fec_column column)
{
    int at = place->checks->header->places[column];

    return at < 0 ? (struct slice){ place->row->end, 0 }
                  : slice_trim(fec_field(place->row, (size_t)at));
}

static struct fec_finding *tell(const struct place *place, enum fec_code code, bool grave,
                                enum fec_column column)
{
    struct findings *findings = place->checks->findings;
    struct fec_finding *finding = findings_add(findings, code, grave, place->line, column);
    struct slice value = column < COLUMN_COUNT ? field(place, column) : (struct slice){ 0 };

    if (value.size > 0)
        finding_value(findings, finding, value.at, value.size);
    return finding;
}

/* Columns that the law lets nobody leave blank. */
static void absent_tell(const struct place *place, enum fec_column column)
{
    struct fec_official *official = place->checks->official;

    if (place->checks->header->places[column] < 0)
        return;
    official->absent[column]++;
    if (column == COLUMN_ECRITURE_NUM || column == COLUMN_COMPTE_NUM || column == COLUMN_COMPTE_LIB
        || column == COLUMN_ECRITURE_LIB || column == COLUMN_ECRITURE_DATE)
        official->errors++;
    if (column == COLUMN_VALID_DATE)
        tell(place, FEC_DRAFT, false, column);
    else if (column == COLUMN_ECRITURE_DATE)
        tell(place, FEC_DATE, true, column);
    else if (column == COLUMN_COMPTE_NUM)
        tell(place, FEC_ACCOUNT, true, column);
    else
        tell(place, FEC_ABSENT, false, column);
}

static struct slice required(const struct place *place, enum fec_column column)
{
    struct slice value = field(place, column);

    if (value.size == 0)
        absent_tell(place, column);
    return value;
}

static void date_tell(const struct place *place, enum fec_column column, struct fec_day day)
{
    bool grave = column == COLUMN_ECRITURE_DATE && day.reading != FEC_READ_SO;
    struct fec_finding *finding = tell(place, FEC_DATE, grave, column);

    if (!day.official && column == COLUMN_DATE_RGLT)
        place->checks->official->settlement_errors++;
    else if (!day.official)
        place->checks->official->errors++;
    finding_arg(place->checks->findings, finding,
                day.reading == FEC_READ_SO      ? "written"
                    : day.reading == FEC_BEYOND ? "unreal"
                                                : "unread",
                "1");
}

static enum fec_reading date_read(const struct place *place, enum fec_column column,
                                  struct date *date)
{
    struct slice value = field(place, column);
    struct fec_date_memory *memory = NULL;

    if (value.size == sizeof memory->bytes) {
        uint64_t bytes = bytes_word(value.at, value.size);
        memory = &place->checks->dates[fec_date_slot(bytes)];
        if (memory->bytes == bytes) {
            *date = memory->date;
            return FEC_READ;
        }
    }
    struct fec_day day = fec_day(value);
    if (day.reading == FEC_READ)
        *memory = (struct fec_date_memory){ bytes_word(value.at, value.size), day.date };
    else if (day.reading != FEC_BLANK)
        date_tell(place, column, day);
    *date = day.date;
    return day.reading;
}

static bool is_date(enum fec_reading reading)
{
    return reading == FEC_READ || reading == FEC_READ_SO;
}

/* The same for a column that must not be blank. */
static bool date_required(const struct place *place, enum fec_column column, struct date *date)
{
    enum fec_reading reading = date_read(place, column, date);

    if (reading == FEC_BLANK)
        absent_tell(place, column);
    return is_date(reading);
}

static void year_check(const struct place *place, struct date date)
{
    const struct fec_wants *wants = place->checks->wants;
    struct findings *findings = place->checks->findings;

    if (wants->has_closing
        && (date.day < place->checks->year_start.day || date.day > wants->closing.day)) {
        struct fec_finding *finding = tell(place, FEC_YEAR, false, COLUMN_ECRITURE_DATE);
        finding_date(findings, finding, "day", date);
        finding_date(findings, finding, "closing", wants->closing);
    }
    if (wants->has_today && date.day > wants->today.day) {
        struct fec_finding *finding = tell(place, FEC_FUTURE, false, COLUMN_ECRITURE_DATE);
        finding_date(findings, finding, "day", date);
        finding_date(findings, finding, "today", wants->today);
    }
}

static void dates_read(const struct place *place, struct fec_line *line)
{
    struct date validated, other;

    line->has_date = date_required(place, COLUMN_ECRITURE_DATE, &line->date);
    if (line->has_date)
        year_check(place, line->date);
    line->has_piece_date = date_required(place, COLUMN_PIECE_DATE, &line->piece_date);
    if (date_required(place, COLUMN_VALID_DATE, &validated) && line->has_date
        && validated.day < line->date.day) {
        struct fec_finding *finding = tell(place, FEC_VALIDATION, false, COLUMN_VALID_DATE);
        finding_date(place->checks->findings, finding, "day", validated);
    }
    (void)date_read(place, COLUMN_DATE_LET, &other); /* these two are only looked at */
    (void)date_read(place, COLUMN_DATE_RGLT, &other);
}

/* A number too large to keep is shown all the same, written as programs write amounts. */
static void beyond_tell(const struct place *place, struct fec_finding *finding)
{
    struct buf digits = { .arena = &(struct arena){ 0 } };

    for (const char *at = finding ? finding->value : ""; *at; at++)
        if (*at == ',' || *at == '-' || (*at >= '0' && *at <= '9'))
            buf_byte(&digits, *at == ',' ? '.' : *at);
    finding_arg(place->checks->findings, finding, "beyond", buf_string(&digits));
    arena_free(digits.arena);
}

/* An unread amount in a currency harms nothing: the books are in euros. */
static bool amount_read(const struct place *place, enum fec_column column, int64_t *cents)
{
    struct fec_amount amount = fec_amount(field(place, column));
    bool grave = column != COLUMN_MONTANT_DEVISE;

    *cents = amount.cents;
    if (!amount.official)
        place->checks->official->errors++;
    if (amount.reading == FEC_READ || amount.reading == FEC_BLANK)
        return true;
    struct fec_finding *finding = tell(place, FEC_AMOUNT, grave, column);
    if (amount.reading == FEC_BEYOND)
        beyond_tell(place, finding);
    else
        finding_arg(place->checks->findings, finding, "unread", "1");
    return false;
}

static bool side_read(const struct place *place, struct fec_line *line)
{
    int64_t cents;
    char side = fec_side(field(place, COLUMN_SENS));
    bool read = amount_read(place, COLUMN_MONTANT, &cents);

    if (side == 0) {
        place->checks->official->errors++;
        tell(place, FEC_SIDE, true, COLUMN_SENS);
    }
    line->debit = side == 'D' ? cents : 0;
    line->credit = side == 'C' ? cents : 0;
    return read && side != 0;
}

static bool figures_read(const struct place *place, struct fec_line *line)
{
    int64_t currency;

    if (field(place, COLUMN_MONTANT_DEVISE).size > 0)
        (void)amount_read(place, COLUMN_MONTANT_DEVISE, &currency); /* only looked at */
    if (place->checks->header->one_side)
        return side_read(place, line);
    bool debit = amount_read(place, COLUMN_DEBIT, &line->debit);
    bool credit = amount_read(place, COLUMN_CREDIT, &line->credit);
    if (debit && credit && (line->debit == 0) == (line->credit == 0)) {
        struct fec_finding *finding = tell(place, FEC_MOVEMENT, false, COLUMN_COUNT);
        finding_arg(place->checks->findings, finding, line->debit == 0 ? "neither" : "both", "1");
    }
    return debit && credit;
}

static void pair_check(const struct place *place, enum fec_column one, enum fec_column other)
{
    bool has_one = field(place, one).size > 0, has_other = field(place, other).size > 0;

    if (has_one != has_other) {
        struct fec_finding *finding = tell(place, FEC_PAIR, false, has_one ? one : other);
        finding_arg(place->checks->findings, finding, "lacking",
                    fec_column_text(has_one ? other : one));
    }
}

static void lengths_check(const struct place *place)
{
    const struct fec_header *header = place->checks->header;

    for (int column = 0; column < COLUMN_COUNT; column++) {
        struct slice value = field(place, (enum fec_column)column);
        size_t chars = 0;
        for (size_t i = 0; i < value.size; i++)
            chars += ((unsigned char)value.at[i] & 0xC0) != 0x80;
        if (header->places[column] < 0 || chars <= FEC_FIELD_CHARS)
            continue;
        struct fec_finding *finding = tell(place, FEC_LENGTH, true, (enum fec_column)column);
        finding_number(place->checks->findings, finding, "found", (int64_t)chars);
        finding_number(place->checks->findings, finding, "most", FEC_FIELD_CHARS);
    }
}

static void nul_tell(const struct place *place)
{
    for (int column = 0; column < COLUMN_COUNT; column++) {
        struct slice value = field(place, (enum fec_column)column);
        if (value.size > 0 && memchr(value.at, '\0', value.size)) {
            struct fec_finding *finding = tell(place, FEC_ENCODING, true, (enum fec_column)column);
            finding_arg(place->checks->findings, finding, "nul", "1");
            return;
        }
    }
}

bool fec_line_read(struct fec_checks *checks, const struct fec_row *row, struct fec_line *line)
{
    struct place place = { checks, row, line->number };

    if (row->nul)
        nul_tell(&place);
    if (row->end - row->start > FEC_FIELD_CHARS)
        lengths_check(&place);
    line->journal = required(&place, COLUMN_JOURNAL_CODE);
    (void)required(&place, COLUMN_JOURNAL_LIB);
    line->entry = required(&place, COLUMN_ECRITURE_NUM);
    line->account = required(&place, COLUMN_COMPTE_NUM);
    line->account_label = required(&place, COLUMN_COMPTE_LIB);
    line->aux = field(&place, COLUMN_COMP_AUX_NUM);
    line->aux_name = field(&place, COLUMN_COMP_AUX_LIB);
    line->piece = required(&place, COLUMN_PIECE_REF);
    line->label = required(&place, COLUMN_ECRITURE_LIB);
    line->letter = field(&place, COLUMN_ECRITURE_LET);
    dates_read(&place, line);
    pair_check(&place, COLUMN_COMP_AUX_NUM, COLUMN_COMP_AUX_LIB);
    pair_check(&place, COLUMN_ECRITURE_LET, COLUMN_DATE_LET);
    pair_check(&place, COLUMN_MONTANT_DEVISE, COLUMN_IDEVISE);
    return figures_read(&place, line) && line->account.size > 0;
}
