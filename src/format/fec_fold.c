#include "format/fec_fold.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "format/fec_letters.h"
#include "format/keep.h"

struct account {
    const char *number, *label;
    int64_t debit, credit;
    uint32_t number_size, label_size, place;
    bool is_customer, is_odd; /* odd: its first three characters are no digits */
};

enum { NEAR_BITS = 12 }; /* a firm uses some hundred accounts */

/* Accounts of up to sixteen characters by their bytes: found in one look. */
struct near {
    uint64_t bytes, more;
    struct account *account; /* NULL is free */
};

struct fec_fold {
    struct arena *arena;
    struct findings *findings;
    struct records accounts;
    struct index *by_number;
    struct slab texts;
    struct near near[1 << NEAR_BITS];
    int64_t debit, credit, weight; /* weight: all amounts without their sign, an overflow's guard */
    struct fec_letters *letters;   /* NULL when not asked for */
};

struct fec_fold *fec_fold_new(struct arena *arena, unsigned folds, struct findings *findings)
{
    struct fec_fold *fold = arena_new(arena, struct fec_fold, 1);

    *fold = (struct fec_fold){
        .arena = arena,
        .findings = findings,
        .accounts = { .arena = arena, .size = sizeof(struct account) },
        .by_number = index_new(arena),
        .texts = { .arena = arena },
        .letters = folds ? fec_letters_new(arena, folds, findings) : NULL,
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

static struct account *account_at(const struct fec_fold *fold, uint32_t place)
{
    return records_at(&fold->accounts, place);
}

static struct account *account_add(struct fec_fold *fold, const struct fec_line *line,
                                   uint32_t hash)
{
    uint32_t place = (uint32_t)fold->accounts.count;

    if (place >= FEC_ACCOUNTS_LIMIT) {
        struct fec_finding *finding =
            findings_add(fold->findings, FEC_SIZE, true, line->number, COLUMN_COMPTE_NUM);
        finding_number(fold->findings, finding, "most", FEC_ACCOUNTS_LIMIT);
        return NULL;
    }
    struct account *account = records_add(&fold->accounts);
    *account = (struct account){
        .number = slab_add(&fold->texts, line->account.at, line->account.size),
        .label = slab_add(&fold->texts, line->account_label.at, line->account_label.size),
        .number_size = (uint32_t)line->account.size,
        .label_size = (uint32_t)line->account_label.size,
        .place = place,
        .is_customer = line->account.size >= 3 && memcmp(line->account.at, "411", 3) == 0,
        .is_odd = is_odd(line->account),
    };
    index_add(fold->by_number, hash, place);
    return account;
}

static struct account *account_search(struct fec_fold *fold, const struct fec_line *line)
{
    struct slice number = line->account;
    uint32_t hash = (uint32_t)keep_hash(0, number.at, number.size), place;
    struct index_walk walk = { .at = hash, .hash = hash };

    while ((place = index_next(fold->by_number, &walk)) != INDEX_NONE) {
        struct account *account = account_at(fold, place);
        if (slice_is(number, account->number, account->number_size))
            return account;
    }
    return account_add(fold, line, hash);
}

static struct account *account_find(struct fec_fold *fold, const struct fec_line *line)
{
    struct slice number = line->account;

    if (number.size > 2 * sizeof(uint64_t))
        return account_search(fold, line);
    uint64_t bytes = bytes_word(number.at, number.size), more = 0;
    if (number.size > sizeof bytes)
        more = bytes_word(number.at + sizeof bytes, number.size - sizeof bytes);
    uint64_t hash = (bytes ^ more << 7) * UINT64_C(0x9E3779B97F4A7C15);
    struct near *near = &fold->near[hash >> (64 - NEAR_BITS)];
    if (near->bytes != bytes || near->more != more || !near->account)
        *near = (struct near){ bytes, more, account_search(fold, line) };
    return near->account;
}

static void label_tell(struct fec_fold *fold, struct account *account, const struct fec_line *line)
{
    struct slice label = line->account_label;

    if (label.size == 0)
        return;
    if (account->label_size == 0) {
        account->label = slab_add(&fold->texts, label.at, label.size);
        account->label_size = (uint32_t)label.size;
        return;
    }
    struct fec_finding *finding =
        findings_add(fold->findings, FEC_LABEL, false, line->number, COLUMN_COMPTE_LIB);
    finding_value(fold->findings, finding, label.at, label.size);
    finding_arg(fold->findings, finding, "account", account->number);
    finding_arg(fold->findings, finding, "first", account->label);
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

static struct fec_lettered lettered_of(const struct account *account)
{
    return (struct fec_lettered){ account->number, account->label, account->place,
                                  account->is_customer };
}

bool fec_fold_note(struct fec_fold *fold, const struct fec_line *line)
{
    struct account *account = weigh(fold, line) ? account_find(fold, line) : NULL;

    if (!account)
        return false;
    if (account->is_odd)
        odd_tell(fold, line);
    if (!slice_is(line->account_label, account->label, account->label_size))
        label_tell(fold, account, line);
    account->debit += line->debit;
    account->credit += line->credit;
    fold->debit += line->debit;
    fold->credit += line->credit;
    if (!fold->letters || (line->letter.size == 0 && !account->is_customer))
        return true;
    struct fec_lettered of = lettered_of(account);
    return fec_letters_note(fold->letters, &of, line);
}

bool fec_fold_again(struct fec_fold *fold)
{
    return fold->letters && fec_letters_again(fold->letters);
}

void fec_fold_note_again(struct fec_fold *fold, const struct fec_line *line)
{
    struct account *account = line->letter.size > 0 ? account_find(fold, line) : NULL;

    if (!account || !account->is_customer)
        return;
    struct fec_lettered of = lettered_of(account);
    fec_letters_note_again(fold->letters, &of, line);
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
    facts->accounts = arena_new(arena, struct fec_account, facts->account_count);
    for (size_t i = 0; i < facts->account_count; i++) {
        const struct account *account = account_at(fold, (uint32_t)i);
        facts->accounts[i] = (struct fec_account){
            .number = charset_text(arena, facts->charset, account->number),
            .label = charset_text(arena, facts->charset, account->label),
            .debit = { account->debit },
            .credit = { account->credit },
        };
    }
    if (fold->letters)
        fec_letters_facts(fold->letters, arena, facts);
}
