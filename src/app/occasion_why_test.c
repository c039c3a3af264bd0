/* C-8: why a step falls on its day, in words. */
#include "app/occasion_why.h"
#include "base/str.h"
#include "base/test.h"

static void test_words(void **state)
{
    static const struct {
        struct step step;
        int64_t rank;
        const char *french;
    } rows[] = {
        { { .days = -3 }, 0, "3 jours avant l’échéance, le 30 novembre 2026" },
        { { .days = 0 }, 0, "Le jour de l’échéance, le 30 novembre 2026" },
        { { .days = 1 }, 0, "Un jour après l’échéance du 30 novembre 2026" },
        { { .days = 1, .repeat_days = 3 }, 2, "7 jours après l’échéance du 30 novembre 2026" },
        { { .anchor = ANCHOR_OPENING }, 0, "Dès l’ouverture, le 20 novembre 2026" },
        { { .anchor = ANCHOR_OPENING, .days = 5, .mode = MODE_BY_HAND },
          0,
          "À faire par une personne, 5 jours après l’ouverture du 20 novembre 2026" },
        { { .mode = MODE_UNLESS_OBJECTED }, 0, "Sauf objection, le jour de l’échéance, le" },
    };
    const struct obligation owed = { .opened = date_of(2026, 11, 20),
                                     .due = date_of(2026, 11, 30) };
    struct arena arena = { 0 };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const char *why = occasion_why(&arena, "fr", &owed, &rows[i].step, rows[i].rank);
        assert_true(str_starts(str_fold(&arena, why), str_fold(&arena, rows[i].french)));
    }
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_words) };

    return cmocka_run_group_tests_name("occasion_why", tests, NULL, NULL);
}
