/* C-8: what missions are told to make by a day to come is what they make. */
#include "mission/test_mission.h"
#include "worker/generate.h"

static int64_t counted(struct ctx *cx)
{
    int64_t number = -1;

    assert_true(books_number(cx, "SELECT COUNT(*) FROM occurrence", &number));
    return number;
}

static void test_foreseen(struct ctx *cx)
{
    struct foresight foresight = { .until = date_of(2026, 2, 18) };
    struct generated all, made;
    struct foreseen *list;
    size_t count;

    assert_true(books_firm(cx, 1));
    cx->today = date_of(2026, 1, 1);
    const struct mission mission =
        test_mission(cx, test_client(cx, "A"), test_service(cx, "Rappel TVA"), 2026);
    assert_true(mission_sign(cx, mission.id, cx->today));
    assert_true(generate_foresee(cx, &foresight, &all, &list, &count));
    assert_int_equal(count, 2);
    assert_int_equal(all.requests, 2);
    assert_int_equal(all.tasks, 2);
    assert_int_equal(list[1].fallen->due.at.created.day, foresight.until.day);
    assert_string_equal(list[1].requests[0].name, "Vos éléments – février 2026");
    assert_int_equal(list[1].persons[0], 0);
    assert_int_equal(counted(cx), 0);
    foresight.from = foresight.limit = 1;
    assert_true(generate_foresee(cx, &foresight, &all, &list, &count));
    assert_int_equal(count, 1);
    assert_int_equal(all.occurrences, 2);
    assert_int_equal(list[0].fallen->due.at.lands.day, date_of(2026, 2, 28).day);
    foresight.client = 999;
    assert_true(generate_foresee(cx, &foresight, &all, &list, &count));
    assert_int_equal(count, 0);
    cx->today = foresight.until;
    assert_true(generate_run(cx, &made));
    assert_int_equal(made.requests, 2);
    foresight = (struct foresight){ .until = cx->today };
    assert_true(generate_foresee(cx, &foresight, &all, &list, &count));
    assert_int_equal(all.occurrences, 0);
}

/* P-9, P-10: of a client that the reader does not see, and of one put away, nothing is told. */
static void test_foreseen_hidden(struct ctx *cx)
{
    const struct foresight foresight = { .until = date_of(2026, 1, 20) };
    struct foreseen *list;
    struct generated all;
    size_t count;

    assert_true(books_firm(cx, 1));
    cx->today = date_of(2026, 1, 1);
    const struct mission mission =
        test_mission(cx, test_client(cx, "A"), test_service(cx, "Rappel TVA"), 2026);
    assert_true(mission_sign(cx, mission.id, cx->today));
    assert_true(books_run_text(cx, "UPDATE client SET is_confidential = 1"));
    cx->actor = 7;
    assert_true(generate_foresee(cx, &foresight, &all, &list, &count));
    assert_int_equal(all.occurrences, 0);
    cx->actor = 0;
    assert_true(generate_foresee(cx, &foresight, &all, &list, &count));
    assert_int_equal(all.occurrences, 1);
    assert_true(books_run_text(cx, "UPDATE client SET state = 'archived'"));
    assert_true(generate_foresee(cx, &foresight, &all, &list, &count));
    assert_int_equal(all.occurrences, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOOKS_EACH(test_foreseen),
                                        BOOKS_EACH(test_foreseen_hidden) };

    return cmocka_run_group_tests_name("generate_foresee", tests, NULL, NULL) > 0;
}
