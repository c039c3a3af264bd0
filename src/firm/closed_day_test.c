/* C-2: a firm's own closed days and hours, on both engines, and what the chase reads of them. */
#include "firm/closed_day.h"

#include "base/limits.h"
#include "chase/calendar_load.h"
#include "firm/hours.h"
#include "store/test_books.h"

static struct date on(const char *text)
{
    struct date date = { 0 };

    assert_true(date_parse(text, &date));
    return date;
}

static struct closed_day closed_of(const char *first, const char *last, const char *label)
{
    return (struct closed_day){ .first = on(first), .last = on(last), .label = label };
}

static void begin(struct ctx *cx)
{
    cx->now = (struct instant){ INT64_C(1774944000000) };
    cx->actor = 7;
    assert_true(books_firm(cx, 1));
}

static void test_added(struct ctx *cx)
{
    struct closed_day summer = closed_of("2026-08-03", "2026-08-21", "Fermeture d’août");
    struct closed_day bridge = closed_of("2026-05-15", "2026-05-15", "Pont");
    struct closed_day *list, removed;
    struct calendar calendar;
    size_t count;

    begin(cx);
    assert_true(calendar_load(cx, &calendar));
    assert_int_equal(calendar.count, 0);
    assert_true(closed_day_add(cx, &summer) && closed_day_add(cx, &bridge));
    assert_true(closed_day_list(cx, &list, &count));
    assert_int_equal(count, 2);
    assert_string_equal(list[0].label, "Pont");
    assert_int_equal(list[1].id, summer.id);
    assert_int_equal(list[1].added_by, 7);
    assert_int_equal(list[1].added_at.ms, cx->now.ms);
    assert_true(calendar_load(cx, &calendar));
    assert_string_equal(date_text(cx->arena, calendar_next_open(&calendar, on("2026-07-31"))),
                        "2026-07-31");
    assert_string_equal(date_text(cx->arena, calendar_next_open(&calendar, on("2026-08-01"))),
                        "2026-08-24");
    assert_string_equal(date_text(cx->arena, calendar_next_open(&calendar, on("2026-05-14"))),
                        "2026-05-18");
    assert_true(closed_day_remove(cx, summer.id, &removed));
    assert_string_equal(removed.label, "Fermeture d’août");
    assert_int_equal(removed.last.day, summer.last.day);
    assert_true(calendar_load(cx, &calendar));
    assert_true(calendar_open(&calendar, on("2026-08-03")));
    assert_false(calendar_open(&calendar, on("2026-05-15")));
}

static void assert_refused(struct ctx *cx, const char *first, const char *last, const char *code)
{
    struct closed_day closed = closed_of(first, last, "Autre");

    closed.id = 77;
    assert_false(closed_day_add(cx, &closed));
    assert_string_equal(cx->fault.code, code);
    assert_int_equal(closed.id, 77);
    cx->fault = (struct fault){ 0 };
}

static void test_refused(struct ctx *cx)
{
    struct closed_day summer = closed_of("2026-08-03", "2026-08-21", "Fermeture d’août");
    struct closed_day today = closed_of("2026-03-30", "2026-03-31", "Jusqu’à aujourd’hui");
    struct closed_day removed = { .id = 77 };

    begin(cx);
    assert_true(closed_day_add(cx, &summer));
    assert_refused(cx, "2026-05-15", "2026-05-14", "FERMETURE-ORDRE");
    assert_refused(cx, "2026-03-29", "2026-03-30", "FERMETURE-PASSEE");
    assert_true(closed_day_add(cx, &today));
    assert_refused(cx, "2026-09-01", "2026-12-02", "FERMETURE-LONGUE");
    assert_refused(cx, "2026-08-21", "2026-08-25", "FERMETURE-DEJA");
    assert_refused(cx, "2026-08-01", "2026-08-03", "FERMETURE-DEJA");
    assert_refused(cx, "2026-08-10", "2026-08-11", "FERMETURE-DEJA");
    assert_refused(cx, "2026-08-01", "2026-08-30", "FERMETURE-DEJA");
    assert_false(closed_day_remove(cx, summer.id + 5, &removed));
    assert_string_equal(cx->fault.code, "FERMETURE-ABSENTE");
    assert_int_equal(removed.id, 77);
    cx->fault = (struct fault){ 0 };
    struct closed_day longest = closed_of("2026-09-01", "2026-12-01", "Autre");
    assert_true(closed_day_add(cx, &longest)); /* 92 days */
    struct closed_day beside = closed_of("2026-08-22", "2026-08-22", "Autre");
    assert_true(closed_day_add(cx, &beside));
}

static void test_limit(struct ctx *cx)
{
    begin(cx);
    for (int i = 0; i < LIMIT_CLOSED_DAYS; i++) {
        struct date day = { cx->today.day + i };
        struct closed_day closed = { .first = day, .last = day, .label = "Un jour" };
        assert_true(closed_day_add(cx, &closed));
    }
    assert_refused(cx, "2027-01-04", "2027-01-04", "FERMETURE-NOMBRE");
    cx->today.day++; /* one of them is over */
    struct closed_day closed = closed_of("2027-01-04", "2027-01-04", "Un jour");
    assert_true(closed_day_add(cx, &closed));
}

/* T-1: what another firm closes closes nothing here. */
static void test_other_firm(struct ctx *cx)
{
    struct closed_day theirs = closed_of("2026-05-15", "2026-05-15", "Pont"), removed;
    struct calendar calendar;
    struct closed_day *list;
    size_t count;

    begin(cx);
    assert_true(books_firm(cx, 2));
    assert_true(closed_day_add(cx, &theirs));
    scope_firm(cx->store, 1);
    assert_true(calendar_load(cx, &calendar) && closed_day_list(cx, &list, &count));
    assert_int_equal(calendar.count + count, 0);
    assert_false(closed_day_remove(cx, theirs.id, &removed));
    assert_string_equal(cx->fault.code, "FERMETURE-ABSENTE");
    scope_firm(cx->store, 2);
    cx->fault = (struct fault){ 0 };
    assert_true(calendar_load(cx, &calendar));
    assert_int_equal(calendar.count, 1);
}

static void test_hours(struct ctx *cx)
{
    struct firm firm, found;
    struct calendar calendar;

    begin(cx);
    assert_true(firm_find(cx, &firm));
    firm.region = REGION_MARTINIQUE;
    firm.time_zone = "America/Martinique";
    firm.open_from_minute = 450;
    firm.open_until_minute = 1440;
    assert_true(hours_change(cx, &firm));
    assert_true(firm_find(cx, &found) && calendar_load(cx, &calendar));
    assert_int_equal(found.region, REGION_MARTINIQUE);
    assert_string_equal(found.time_zone, "America/Martinique");
    assert_int_equal(found.open_from_minute, 450);
    assert_int_equal(found.open_until_minute, 1440);
    assert_int_equal(calendar.region, REGION_MARTINIQUE);
    firm.open_until_minute = 450;
    assert_false(hours_change(cx, &firm));
    assert_string_equal(cx->fault.code, "HEURES-ORDRE");
    cx->fault = (struct fault){ 0 };
    firm.open_until_minute = 451;
    firm.time_zone = "America/Martin";
    assert_false(hours_change(cx, &firm));
    assert_string_equal(cx->fault.code, "FUSEAU-INCONNU");
    assert_true(firm_find(cx, &found));
    assert_int_equal(found.open_until_minute, 1440);
}

/* Every region that the code knows may stand in the books. */
static void test_regions(struct ctx *cx)
{
    struct firm firm, found;

    begin(cx);
    assert_true(firm_find(cx, &firm));
    for (firm.region = 0; firm.region < REGION_COUNT; firm.region++) {
        assert_true(hours_change(cx, &firm) && firm_find(cx, &found));
        assert_int_equal(found.region, firm.region);
    }
}

/* C-2: a territory of several clocks has each of them. */
static void test_zones_apart(struct ctx *cx)
{
    static const char *const zones[] = { "Pacific/Tahiti", "Pacific/Marquesas", "Pacific/Gambier",
                                         "Indian/Kerguelen" };
    struct firm firm;

    begin(cx);
    assert_true(firm_find(cx, &firm));
    for (size_t i = 0; i < COUNT_OF(zones); i++) {
        firm.time_zone = zones[i];
        assert_true(hours_change(cx, &firm));
    }
}

/* Every zone that may be chosen exists on this machine. */
static void test_zones(void **state)
{
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };

    (void)state;
    for (size_t i = 0; hours_zones[i]; i++)
        assert_non_null(zone_open(&cx, hours_zones[i]));
    arena_free(&arena);
}

struct text_row {
    const char *rule, *text;
    int minute; /* -1: refused */
};

static const struct text_row texts[] = {
    { "midnight", "00:00", 0 },           { "a morning", "08:30", 510 },
    { "the last minute", "23:59", 1439 }, { "no such hour", "24:00", -1 },
    { "no such minute", "08:60", -1 },    { "one digit", "8:30", -1 },
    { "seconds", "08:30:00", -1 },        { "a sign", "+8:30", -1 },
    { "another mark", "08h30", -1 },      { "nothing", "", -1 },
};

static void test_text(void **state)
{
    const struct text_row *row = *state;
    struct arena arena = { 0 };
    int minute = 77;

    assert_int_equal(hours_parse(row->text, &minute), row->minute >= 0);
    assert_int_equal(minute, row->minute < 0 ? 77 : row->minute);
    if (row->minute >= 0)
        assert_string_equal(hours_text(&arena, minute), row->text);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_added),       BOOKS_EACH(test_refused),     BOOKS_EACH(test_limit),
        BOOKS_EACH(test_other_firm),  BOOKS_EACH(test_hours),       BOOKS_EACH(test_regions),
        BOOKS_EACH(test_zones_apart), cmocka_unit_test(test_zones),
    };
    int failed = TEST_TABLE("hours_text", texts, test_text);

    return failed + cmocka_run_group_tests_name("closed_day", tests, NULL, NULL) > 0;
}
