/* For tests only: books read in one way or another, and what was read compared. */
#ifndef FORMAT_FEC_COMPARE_H
#define FORMAT_FEC_COMPARE_H

#include "format/fec.h"
#include "format/fec_write.h"

/* Facts with the accounts that were told beside them, in an arena of their own. */
struct books_facts {
    struct fec_facts facts;
    struct arena arena;
    struct fec_account *accounts;
    size_t count, room;
};

static inline void books_account(void *into, const struct fec_account *account)
{
    struct books_facts *books = into;
    struct arena *arena = &books->arena;
    if (books->count == books->room)
        books->accounts = arena_grow(arena, books->accounts, &books->room, sizeof *books->accounts);
    books->accounts[books->count++] =
        (struct fec_account){ arena_copy(arena, account->number), arena_copy(arena, account->label),
                              account->debit, account->credit };
}

static inline void books_free(void *books)
{
    arena_free(&((struct books_facts *)books)->arena);
}

/* The facts are the first member of a struct books_facts. */
static inline struct fec_facts *books_read(struct arena *arena, const struct buf *books,
                                           bool thoroughly, bool apart)
{
    struct ctx cx = { .arena = arena };
    struct books_facts *told = arena_new(arena, struct books_facts, 1);
    const struct fec_wants wants = { .folds = FEC_FOLD_LETTERS | FEC_FOLD_ITEMS | FEC_FOLD_NUMBERS,
                                     .has_closing = true,
                                     .closing = date_of(2025, 12, 31),
                                     .take_account = books_account,
                                     .into = told,
                                     .thoroughly = thoroughly };
    struct fec_facts *facts = NULL;
    int file = fec_write_file(books->bytes, books->size);

    arena_own(arena, told, books_free);
    assert_true(file >= 0);
    assert_true(apart ? fec_read_apart(&cx, file, &wants, CHILD_UPLOAD, &facts)
                      : fec_read(&cx, file, &wants, &facts));
    close(file);
    assert_int_equal(facts->account_count, told->count);
    told->facts = *facts;
    return &told->facts;
}

static inline void assert_accounts(const struct fec_facts *one, const struct fec_facts *other)
{
    const struct fec_account *first = ((const struct books_facts *)one)->accounts;
    const struct fec_account *second = ((const struct books_facts *)other)->accounts;

    assert_int_equal(one->account_count, other->account_count);
    for (size_t i = 0; i < one->account_count; i++) {
        assert_string_equal(first[i].number, second[i].number);
        assert_string_equal(first[i].label, second[i].label);
        assert_int_equal(first[i].debit.cents, second[i].debit.cents);
        assert_int_equal(first[i].credit.cents, second[i].credit.cents);
        assert_true(i == 0 || strcmp(first[i - 1].number, first[i].number) < 0);
    }
}

static inline void assert_items(const struct fec_facts *one, const struct fec_facts *other)
{
    assert_int_equal(one->item_count, other->item_count);
    for (size_t i = 0; i < one->item_count; i++) {
        const struct fec_item *first = &one->items[i], *second = &other->items[i];
        assert_int_equal(first->customer, second->customer);
        assert_int_equal(first->date.day, second->date.day);
        assert_int_equal(first->piece_date.day, second->piece_date.day);
        assert_int_equal(first->money.cents, second->money.cents);
        assert_string_equal(first->piece, second->piece);
        assert_string_equal(first->label, second->label);
        assert_string_equal(first->letter, second->letter);
    }
}

static inline void assert_facts(const struct fec_facts *one, const struct fec_facts *other)
{
    assert_int_equal(one->lines, other->lines);
    assert_int_equal(one->entries, other->entries);
    assert_int_equal(one->debit.cents, other->debit.cents);
    assert_int_equal(one->credit.cents, other->credit.cents);
    assert_int_equal(one->letter_groups, other->letter_groups);
    assert_int_equal(one->letter_groups_balanced, other->letter_groups_balanced);
    assert_accounts(one, other);
    assert_int_equal(one->customer_count, other->customer_count);
    for (size_t i = 0; i < one->customer_count; i++) {
        assert_string_equal(one->customers[i].aux, other->customers[i].aux);
        assert_string_equal(one->customers[i].name, other->customers[i].name);
        assert_int_equal(one->customers[i].doubtful_lettering,
                         other->customers[i].doubtful_lettering);
    }
    assert_items(one, other);
}

static inline void assert_findings(const struct fec_facts *one, const struct fec_facts *other)
{
    assert_int_equal(one->charset, other->charset);
    assert_memory_equal(one->counts, other->counts, sizeof one->counts);
    assert_memory_equal(one->grave_counts, other->grave_counts, sizeof one->grave_counts);
    assert_memory_equal(&one->official, &other->official, sizeof one->official);
    assert_int_equal(one->finding_count, other->finding_count);
    for (size_t i = 0; i < one->finding_count; i++) {
        assert_int_equal(one->findings[i].code, other->findings[i].code);
        assert_int_equal(one->findings[i].line, other->findings[i].line);
    }
}

#endif
