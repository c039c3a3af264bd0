/* a new firm has the first scenario of every kind that it will chase. */
#include "worker/kinds.h"

#include "chase/scenario_list.h"
#include "firm/firm.h"
#include "store/test_books.h"

static void found(struct ctx *cx, const struct chase_kind *const *kinds)
{
    struct firm firm = { .name = "Cabinet",
                         .siren = "",
                         .language = "fr",
                         .time_zone = "Europe/Paris",
                         .open_from_minute = 480,
                         .open_until_minute = 1140,
                         .base_url = "" };

    assert_true(firm_add(cx, &firm, kinds));
}

/* The only scenario of the kind, which new obligations of it are given. */
static struct scenario first_of(struct ctx *cx, const char *kind)
{
    struct kept_scenario *list;
    size_t count;

    assert_true(scenario_list(cx, kind, &list, &count));
    assert_int_equal(count, 1);
    assert_true(list[0].is_default && !list[0].is_archived);
    assert_string_equal(list[0].scenario.name, "Standard");
    return list[0].scenario;
}

/* Each with its kind's own steps; one without any, with the trade's. */
static void test_each(struct ctx *cx)
{
    found(cx, worker_kinds);
    for (size_t i = 0; worker_kinds[i]; i++) {
        const struct chase_kind *kind = worker_kinds[i];
        struct scenario first = first_of(cx, kind->name);
        assert_int_equal(first.count, kind->step_count > 0 ? kind->step_count : 4);
        for (size_t j = 0; j < kind->step_count; j++)
            assert_int_equal(first.steps[j].mode, kind->steps[j].mode);
    }
    assert_string_equal(first_of(cx, "invoice").steps[0].name, "notice");
    assert_int_equal(first_of(cx, "task").steps[0].repeat_days, 3);
}

/* A kind that is led by another has its own, and is found through its leader. */
static void test_led(struct ctx *cx)
{
    static const struct step steps[] = { { .days = 5, .name = "first" } };
    static const struct chase_kind led = { .name = "receipt", .steps = steps, .step_count = 1 };
    static const struct chase_kind *const mates[] = { &led, NULL };
    static const struct chase_kind leader = { .name = "request", .mates = mates };
    static const struct chase_kind *const kinds[] = { &leader, NULL };

    found(cx, kinds);
    assert_int_equal(first_of(cx, "request").count, 4);
    assert_int_equal(first_of(cx, "receipt").steps[0].days, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOOKS_EACH(test_each), BOOKS_EACH(test_led) };

    return cmocka_run_group_tests_name("kinds", tests, NULL, NULL);
}
