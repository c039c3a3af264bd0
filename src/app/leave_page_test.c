/* P-5, P-9: what becomes of confidential clients when a member leaves, and who is told. */
#include <string.h>

#include "app/test_desk.h"
#include "base/log.h"

static struct desk_door desk;

static int64_t number(const char *sql)
{
    return desk_number(&desk, sql);
}

static int status_of(const char *path, const char *form)
{
    return desk_post(&desk, path, form).status;
}

static void run(const char *sql)
{
    assert_true(books_run_text(&desk.door.books.cx, sql));
}

/* P-9: who takes a confidential client over from a member whom they archive leaves a trace. */
static void test_leave_confidential(void **state)
{
    (void)state;
    desk_open_with_file(&desk);
    run("UPDATE client SET is_confidential = 1 WHERE id = 1");
    run("INSERT INTO assignment (firm, id, client, member, function, first_on, by)"
        " VALUES (1, 501, 1, 2, 'holder', '2026-01-01', 0)");
    desk_sign_in(&desk, "admin@quitus.test");
    assert_int_equal(desk_get(&desk, "/clients/1").status, 404);
    assert_int_equal(status_of("/cabinet/collaborateurs/2/archiver", "to=1"), 303);
    assert_int_equal(
        number("SELECT COUNT(*) FROM visit WHERE client = 1 AND member = 1 AND mode = 'assign'"),
        1);
    desk_close(&desk);
}

/* P-9: what one who left had looked after alone passes on, and the other admins are told, without
 * its name while they may not see it. */
static void test_leave_told(void **state)
{
    (void)state;
    desk_open_with_file(&desk);
    run("INSERT INTO member (firm, id, name, email, email_folded, role, language, state, "
        "created_at)"
        " VALUES (1, 3, 'Zoé Le Goff', 'z@x.fr', 'z@x.fr', 'accountant', 'fr', 'active', 0)");
    run("INSERT INTO member (firm, id, name, email, email_folded, role, language, state, "
        "created_at)"
        " VALUES (1, 4, 'Ken Roy', 'k@x.fr', 'k@x.fr', 'admin', 'fr', 'active', 0)");
    run("UPDATE client SET is_confidential = 1 WHERE id = 1");
    run("INSERT INTO assignment (firm, id, client, member, function, first_on, by) VALUES"
        " (1, 501, 1, 2, 'holder', '2026-01-01', 0), (1, 502, 1, 2, 'partner', '2026-01-01', 0)");
    desk_sign_in(&desk, "admin@quitus.test");
    run("UPDATE member SET role = 'admin', state = 'active' WHERE id = 2");
    assert_int_equal(status_of("/cabinet/collaborateurs/2/archiver", "to=3"), 303);
    assert_int_equal(number("SELECT COUNT(*) FROM visit"), 1);
    assert_int_equal(
        number("SELECT told FROM visit WHERE mode = 'inherit' AND member = 3 AND client = 1"), 4);
    run("UPDATE visit SET told = 1");
    struct heard heard = desk_get(&desk, "/");
    assert_true(heard_shows(&heard, "Zoé Le Goff a repris un dossier confidentiel"));
    assert_false(heard_shows(&heard, "/clients/1\""));
    run("UPDATE visit SET id = 1");
    assert_int_equal(status_of("/visites/1/lue", ""), 303);
    heard = desk_get(&desk, "/");
    assert_false(heard_shows(&heard, "a repris un dossier confidentiel"));
    desk_close(&desk);
}

/* P-5, P-9: who has the function there already, but for a while, has it as long as who left. */
static void test_leave_short(void **state)
{
    (void)state;
    desk_open_with_file(&desk);
    run("UPDATE client SET is_confidential = 1 WHERE id = 1");
    run("INSERT INTO assignment (firm, id, client, member, function, first_on, last_on, by) VALUES"
        " (1, 501, 1, 2, 'reviewer', '2026-01-01', NULL, 0),"
        " (1, 502, 1, 1, 'reviewer', '2026-01-01', '2026-06-30', 0)");
    desk_sign_in(&desk, "admin@quitus.test");
    assert_int_equal(status_of("/cabinet/collaborateurs/2/archiver", "to=1"), 303);
    assert_int_equal(number("SELECT COUNT(*) FROM assignment WHERE client = 1 AND member = 1"
                            " AND function = 'reviewer' AND last_on IS NULL"),
                     1);
    desk_close(&desk);
}

/* ... and from the day of the leaving on, who was to have it later. */
static void test_leave_later(void **state)
{
    (void)state;
    desk_open_with_file(&desk);
    run("UPDATE client SET is_confidential = 1 WHERE id = 1");
    run("INSERT INTO assignment (firm, id, client, member, function, first_on, last_on, by) VALUES"
        " (1, 501, 1, 2, 'reviewer', '2026-01-01', '2099-06-30', 0),"
        " (1, 502, 1, 1, 'reviewer', '2099-01-01', '2099-12-31', 0)");
    desk_sign_in(&desk, "admin@quitus.test");
    assert_int_equal(status_of("/cabinet/collaborateurs/2/archiver", "to=1"), 303);
    assert_int_equal(number("SELECT COUNT(*) FROM assignment WHERE client = 1 AND member = 1"
                            " AND function = 'reviewer'"),
                     1);
    assert_int_equal(number("SELECT COUNT(*) FROM assignment WHERE client = 1 AND member = 1"
                            " AND function = 'reviewer' AND first_on < '2099-01-01'"
                            " AND last_on = '2099-12-31'"),
                     1);
    desk_close(&desk);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_leave_confidential),
        cmocka_unit_test(test_leave_told),
        cmocka_unit_test(test_leave_short),
        cmocka_unit_test(test_leave_later),
    };

    DESK_CHILD(count, words);
    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("leave_page", tests, NULL, NULL) > 0;
}
