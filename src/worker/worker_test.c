/* C-2: nothing leaves outside of the firm's working days and hours, as the books have them now. */
#include "worker/worker.h"

#include "firm/closed_day.h"
#include "firm/hours.h"
#include "store/test_books.h"

struct open_row {
    const char *rule, *day;
    int minute; /* of the wall in Paris */
    bool is_open;
};

static const struct open_row rows[] = {
    { "a working day at noon", "2026-03-31", 720, true },
    { "a minute before the opening", "2026-03-31", 479, false },
    { "the minute of the opening", "2026-03-31", 480, true },
    { "the last minute", "2026-03-31", 1139, true },
    { "the minute of the closing", "2026-03-31", 1140, false },
    { "a Saturday", "2026-03-28", 720, false },
    { "Easter Monday", "2026-04-06", 720, false },
    { "the first hour of summer time's first working day", "2026-03-30", 480, true },
    { "the first of the firm's own closed days", "2026-04-01", 720, false },
    { "the last of them", "2026-04-02", 720, false },
    { "the day after", "2026-04-03", 720, true },
};

static bool is_open_at(struct ctx *cx, const struct zone *zone, const char *day, int minute)
{
    struct date date = { 0 };
    bool is_open = false;

    assert_true(date_parse(day, &date));
    cx->now = zone_instant(zone, date, minute);
    assert_true(worker_is_open(cx, zone, &is_open));
    return is_open;
}

static const struct zone *begin(struct ctx *cx)
{
    const struct zone *zone = zone_open(cx, "Europe/Paris");

    assert_true(books_firm(cx, 1));
    assert_non_null(zone);
    return zone;
}

static void test_is_open(struct ctx *cx)
{
    const struct zone *zone = begin(cx);
    struct closed_day own = { .first = date_of(2026, 4, 1),
                              .last = date_of(2026, 4, 2),
                              .label = "Inventaire" };

    assert_true(closed_day_add(cx, &own));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        bool is_open = is_open_at(cx, zone, rows[i].day, rows[i].minute);
        if (is_open != rows[i].is_open)
            print_error("%s\n", rows[i].rule);
        assert_int_equal(is_open, rows[i].is_open);
    }
}

/* A change of the settings holds at once, without a new start. */
static void test_settings_change(struct ctx *cx)
{
    const struct zone *zone = begin(cx);
    struct closed_day own = { .first = date_of(2026, 4, 1),
                              .last = date_of(2026, 4, 1),
                              .label = "Pont" };
    struct firm firm;

    assert_true(is_open_at(cx, zone, "2026-04-01", 720));
    assert_true(closed_day_add(cx, &own));
    assert_false(is_open_at(cx, zone, "2026-04-01", 720));
    assert_true(closed_day_remove(cx, own.id, &own));
    assert_true(is_open_at(cx, zone, "2026-04-01", 720));
    assert_true(firm_find(cx, &firm));
    firm.open_from_minute = 721;
    assert_true(hours_change(cx, &firm));
    assert_false(is_open_at(cx, zone, "2026-04-01", 720));
    assert_true(is_open_at(cx, zone, "2026-04-03", 721));
    firm.region = REGION_ALSACE_MOSELLE;
    assert_true(hours_change(cx, &firm));
    assert_false(is_open_at(cx, zone, "2026-04-03", 721));
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOOKS_EACH(test_is_open),
                                        BOOKS_EACH(test_settings_change) };

    return cmocka_run_group_tests_name("worker", tests, NULL, NULL) > 0;
}
