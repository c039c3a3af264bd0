/* P-1: hubs are added, renamed, and removed once nobody is there any more. */
#include "firm/hub.h"

#include <pthread.h>
#include <stdio.h>

#include "client/change.h"
#include "firm/member.h"
#include "store/engine.h"
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

/* One of two people, on a connection of their own; both begin together. */
struct adder {
    const struct ctx *cx;
    const char *name;
    pthread_barrier_t *start;
    bool was_added;
    char fault[32];
};

static void *add_beside(void *state)
{
    struct adder *adder = state;
    struct arena arena = { 0 };
    struct ctx cx = *adder->cx;
    int64_t id;

    cx.arena = &arena;
    cx.fault = (struct fault){ 0 };
    struct store *store = store_open(&cx, adder->cx->store->store->where);
    cx.store = store ? scope_open(&cx, store) : NULL;
    (void)pthread_barrier_wait(adder->start);
    if (cx.store) {
        scope_firm(cx.store, 1);
        adder->was_added = hub_add(&cx, adder->name, &id);
        scope_close(cx.store);
        store_close(store);
    }
    (void)snprintf(adder->fault, sizeof adder->fault, "%s", cx.fault.code ? cx.fault.code : "");
    arena_free(&arena);
    return NULL;
}

/* P-1: of two who add it in the same instant one alone does, however each writes it. */
static void test_together(struct ctx *cx)
{
    pthread_barrier_t start;
    pthread_t thread;

    assert_true(books_firm(cx, 1));
    assert_int_equal(pthread_barrier_init(&start, NULL, 2), 0);
    for (int i = 0; i < 10; i++) {
        struct adder one = { .cx = cx, .start = &start }, other = one;
        one.name = arena_format(cx->arena, "Rennes %d", i);
        other.name = arena_format(cx->arena, "RENNES %d", i);
        assert_int_equal(pthread_create(&thread, NULL, add_beside, &one), 0);
        (void)add_beside(&other);
        assert_int_equal(pthread_join(thread, NULL), 0);
        assert_int_equal(one.was_added + other.was_added, 1);
        assert_string_equal(one.was_added ? other.fault : one.fault, "HUB-EXISTE");
    }
    (void)pthread_barrier_destroy(&start);
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOOKS_EACH(test_hub), BOOKS_EACH(test_together) };

    return cmocka_run_group_tests_name("hub", tests, NULL, NULL) > 0;
}
