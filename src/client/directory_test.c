/* The directory: P-9 to P-15 from memory. */
#include "client/test_directory.h"

#include <stdlib.h>

#include "client/directory_search.h"

static void test_search(struct ctx *cx)
{
    static const struct {
        const char *typed, *found;
    } cases[] = {
        { "oenologie", "1" },
        { "l'oenologie", "1" },
        { "L’ŒNOLOGIE", "1" },
        { "port oeno", "1" },
        { "garage", "2" },
        { "GARÂGE", "2" },
        { "strasse", "3" },
        { "söhne", "3" },
        { "jean paul", "4" },
        { "jean\xE2\x80\x91paul", "4" },
        { "jean\xC2\xA0paul", "4" },
        { "jeanpaul", "" },
        { "732829320", "1" },
        { "732 829 320", "1" },
        { "732829320 00074", "1" },
        { "73282932000074", "1" },
        { "732 829 321", "" },
        { "732829321", "" },
        { "8112", "2" },
        { "dupont", "1" },
        { "jeanne.dupont@cave.example", "1" },
        { "luc@perrin", "2" },
        { "c003", "3" },
        { "martin", "5 6" }, /* exact first, then one letter other */
        { "marten", "6 5" },
        { "boulangere", "6 5" }, /* one letter less */
        { "boullangerie", "6 5" },
        { "boualngerie", "6 5" },
        { "boualngeire", "" }, /* two */
        { "zimc", "" },        /* four letters forgive nothing */
        { "garage martin", "" },
        { "&", "6 5 4 2 1 3 7 8" },
    };
    struct directory_query query = all_query();

    begin(cx);
    struct directory *directory = take(cx);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        query.search = cases[i].typed;
        const char *found = ids(cx, directory, &query);
        if (strcmp(cases[i].typed, "&") == 0)
            assert_int_equal(directory_query(directory, cx->arena, &query).total, 8);
        else if (strcmp(found, cases[i].found) != 0)
            print_message("# « %s » found %s, not %s\n", cases[i].typed, found, cases[i].found);
        assert_true(strcmp(cases[i].typed, "&") == 0 || strcmp(found, cases[i].found) == 0);
    }
}

static void test_tabs(struct ctx *cx)
{
    struct directory_query query = all_query();

    begin(cx);
    struct directory *directory = take(cx);
    struct directory_found found = directory_query(directory, cx->arena, &query);
    assert_int_equal(found.tabs[TAB_ALL], 8);
    assert_int_equal(found.tabs[TAB_MINE], 2); /* not the archived one */
    assert_int_equal(found.tabs[TAB_INTEGRATION], 2);
    query.member = KEN;
    query.is_admin = false;
    found = directory_query(directory, cx->arena, &query);
    assert_int_equal(found.tabs[TAB_MINE], 3);
    assert_int_equal(found.tabs[TAB_INTEGRATION], 1);
    query.member = ZOE;
    found = directory_query(directory, cx->arena, &query);
    assert_int_equal(found.tabs[TAB_MINE], 0);
    assert_int_equal(found.tabs[TAB_INTEGRATION], 0);
}

static void test_walls(struct ctx *cx)
{
    struct directory_query query = all_query();

    begin(cx);
    run(cx, "UPDATE client SET is_confidential = 1 WHERE id IN (1, 2)");
    run(cx, "UPDATE client SET tester = 1 WHERE id = 7");
    struct directory *directory = take(cx);
    assert_string_equal(ids(cx, directory, &query), "6 5 4 1 3 8");
    struct directory_found found = directory_query(directory, cx->arena, &query);
    assert_int_equal(found.tabs[TAB_ALL], 6);
    assert_int_equal(found.tester, 7);
    query.search = "garage";
    assert_string_equal(ids(cx, directory, &query), "");
    query.search = "";
    query.member = KEN;
    assert_string_equal(ids(cx, directory, &query), "6 5 2 4 3 8");
    assert_int_equal(directory_query(directory, cx->arena, &query).tester, 0);
    query.member = 0;
    assert_string_equal(ids(cx, directory, &query), "6 5 2 4 1 3 8");
}

static size_t count_of(const struct directory_found *found, enum facet facet, const char *word)
{
    for (size_t i = 0; i < found->facet_counts[facet]; i++)
        if (strcmp(found->facets[facet][i].group->word, word) == 0)
            return found->facets[facet][i].count;
    return 0;
}

static void test_filters(struct ctx *cx)
{
    struct directory_query query = all_query();

    begin(cx);
    run(cx,
        "INSERT INTO client_tag (firm, client, tag) VALUES (1, 1, 'TVA'), (1, 2, 'TVA'),"
        " (1, 3, 'Paie')");
    run(cx,
        "INSERT INTO client_figure (firm, client, missing_receipts, ready_exports, read_at)"
        " VALUES (1, 2, 31, 0, 0), (1, 3, 4, 2, 0)");
    struct directory *directory = take(cx);
    struct directory_found found = directory_query(directory, cx->arena, &query);
    assert_int_equal(found.marks[MARK_RECEIPTS], 2);
    assert_int_equal(found.marks[MARK_LEGAL], 6);
    assert_int_equal(found.marks[MARK_ADDRESS], 6);
    assert_int_equal(count_of(&found, FACET_TAG, "TVA"), 2);
    assert_int_equal(count_of(&found, FACET_MEMBER, "2"), 3);
    assert_int_equal(count_of(&found, FACET_MEMBER, "0"), 2);
    query.marks = 1U << MARK_RECEIPTS;
    assert_string_equal(ids(cx, directory, &query), "2 3");
    found = directory_query(directory, cx->arena, &query);
    assert_int_equal(count_of(&found, FACET_TAG, "TVA"), 1);
    assert_int_equal(found.tabs[TAB_ALL], 8);
    query.facets[FACET_TAG] = "TVA";
    assert_string_equal(ids(cx, directory, &query), "2");
    found = directory_query(directory, cx->arena, &query);
    assert_int_equal(count_of(&found, FACET_TAG, "Paie"), 1); /* beside the chosen one */
    assert_int_equal(count_of(&found, FACET_MEMBER, "2"), 1);
    query.facets[FACET_TAG] = "Rien";
    assert_string_equal(ids(cx, directory, &query), "");
}

/* P-14: requests that are open and past their day, of each client. */
static void test_requests(struct ctx *cx)
{
    struct directory_query query = all_query();

    begin(cx);
    run(cx,
        "INSERT INTO request (firm, id, place, client, name, instructions, due_on, state,"
        " needs_payroll, created_at, changed_at) VALUES"
        " (1, 1, 1, 2, 'a', '', '2026-03-30', 'open', 0, 0, 0),"
        " (1, 2, 1, 2, 'b', '', '2026-03-01', 'open', 0, 0, 0),"
        " (1, 3, 1, 3, 'c', '', '2026-03-30', 'open', 0, 0, 0),"
        " (1, 4, 1, 4, 'd', '', '2026-03-31', 'open', 0, 0, 0),"
        " (1, 5, 1, 6, 'e', '', '2026-03-30', 'accepted', 0, 0, 0)");
    struct directory *directory = take(cx);
    assert_int_equal(directory_query(directory, cx->arena, &query).marks[MARK_REQUESTS], 2);
    query.marks = 1U << MARK_REQUESTS;
    query.column = COLUMN_REQUESTS;
    query.descending = true;
    assert_string_equal(ids(cx, directory, &query), "2 3");
    run(cx, "UPDATE client SET state = 'archived' WHERE id = 2");
    directory = take(cx);
    assert_string_equal(ids(cx, directory, &query), "3"); /* P-7: none of an archived one is */
}

/* What is counted beside the filters is what each of them would leave. */
static void counts_judge(struct ctx *cx, struct directory *directory, struct directory_query query)
{
    const struct directory_found found = directory_query(directory, cx->arena, &query);

    for (enum mark mark = 0; mark < MARK_COUNT; mark++) {
        struct directory_query other = query;
        other.marks |= 1U << mark;
        assert_int_equal(found.marks[mark], directory_total(directory, cx->arena, &other));
    }
    for (enum facet facet = 0; facet < FACET_COUNT; facet++)
        for (size_t i = 0; i < found.facet_counts[facet]; i++) {
            struct directory_query other = query;
            other.facets[facet] = found.facets[facet][i].group->word;
            assert_int_equal(found.facets[facet][i].count,
                             directory_total(directory, cx->arena, &other));
        }
}

/* P-14: more different lists than are remembered, each asked again behind another. */
static void test_counts(struct ctx *cx)
{
    struct directory_query query = all_query();

    begin(cx);
    run(cx,
        "INSERT INTO client_figure (firm, client, missing_receipts, ready_exports, read_at)"
        " VALUES (1, 2, 31, 0, 0), (1, 3, 4, 2, 0), (1, 6, 1, 0, 0)");
    struct directory *directory = take(cx);
    for (int turn = 0; turn < 3 * 64; turn++) {
        query.marks = (unsigned)(turn % 3 == 2 ? turn / 3 - 1 : turn / 3) % 64;
        query.tab = turn % 3 == 1 ? TAB_MINE : TAB_ALL;
        query.facets[FACET_MEMBER] = turn % 4 == 3 ? "2" : "";
        counts_judge(cx, directory, query);
    }
}

static void test_sort(struct ctx *cx)
{
    struct directory_query query = all_query();

    begin(cx);
    run(cx,
        "INSERT INTO client_figure (firm, client, wallet_cents, missing_receipts,"
        " ready_exports, read_at) VALUES (1, 2, 500, 31, 0, 0), (1, 3, -20, 4, 2, 0),"
        " (1, 4, 500, 4, 2, 0)");
    struct directory *directory = take(cx);
    query.column = COLUMN_WALLET;
    assert_string_equal(ids(cx, directory, &query), "3 2 4 6 5 7 1 8");
    query.descending = true;
    assert_string_equal(ids(cx, directory, &query), "2 4 3 6 5 7 1 8");
    query.column = COLUMN_NAME;
    assert_string_equal(ids(cx, directory, &query), "8 3 1 4 2 7 5 6");
    query.column = COLUMN_HOLDER;
    query.descending = false;
    assert_string_equal(ids(cx, directory, &query), "6 1 8 2 4 3 5 7");
    query.column = COLUMN_STATE;
    assert_string_equal(ids(cx, directory, &query), "5 4 6 7 2 1 3 8");
}

/* P-15: pages one after another, forth and back, hold every row once, in every order. */
static void test_places(struct ctx *cx)
{
    struct directory_query query = all_query();

    begin(cx);
    struct directory *directory = take(cx);
    for (unsigned i = 0; i < COLUMN_COUNT * 4; i++) {
        query = all_query();
        query.column = i % COLUMN_COUNT;
        query.descending = i / COLUMN_COUNT % 2 == 1;
        query.search = i / COLUMN_COUNT >= 2 ? "martin" : "";
        const char *whole = ids(cx, directory, &query), *forth = "", *back = "";
        query.limit = 1 + i % 2;
        for (const char *place = ""; place;) {
            query.place = place;
            const char *page = ids(cx, directory, &query);
            forth = arena_format(cx->arena, "%s%s%s", forth, *forth ? " " : "", page);
            place = directory_query(directory, cx->arena, &query).next;
        }
        assert_string_equal(forth, whole);
        query.limit = 1;
        back = ids(cx, directory, &query);
        query.backward = false;
        for (;;) {
            const char *place = directory_query(directory, cx->arena, &query).previous;
            if (!place)
                break;
            query.place = place;
            query.backward = true;
            back = arena_format(cx->arena, "%s %s", ids(cx, directory, &query), back);
        }
        size_t size = strlen(whole);
        assert_true(size >= strlen(back) && strncmp(whole, back, strlen(back)) == 0);
    }
}

static void test_typo(struct ctx *cx)
{
    static const struct {
        const char *word, *typed;
        bool is_near;
    } cases[] = {
        { "dupont", "dupont", true },    { "dupont", "dupnt", true },
        { "dupont", "duppont", true },   { "dupont", "duqont", true },
        { "dupont", "dupotn", true },    { "dupont", "xupont", true },
        { "dupont", "upont", true },     { "dupont", "xdupont", true },
        { "dupontel", "dupnt", true },   { "dupont", "dupontx", true },
        { "dupont", "dupontxy", false }, { "dup", "dupont", false },
        { "dupont", "dqpomt", false },   { "dupont", "dpuotn", false },
        { "", "abcde", false },          { "ελλαδα", "ελαδα", true },
        { "ελλαδα", "ελκκδα", false },
    };

    (void)cx;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        if (word_begins_but_one(cases[i].word, cases[i].typed) != cases[i].is_near) {
            print_message("# %s for %s\n", cases[i].typed, cases[i].word);
            assert_true(false);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_search),
        BOOKS_EACH(test_tabs),
        BOOKS_EACH(test_walls),
        BOOKS_EACH(test_filters),
        BOOKS_EACH(test_requests),
        BOOKS_EACH(test_counts),
        BOOKS_EACH(test_sort),
        BOOKS_EACH(test_places),
        BOOKS_ON(test_typo, "", books_run_sqlite),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
