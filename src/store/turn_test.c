/* The writer's turn comes to those who wait, in their order, or is told to be too late. */
#include "store/turn.h"

#include <unistd.h>

#include "base/test.h"

enum { WRITERS = 4 };

struct line {
    struct turn turn;
    size_t served;
    size_t order[WRITERS];
};

struct writer {
    struct line *line;
    size_t number;
    struct trouble trouble;
};

static void *write_once(void *state)
{
    struct writer *writer = state;
    struct line *line = writer->line;

    writer->trouble = turn_take(&line->turn);
    if (writer->trouble.code)
        return NULL;
    line->order[line->served++] = writer->number;
    turn_give(&line->turn);
    return NULL;
}

static const void *last_in(struct turn *turn)
{
    pthread_mutex_lock(&turn->mutex);
    const void *last = turn->last;
    pthread_mutex_unlock(&turn->mutex);
    return last;
}

static void start(pthread_t *thread, struct writer *writer)
{
    const void *before = last_in(&writer->line->turn);

    assert_int_equal(pthread_create(thread, NULL, write_once, writer), 0);
    while (last_in(&writer->line->turn) == before)
        usleep(1000);
}

static void test_turns_come_in_order(void **state)
{
    struct line line = { .served = 0 };
    struct writer writers[WRITERS];
    pthread_t threads[WRITERS];

    (void)state;
    turn_init(&line.turn);
    assert_null(turn_take(&line.turn).code);
    for (size_t i = 0; i < WRITERS; i++) {
        writers[i] = (struct writer){ .line = &line, .number = i };
        start(&threads[i], &writers[i]);
    }
    assert_int_equal(line.served, 0);
    assert_true(turn_is_taken(&line.turn));
    turn_give(&line.turn);
    for (size_t i = 0; i < WRITERS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    assert_int_equal(line.served, WRITERS);
    assert_false(turn_is_taken(&line.turn));
    for (size_t i = 0; i < WRITERS; i++)
        assert_int_equal(line.order[i], i);
    turn_destroy(&line.turn);
}

static void test_who_waits_too_long_is_told(void **state)
{
    struct line line = { .served = 0 };
    struct writer writer = { .line = &line };
    pthread_t thread;

    (void)state;
    turn_init(&line.turn);
    assert_null(turn_take(&line.turn).code);
    start(&thread, &writer);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_string_equal(writer.trouble.code, "BASE-OCCUPEE");
    assert_null(line.turn.first);
    turn_give(&line.turn);
    assert_null(turn_take(&line.turn).code);
    turn_give(&line.turn);
    turn_destroy(&line.turn);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_turns_come_in_order),
        cmocka_unit_test(test_who_waits_too_long_is_told),
    };

    return cmocka_run_group_tests_name("turn", tests, NULL, NULL);
}
