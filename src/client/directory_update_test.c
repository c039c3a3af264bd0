/* A directory that was brought up to date tells what one read anew tells. */
#include "client/test_directory.h"

#include "client/change.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_update),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
