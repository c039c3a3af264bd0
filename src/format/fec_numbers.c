#include "format/fec_numbers.h"

#include "format/fec_blocks.h"
#include "format/fec_numeral.h"
#include "format/keep.h"

enum {
    SERIES_LIMIT = 200000, /* above it gaps are not looked for */
    NEAR_SERIES = 64,
    STEPS_LIMIT = 20000000, /* of looking for gaps across journals */
};

/* The series of one name in all journals. */
struct family {
    uint64_t hash;
    uint64_t least, most, last;
    struct series *first;
    uint64_t count; /* of series */
    bool disorder;
};

/*
 * Numbers mostly follow each other, so a series has the block of its latest number at hand and
 * puts it among the others when it leaves it.
 */
struct series {
    uint64_t hash;
    uint64_t block, bits; /* the block at hand: number / 64, and its bits */
    uint64_t least, most, count, last;
    uint64_t back, before; /* the first number that came after a larger one, and that one */
    int64_t back_line, jump_line;
    const char *journal, *prefix;
    struct family *family;
    struct series *next; /* of the family */
};

/* The series of numbers without a prefix in a journal of up to eight characters. */
struct near {
    uint64_t journal;
    struct series *series; /* NULL is free */
};

struct fec_numbers {
    struct arena *arena;
    struct fec_blocks *blocks;
    struct records series, families;
    struct index *by_series, *by_family;
    struct near near[NEAR_SERIES];
    struct slab texts;
    int64_t count;
};

static uint32_t series_kept(const void *owner, uint32_t place)
{
    const struct fec_numbers *numbers = owner;
    const struct series *series = records_at(&numbers->series, place);

    return (uint32_t)series->hash;
}

static uint32_t family_kept(const void *owner, uint32_t place)
{
    const struct fec_numbers *numbers = owner;
    const struct family *family = records_at(&numbers->families, place);

    return (uint32_t)family->hash;
}

struct fec_numbers *fec_numbers_new(struct arena *arena)
{
    struct fec_numbers *numbers = arena_new(arena, struct fec_numbers, 1);

    *numbers = (struct fec_numbers){
        .arena = arena,
        .blocks = fec_blocks_new(arena),
        .series = { .arena = arena, .size = sizeof(struct series) },
        .families = { .arena = arena, .size = sizeof(struct family) },
        .by_series = index_new(arena, series_kept, numbers),
        .by_family = index_new(arena, family_kept, numbers),
        .texts = { .arena = arena },
    };
    return numbers;
}

static uint64_t family_hash(const struct fec_numeral *numeral)
{
    uint64_t hash = keep_hash(numeral->width, numeral->prefix.at, numeral->prefix.size);

    return numeral->suffix.size > 0 ? keep_hash(hash, numeral->suffix.at, numeral->suffix.size)
                                    : hash;
}

static struct family *family_find(struct fec_numbers *numbers, const struct fec_numeral *numeral)
{
    uint64_t hash = family_hash(numeral);
    struct index_walk walk = { .at = (uint32_t)hash, .hash = (uint32_t)hash };
    uint32_t place;

    while ((place = index_next(numbers->by_family, &walk)) != INDEX_NONE) {
        struct family *family = records_at(&numbers->families, place);
        if (family->hash == hash)
            return family;
    }
    index_add(numbers->by_family, (uint32_t)hash, (uint32_t)numbers->families.count);
    struct family *family = records_add(&numbers->families);
    *family = (struct family){
        .hash = hash,
        .least = numeral->number,
        .most = numeral->number,
        .last = numeral->number,
    };
    return family;
}

static struct series *series_add(struct fec_numbers *numbers, uint64_t hash, struct slice journal,
                                 const struct fec_numeral *numeral)
{
    struct family *family = family_find(numbers, numeral);

    index_add(numbers->by_series, (uint32_t)hash, (uint32_t)numbers->series.count);
    struct series *series = records_add(&numbers->series);
    *series = (struct series){
        .hash = hash,
        .block = numeral->number / FEC_BLOCK_NUMBERS,
        .least = numeral->number,
        .most = numeral->number,
        .last = numeral->number,
        .journal = slab_add(&numbers->texts, journal.at, journal.size),
        .prefix = slab_add(&numbers->texts, numeral->prefix.at, numeral->prefix.size),
        .family = family,
        .next = family->first,
    };
    family->first = series;
    family->count++;
    return series;
}

static uint64_t series_hash(struct slice journal, const struct fec_numeral *numeral)
{
    return keep_hash(family_hash(numeral) + 1, journal.at, journal.size);
}

/* NULL when there are too many. */
static struct series *series_find(struct fec_numbers *numbers, struct slice journal,
                                  const struct fec_numeral *numeral)
{
    uint64_t hash = series_hash(journal, numeral);
    struct index_walk walk = { .at = (uint32_t)hash, .hash = (uint32_t)hash };
    uint32_t place;

    while ((place = index_next(numbers->by_series, &walk)) != INDEX_NONE) {
        struct series *series = records_at(&numbers->series, place);
        if (series->hash == hash)
            return series;
    }
    return numbers->series.count < SERIES_LIMIT ? series_add(numbers, hash, journal, numeral)
                                                : NULL;
}

static void block_move(struct fec_numbers *numbers, struct series *series, uint64_t block)
{
    fec_blocks_put(numbers->blocks, series->hash, series->block, series->bits);
    series->block = block;
    series->bits = fec_blocks_bits(numbers->blocks, series->hash, block);
}

static inline void widen(uint64_t *least, uint64_t *most, uint64_t number)
{
    *least = number < *least ? number : *least;
    *most = number > *most ? number : *most;
}

/* True when the number is new. */
static bool series_note(struct fec_numbers *numbers, struct series *series, uint64_t number,
                        int64_t line)
{
    uint64_t bit = UINT64_C(1) << number % FEC_BLOCK_NUMBERS;
    struct family *family = series->family;

    if (number / FEC_BLOCK_NUMBERS != series->block)
        block_move(numbers, series, number / FEC_BLOCK_NUMBERS);
    bool fresh = (series->bits & bit) == 0;
    series->bits |= bit;
    series->count += fresh;
    if (fresh && number < series->last && series->back_line == 0) {
        series->back = number;
        series->before = series->most;
        series->back_line = line;
    }
    if (number > series->last + 1 && series->jump_line == 0)
        series->jump_line = line;
    family->disorder |= number < family->last;
    family->last = series->last = number;
    widen(&series->least, &series->most, number);
    widen(&family->least, &family->most, number);
    return fresh;
}

/* What has no digits is a set of its own, and no series. */
static bool other_note(struct fec_numbers *numbers, struct slice journal,
                       const struct fec_numeral *numeral)
{
    uint64_t hash = series_hash(journal, numeral);
    uint64_t block = numeral->number / FEC_BLOCK_NUMBERS;
    uint64_t bit = UINT64_C(1) << numeral->number % FEC_BLOCK_NUMBERS;
    bool fresh = (fec_blocks_bits(numbers->blocks, hash, block) & bit) == 0;

    if (fresh)
        fec_blocks_put(numbers->blocks, hash, block, bit);
    return fresh;
}

static bool numeral_note(struct fec_numbers *numbers, struct slice journal,
                         const struct fec_numeral *numeral, int64_t line)
{
    struct series *series = numeral->numeric ? series_find(numbers, journal, numeral) : NULL;

    return series ? series_note(numbers, series, numeral->number, line)
                  : other_note(numbers, journal, numeral);
}

/* The series of a plain number, found in one look; NULL for a journal with a long name. */
static struct series *near_find(struct fec_numbers *numbers, struct slice journal, uint64_t number)
{
    const struct fec_numeral numeral = { .number = number, .numeric = true };

    if (journal.size > sizeof(uint64_t))
        return NULL;
    uint64_t bytes = bytes_word(journal.at, journal.size);
    struct near *near =
        &numbers->near[bytes * UINT64_C(0x9E3779B97F4A7C15) >> 32 & (NEAR_SERIES - 1)];
    if (near->journal != bytes || !near->series)
        *near = (struct near){ bytes, series_find(numbers, journal, &numeral) };
    return near->series;
}

bool fec_numbers_note(struct fec_numbers *numbers, struct slice journal, struct slice entry,
                      int64_t line)
{
    uint64_t number;
    struct series *near =
        fec_numeral_plain(entry, &number) ? near_find(numbers, journal, number) : NULL;
    bool fresh;

    if (near) {
        fresh = series_note(numbers, near, number, line);
    } else {
        struct fec_numeral numeral = fec_numeral_read(entry);
        fresh = numeral_note(numbers, journal, &numeral, line);
    }
    numbers->count += fresh;
    return !fresh;
}

int64_t fec_numbers_count(const struct fec_numbers *numbers)
{
    return numbers->count;
}

static uint64_t lacking(const struct series *series)
{
    return series->most - series->least + 1 - series->count;
}

/* Whether all journals together lack a number. Too wide a field to look over has gaps. */
static bool family_lacks(const struct fec_numbers *numbers, const struct family *family)
{
    uint64_t first = family->least / FEC_BLOCK_NUMBERS, last = family->most / FEC_BLOCK_NUMBERS;
    uint64_t count = 0;

    if (last - first >= STEPS_LIMIT / family->count)
        return true;
    for (uint64_t block = first; block <= last; block++) {
        uint64_t bits = 0;
        for (const struct series *series = family->first; series; series = series->next)
            bits |= fec_blocks_bits(numbers->blocks, series->hash, block);
        count += (uint64_t)__builtin_popcountll(bits);
    }
    return count < family->most - family->least + 1;
}

static bool is_known(const struct fec_numbers *numbers, const struct series *series,
                     uint64_t number)
{
    uint64_t bits = fec_blocks_bits(numbers->blocks, series->hash, number / FEC_BLOCK_NUMBERS);

    return bits >> number % FEC_BLOCK_NUMBERS & 1;
}

/* The first number that is missing, and the next that is there. */
static void gap_find(const struct fec_numbers *numbers, const struct series *series,
                     uint64_t *missing, uint64_t *before)
{
    enum { STEPS = 100000 };

    *missing = series->least;
    while (is_known(numbers, series, *missing))
        ++*missing;
    *before = *missing + 1;
    for (int i = 0; i < STEPS && *before < series->most; i++, ++*before)
        if (is_known(numbers, series, *before))
            return;
    *before = series->most;
}

static void series_tell(const struct fec_numbers *numbers, const struct series *series, bool gap,
                        struct findings *findings)
{
    bool disorder = series->back_line > 0 && series->family->disorder;
    uint64_t missing = series->back, before = series->before;

    if (!gap && !disorder)
        return;
    if (gap)
        gap_find(numbers, series, &missing, &before);
    struct fec_finding *finding =
        findings_add(findings, FEC_NUMBER, false, gap ? series->jump_line : series->back_line,
                     COLUMN_ECRITURE_NUM);
    finding_arg(findings, finding, "series",
                arena_format(numbers->arena, "%s%s%s", series->journal, *series->prefix ? "/" : "",
                             series->prefix));
    finding_number(findings, finding, "missing", (int64_t)missing);
    finding_number(findings, finding, "before", (int64_t)before);
    if (gap)
        finding_number(findings, finding, "lacking", (int64_t)lacking(series));
    if (disorder)
        finding_arg(findings, finding, "disorder", "1");
}

static void family_tell(const struct fec_numbers *numbers, const struct family *family,
                        struct findings *findings)
{
    bool gaps = false;

    for (const struct series *series = family->first; series; series = series->next)
        gaps |= lacking(series) > 0;
    gaps = gaps && family_lacks(numbers, family);
    for (const struct series *series = family->first; series; series = series->next)
        series_tell(numbers, series, gaps && lacking(series) > 0, findings);
}

void fec_numbers_tell(struct fec_numbers *numbers, struct findings *findings)
{
    for (size_t i = 0; i < numbers->series.count; i++) {
        const struct series *series = records_at(&numbers->series, i);
        fec_blocks_put(numbers->blocks, series->hash, series->block, series->bits);
    }
    if (fec_blocks_full(numbers->blocks)) {
        struct fec_finding *finding =
            findings_add(findings, FEC_SIZE, true, 0, COLUMN_ECRITURE_NUM);
        finding_number(findings, finding, "most", FEC_BLOCKS_LIMIT);
        return;
    }
    for (size_t i = 0; i < numbers->families.count; i++)
        family_tell(numbers, records_at(&numbers->families, i), findings);
}
