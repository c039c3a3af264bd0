/* C-2: from which instant a message may leave on a day, over days whose clocks change. */
#include "chase/calendar_slot.h"

#include "base/test.h"

enum { OPENS = 480, CLOSES = 1140, MINUTE_MS = 60000 };

struct slot_row {
    const char *rule, *zone, *day;
    struct hours hours;
    int wished;
    const char *slot; /* NULL: there is none */
};

static const struct slot_row slots[] = {
    { "no wish: when the firm opens, in winter",
      "Europe/Paris",
      "2026-01-15",
      { OPENS, CLOSES },
      -1,
      "2026-01-15T07:00:00.000Z" },
    { "and in summer",
      "Europe/Paris",
      "2026-07-15",
      { OPENS, CLOSES },
      -1,
      "2026-07-15T06:00:00.000Z" },
    { "a wish within the hours",
      "Europe/Paris",
      "2026-07-15",
      { OPENS, CLOSES },
      635,
      "2026-07-15T08:35:00.000Z" },
    { "a wish too early waits for the opening",
      "Europe/Paris",
      "2026-07-15",
      { OPENS, CLOSES },
      479,
      "2026-07-15T06:00:00.000Z" },
    { "the last minute is within",
      "Europe/Paris",
      "2026-07-15",
      { OPENS, CLOSES },
      1139,
      "2026-07-15T16:59:00.000Z" },
    { "the hour of closing is not",
      "Europe/Paris",
      "2026-07-15",
      { OPENS, CLOSES },
      1140,
      "2026-07-15T16:59:00.000Z" },
    { "a wish too late is the last minute",
      "Europe/Paris",
      "2026-07-15",
      { OPENS, CLOSES },
      1439,
      "2026-07-15T16:59:00.000Z" },
    { "the hours of the day itself: the gap is behind",
      "Europe/Paris",
      "2026-03-29",
      { OPENS, CLOSES },
      -1,
      "2026-03-29T06:00:00.000Z" },
    { "the overlap is behind",
      "Europe/Paris",
      "2026-10-25",
      { OPENS, CLOSES },
      -1,
      "2026-10-25T07:00:00.000Z" },
    { "a wish in a gap: the first minute after it",
      "Europe/Paris",
      "2026-03-29",
      { 0, CLOSES },
      150,
      "2026-03-29T01:00:00.000Z" },
    { "hours that begin in a gap",
      "Europe/Paris",
      "2026-03-29",
      { 150, CLOSES },
      -1,
      "2026-03-29T01:00:00.000Z" },
    { "hours that end in a gap: the last minute before it",
      "Europe/Paris",
      "2026-03-29",
      { 60, 170 },
      150,
      "2026-03-29T00:59:00.000Z" },
    { "hours that a gap swallows whole", "Europe/Paris", "2026-03-29", { 125, 175 }, -1, NULL },
    { "hours that end where the gap begins",
      "Europe/Paris",
      "2026-03-29",
      { 60, 120 },
      1439,
      "2026-03-29T00:59:00.000Z" },
    { "a wish in an overlap: the first",
      "Europe/Paris",
      "2026-10-25",
      { 0, CLOSES },
      150,
      "2026-10-25T00:30:00.000Z" },
    { "a day that never was", "Pacific/Apia", "2011-12-30", { OPENS, CLOSES }, -1, NULL },
    { "a gap of half an hour",
      "Australia/Lord_Howe",
      "2026-10-04",
      { 120, CLOSES },
      -1,
      "2026-10-03T15:30:00.000Z" },
    { "an island without summer time",
      "Indian/Reunion",
      "2026-07-15",
      { OPENS, CLOSES },
      -1,
      "2026-07-15T04:00:00.000Z" },
    { "west of Greenwich",
      "America/Guadeloupe",
      "2026-07-15",
      { OPENS, CLOSES },
      -1,
      "2026-07-15T12:00:00.000Z" },
    { "beyond the date line",
      "Pacific/Noumea",
      "2026-07-15",
      { OPENS, CLOSES },
      -1,
      "2026-07-14T21:00:00.000Z" },
    { "hours of the whole day",
      "Europe/Paris",
      "2026-03-29",
      { 0, 1440 },
      1439,
      "2026-03-29T21:59:00.000Z" },
    { "a leap day",
      "Europe/Paris",
      "2028-02-29",
      { OPENS, CLOSES },
      -1,
      "2028-02-29T07:00:00.000Z" },
};

static void test_slot(void **state)
{
    const struct slot_row *row = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    const struct zone *zone = zone_open(&cx, row->zone);
    struct instant slot = { 77 };
    struct date day;

    assert_non_null(zone);
    assert_true(date_parse(row->day, &day));
    bool is_found = calendar_slot(zone, &row->hours, day, row->wished, &slot);
    assert_int_equal(is_found, row->slot != NULL);
    if (row->slot)
        assert_string_equal(instant_text(&arena, slot), row->slot);
    else
        assert_int_equal(slot.ms, 77);
    arena_free(&arena);
}

/* C-2: whatever is wished on whichever day, what is answered lies within the day and its hours. */
static void test_never_outside(void **state)
{
    static const struct hours all[] = { { OPENS, CLOSES }, { 0, 1440 }, { 60, 170 }, { 150, 181 } };
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    const struct zone *zone = zone_open(&cx, "Europe/Paris");

    (void)state;
    for (struct date day = date_of(2026, 1, 1); day.day < date_of(2028, 1, 1).day; day.day++)
        for (size_t i = 0; i < COUNT_OF(all); i++)
            for (int wished = -1; wished < 1440; wished += 7) {
                struct instant slot;
                assert_true(calendar_slot(zone, &all[i], day, wished, &slot));
                struct civil_time time = zone_civil(zone, slot);
                assert_int_equal(time.date.day, day.day);
                assert_true(hours_hold(&all[i], time));
                assert_int_equal(slot.ms % MINUTE_MS, 0);
            }
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_never_outside),
    };
    int failed = TEST_TABLE("calendar_slot", slots, test_slot);

    return failed + cmocka_run_group_tests_name("calendar_slot", tests, NULL, NULL) > 0;
}
