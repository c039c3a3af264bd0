/*
 * For tests only: books read in one way or another, and what was read compared.
 */
#ifndef FORMAT_FEC_COMPARE_H
#define FORMAT_FEC_COMPARE_H

#include "format/fec.h"
#include "format/fec_write.h"

static inline struct fec_facts *books_read(struct arena *arena, const struct buf *books,
                                           bool thoroughly, bool apart)
{
    struct ctx cx = { .arena = arena };
    const struct fec_wants wants = { .folds = FEC_FOLD_LETTERS | FEC_FOLD_ITEMS,
                                     .has_closing = true,
                                     .closing = date_of(2025, 12, 31),
                                     .thoroughly = thoroughly };
    struct fec_facts *facts = NULL;
    int file = fec_write_file(books->bytes, books->size);

    assert_true(file >= 0);
    assert_true(apart ? fec_read_apart(&cx, file, &wants, CHILD_UPLOAD, &facts)
                      : fec_read(&cx, file, &wants, &facts));
    close(file);
    return facts;
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
    assert_int_equal(one->account_count, other->account_count);
    for (size_t i = 0; i < one->account_count; i++) {
        assert_string_equal(one->accounts[i].number, other->accounts[i].number);
        assert_string_equal(one->accounts[i].label, other->accounts[i].label);
        assert_int_equal(one->accounts[i].debit.cents, other->accounts[i].debit.cents);
        assert_int_equal(one->accounts[i].credit.cents, other->accounts[i].credit.cents);
    }
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
