#include "format/fec_entries.h"

#include <string.h>

#include "base/money.h"
#include "format/fec_numbers.h"
#include "format/fec_unbalanced.h"
#include "format/keep.h"

__extension__ typedef __int128 wide;

/* A field of the line before, in bytes of our own. */
struct remembered {
    struct arena *arena;
    char *bytes;
    size_t size, room;
};

enum key { KEY_ENTRY, KEY_NUMBER, KEY_VOUCHER, KEY_COUNT };

/* Lines in a row with the same key. The sum is zero when every key of the kind balances. */
struct run {
    int64_t debit, credit, line;
    wide sum;
};

struct fec_entries {
    struct arena *arena;
    struct findings *findings;
    struct remembered journal, entry, piece;
    struct date date;
    int64_t debit, credit; /* of the latest lines, not yet in their runs */
    struct run runs[KEY_COUNT];
    bool begun, seen; /* seen: the number of this run was there before */
    struct fec_unbalanced *unbalanced;
    struct fec_numbers *numbers; /* NULL when not asked for */
};

struct fec_entries *fec_entries_new(struct arena *arena, struct findings *findings, bool numbers)
{
    struct fec_entries *entries = arena_new(arena, struct fec_entries, 1);

    *entries = (struct fec_entries){
        .arena = arena,
        .findings = findings,
        .journal = { .arena = arena },
        .entry = { .arena = arena },
        .piece = { .arena = arena },
        .unbalanced = fec_unbalanced_new(arena),
        .numbers = numbers ? fec_numbers_new(arena) : NULL,
    };
    return entries;
}

static void remember(struct remembered *field, struct slice now)
{
    if (now.size >= field->room) {
        field->room = now.size * 2 + sizeof(uint64_t);
        field->bytes = arena_new(field->arena, char, field->room + sizeof(uint64_t));
    }
    if (now.size > 0)
        memcpy(field->bytes, now.at, now.size);
    field->size = now.size;
}

static bool is_same(const struct remembered *field, struct slice now)
{
    return slice_is(now, field->bytes, field->size);
}

static struct slice slice_of(const struct remembered *field)
{
    return (struct slice){ field->bytes, field->size };
}

static void twice_tell(const struct fec_entries *entries, const struct run *run)
{
    struct fec_finding *finding =
        findings_add(entries->findings, FEC_TWICE, false, run->line, COLUMN_ECRITURE_NUM);

    finding_value(entries->findings, finding, entries->entry.bytes, entries->entry.size);
    finding_arg(entries->findings, finding, "journal",
                arena_text(entries->arena, entries->journal.bytes, entries->journal.size));
}

static uint64_t hash_of(uint64_t seed, const struct remembered *field)
{
    return keep_hash(seed, field->bytes, field->size);
}

/* Of the key whose lines are the latest; never 0. */
static uint64_t key_hash(const struct fec_entries *entries, enum key key)
{
    switch (key) {
    case KEY_ENTRY:
        return hash_of(hash_of(1, &entries->journal), &entries->entry) | 1;
    case KEY_NUMBER:
        return hash_of(2, &entries->entry) | 1;
    default:
        return hash_of(hash_of(3 + (uint64_t)(uint32_t)entries->date.day, &entries->journal),
                       &entries->piece)
            | 1;
    }
}

/* What balances adds nothing, so that its key need not even be hashed. */
static void run_end(struct fec_entries *entries, enum key key)
{
    struct run *run = &entries->runs[key];
    bool balanced = run->debit == run->credit, open = false;

    if (balanced && !(key == KEY_ENTRY && entries->seen))
        return;
    uint64_t hash = key_hash(entries, key);
    run->sum += (wide)(run->debit - run->credit) * (wide)(hash >> 1);
    if (key != KEY_ENTRY)
        return;
    struct fec_open_entry sums = { hash, run->debit, run->credit, run->line, { 0 } };
    open = fec_unbalanced_add(entries->unbalanced, &sums, slice_of(&entries->journal),
                              slice_of(&entries->entry));
    if (entries->seen && !open)
        twice_tell(entries, run);
}

static void run_begin(struct run *run, int64_t line)
{
    *run = (struct run){ .line = line, .sum = run->sum };
}

static void latest_add(struct fec_entries *entries)
{
    for (int key = 0; key < KEY_COUNT; key++) {
        entries->runs[key].debit += entries->debit;
        entries->runs[key].credit += entries->credit;
    }
    entries->debit = entries->credit = 0;
}

static void keys_change(struct fec_entries *entries, const struct fec_line *line)
{
    bool new_journal = !is_same(&entries->journal, line->journal) || !entries->begun;
    bool new_entry = !is_same(&entries->entry, line->entry) || !entries->begun;
    bool new_piece = !is_same(&entries->piece, line->piece) || line->date.day != entries->date.day;
    const bool changed[KEY_COUNT] = { new_journal || new_entry, new_entry,
                                      new_journal || new_piece };

    latest_add(entries);
    for (int key = 0; key < KEY_COUNT; key++)
        if (changed[key]) {
            run_end(entries, (enum key)key);
            run_begin(&entries->runs[key], line->number);
        }
    if (new_journal)
        remember(&entries->journal, line->journal);
    if (new_entry)
        remember(&entries->entry, line->entry);
    if (new_piece)
        remember(&entries->piece, line->piece);
    entries->date = line->date;
    entries->begun = true;
    if (changed[KEY_ENTRY] && entries->numbers)
        entries->seen =
            fec_numbers_note(entries->numbers, line->journal, line->entry, line->number);
}

void fec_entries_note(struct fec_entries *entries, const struct fec_line *line)
{
    if (!line->goes_on)
        keys_change(entries, line);
    entries->debit += line->debit;
    entries->credit += line->credit;
}

int64_t fec_entries_count(const struct fec_entries *entries)
{
    return entries->numbers ? fec_numbers_count(entries->numbers) : 0;
}

static void entry_tell(struct fec_entries *entries, const struct fec_open_entry *open,
                       enum fec_code code)
{
    struct findings *findings = entries->findings;
    int64_t gap = open->debit - open->credit;
    struct fec_finding *finding =
        findings_add(findings, code, code == FEC_BALANCE, open->line, COLUMN_COUNT);

    if (!finding)
        return;
    finding_arg(findings, finding, "entry", open->name);
    finding_arg(findings, finding, "debit",
                money_text(entries->arena, (struct money){ open->debit }));
    finding_arg(findings, finding, "credit",
                money_text(entries->arena, (struct money){ open->credit }));
    finding_arg(findings, finding, "gap",
                money_text(entries->arena, (struct money){ gap < 0 ? -gap : gap }));
}

static void balance_tell(struct fec_entries *entries)
{
    const struct run *runs = entries->runs;
    bool elsewhere = runs[KEY_NUMBER].sum == 0 || runs[KEY_VOUCHER].sum == 0;
    enum fec_code code = elsewhere ? FEC_JOURNAL : FEC_BALANCE;
    const struct fec_open_entry *open;
    size_t at = 0;

    if (runs[KEY_ENTRY].sum == 0)
        return;
    if (!fec_unbalanced_complete(entries->unbalanced)) {
        findings_add(entries->findings, code, code == FEC_BALANCE, 0, COLUMN_COUNT);
        return;
    }
    while ((open = fec_unbalanced_next(entries->unbalanced, &at)))
        entry_tell(entries, open, code);
}

void fec_entries_tell(struct fec_entries *entries, bool whole)
{
    latest_add(entries);
    for (int key = 0; key < KEY_COUNT; key++)
        run_end(entries, (enum key)key);
    if (whole)
        balance_tell(entries);
    if (entries->numbers)
        fec_numbers_tell(entries->numbers, entries->findings);
}
