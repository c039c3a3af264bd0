/* R-8, Code civil 1342-10: credits go to the oldest debts first. */
#include "invoice/allocate.h"

#include <string.h>

#include "base/test.h"

struct allocate_case {
    const char *rule, *letters;  /* one each; "" or a dash: none */
    int64_t amounts[5], open[5]; /* in order of issue, until a 0 */
};

static const struct allocate_case cases[] = {
    { "an invoice alone is open", "", { 100 }, { 100 } },
    { "a payment takes from the oldest", "", { 100, 50, -60 }, { 40, 50, 0 } },
    { "what is over goes to the next", "", { 100, 50, -120 }, { 0, 30, 0 } },
    { "a payment that came first serves as well", "", { -60, 100 }, { 0, 40 } },
    { "all paid", "", { 100, -100 }, { 0, 0 } },
    { "an overpayment stays with the latest credit", "", { 100, -80, -50 }, { 0, 0, -30 } },
    { "credits alone stay", "", { -80, -50 }, { -80, -50 } },
    { "a letter says which debt is paid", "-AA", { 100, 200, -150 }, { 100, 50, 0 } },
    { "in a group the oldest is paid first", "AAA", { 50, 60, -70 }, { 0, 40, 0 } },
    { "what is over of a group goes to the oldest", "-AA", { 100, 30, -50 }, { 80, 0, 0 } },
    { "a payment without a letter is for the oldest, lettered or not",
      "A--A",
      { 90, 100, -40, -60 },
      { 0, 90, 0, 0 } },
    { "two groups keep to themselves", "ABBA", { 100, 100, -30, -40 }, { 60, 70, 0, 0 } },
};

static void test_allocate(void **state)
{
    const struct allocate_case *expected = *state;
    struct item items[5] = { 0 };
    struct arena arena = { 0 };
    size_t count = 0;
    int64_t sum = 0, open = 0;

    for (; count < 5 && expected->amounts[count] != 0; count++) {
        const char *letter = &expected->letters[count * (*expected->letters != '\0')];
        items[count] =
            (struct item){ .issued_on = { (int32_t)count },
                           .piece = "",
                           .letter = *letter && *letter != '-' ? arena_text(&arena, letter, 1) : "",
                           .amount = { expected->amounts[count] } };
        sum += expected->amounts[count];
    }
    for (size_t i = 0; i < count / 2; i++) { /* the order in which they come is of no matter */
        struct item first = items[i];
        items[i] = items[count - 1 - i];
        items[count - 1 - i] = first;
    }
    allocate(items, count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(items[i].open.cents, expected->open[i]);
        open += items[i].open.cents;
    }
    assert_int_equal(open, sum);
    arena_free(&arena);
}

int main(void)
{
    return TEST_TABLE("allocate", cases, test_allocate) > 0;
}
