/* C-2: nothing leaves outside of the firm's working days and hours, as the books have them now. */
#include "worker/worker.h"

#include <stddef.h>
#include <time.h>

#include "firm/closed_day.h"
#include "firm/hours.h"
#include "mail/mail.h"
#include "store/test_books.h"
#include "worker/kinds.h"

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

enum { PATIENCE_S = 20 };

static bool ran(struct ctx *cx)
{
    int64_t count;

    assert_true(books_number(cx, "SELECT COUNT(*) FROM watch WHERE round_on IS NOT NULL", &count));
    return count > 0;
}

static bool runs_within(struct ctx *cx, int ms)
{
    const struct timespec pause = { .tv_nsec = 20 * 1000000L };

    for (int waited = 0; waited < ms && !ran(cx); waited += 20)
        (void)nanosleep(&pause, NULL);
    return ran(cx);
}

/* A zone that is chosen while the worker runs is its day's and its hours' from its next turn on. */
static void test_zone_change(struct ctx *cx)
{
    const struct test_books *books =
        (const struct test_books *)(const void *)((char *)cx - offsetof(struct test_books, cx));
    struct clock clock =
        clock_frozen((struct instant){ INT64_C(1774935000000) }); /* 07:30, Paris */
    const struct sender sender = { .channel = channel_find(cx, "memory:"),
                                   .config = { .url = "memory:", .helo = "localhost" },
                                   .from = "relances@cabinet.test",
                                   .line_count = 1,
                                   .clock = &clock,
                                   .kinds = worker_kinds };
    struct firm firm;

    assert_true(books_firm(cx, 1) && firm_find(cx, &firm));
    const struct worker_site site = { .store = books->store,
                                      .firm = &firm,
                                      .zone = zone_now_open(cx, firm.time_zone),
                                      .sender = &sender,
                                      .clock = &clock };
    struct worker *worker = worker_start(cx, &site);
    assert_non_null(worker);
    assert_false(runs_within(cx, 1500)); /* three turns before the opening */
    firm.time_zone = "Indian/Reunion";
    assert_true(hours_change(cx, &firm)); /* half past nine there */
    assert_true(runs_within(cx, PATIENCE_S * 1000));
    worker_stop(worker);
}

static bool told_within(struct ctx *cx, int ms)
{
    const struct timespec pause = { .tv_nsec = 20 * 1000000L };
    int64_t sent = 0;

    for (int waited = 0; waited < ms && sent == 0; waited += 20) {
        (void)nanosleep(&pause, NULL);
        assert_true(books_number(
            cx, "SELECT COUNT(*) FROM message WHERE kind = 'reply' AND state = 'sent'", &sent));
    }
    return sent == 1;
}

static void leave_unread(struct ctx *cx)
{
    static const unsigned char hash[32] = { 1 };
    struct mail mail = { .hash = hash,
                         .size = 1,
                         .mail_id = "",
                         .sender = "",
                         .sender_name = "",
                         .subject = "",
                         .text = "",
                         .state = MAIL_TRIAGE,
                         .reason = "",
                         .defect = "",
                         .assignee = 1,
                         .escalate_on = date_of(2026, 3, 30) };
    bool is_new;

    assert_true(books_run_text(
        cx,
        "INSERT INTO member (firm, id, name, email, email_folded, role, language, state,"
        " created_at, deputy) VALUES (1, 2, 'Bo', 'b@x.fr', 'b@x.fr', 'admin', 'fr', 'active', 0,"
        " NULL), (1, 1, 'Al', 'a@x.fr', 'a@x.fr', 'accountant', 'fr', 'active', 0, 2)"));
    assert_true(store_begin(cx) && store_end(cx, mail_add(cx, &mail, &is_new)));
}

/* C-10: a day begins with what others left lying, and with telling who has it now. */
static void test_day_begins(struct ctx *cx)
{
    const struct test_books *books =
        (const struct test_books *)(const void *)((char *)cx - offsetof(struct test_books, cx));
    struct clock clock = clock_frozen((struct instant){ INT64_C(1774944000000) }); /* 10:00 */
    const struct sender sender = { .channel = channel_find(cx, "memory:"),
                                   .config = { .url = "memory:", .helo = "localhost" },
                                   .taker = { .owner = "test", .lease_ms = 60000 },
                                   .from = "relances@cabinet.test",
                                   .line_count = 1,
                                   .clock = &clock,
                                   .kinds = worker_kinds,
                                   .apart = worker_apart };
    struct firm firm;

    assert_true(books_firm(cx, 1) && firm_find(cx, &firm));
    leave_unread(cx);
    const struct worker_site site = { .store = books->store,
                                      .firm = &firm,
                                      .zone = zone_now_open(cx, firm.time_zone),
                                      .sender = &sender,
                                      .clock = &clock };
    struct worker *worker = worker_start(cx, &site);
    assert_non_null(worker);
    assert_true(told_within(cx, PATIENCE_S * 1000));
    worker_stop(worker);
}

/* One that the system does not know leaves the one before in place, and says so. */
static void test_zone_unknown(struct ctx *cx)
{
    struct zone_now *house = zone_now_open(cx, "Europe/Paris");

    assert_true(books_firm(cx, 1));
    assert_non_null(house);
    const struct zone *paris = zone_now(house);
    assert_true(hours_follow(cx, house));
    assert_ptr_equal(zone_now(house), paris);
    assert_true(books_run_text(cx, "UPDATE firm SET time_zone = 'Europe/Atlantis'"));
    assert_false(hours_follow(cx, house));
    assert_string_equal(cx->fault.code, "FUSEAU");
    assert_ptr_equal(zone_now(house), paris);
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOOKS_EACH(test_is_open), BOOKS_EACH(test_settings_change),
                                        BOOKS_EACH(test_zone_change), BOOKS_EACH(test_day_begins),
                                        BOOKS_EACH(test_zone_unknown) };

    return cmocka_run_group_tests_name("worker", tests, NULL, NULL) > 0;
}
