/* Addresses typed or pasted, and the search. */
#include <string.h>

#include "app/test_desk.h"
#include "base/log.h"

static struct desk_door desk;

static int64_t number(const char *sql)
{
    return desk_number(&desk, sql);
}

static const char *address_field(const char *aux, const char *email)
{
    struct arena *arena = desk.door.books.cx.arena;
    int64_t id = number(arena_format(arena, "SELECT id FROM customer WHERE aux = '%s'", aux));

    return arena_format(arena, "address-%lld=%s", (long long)id, email);
}

/* P-23: one wrong address writes none, and all stay as typed, the wrong one with its reason. */
static void test_addresses(void **state)
{
    (void)state;
    desk_open_with_file(&desk);
    struct arena *arena = desk.door.books.cx.arena;
    const char *right = address_field("GARAGE", "a@garage.test");
    const char *wrong = address_field("HOTEL", "b%40hotel");
    const char *path = "/clients/1/adresses";
    struct heard heard = desk_post(&desk, path, arena_format(arena, "%s&%s", right, wrong));
    assert_int_equal(heard.status, 400);
    assert_non_null(strstr(heard.body, "value=\"a@garage.test\""));
    assert_non_null(strstr(heard.body, "value=\"b@hotel\" aria-invalid"));
    assert_non_null(strstr(heard.body, "le domaine après @"));
    assert_int_equal(number("SELECT COUNT(*) FROM customer WHERE email <> ''"), 0);
    heard = desk_post(&desk, path,
                      arena_format(arena, "%s&%s", right, address_field("HOTEL", "b@hotel.test")));
    assert_int_equal(heard.status, 303);
    assert_int_equal(number("SELECT COUNT(*) FROM customer WHERE email_state = 'ok'"), 2);
    assert_int_equal(number("SELECT unreached FROM standing"), 1);
    assert_int_equal(desk_post(&desk, path, "address-999=a@b.test").status, 404);
    assert_int_equal(desk_post(&desk, path, "address-x=a@b.test").status, 404);
    assert_int_equal(desk_post(&desk, path, "autre-1=a@b.test").status, 400);
    desk_close(&desk);
}

static void test_paste(void **state)
{
    static const char TEXT[] = "text=GARAGE%09a@garage.test%0D%0AHOTEL+%3B+b@hotel%0A"
                               "INCONNU,c@d.test%0A%0Ad@costa.test%3BCOSTA%0AGARAGE%3Bz@z.test";

    (void)state;
    desk_open_with_file(&desk);
    struct arena *arena = desk.door.books.cx.arena;
    struct heard heard = desk_post(&desk, "/clients/1/adresses/coller", TEXT);
    assert_int_equal(heard.status, 200);
    assert_non_null(strstr(heard.body, "2 adresses justes"));
    assert_non_null(strstr(heard.body, "3 lignes à revoir"));
    assert_non_null(strstr(heard.body, "n’a le compte INCONNU"));
    assert_non_null(strstr(heard.body, "figure déjà plus haut"));
    assert_int_equal(number("SELECT COUNT(*) FROM customer WHERE email <> ''"), 0);
    heard =
        desk_post(&desk, "/clients/1/adresses/coller", arena_format(arena, "%s&confirm=1", TEXT));
    assert_int_equal(heard.status, 303);
    assert_int_equal(number("SELECT COUNT(*) FROM customer WHERE email IN ('a@garage.test',"
                            " 'd@costa.test')"),
                     2);
    assert_int_equal(number("SELECT COUNT(*) FROM customer WHERE email <> ''"), 2);
    desk_close(&desk);
}

struct search_row {
    const char *rule, *query, *list, *name;
};

static const struct search_row searches[] = {
    { "a client by the begin of a word", "dossier+732", "clients", "Dossier 732 829 320" },
    { "a client by its SIREN", "732+829", "clients", "Dossier 732 829 320" },
    { "a customer without accents, by a later word", "port", "customers", "=Hôtel du Port" },
    { "a customer by its account", "GARAGE", "customers", "Garage Perrin" },
    { "an item by its document", "F-3", "items", "F-3" },
};

static void test_search(void **state)
{
    const struct search_row *row = *state;

    desk_open_with_file(&desk);
    struct arena *arena = desk.door.books.cx.arena;
    struct heard heard = desk_get(&desk, arena_format(arena, "/recherche?q=%s", row->query));
    assert_int_equal(heard.status, 200);
    assert_non_null(strstr(heard.body, row->name));
    heard = desk_get(&desk, "/recherche?q=%25");
    assert_null(strstr(heard.body, "Garage Perrin")); /* a sign is not a pattern */
    desk_close(&desk);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_paste),
    };

    DESK_CHILD(count, words);
    log_quiet(LOG_LEVEL_COUNT);
    return (cmocka_run_group_tests_name("addresses_page", tests, NULL, NULL)
            + TEST_TABLE("search", searches, test_search))
        > 0;
}
