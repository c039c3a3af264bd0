/* P-1: hubs are added, renamed, and removed once nobody is there any more. */
#include "firm/hub.h"

#include "client/change.h"
#include "firm/member.h"
#include "store/test_books.h"

static void refuse(struct ctx *cx, bool was_taken, const char *code)
{
    assert_false(was_taken);
    assert_string_equal(cx->fault.code, code);
    cx->fault = (struct fault){ 0 };
}

static void test_hub(struct ctx *cx)
{
    struct hub hub, *hubs;
    int64_t rennes, etel, id = 7, before, after;
    size_t count;

    assert_true(books_firm(cx, 1));
    assert_true(hub_add(cx, "Rennes", &rennes) && hub_add(cx, "Étel", &etel));
    refuse(cx, hub_add(cx, "Rennes", &id), "HUB-EXISTE");
    refuse(cx, hub_add(cx, "RENNES", &id), "HUB-EXISTE");
    refuse(cx, hub_add(cx, "etel", &id), "HUB-EXISTE");
    assert_int_equal(id, 7);
    assert_true(hub_list(cx, &hubs, &count));
    assert_int_equal(count, 2);
    assert_string_equal(hubs[0].name, "Étel");
    refuse(cx, hub_rename(cx, etel, "Rennes"), "HUB-EXISTE");
    refuse(cx, hub_rename(cx, etel, "rennes"), "HUB-EXISTE");
    assert_true(hub_rename(cx, etel, "ÉTEL")); /* its own */
    refuse(cx, hub_rename(cx, 9, "Vannes"), "HUB-ABSENT");
    assert_true(client_last_change(cx, &before));
    assert_true(hub_rename(cx, etel, "Vannes") && hub_find(cx, etel, &hub));
    assert_true(client_last_change(cx, &after) && after > before);
    assert_string_equal(hub.name, "Vannes");
    struct member member = {
        .name = "Ada", .email = "a@quitus.test", .language = "fr", .hub = rennes
    };
    assert_true(store_begin(cx) && store_end(cx, member_insert(cx, &member, "x")));
    refuse(cx, hub_remove(cx, rennes), "HUB-OCCUPE");
    assert_true(hub_remove(cx, etel));
    refuse(cx, hub_remove(cx, etel), "HUB-ABSENT");
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOOKS_EACH(test_hub) };

    return cmocka_run_group_tests_name("hub", tests, NULL, NULL) > 0;
}
