/* A directory that was brought up to date tells what one read anew tells. */
#include "client/test_directory.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "client/change.h"
#include "store/engine.h"

static uint32_t dice(uint32_t *seed, uint32_t sides)
{
    *seed = *seed * 1664525U + 1013904223U;
    return (*seed >> 8) % sides;
}

static void change_something(struct ctx *cx, uint32_t *seed, int64_t *count)
{
    static const char *const changes[] = {
        "UPDATE client SET name = 'Nouveau', name_folded = 'nouveau' WHERE id = %lld",
        "UPDATE client SET state = 'leaving', sector = 'BTP' WHERE id = %lld",
        "UPDATE client SET is_confidential = 1 - is_confidential WHERE id = %lld",
        "DELETE FROM assignment WHERE client = %lld",
        "INSERT INTO client_tag (firm, client, tag) VALUES (1, %lld, 'TVA') ON CONFLICT DO NOTHING",
        "DELETE FROM client_tag WHERE client = %lld",
    };
    int64_t client = 1 + dice(seed, (uint32_t)*count);
    uint32_t which = dice(seed, COUNT_OF(changes) + 1);

    if (which == COUNT_OF(changes)) {
        client = ++*count;
        const struct made made = { .name =
                                       arena_format(cx->arena, "Maison %lld", (long long)client),
                                   .siren = "",
                                   .siret = "",
                                   .state = "active",
                                   .contact = "",
                                   .holder = 1 + (int)dice(seed, 3) };
        add_client(cx, client, &made);
    } else {
        run(cx, arena_format(cx->arena, changes[which], (long long)client));
    }
    assert_true(client_touch(cx, client));
}

/* Everything that a query tells, as one text. */
static const char *told(struct ctx *cx, struct directory *directory,
                        const struct directory_query *query)
{
    struct directory_found found = directory_query(directory, cx->arena, query);
    const char *text = ids(cx, directory, query);

    for (enum tab tab = 0; tab < TAB_COUNT; tab++)
        text = arena_format(cx->arena, "%s|%zu", text, found.tabs[tab]);
    for (enum facet facet = 0; facet < FACET_COUNT; facet++)
        for (size_t i = 0; i < found.facet_counts[facet]; i++)
            text = arena_format(cx->arena, "%s|%s %s %zu", text, found.facets[facet][i].group->word,
                                found.facets[facet][i].group->name, found.facets[facet][i].count);
    return text;
}

/* Brought up to date it tells what one read anew tells. */
static void test_update(struct ctx *cx)
{
    static const char *const searches[] = { "", "nouveau", "maison", "boulangerie", "nouvaeu" };
    struct shelf *shelf = shelf_new();
    struct directory *kept, *first;
    int64_t count = COUNT_OF(people);
    uint32_t seed = 7;

    begin(cx);
    assert_true(shelf_take(cx, shelf, &first));
    for (int i = 0; i < 60; i++) {
        change_something(cx, &seed, &count);
        if (dice(&seed, 3) == 0)
            continue;
        assert_true(shelf_take(cx, shelf, &kept));
        assert_int_equal(directory_count(kept), count);
        struct directory *anew = take(cx);
        for (unsigned j = 0; j < COUNT_OF(searches) * 2; j++) {
            struct directory_query query = all_query();
            query.search = searches[j % COUNT_OF(searches)];
            query.member = j % 2 ? ADA : KEN;
            query.column = j % COLUMN_COUNT;
            query.limit = 100;
            assert_string_equal(told(cx, kept, &query), told(cx, anew, &query));
        }
    }
    assert_int_equal(directory_count(first),
                     COUNT_OF(people)); /* who holds one keeps it as it was */
    shelf_free(shelf);
}

/* A member's new name is shown at once; no client is read for it. */
static void test_names(struct ctx *cx)
{
    struct shelf *shelf = shelf_new();
    struct directory *before, *after;

    begin(cx);
    assert_true(shelf_take(cx, shelf, &before));
    run(cx, "UPDATE member SET name = 'Zelda' WHERE id = 1");
    assert_true(client_touch_names(cx) && shelf_take(cx, shelf, &after));
    assert_string_equal(directory_member(after, ADA), "Zelda");
    assert_string_not_equal(directory_member(before, ADA), "Zelda");
    shelf_free(shelf);
}

enum { TAKERS = 4, TAKINGS = 25 };

struct taker {
    struct store *store;
    struct shelf *shelf;
    struct ctx *like;
    size_t taken;
};

static void *take_often(void *state)
{
    struct taker *taker = state;

    for (int i = 0; i < TAKINGS; i++) {
        struct arena arena = { 0 };
        struct ctx cx = { .arena = &arena, .today = taker->like->today, .now = taker->like->now };
        struct directory *directory;
        cx.store = scope_open(&cx, taker->store);
        scope_firm(cx.store, 1);
        taker->taken += shelf_take(&cx, taker->shelf, &directory)
            && directory_count(directory) == COUNT_OF(people);
        arena_free(&arena);
    }
    return NULL;
}

/* Many take it while all clients change again and again; who comes last has the last. */
static void test_takers(struct ctx *cx)
{
    struct taker takers[TAKERS];
    pthread_t threads[TAKERS];
    struct shelf *shelf = shelf_new();
    struct directory *last;
    int64_t change;

    begin(cx);
    for (int i = 0; i < TAKERS; i++) {
        takers[i] = (struct taker){ cx->store->store, shelf, cx, 0 };
        assert_int_equal(pthread_create(&threads[i], NULL, take_often, &takers[i]), 0);
    }
    for (int i = 0; i < TAKINGS; i++)
        assert_true(client_touch_all(cx));
    for (int i = 0; i < TAKERS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_int_equal(takers[i].taken, TAKINGS);
    }
    assert_true(client_last_change(cx, &change) && shelf_take(cx, shelf, &last));
    assert_true(directory_is_of(last, cx, change));
    shelf_free(shelf);
}

enum { WAITERS = 2, LONGER_THAN_PATIENCE_MS = 600 };

struct waiter {
    struct taker taker;
    atomic_int *served;
    bool shows; /* the client that was hidden meanwhile, to one who does not work for it */
};

static void *take_hidden(void *state)
{
    struct waiter *waiter = state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena,
                      .today = waiter->taker.like->today,
                      .now = waiter->taker.like->now };
    struct directory_query query = all_query();
    struct directory *directory;

    query.member = KEN;
    query.limit = 100;
    cx.store = scope_open(&cx, waiter->taker.store);
    scope_firm(cx.store, 1);
    waiter->shows = !shelf_take(&cx, waiter->taker.shelf, &directory)
        || directory_total(directory, &arena, &query) == COUNT_OF(people);
    atomic_fetch_add(waiter->served, 1);
    arena_free(&arena);
    return NULL;
}

/*
 * P-9: while a new one is made, the one before it is not shown when a client was hidden since. The
 * making is held up by a lock; SQLite's readers wait for nobody.
 */
static void test_hidden(struct ctx *cx)
{
    const struct timespec wait = { 0, LONGER_THAN_PATIENCE_MS * 1000000L };
    struct waiter waiters[WAITERS];
    pthread_t threads[WAITERS];
    struct shelf *shelf = shelf_new();
    struct directory *before;
    atomic_int served = 0;

    begin(cx);
    run(cx, "UPDATE client SET is_confidential = 0, tester = NULL");
    assert_true(client_touch_all(cx) && shelf_take(cx, shelf, &before));
    run(cx, "UPDATE client SET is_confidential = 1 WHERE id = 1");
    run(cx, "DELETE FROM assignment WHERE client = 1");
    assert_true(client_touch(cx, 1) && store_begin(cx));
    run(cx, "LOCK TABLE client_tag IN ACCESS EXCLUSIVE MODE");
    for (int i = 0; i < WAITERS; i++) {
        waiters[i] =
            (struct waiter){ .taker = { cx->store->store, shelf, cx, 0 }, .served = &served };
        assert_int_equal(pthread_create(&threads[i], NULL, take_hidden, &waiters[i]), 0);
    }
    nanosleep(&wait, NULL);
    assert_int_equal(atomic_load(&served), 0);
    assert_true(store_end(cx, true));
    for (int i = 0; i < WAITERS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_false(waiters[i].shows);
    }
    shelf_free(shelf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_update),
        BOOKS_EACH(test_names),
        BOOKS_EACH(test_takers),
        BOOKS_ON(test_hidden, "postgres", books_run_postgres),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
