#include "format/fec_fold.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "format/fec_letters.h"
#include "format/keep.h"

/* Sums of few digits, as most accounts have; of the others the place of a larger sum. */
struct account {
    uint32_t texts; /* number and label; with IS_LARGE above them */
    union {
        struct {
            int32_t debit, credit;
        };
        uint32_t large;
    };
};

struct sums {
    int64_t debit, credit;
};

static const uint32_t IS_LARGE = UINT32_C(1) << 31;

enum { NEAR_BITS = 12 }; /* a firm uses some hundred accounts */

/* An account at hand, of up to sixteen characters by its bytes: found in one look. */
struct near {
    uint64_t bytes, more;
    const char *number; /* NULL is free */
    const char *label;
    uint32_t label_size, place;
    struct sums sums;         /* not yet the account's */
    bool is_customer, is_odd; /* odd: its first three characters are no digits */
};

struct fec_fold {
    struct arena *arena;
    struct findings *findings;
    struct fec_room *kept;
    struct records accounts, larges;
    struct index *by_number;
    struct pairs texts;
    struct near near[1 << NEAR_BITS], far; /* far: with a longer number */
    int64_t debit, credit, weight; /* weight: all amounts without their sign, an overflow's guard */
    struct fec_letters *letters;   /* NULL when not asked for */
};

bool fec_room_take(struct fec_room *room, size_t count, enum fec_column column, int64_t line)
{
    size_t most = room->most, in_all = most + most / FEC_ROOM_PART;
    bool of_kind = count >= most;

    if (!of_kind && room->used < in_all) {
        room->used++;
        return true;
    }
    struct fec_finding *finding =
        findings_add(room->findings, FEC_SIZE, true, line, of_kind ? column : COLUMN_COUNT);
    finding_number(room->findings, finding, "most", (int64_t)(of_kind ? most : in_all));
    return false;
}

static struct account *account_at(const struct fec_fold *fold, uint32_t place)
{
    return records_at(&fold->accounts, place);
}

static const char *number_of(const struct fec_fold *fold, const struct account *account)
{
    return pairs_at(&fold->texts, account->texts & ~IS_LARGE);
}

const char *fec_fold_number(const struct fec_fold *fold, uint32_t account)
{
    return number_of(fold, account_at(fold, account));
}

static uint32_t number_hash(const void *owner, uint32_t place)
{
    const struct fec_fold *fold = owner;
    const char *number = number_of(fold, account_at(fold, place));

    return (uint32_t)keep_hash(0, number, strlen(number));
}

struct fec_fold *fec_fold_new(struct arena *arena, const struct fec_wants *wants,
                              struct findings *findings)
{
    struct fec_fold *fold = arena_new(arena, struct fec_fold, 1);
    struct fec_room *kept = arena_new(arena, struct fec_room, 1);

    *kept = (struct fec_room){ .findings = findings,
                               .most = wants->most ? wants->most : FEC_KEPT_LIMIT };
    *fold = (struct fec_fold){
        .arena = arena,
        .findings = findings,
        .kept = kept,
        .accounts = { .arena = arena, .size = sizeof(struct account) },
        .larges = { .arena = arena, .size = sizeof(struct sums) },
        .by_number = index_new(arena, number_hash, fold),
        .texts = { .arena = arena },
        .letters = wants->folds & (FEC_FOLD_LETTERS | FEC_FOLD_ITEMS)
            ? fec_letters_new(arena, fold, wants->folds, kept)
            : NULL,
    };
    return fold;
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_odd(struct slice number)
{
    return number.size < 3 || !is_digit(number.at[0]) || !is_digit(number.at[1])
        || !is_digit(number.at[2]);
}

static bool account_add(struct fec_fold *fold, const struct fec_line *line, uint32_t hash)
{
    struct slice number = line->account, label = line->account_label;

    if (!fec_room_take(fold->kept, fold->accounts.count, COLUMN_COMPTE_NUM, line->number))
        return false;
    index_add(fold->by_number, hash, (uint32_t)fold->accounts.count);
    struct account *account = records_add(&fold->accounts);
    account->texts = pairs_add(&fold->texts, number.at, number.size, label.at, label.size);
    return true;
}

/* The place of the line's account, added when it is new; INDEX_NONE when there are too many. */
static uint32_t account_search(struct fec_fold *fold, const struct fec_line *line)
{
    struct slice number = line->account;
    uint32_t hash = (uint32_t)keep_hash(0, number.at, number.size), place;
    struct index_walk walk = { .at = hash, .hash = hash };

    while ((place = index_next(fold->by_number, &walk)) != INDEX_NONE) {
        const char *kept = number_of(fold, account_at(fold, place));
        if (slice_is_text(number, kept))
            return place;
    }
    place = (uint32_t)fold->accounts.count;
    return account_add(fold, line, hash) ? place : INDEX_NONE;
}

static bool is_small(int64_t cents)
{
    return cents == (int32_t)cents;
}

static struct sums sums_of(const struct fec_fold *fold, const struct account *account)
{
    if (account->texts & IS_LARGE)
        return *(const struct sums *)records_at(&fold->larges, account->large);
    return (struct sums){ account->debit, account->credit };
}

/* What was added since the account came to hand becomes its own. */
static void near_leave(struct fec_fold *fold, struct near *near)
{
    if (!near->number || (near->sums.debit == 0 && near->sums.credit == 0))
        return;
    struct account *account = account_at(fold, near->place);
    struct sums sums = sums_of(fold, account);
    sums.debit += near->sums.debit;
    sums.credit += near->sums.credit;
    near->sums = (struct sums){ 0 };
    if (!(account->texts & IS_LARGE) && is_small(sums.debit) && is_small(sums.credit)) {
        account->debit = (int32_t)sums.debit;
        account->credit = (int32_t)sums.credit;
        return;
    }
    if (!(account->texts & IS_LARGE)) {
        account->texts |= IS_LARGE;
        account->large = (uint32_t)fold->larges.count;
        records_add(&fold->larges);
    }
    *(struct sums *)records_at(&fold->larges, account->large) = sums;
}

static void texts_show(const struct fec_fold *fold, struct near *near)
{
    near->number = number_of(fold, account_at(fold, near->place));
    near->label = near->number + strlen(near->number) + 1;
    near->label_size = (uint32_t)strlen(near->label);
}

static struct near *near_come(struct fec_fold *fold, struct near *near, const struct fec_line *line)
{
    struct slice number = line->account;

    near_leave(fold, near);
    near->place = account_search(fold, line);
    near->number = NULL;
    if (near->place == INDEX_NONE)
        return NULL;
    near->is_customer = number.size >= 3 && memcmp(number.at, "411", 3) == 0;
    near->is_odd = is_odd(number);
    texts_show(fold, near);
    return near;
}

static struct near *account_find(struct fec_fold *fold, const struct fec_line *line)
{
    struct slice number = line->account;

    if (number.size > 2 * sizeof(uint64_t))
        return near_come(fold, &fold->far, line);
    uint64_t bytes = bytes_word(number.at, number.size), more = 0;
    if (number.size > sizeof bytes)
        more = bytes_word(number.at + sizeof bytes, number.size - sizeof bytes);
    uint64_t hash = (bytes ^ more << 7) * UINT64_C(0x9E3779B97F4A7C15);
    struct near *near = &fold->near[hash >> (64 - NEAR_BITS)];
    if (near->bytes == bytes && near->more == more && near->number)
        return near;
    near->bytes = bytes;
    near->more = more;
    return near_come(fold, near, line);
}

/* A label that comes late: number and label are kept anew, side by side. */
static void label_put(struct fec_fold *fold, struct near *near, struct slice label)
{
    struct account *account = account_at(fold, near->place);
    uint32_t texts =
        pairs_add(&fold->texts, near->number, strlen(near->number), label.at, label.size);

    account->texts = texts | (account->texts & IS_LARGE);
    texts_show(fold, near);
}

static void label_tell(struct fec_fold *fold, struct near *near, const struct fec_line *line)
{
    struct slice label = line->account_label;

    if (label.size == 0)
        return;
    if (near->label_size == 0) {
        label_put(fold, near, label);
        return;
    }
    struct fec_finding *finding =
        findings_add(fold->findings, FEC_LABEL, false, line->number, COLUMN_COMPTE_LIB);
    finding_value(fold->findings, finding, label.at, label.size);
    finding_arg(fold->findings, finding, "account", near->number);
    finding_arg(fold->findings, finding, "first", near->label);
}

static void odd_tell(struct fec_fold *fold, const struct fec_line *line)
{
    struct fec_finding *finding =
        findings_add(fold->findings, FEC_ACCOUNT, false, line->number, COLUMN_COMPTE_NUM);

    finding_value(fold->findings, finding, line->account.at, line->account.size);
}

/* No sum can overflow before the sum of all amounts does. */
static bool weigh(struct fec_fold *fold, const struct fec_line *line)
{
    int64_t both = llabs(line->debit) + llabs(line->credit);

    if (!__builtin_add_overflow(fold->weight, both, &fold->weight))
        return true;
    struct fec_finding *finding =
        findings_add(fold->findings, FEC_AMOUNT, true, line->number, COLUMN_COUNT);
    finding_arg(fold->findings, finding, "total", "1");
    return false;
}

static struct fec_lettered lettered_of(const struct near *near)
{
    return (struct fec_lettered){ near->place, near->is_customer };
}

bool fec_fold_note(struct fec_fold *fold, const struct fec_line *line)
{
    struct near *near = weigh(fold, line) ? account_find(fold, line) : NULL;

    if (!near)
        return false;
    if (near->is_odd)
        odd_tell(fold, line);
    if (!slice_is(line->account_label, near->label, near->label_size))
        label_tell(fold, near, line);
    near->sums.debit += line->debit;
    near->sums.credit += line->credit;
    fold->debit += line->debit;
    fold->credit += line->credit;
    if (!fold->letters || (line->letter.size == 0 && !near->is_customer))
        return true;
    struct fec_lettered of = lettered_of(near);
    return fec_letters_note(fold->letters, &of, line);
}

bool fec_fold_again(struct fec_fold *fold)
{
    return fold->letters && fec_letters_again(fold->letters);
}

void fec_fold_note_again(struct fec_fold *fold, const struct fec_line *line)
{
    struct near *near = line->letter.size > 0 ? account_find(fold, line) : NULL;

    if (!near || !near->is_customer)
        return;
    struct fec_lettered of = lettered_of(near);
    fec_letters_note_again(fold->letters, &of, line);
}

bool fec_fold_whole(const struct fec_fold *fold)
{
    return !fold->letters || fec_letters_whole(fold->letters);
}

void fec_fold_tell(struct fec_fold *fold, struct findings *findings)
{
    if (fold->letters)
        fec_letters_tell(fold->letters, findings);
}

void fec_fold_facts(const struct fec_fold *fold, struct arena *arena, struct fec_facts *facts)
{
    facts->debit = (struct money){ fold->debit };
    facts->credit = (struct money){ fold->credit };
    facts->account_count = fold->accounts.count;
    if (fold->letters)
        fec_letters_facts(fold->letters, arena, facts);
}

static int by_number(const void *one, const void *other, void *owner)
{
    const struct fec_fold *fold = owner;

    return strcmp(number_of(fold, account_at(fold, *(const uint32_t *)one)),
                  number_of(fold, account_at(fold, *(const uint32_t *)other)));
}

/* The index goes first: what it took is room enough to sort in. */
static uint32_t *sort(struct fec_fold *fold)
{
    uint32_t *places = arena_new(fold->arena, uint32_t, fold->accounts.count);

    index_drop(fold->by_number);
    for (size_t i = 0; i < COUNT_OF(fold->near); i++)
        near_leave(fold, &fold->near[i]);
    near_leave(fold, &fold->far);
    for (uint32_t i = 0; i < fold->accounts.count; i++)
        places[i] = i;
    if (fold->accounts.count > 0)
        qsort_r(places, fold->accounts.count, sizeof *places, by_number, fold);
    return places;
}

void fec_fold_accounts(struct fec_fold *fold, enum charset charset, fec_account_take *take,
                       void *into)
{
    const uint32_t *places = sort(fold);

    for (size_t i = 0; i < fold->accounts.count; i++) {
        struct arena_mark mark = arena_mark(fold->arena);
        const struct account *account = account_at(fold, places[i]);
        const char *number = number_of(fold, account);
        struct sums sums = sums_of(fold, account);
        const struct fec_account told = {
            .number = charset_text(fold->arena, charset, number),
            .label = charset_text(fold->arena, charset, number + strlen(number) + 1),
            .debit = { sums.debit },
            .credit = { sums.credit },
        };
        take(into, &told);
        arena_rewind(fold->arena, mark);
    }
}
