/* The firm's stop on the screen (C-10): given, told, ended by a person or by its last day. */
#include "app/test_site.h"
#include "outbox/end.h"
#include "outbox/freeze.h"
#include "outbox/suspension.h"

static const struct test_debts two_by_two = {
    .firm = 1, .client = "Garage Perrin", .customers = 2, .invoices = 2
};

/* C-10: who, when, why; nothing leaves until it is taken back. */
static void test_suspension(void **state)
{
    (void)state;
    struct test_site *site = test_site_new();
    test_site_owe(site, &two_by_two);
    assert_int_equal(test_site_post(site, "/relances/envoyer", "").status, 303);
    assert_int_equal(test_site_post(site, "/relances/accord", "").status, 303);
    assert_int_equal(test_site_post(site, "/relances/suspendre", "").status, 400);
    assert_int_equal(test_site_post(site, "/relances/suspendre", "reason=+%0A+").status, 400);
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM suspension"), 0);
    assert_int_equal(test_site_post(site, "/relances/suspendre", "reason=Migration").status, 303);
    assert_int_equal(test_site_post(site, "/relances/suspendre", "reason=Migration").status, 303);

    struct heard plan = test_site_get(site, "/relances");
    assert_shows(plan, "Migration");
    assert_shows(plan, "<small>2 suspendus</small>");
    assert_shows(plan, "Ada");
    assert_false(heard_shows(&plan, "Envoyer maintenant"));
    assert_int_equal(test_site_send(site, "memory:").taken, 0);
    struct heard today = test_site_get(site, "/");
    assert_shows(today, "Les envois sont suspendus.");

    assert_int_equal(test_site_post(site, "/relances/reprendre", "").status, 303);
    assert_int_equal(test_site_send(site, "memory:").sent, 2);
    test_site_free(site);
}

/* C-10: with its last day, that day included; who ended it is told for a week. */
static void test_suspension_until(void **state)
{
    (void)state;
    struct test_site *site = test_site_new();
    struct ctx *cx = test_site_cx(site);
    const char *last = date_text(cx->arena, (struct date){ cx->today.day + 1 });
    const char *after = date_text(cx->arena, (struct date){ cx->today.day + 2 });
    const char *before = date_text(cx->arena, (struct date){ cx->today.day - 1 });

    test_site_owe(site, &two_by_two);
    struct heard heard = test_site_post(site, "/relances/suspendre",
                                        arena_format(cx->arena, "reason=Pont&until=%s", before));
    assert_int_equal(heard.status, 400);
    assert_shows(heard, "est déjà passé");
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM suspension"), 0);
    heard = test_site_post(site, "/relances/suspendre",
                           arena_format(cx->arena, "reason=Pont&until=%s", last));
    assert_int_equal(heard.status, 303);
    assert_shows(test_site_get(site, "/relances"), "Les envois sont suspendus jusqu’au");
    assert_shows(test_site_get(site, arena_format(cx->arena, "/relances/demain?on=%s", last)),
                 "tant que les envois sont suspendus jusqu’au");
    heard = test_site_get(site, arena_format(cx->arena, "/relances/demain?on=%s", after));
    assert_false(heard_shows(&heard, "tant que les envois sont suspendus"));
    assert_int_equal(test_site_post(site, "/relances/reprendre", "").status, 303);
    assert_shows(test_site_get(site, "/relances"), "Les envois étaient suspendus depuis");
    test_site_free(site);
}

/* What is already taken when somebody says stop does not pass the point. */
static void test_suspension_at_the_point(void **state)
{
    struct message *taken;
    size_t count;
    bool still = true;

    (void)state;
    struct test_site *site = test_site_new();
    struct ctx *cx = test_site_cx(site);
    test_site_owe(site, &two_by_two);
    assert_int_equal(test_site_post(site, "/relances/envoyer", "").status, 303);
    assert_int_equal(test_site_post(site, "/relances/accord", "").status, 303);
    assert_true(store_begin(cx)
                && store_end(cx, outbox_take(cx, &site->house.sender.taker, 1, &taken, &count)));
    assert_int_equal(count, 1);
    assert_int_equal(test_site_post(site, "/relances/suspendre", "reason=Stop").status, 303);
    assert_true(outbox_point(cx, &site->house.sender.taker, &taken[0], &still));
    assert_false(still);
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM message WHERE state = 'due'"), 2);
    test_site_free(site);
}

/* C-4: what it held for more than a day is seen first; each figure opens its list. */
static void test_held(void **state)
{
    static const char *const fates[] = { "late", "send", "supersede", "lapse" };
    static const int64_t wanted[] = { 4, 3, 0, 1 };
    struct freeze freeze;

    (void)state;
    struct test_site *site = test_site_new();
    struct ctx *cx = test_site_cx(site);
    struct instant now = cx->now;
    test_site_owe(site, &two_by_two);
    assert_int_equal(test_site_post(site, "/relances/envoyer", "").status, 303);
    assert_int_equal(test_site_post(site, "/relances/accord", "").status, 303);
    assert_true(books_run_text(cx,
                               "UPDATE reminder SET last_on = '2020-01-01' WHERE id ="
                               " (SELECT MIN(id) FROM reminder WHERE state = 'planned')"));
    cx->today.day -= 3;
    cx->now.ms -= INT64_C(3) * 24 * 60 * 60 * 1000;
    assert_true(outbox_suspend_until(cx, "Pont", cx->today));
    cx->today.day += 3;
    cx->now = now;
    assert_true(outbox_expire(cx) && freeze_standing(cx, &freeze));
    assert_int_equal(freeze.cause, FREEZE_SUSPENSION);
    for (size_t i = 0; i < COUNT_OF(fates); i++) {
        struct json *list =
            desk_ask(&site->house, arena_format(cx->arena, "/api/v1/chase/held?fate=%s", fates[i]));
        assert_int_equal(json_int(json_get(list, "count")), wanted[i]);
        assert_int_equal(json_int(json_get(list, "shown")), wanted[i]);
    }
    assert_shows(test_site_get(site, "/relances/retenu"), "La suspension des envois est arrivée");
    test_site_free(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_suspension),
        cmocka_unit_test(test_suspension_until),
        cmocka_unit_test(test_suspension_at_the_point),
        cmocka_unit_test(test_held),
    };

    return cmocka_run_group_tests_name("pages of a suspension", tests, NULL, NULL);
}
