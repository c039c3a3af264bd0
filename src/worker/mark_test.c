/* « restored »: older books are told from those that were served last. */
#include "worker/mark.h"

#include <stdio.h>
#include <unistd.h>

#include "chase/watch.h"
#include "client/client.h"
#include "store/test_books.h"

static const char *place(struct ctx *cx)
{
    const char *path = arena_format(cx->arena, "/tmp/quitus-mark-%d", (int)getpid());

    unlink(path);
    return path;
}

/* A message that ended at a time. */
static void ended(struct ctx *cx, int64_t id, int64_t at)
{
    assert_true(books_run_text(
        cx,
        arena_format(cx->arena,
                     "INSERT INTO message (firm, id, client, issuer, person, kind, medium, day_on, "
                     "told_on, ordered, refusals,"
                     " tone, state, recipient, language, not_before, attempt, owner,"
                     " lease_until, posted_at, ended_at, said, why, subject, words_folded)"
                     " VALUES (1, %lld, 1, 1, %lld, 'invoice', 'email', '2026-03-17', "
                     "'2026-03-17', 0, 0, 'first',"
                     " 'sent', '', 'fr', 0, 1, '', 0, 0, %lld, '', '', '', '')",
                     (long long)id, (long long)id, (long long)at)));
}

static void begin(struct ctx *cx)
{
    struct client client = {
        .code = "C1", .name = "Zinc", .siren = "", .language = "fr", .state = "active"
    };

    assert_true(books_firm(cx, 1));
    assert_true(client_add(cx, &client));
    ended(cx, 1, 1000);
}

static bool is_older(struct ctx *cx, const char *path, bool must_stand)
{
    bool found = false;

    assert_true(mark_check(cx, path, must_stand, &found));
    return found;
}

static void test_older(struct ctx *cx)
{
    const char *path = place(cx);

    begin(cx);
    assert_true(mark_write(cx, path));
    assert_false(is_older(cx, path, true));
    ended(cx, 2, 2000); /* a crash before the mark was written: the books are ahead */
    assert_false(is_older(cx, path, true));
    assert_true(mark_write(cx, path));
    assert_true(books_run_text(cx, "DELETE FROM message WHERE id = 2")); /* the backup's books */
    assert_true(is_older(cx, path, true));
    assert_true(is_older(cx, path, false));
    assert_true(mark_write(cx, path)); /* once it is told it is told no more */
    assert_false(is_older(cx, path, true));
    unlink(path);
}

/* Served before, and no mark: moved, or restored where none had stood. New books have none. */
static void test_missing(struct ctx *cx)
{
    const char *path = place(cx);

    begin(cx);
    assert_false(is_older(cx, path, true));
    assert_true(watch_see(cx, (struct instant){ 5000 }));
    assert_true(is_older(cx, path, true));
    assert_false(is_older(cx, path, false)); /* another node of a server */
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fclose(file);
    assert_true(is_older(cx, path, true)); /* an empty one is none */
    unlink(path);
}

/* Other books at the same place: a mark of theirs says nothing of these. */
static void test_foreign(struct ctx *cx)
{
    const char *path = place(cx);
    FILE *file = fopen(path, "w");

    begin(cx);
    assert_non_null(file);
    fprintf(file, "quitus 77 9999999999999\n");
    fclose(file);
    assert_false(is_older(cx, path, true));
    assert_false(mark_write(cx, "/nulle/part/marque"));
    assert_string_equal(cx->fault.code, "MARQUE");
    cx->fault = (struct fault){ 0 };
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOOKS_EACH(test_older), BOOKS_EACH(test_missing),
                                        BOOKS_EACH(test_foreign) };

    return cmocka_run_group_tests_name("mark", tests, NULL, NULL) > 0;
}
