#include "format/fec_quick.h"

#include <limits.h>

#include "base/limits.h"

void fec_quick_begin(struct fec_quick *quick, struct fec_checks *checks)
{
    const struct fec_header *header = checks->header;
    const struct fec_wants *wants = checks->wants;

    *quick = (struct fec_quick){
        .checks = checks,
        .usable = header->count < FEC_FIELDS_LIMIT && !header->trailing,
        .all_texts = (wants->folds & (FEC_FOLD_LETTERS | FEC_FOLD_ITEMS)) != 0,
        .last = (uint32_t)header->count - 1,
        .first_day = wants->has_closing ? checks->year_start.day : INT32_MIN,
        .last_day = wants->has_closing ? wants->closing.day : INT32_MAX,
    };
    for (int column = 0; column < COLUMN_DATE_RGLT; column++)
        quick->usable &= header->places[column] == column;
    if (header->places[COLUMN_DATE_RGLT] > 0)
        quick->settled = (uint32_t)header->places[COLUMN_DATE_RGLT];
    quick->usable &= quick->settled < quick->last || quick->settled == 0;
    quick->usable &= !wants->thoroughly;
    if (wants->has_today && wants->today.day < quick->last_day)
        quick->last_day = wants->today.day;
}

static inline bool day_known(const struct fec_checks *checks, const char *at, uint32_t size,
                             struct date *date)
{
    uint64_t bytes = bytes_word(at, sizeof bytes);
    const struct fec_date_memory *memory = &checks->dates[fec_date_slot(bytes)];

    *date = memory->date;
    return size == sizeof bytes && memory->bytes == bytes;
}

/*
 * « 1234,56 » up to six digits before the comma: the eight digits end up in one word, are all
 * checked at once, and become a number in three multiplications.
 */
static inline bool amount_quick(const char *at, uint32_t size, int64_t *cents)
{
    const uint64_t zeros = UINT64_C(0x3030303030303030), highs = UINT64_C(0x8080808080808080);
    uint16_t decimals;
    uint64_t word;

    if (size < 4 || size > 9 || at[size - 3] != ',')
        return false;
    memcpy(&word, at + size - 11, sizeof word); /* fields before it are readable */
    memcpy(&decimals, at + size - 2, sizeof decimals);
    word = (word >> 16 | (uint64_t)decimals << 48) ^ zeros;
    word &= UINT64_MAX << (8 * (9 - size));
    if ((word + UINT64_C(0x7676767676767676)) & highs || word & highs)
        return false;
    word = word * 10 + (word >> 8);
    word = ((word & UINT64_C(0x000000FF000000FF)) * UINT64_C(0x000F424000000064)
            + (word >> 16 & UINT64_C(0x000000FF000000FF)) * UINT64_C(0x0000271000000001))
        >> 32;
    *cents = (int64_t)word;
    return true;
}

/* Mostly it is a day that stood in the same or another column just before. */
static inline bool day_again(const struct fec_checks *checks, const char *at, uint32_t size,
                             const struct fec_date_memory *again, struct date *date)
{
    *date = again->date;
    return (size == sizeof again->bytes && bytes_word(at, sizeof again->bytes) == again->bytes)
        || day_known(checks, at, size, date);
}

/* The validation's, which may be blank once that was told often enough. */
static inline bool validation_quick(struct fec_quick *quick, const char *bytes,
                                    const uint32_t *marks, struct date date)
{
    const char *at = bytes + marks[14] + 1;
    uint32_t size = marks[15] - marks[14] - 1;
    struct date validated;

    quick->draft = size == 0;
    if (quick->draft)
        return findings_full(quick->checks->findings, FEC_DRAFT);
    if (!day_again(quick->checks, at, size, &quick->validated, &validated))
        return false;
    quick->validated = (struct fec_date_memory){ bytes_word(at, sizeof(uint64_t)), validated };
    return validated.day >= date.day;
}

/* The entry's date is known already. */
static inline bool dates_quick(struct fec_quick *quick, const char *bytes, const uint32_t *marks,
                               struct fec_line *line)
{
    const struct fec_checks *checks = quick->checks;
    const struct fec_date_memory entry = { bytes_word(bytes + marks[2] + 1, sizeof entry.bytes),
                                           line->date };
    uint32_t letter_size = marks[14] - marks[13] - 1;
    struct date lettered;

    line->has_date = line->has_piece_date = true;
    return day_again(checks, bytes + marks[8] + 1, marks[9] - marks[8] - 1, &entry,
                     &line->piece_date)
        && (letter_size == 0
            || day_again(checks, bytes + marks[13] + 1, letter_size, &entry, &lettered))
        && validation_quick(quick, bytes, marks, line->date);
}

/* A currency, and how the line ends. */
static inline bool end_quick(const struct fec_quick *quick, const char *bytes,
                             const uint32_t *marks)
{
    uint32_t end = marks[quick->last], settled = quick->settled;
    bool returns = bytes[end - 1] == '\r';
    uint32_t currency_end = quick->last == COLUMN_IDEVISE ? end - returns : marks[COLUMN_IDEVISE];
    struct date other;

    return marks[16] - marks[15] == 1 && currency_end - marks[16] == 1
        && returns == quick->checks->header->returns
        && (settled == 0 || marks[settled] - marks[settled - 1] == 1
            || day_known(quick->checks, bytes + marks[settled - 1] + 1,
                         marks[settled] - marks[settled - 1] - 1, &other));
}

static inline struct slice slice_between(const char *bytes, uint32_t before, uint32_t end)
{
    return (struct slice){ bytes + before + 1, end - before - 1 };
}

/* « 0,00 », « 0 » or nothing. */
static inline bool zero_quick(const char *at, uint32_t size)
{
    uint64_t bytes = bytes_word(at, size);

    return size == 0 || (size == 1 && bytes == '0') || (size == 4 && memcmp(at, "0,00", 4) == 0);
}

static inline bool amounts_quick(const char *bytes, const uint32_t *marks, struct fec_line *line)
{
    const char *debit = bytes + marks[10] + 1, *credit = bytes + marks[11] + 1;
    uint32_t debit_size = marks[11] - marks[10] - 1, credit_size = marks[12] - marks[11] - 1;
    bool is_credit = zero_quick(debit, debit_size);
    const char *at = is_credit ? credit : debit;
    uint32_t size = is_credit ? credit_size : debit_size;
    int64_t cents;

    if (!is_credit && !zero_quick(credit, credit_size))
        return false;
    if (!amount_quick(at, size, &cents)) {
        struct fec_amount amount = fec_amount((struct slice){ at, size });
        if (amount.reading != FEC_READ || !amount.official)
            return false;
        cents = amount.cents;
    }
    line->debit = is_credit ? 0 : cents;
    line->credit = is_credit ? cents : 0;
    return cents != 0;
}

/* Its highest bit is set when the field that ends at a mark is blank. */
static inline uint32_t blank_bit(const uint32_t *marks, size_t at)
{
    return marks[at] - marks[at - 1] - 2;
}

/* Nothing required is blank from the account on; pairs are whole, or broken ones told enough. */
static inline bool fields_quick(struct fec_quick *quick, const uint32_t *marks)
{
    uint32_t blank =
        blank_bit(marks, 4) | blank_bit(marks, 5) | blank_bit(marks, 8) | blank_bit(marks, 10);
    uint32_t aux = blank_bit(marks, 6) ^ blank_bit(marks, 7);
    uint32_t letter = blank_bit(marks, 13) ^ blank_bit(marks, 14);

    quick->unpaired = (aux >> 31) + (letter >> 31);
    return blank >> 31 == 0
        && (quick->unpaired == 0 || findings_full(quick->checks->findings, FEC_PAIR));
}

/* Journal and number, neither blank, and a date of the year. */
static inline bool entry_quick(const struct fec_quick *quick, const char *bytes, uint32_t start,
                               const uint32_t *marks, struct date *date)
{
    return marks[0] > start && marks[1] - marks[0] > 1 && marks[2] - marks[1] > 1
        && day_known(quick->checks, bytes + marks[2] + 1, marks[3] - marks[2] - 1, date)
        && date->day >= quick->first_day && date->day <= quick->last_day;
}

static inline bool goes_on(const struct fec_before *before, const char *start, uint32_t prefix)
{
    return before->start && before->prefix == prefix && bytes_same(start, before->start, prefix);
}

/* What stands in so many lines already that it is only counted. */
static void faults_pass(struct fec_quick *quick)
{
    struct fec_checks *checks = quick->checks;

    findings_pass(checks->findings, FEC_PAIR, quick->unpaired);
    findings_pass(checks->findings, FEC_DRAFT, quick->draft);
    checks->official->absent[COLUMN_VALID_DATE] += quick->draft;
}

bool fec_quick_read(struct fec_quick *quick, const char *bytes, uint32_t start,
                    const uint32_t *marks, struct fec_line *line)
{
    struct fec_before *before = &quick->before;
    uint32_t prefix = marks[3] - start;
    bool same = goes_on(before, bytes + start, prefix);

    line->date = before->date;
    if ((!same && !entry_quick(quick, bytes, start, marks, &line->date))
        || !fields_quick(quick, marks) || marks[quick->last] - start > FEC_FIELD_CHARS
        || !end_quick(quick, bytes, marks) || !dates_quick(quick, bytes, marks, line)
        || !amounts_quick(bytes, marks, line))
        return false;
    if (!same) {
        line->journal = (struct slice){ bytes + start, marks[0] - start };
        line->entry = slice_between(bytes, marks[1], marks[2]);
    }
    line->account = slice_between(bytes, marks[3], marks[4]);
    line->account_label = slice_between(bytes, marks[4], marks[5]);
    line->piece = slice_between(bytes, marks[7], marks[8]);
    line->letter = slice_between(bytes, marks[12], marks[13]);
    if (quick->all_texts) {
        line->aux = slice_between(bytes, marks[5], marks[6]);
        line->aux_name = slice_between(bytes, marks[6], marks[7]);
        line->label = slice_between(bytes, marks[9], marks[10]);
    }
    if (quick->unpaired > 0 || quick->draft)
        faults_pass(quick);
    line->goes_on = same && slice_is(line->piece, before->piece.at, before->piece.size);
    *before = (struct fec_before){ bytes + start, prefix, line->piece, line->date };
    return true;
}
