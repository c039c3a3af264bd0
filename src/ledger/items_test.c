/* what is open and how old, line by line. */
#include "ledger/items.h"

#include <string.h>

#include "base/test.h"

static const struct fec_customer customers[] = {
    { .account = "411000", .aux = "B", .name = "Bernard" },
    { .account = "411000", .aux = "A", .name = "Albert" },
    { .account = "411000", .aux = "C", .name = "Claire", .doubtful_lettering = true },
};

struct age_case {
    const char *rule;
    int days;      /* from the voucher to the day of the ageing */
    bool by_piece; /* else 30 days are agreed */
    enum items_age age;
};

static const struct age_case ages[] = {
    { "the day itself is not late", 0, true, AGE_NOT_DUE },
    { "a day after, it is", 1, true, AGE_30 },
    { "30 days", 30, true, AGE_30 },
    { "31 days", 31, true, AGE_60 },
    { "60 days", 60, true, AGE_60 },
    { "61 days", 61, true, AGE_90 },
    { "90 days", 90, true, AGE_90 },
    { "91 days", 91, true, AGE_OLDER },
    { "a voucher of tomorrow", -1, true, AGE_NOT_DUE },
    { "the 30th day of 30 agreed", 30, false, AGE_NOT_DUE },
    { "the 31st", 31, false, AGE_30 },
};

static const struct date voucher = { 20000 };

static struct items make(struct arena *arena, struct fec_item *items, size_t count,
                         struct items_terms terms, struct date on)
{
    struct fec_facts facts = {
        .items = items,
        .item_count = count,
        .customers = arena_new(arena, struct fec_customer, COUNT_OF(customers)),
        .customer_count = COUNT_OF(customers),
    };

    memcpy(facts.customers, customers, sizeof customers);
    return items_make(arena, &facts, &terms, on);
}

static void test_age(void **state)
{
    const struct age_case *expected = *state;
    struct arena arena = { 0 };
    struct fec_item item = { .piece_date = voucher, .has_piece_date = true, .letter = "" };
    struct items_terms terms = { expected->by_piece, ITEMS_DEFAULT_DAYS };

    item.money.cents = 12345;
    struct items items =
        make(&arena, &item, 1, terms, (struct date){ voucher.day + expected->days });
    for (int age = 0; age < AGE_COUNT; age++)
        assert_int_equal(items.ages[age].cents, age == (int)expected->age ? 12345 : 0);
    arena_free(&arena);
}

static void test_sums(void **state)
{
    struct arena arena = { 0 };
    struct fec_item items[] = {
        { 0, { 100 }, { 90 }, true, { 5000 }, "F1", "", "", 2 },
        { 0, { 120 }, { 0 }, false, { 7000 }, "F2", "", "", 3 },
        { 0, { 120 }, { 80 }, true, { -2000 }, "A1", "", "", 4 },
        { 1, { 120 }, { 80 }, true, { -300 }, "A2", "", "", 5 },
        { 2, { 120 }, { 0 }, false, { 40 }, "", "", "AA", 6 },
    };
    struct items made = make(&arena, items, COUNT_OF(items), (struct items_terms){ true, 30 },
                             (struct date){ 121 });

    (void)state;
    assert_int_equal(made.total.cents, 9740);
    assert_int_equal(made.unlettered.cents, 9700);
    assert_int_equal(made.partly_lettered.cents, 40);
    assert_int_equal(made.lines, 4);
    assert_int_equal(made.ages[AGE_30].cents, 7000);
    assert_int_equal(made.ages[AGE_60].cents, 5000 - 2000 - 300);
    assert_int_equal(made.count, 3);
    assert_string_equal(made.customers[0].customer->aux, "A");
    assert_false(made.customers[0].has_oldest);
    assert_string_equal(made.customers[1].customer->aux, "B");
    assert_int_equal(made.customers[1].oldest.day, 90);
    assert_int_equal(made.customers[1].open.cents, 10000);
    assert_int_equal(made.customers[2].partly_lettered.cents, 40);
    assert_int_equal(made.customers[2].lines, 0);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_sums) };
    int failed = cmocka_run_group_tests_name("items", tests, NULL, NULL);

    return failed + TEST_TABLE("items age", ages, test_age) > 0;
}
