/* P-5: absences: their days, who stands in, and what is refused. */
#include "firm/absence.h"

#include "firm/member_change.h"
#include "store/test_books.h"

static struct date august(int day)
{
    return (struct date){ date_of(2026, 8, 1).day + day - 1 };
}

static void begin(struct ctx *cx)
{
    static const char *const names[] = { "Ada", "Ken", "Eve" };

    cx->today = august(10);
    assert_true(books_firm(cx, 1));
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct member member = {
            .name = names[i],
            .email = arena_format(cx->arena, "%s@quitus.test", names[i]),
            .language = "fr",
            .role = i == 0 ? MEMBER_ADMIN : MEMBER_ACCOUNTANT,
        };
        assert_true(store_begin(cx) && store_end(cx, member_insert(cx, &member, "x")));
    }
    cx->actor = 1;
    assert_true(store_begin(cx) && store_end(cx, member_archive(cx, 3)));
}

static bool add(struct ctx *cx, int64_t deputy, int first, int last)
{
    struct absence absence = {
        .member = 2, .deputy = deputy, .first = august(first), .last = august(last), .note = "x"
    };

    return absence_add(cx, &absence);
}

static void refuse(struct ctx *cx, bool was_taken, const char *code)
{
    assert_false(was_taken);
    assert_string_equal(cx->fault.code, code);
    cx->fault = (struct fault){ 0 };
}

static void test_refused(struct ctx *cx)
{
    begin(cx);
    refuse(cx, add(cx, 0, 12, 11), "ABSENCE-ORDRE");
    refuse(cx, add(cx, 0, 1, 9), "ABSENCE-PASSEE");
    refuse(cx, add(cx, 0, 12, 12 + 732), "ABSENCE-LONGUE");
    refuse(cx, add(cx, 2, 12, 13), "SUPPLEANT-SOI");
    refuse(cx, add(cx, 3, 12, 13), "SUPPLEANT-ABSENT"); /* archived */
    refuse(cx, add(cx, 9, 12, 13), "SUPPLEANT-ABSENT");
    struct absence gone = { .member = 3, .first = august(12), .last = august(13), .note = "" };
    refuse(cx, absence_add(cx, &gone), "MEMBRE-ABSENT");
    gone.member = 9;
    refuse(cx, absence_add(cx, &gone), "MEMBRE-ABSENT");
}

static void test_overlap(struct ctx *cx)
{
    begin(cx);
    assert_true(add(cx, 1, 12, 14));
    refuse(cx, add(cx, 1, 10, 12), "ABSENCE-DEJA");
    refuse(cx, add(cx, 1, 13, 13), "ABSENCE-DEJA");
    refuse(cx, add(cx, 1, 14, 20), "ABSENCE-DEJA");
    refuse(cx, add(cx, 1, 1, 30), "ABSENCE-DEJA");
    assert_true(add(cx, 0, 10, 11) && add(cx, 0, 15, 15));
    struct absence other = { .member = 1, .first = august(13), .last = august(13), .note = "" };
    assert_true(absence_add(cx, &other)); /* somebody else's meets nothing */
}

static void test_end(struct ctx *cx)
{
    struct absence *list, ended;
    size_t count;

    begin(cx);
    assert_true(add(cx, 1, 8, 14) && add(cx, 0, 20, 21));
    assert_true(absence_list(cx, 2, &list, &count));
    assert_int_equal(count, 2);
    assert_string_equal(list[0].member_name, "Ken");
    assert_string_equal(list[0].deputy_name, "Ada");
    assert_int_equal(list[0].added_by, 1);
    assert_true(absence_end(cx, list[0].id, &ended)); /* back today */
    assert_true(absence_find(cx, list[0].id, &ended));
    assert_int_equal(ended.last.day, august(9).day);
    refuse(cx, absence_end(cx, list[0].id, &ended), "ABSENCE-ABSENTE");
    assert_true(absence_end(cx, list[1].id, &ended));
    refuse(cx, absence_find(cx, list[1].id, &ended), "ABSENCE-ABSENTE");
    assert_true(absence_list(cx, 0, &list, &count));
    assert_int_equal(count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOOKS_EACH(test_refused), BOOKS_EACH(test_overlap),
                                        BOOKS_EACH(test_end) };

    return cmocka_run_group_tests_name("absence", tests, NULL, NULL) > 0;
}
