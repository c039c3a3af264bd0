/* The ageing and the portfolio by their API, and as a file for spreadsheets. */
#include <string.h>

#include "app/test_desk.h"
#include "base/log.h"

static struct desk_door desk;

static const char *header(const struct heard *heard, const char *name)
{
    return heard_header(&desk.door, heard, name);
}

static void assert_value(const struct json *model, const char *path, const char *value)
{
    assert_string_equal(desk_value(&desk, model, path), value);
}

struct ageing_row {
    const char *rule, *query;
    const char *amounts[5]; /* by age */
    const char *items[5];
    const char *late, *late_customers, *count, *first;
};

static const struct ageing_row ageings[] = {
    { "by due date, today",
      "",
      { "500.00", "300.50", "150.00", "0.00", "1200.00" },
      { "1", "1", "2", "0", "1" },
      "1650.50",
      "3",
      "3",
      "Garage Perrin" },
    { "a day later what was due today is late",
      "?on=2026-04-01",
      { "0.00", "800.50", "150.00", "0.00", "1200.00" },
      { "0", "2", "2", "0", "1" },
      "2150.50",
      "3",
      "3",
      "Garage Perrin" },
    { "before anything was due",
      "?on=2025-11-15",
      { "2150.50", "0.00", "0.00", "0.00", "0.00" },
      { "5", "0", "0", "0", "0" },
      "0.00",
      "0",
      "3",
      "Garage Perrin" },
    { "by the day of issue",
      "?by=piece",
      { "0.00", "500.00", "300.50", "150.00", "1200.00" },
      { "0", "1", "1", "2", "1" },
      "2150.50",
      "3",
      "3",
      "Garage Perrin" },
    { "a filter lists who has something of it",
      "?bucket=31-60",
      { "500.00", "300.50", "150.00", "0.00", "1200.00" },
      { "1", "1", "2", "0", "1" },
      "1650.50",
      "3",
      "2",
      "=Hôtel du Port" },
    { "by name",
      "?sort=name",
      { "500.00", "300.50", "150.00", "0.00", "1200.00" },
      { "1", "1", "2", "0", "1" },
      "1650.50",
      "3",
      "3",
      "=Hôtel du Port" },
};

static void test_ageing(void **state)
{
    const struct ageing_row *row = *state;
    struct arena *arena;

    desk_open_with_file(&desk);
    arena = desk.door.books.cx.arena;
    struct json *model =
        desk_ask(&desk, arena_format(arena, "/api/v1/companies/1/ageing%s", row->query));
    for (int i = 0; i < 5; i++) {
        assert_value(model, arena_format(arena, "buckets.%d.amount", i), row->amounts[i]);
        assert_value(model, arena_format(arena, "buckets.%d.items", i), row->items[i]);
    }
    assert_value(model, "all.amount", "2150.50");
    assert_value(model, "figures.late", row->late);
    assert_value(model, "figures.late_customers", row->late_customers);
    assert_value(model, "figures.customers", "3");
    assert_value(model, "count", row->count);
    assert_value(model, "shown", row->count);
    assert_value(model, "customers.0.name", row->first);
    assert_int_equal(desk_get(&desk, arena_format(arena, "/clients/1/agee%s", row->query)).status,
                     200);
    desk_close(&desk);
}

/* The rows of a filter add up to its total; a credit is taken from the oldest debt. */
static void test_ageing_rows(void **state)
{
    (void)state;
    desk_open_with_file(&desk);
    struct json *model = desk_ask(&desk, "/api/v1/companies/1/ageing?bucket=31-60");
    assert_value(model, "customers.0.amounts.late_30", "300.50");
    assert_value(model, "customers.0.amounts.late_60", "100.00");
    assert_value(model, "customers.0.days_late", "40");
    assert_value(model, "customers.0.has_address", "false");
    assert_value(model, "customers.1.amounts.late_60", "50.00");
    assert_value(model, "customers.1.open", "50.00");
    assert_value(model, "total.open", "450.50");
    assert_value(model, "total.amounts.late_60", "150.00");
    model = desk_ask(&desk, "/api/v1/companies");
    assert_value(model, "clients.0.open", "2150.50");
    assert_value(model, "clients.0.late", "1650.50");
    assert_value(model, "clients.0.missing_addresses", "3");
    assert_value(model, "total.late", "1650.50");
    assert_int_equal(json_count(json_get(desk_ask(&desk, "/api/v1/companies?q=autre"), "clients")),
                     0);
    desk_close(&desk);
}

/* T-13: what a spreadsheet would calculate is text. */
static void test_csv(void **state)
{
    (void)state;
    desk_open_with_file(&desk);
    struct heard heard = desk_get(&desk, "/clients/1/agee.csv");
    assert_int_equal(heard.status, 200);
    assert_non_null(strstr(header(&heard, "Content-Disposition"), "attachment"));
    assert_memory_equal(heard.body,
                        "\xEF\xBB\xBF"
                        "Compte;",
                        10);
    assert_non_null(strstr(heard.body,
                           "HOTEL;\"'=Hôtel du Port\";0,00;300,50;100,00;0,00;0,00;400,50;"
                           "19/02/2026;40\r\n"));
    assert_non_null(strstr(heard.body,
                           "GARAGE;Garage Perrin;500,00;0,00;0,00;0,00;1200,00;1700,00;"
                           "01/12/2025;120\r\n"));
    desk_close(&desk);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ageing_rows),
        cmocka_unit_test(test_csv),
    };

    DESK_CHILD(count, words);
    log_quiet(LOG_LEVEL_COUNT);
    return (cmocka_run_group_tests_name("ageing_page", tests, NULL, NULL)
            + TEST_TABLE("ageing", ageings, test_ageing))
        > 0;
}
