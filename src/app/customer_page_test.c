/* One customer: its address, its pause, what comes next, what a person did. */
#include <string.h>

#include "app/test_desk.h"
#include "base/log.h"
#include "chase/round.h"
#include "invoice/dunning.h"

static struct desk_door desk;

static const char *header(const struct heard *heard, const char *name)
{
    return heard_header(&desk.door, heard, name);
}

static int64_t number(const char *sql)
{
    return desk_number(&desk, sql);
}

static void test_address(void **state)
{
    (void)state;
    desk_open_with_file(&desk);
    struct heard heard =
        desk_post(&desk, desk_customer_path(&desk, "GARAGE", "/adresse"), "email=compta@garage");
    assert_int_equal(heard.status, 400);
    assert_non_null(strstr(heard.body, "value=\"compta@garage\"")); /* P-23 */
    assert_non_null(strstr(heard.body, "Garage Perrin"));
    heard = desk_post(&desk, desk_customer_path(&desk, "GARAGE", "/adresse"),
                      "email=compta@garage.test");
    assert_int_equal(heard.status, 303);
    heard = desk_get(&desk, desk_customer_path(&desk, "GARAGE", ""));
    assert_int_equal(heard.status, 200);
    assert_non_null(strstr(heard.body, "compta@garage.test"));
    assert_non_null(strstr(heard.body, "Adresse enregistrée"));
    assert_non_null(strstr(heard.body, "Saisie par Ken Ozu")); /* C-10: who and when */
    assert_int_equal(number("SELECT unreached FROM standing"), 2);
    desk_close(&desk);
}

/* C-10: a pause has a name, a time and a reason. */
static void test_pause(void **state)
{
    (void)state;
    desk_open_with_file(&desk);
    assert_int_equal(
        desk_post(&desk, desk_customer_path(&desk, "GARAGE", "/adresse"), "email=a@garage.test")
            .status,
        303);
    struct heard heard = desk_post(&desk, desk_customer_path(&desk, "GARAGE", "/pause"),
                                   "until=2026-03-30&reason=Litige+en+cours");
    assert_int_equal(heard.status, 400);
    assert_non_null(strstr(heard.body, "value=\"Litige en cours\"")); /* P-23 */
    assert_int_equal(
        desk_post(&desk, desk_customer_path(&desk, "GARAGE", "/pause"), "until=").status, 400);
    heard = desk_post(&desk, desk_customer_path(&desk, "GARAGE", "/pause"),
                      "until=2026-04-15&reason=Litige+en+cours");
    assert_int_equal(heard.status, 303);
    heard = desk_get(&desk, desk_customer_path(&desk, "GARAGE", ""));
    assert_non_null(strstr(heard.body, "Litige en cours"));
    assert_non_null(strstr(heard.body, "Par Ken Ozu"));
    assert_int_equal(desk_post(&desk, desk_customer_path(&desk, "GARAGE", "/reprendre"), "").status,
                     303);
    heard = desk_get(&desk, desk_customer_path(&desk, "GARAGE", ""));
    assert_null(strstr(heard.body, "Litige en cours"));
    assert_int_equal(number("SELECT COUNT(*) FROM customer WHERE paused_at IS NOT NULL"), 0);
    desk_close(&desk);
}

/* C-8: what the page says of the next step is what the round then does. */
static void test_next(void **state)
{
    struct round round;

    (void)state;
    desk_open_with_file(&desk);
    struct ctx *cx = &desk.door.books.cx;
    assert_int_equal(
        desk_post(&desk, desk_customer_path(&desk, "HOTEL", "/adresse"), "email=a@hotel.test")
            .status,
        303);
    struct heard heard = desk_get(&desk, desk_customer_path(&desk, "HOTEL", ""));
    assert_non_null(strstr(heard.body, "relance n°\u00A02 aujourd’hui"));
    assert_true(chase_round(cx, &dunning_kind, &round));
    heard = desk_get(&desk, desk_customer_path(&desk, "HOTEL", ""));
    assert_null(strstr(heard.body, "relance n°\u00A02 aujourd’hui"));
    assert_int_equal(round.messages, 1);
    desk_close(&desk);
}

/* C-8: a message that was put off comes next, on the day on which it will leave. */
static void test_put_off(void **state)
{
    struct round round;

    (void)state;
    desk_open_with_file(&desk);
    struct ctx *cx = &desk.door.books.cx;
    assert_int_equal(
        desk_post(&desk, desk_customer_path(&desk, "HOTEL", "/adresse"), "email=a@hotel.test")
            .status,
        303);
    assert_true(chase_round(cx, &dunning_kind, &round));
    /* Saturday 4 April 2026, 8:00: Monday is Easter's. */
    assert_true(books_run_text(cx, "UPDATE message SET not_before = 1775282400000"));
    struct heard heard = desk_get(&desk, desk_customer_path(&desk, "HOTEL", ""));
    assert_non_null(strstr(heard.body, "relance n°\u00A02 le 7 avril 2026"));
    assert_non_null(strstr(heard.body, "Prochaine étape le 1er avril 2026")); /* a call */
    assert_true(books_run_text(cx,
                               "UPDATE obligation SET state = 'settled' WHERE subject IN"
                               " (SELECT id FROM invoice WHERE piece = 'F-4')"));
    heard = desk_get(&desk, desk_customer_path(&desk, "HOTEL", ""));
    assert_non_null(strstr(heard.body, "Prochaine étape le 7 avril 2026"));
    assert_non_null(strstr(heard.body, "Le message est déjà écrit"));
    assert_true(
        books_run_text(cx, "UPDATE reminder SET state = 'cancelled' WHERE state = 'planned'"));
    heard = desk_get(&desk, desk_customer_path(&desk, "HOTEL", ""));
    assert_null(strstr(heard.body, "Le message est déjà écrit"));
    desk_close(&desk);
}

static void test_doubt(void **state)
{
    (void)state;
    desk_open_with_file(&desk);
    struct ctx *cx = &desk.door.books.cx;
    assert_true(books_run_text(cx, "UPDATE customer SET doubt = 'lettering' WHERE aux = 'HOTEL'"));
    struct heard heard = desk_get(&desk, desk_customer_path(&desk, "HOTEL", ""));
    assert_non_null(strstr(heard.body, "/doute\""));
    assert_int_equal(desk_post(&desk, desk_customer_path(&desk, "HOTEL", "/doute"), "").status,
                     303);
    heard = desk_get(&desk, desk_customer_path(&desk, "HOTEL", ""));
    assert_null(strstr(heard.body, "/doute\""));
    assert_int_equal(number("SELECT doubt_by FROM customer WHERE aux = 'HOTEL'"), 2);
    desk_close(&desk);
}

/* What a person has done is noted with who and when, once. */
static void test_done(void **state)
{
    struct round round;

    (void)state;
    desk_open_with_file(&desk);
    struct ctx *cx = &desk.door.books.cx;
    assert_int_equal(
        desk_post(&desk, desk_customer_path(&desk, "HOTEL", "/adresse"), "email=a@hotel.test")
            .status,
        303);
    assert_true(chase_round(cx, &dunning_kind, &round));
    cx->today.day++; /* a call waits for the next working day */
    assert_true(chase_round(cx, &dunning_kind, &round));
    int64_t call = number("SELECT COALESCE(MIN(id), 0) FROM reminder WHERE state = 'todo'");
    assert_true(call > 0);
    const char *path = arena_format(cx->arena, "/relances/%lld/faite", (long long)call);
    struct heard heard = desk_post(&desk, path, "note=Promis+pour+vendredi");
    assert_int_equal(heard.status, 303);
    assert_int_equal(desk_get(&desk, header(&heard, "Location")).status, 200);
    assert_int_equal(number("SELECT done_by FROM reminder WHERE state = 'done'"), 2);
    assert_int_equal(desk_post(&desk, path, "note=").status, 404);
    desk_close(&desk);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_address), cmocka_unit_test(test_pause), cmocka_unit_test(test_next),
        cmocka_unit_test(test_put_off), cmocka_unit_test(test_doubt), cmocka_unit_test(test_done),
    };

    DESK_CHILD(count, words);
    log_quiet(LOG_LEVEL_COUNT);
    return cmocka_run_group_tests_name("customer_page", tests, NULL, NULL) > 0;
}
