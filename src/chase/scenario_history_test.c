/* the versions of a scenario as they were kept, and what runs along each. */
#include "chase/scenario_history.h"

#include "chase/scenario_save.h"
#include "chase/test_probe.h"

static void run(struct ctx *cx, const char *text)
{
    assert_true(books_run_text(cx, text));
}

static void prepare(struct ctx *cx)
{
    probe_prepare(cx);
    assert_true(probe_seed(cx) && probe_open(cx, PROBE_DEBTORS));
}

/* The next version: its third step on another day, in words of its own. */
static void save(struct ctx *cx, int days)
{
    static const struct step_words words = { 1, "fr", "Objet", "Texte" };
    struct kept_scenario kept;
    assert_true(scenario_find(cx, 1, &kept));
    struct step *steps = arena_new(cx->arena, struct step, kept.scenario.count);

    for (size_t i = 0; i < kept.scenario.count; i++)
        steps[i] = kept.scenario.steps[i];
    steps[2].days = days;
    kept.scenario.steps = steps;
    kept.words = &words;
    kept.word_count = 1;
    assert_true(scenario_save(cx, &kept));
}

static size_t history(struct ctx *cx, int64_t from, int64_t limit, struct past_version **list)
{
    const struct history_span span = { 1, from, limit };
    struct history found;

    assert_true(scenario_history(cx, &span, &found));
    *list = found.list;
    return found.count;
}

/* The version that a firm began with is there before anybody saved one, and told as nobody's. */
static void test_single(struct ctx *cx)
{
    struct past_version *list;

    prepare(cx);
    assert_int_equal(history(cx, 0, 10, &list), 1);
    assert_int_equal(list[0].kept.scenario.version, 1);
    assert_int_equal(list[0].saved_by, 0);
    assert_int_equal(list[0].saved_at.ms, 0);
    assert_true(list[0].is_last);
}

/* The newest first, each with its own steps and words. */
static void test_history(struct ctx *cx)
{
    struct past_version *list, past;

    prepare(cx);
    cx->actor = 3;
    save(cx, 12);
    cx->now.ms += 60000;
    save(cx, 10);
    assert_int_equal(history(cx, 0, 10, &list), 3);
    assert_int_equal(list[0].kept.scenario.version, 3);
    assert_int_equal(list[0].kept.scenario.steps[2].days, 10);
    assert_true(list[0].is_last && !list[1].is_last);
    assert_int_equal(list[0].saved_by, 3);
    assert_true(list[0].saved_at.ms == list[1].saved_at.ms + 60000);
    assert_int_equal(list[1].kept.scenario.steps[2].days, 12);
    assert_int_equal(list[1].kept.word_count, 1);
    assert_int_equal(list[1].kept.words[0].place, 1);
    assert_string_equal(list[1].kept.words[0].body, "Texte");
    assert_int_equal(list[2].kept.scenario.steps[2].days, 14);
    assert_int_equal(list[2].kept.word_count, 0);
    assert_string_equal(list[2].kept.scenario.kind, "invoice");
    assert_int_equal(history(cx, 2, 10, &list), 2);
    assert_int_equal(list[0].kept.scenario.version, 2);
    assert_int_equal(history(cx, 0, 2, &list), 2);

    assert_true(scenario_past(cx, 1, 1, &past));
    assert_int_equal(past.kept.scenario.steps[2].days, 14);
    assert_true(scenario_past(cx, 1, 3, &past) && past.is_last);
    assert_false(scenario_past(cx, 1, 4, &past));
    assert_string_equal(cx->fault.code, "VERSION-ABSENTE");
    cx->fault = (struct fault){ 0 };
    assert_false(scenario_past(cx, 2, 1, &past));
    assert_string_equal(cx->fault.code, "SCENARIO-ABSENT");
    cx->fault = (struct fault){ 0 };
}

/* What was kept cannot be read: it is said, and no version is told as another. */
static void test_broken(struct ctx *cx)
{
    const struct history_span span = { 1, 0, 10 };
    struct history found;

    prepare(cx);
    save(cx, 12);
    run(cx, "UPDATE revision SET content = '{' WHERE version = 1");
    assert_false(scenario_history(cx, &span, &found));
    cx->fault = (struct fault){ 0 };
}

static int64_t running(struct ctx *cx, const struct past_version *version)
{
    int64_t count = -1;

    assert_true(version_running(cx, &version->kept.scenario, 100, &count));
    return count;
}

/* Each obligation is told below the version that it follows; P-9: as far as the member may see. */
static void test_followers(struct ctx *cx)
{
    struct past_version *list;
    struct followers found = { .from = 1, .limit = 10 };

    prepare(cx);
    save(cx, 12);
    run(cx, "UPDATE obligation SET scenario_version = 2 WHERE subject < 4");
    run(cx, "UPDATE obligation SET state = 'settled', next_look_on = NULL WHERE subject = 3");
    assert_int_equal(history(cx, 0, 10, &list), 2);
    assert_int_equal(running(cx, &list[0]), 2);
    assert_int_equal(running(cx, &list[1]), PROBE_DEBTORS - 3);
    assert_true(version_followers(cx, &list[0].kept.scenario, &found));
    assert_int_equal(found.count, 1);
    assert_int_equal(found.list[0].subject, 2);
    assert_string_equal(found.list[0].kind, "invoice");
    found.from = 0;
    run(cx, "UPDATE client SET is_confidential = 1");
    cx->actor = 1;
    assert_int_equal(running(cx, &list[0]), 0);
    assert_true(version_followers(cx, &list[0].kept.scenario, &found));
    assert_int_equal(found.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_single),
        BOOKS_EACH(test_history),
        BOOKS_EACH(test_broken),
        BOOKS_EACH(test_followers),
    };

    return cmocka_run_group_tests_name("scenario_history", tests, NULL, NULL);
}
