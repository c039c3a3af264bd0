/* C-8: what a change of a scenario would do to what runs, in all: whom, how often, of how many. */
#include "chase/scenario_effect.h"

#include "chase/obligation.h"
#include "chase/rules.h"
#include "chase/test_probe.h"

enum { STANDARD = 1, MANY = 520 /* more than are looked at of one part of the due dates */ };

static void add_client(struct ctx *cx)
{
    assert_true(books_run_text(cx,
                               "INSERT INTO client (firm, id, code, name, name_folded, siren,"
                               " language, state, created_at)"
                               " VALUES (1, 2, 'D', 'D', 'd', '', 'fr', 'active', 0)"));
}

static void prepare(struct ctx *cx)
{
    probe_prepare(cx);
    add_client(cx);
    assert_true(probe_seed(cx));
}

/* So many debts due so many days from today, of three persons of each of two clients. */
static void owe(struct ctx *cx, int count, int due)
{
    static int64_t subject;
    struct obligation *owed = arena_new(cx->arena, struct obligation, MANY);
    struct rules rules;

    for (int i = 0; i < count; i++)
        owed[i] = (struct obligation){ .kind = "invoice",
                                       .subject = ++subject,
                                       .client = 1 + i % 2,
                                       .person = 1 + i % 3,
                                       .due = { cx->today.day + due },
                                       .owed = { 100 } };
    assert_true(rules_load(cx, &probe_kind, &rules) && store_begin(cx)
                && store_end(cx, chase_open(cx, &rules, owed, (size_t)count)));
}

/* What it does that the second reminder comes on another day. */
static struct effect effect_of(struct ctx *cx, int days)
{
    struct step *steps = arena_new(cx->arena, struct step, 8);
    struct kept_scenario before;
    struct effect effect;

    assert_true(scenario_find(cx, STANDARD, &before));
    struct scenario after = before.scenario;
    for (size_t i = 0; i < after.count; i++) {
        steps[i] = before.scenario.steps[i];
        if (steps[i].days == 14)
            steps[i].days = days;
    }
    after.steps = steps;
    assert_true(scenario_effect(cx, &before, &after, &effect));
    return effect;
}

static void test_none(struct ctx *cx)
{
    prepare(cx);
    struct effect effect = effect_of(cx, 8);
    assert_int_equal(effect.running + effect.looked + effect.subjects + effect.persons, 0);
}

/* Persons of two clients are different ones; of ten samples no more are kept. */
static void test_persons(struct ctx *cx)
{
    prepare(cx);
    owe(cx, 18, 3);
    struct effect effect = effect_of(cx, 8);
    assert_int_equal(effect.running, 18);
    assert_int_equal(effect.subjects, 18);
    assert_int_equal(effect.persons, 6);
    assert_int_equal(effect.change.earlier, 18);
    assert_int_equal(effect.sample_count, EFFECT_SAMPLES);
    effect = effect_of(cx, 14);
    assert_int_equal(effect.looked, 18);
    assert_int_equal(effect.subjects + effect.persons, 0);
}

/* P-7: of an archived client nothing leaves: it is no effect, and the first sample neither. */
static void test_archived(struct ctx *cx)
{
    prepare(cx);
    owe(cx, 4, 3);
    assert_true(books_run_text(cx, "UPDATE client SET state = 'archived' WHERE id = 1"));
    struct effect effect = effect_of(cx, 8);
    assert_int_equal(effect.running, 2);
    assert_int_equal(effect.subjects, 2);
    for (size_t i = 0; i < effect.sample_count; i++)
        assert_int_equal(effect.samples[i].client, 2);
}

/* What is out of reach of both scenarios runs, and is not looked at. */
static void test_reach(struct ctx *cx)
{
    prepare(cx);
    owe(cx, 2, -300);
    owe(cx, 2, 3);
    owe(cx, 2, 300);
    struct effect effect = effect_of(cx, 8);
    assert_int_equal(effect.running, 6);
    assert_int_equal(effect.looked, 2);
    assert_int_equal(effect.subjects, 2);
}

/* Of too many on a day a part is looked at, and that is told. */
static void test_partial(struct ctx *cx)
{
    prepare(cx);
    owe(cx, MANY, 3);
    struct effect effect = effect_of(cx, 8);
    assert_true(effect.is_partial);
    assert_int_equal(effect.running, MANY);
    assert_true(effect.looked < MANY);
    assert_int_equal(effect.subjects, effect.looked);
}

/* C-8: a window, and a step from the opening, are seen however far the due date. */
static void test_new_steps(struct ctx *cx)
{
    static const struct {
        struct step step;
        int due;
    } rows[] = {
        { { .days = -20, .window_first = -40, .window_last = -10, .name = "third" }, 100 },
        { { .days = 3, .window_first = 3, .window_last = 9, .name = "third" }, 80 },
        { { .anchor = ANCHOR_OPENING, .days = 5, .name = "third" }, 250 },
    };

    prepare(cx);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct step *steps = arena_new(cx->arena, struct step, 8);
        struct kept_scenario before;
        struct effect effect;
        assert_true(books_run_text(cx, "DELETE FROM obligation"));
        owe(cx, 1, rows[i].due);
        assert_true(scenario_find(cx, STANDARD, &before));
        struct scenario after = before.scenario;
        for (size_t j = 0; j < after.count; j++)
            steps[j] = before.scenario.steps[j];
        steps[after.count++] = rows[i].step;
        after.steps = steps;
        assert_true(scenario_effect(cx, &before, &after, &effect));
        assert_int_equal(effect.looked, 1);
        assert_int_equal(effect.change.more, 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_none),  BOOKS_EACH(test_persons), BOOKS_EACH(test_archived),
        BOOKS_EACH(test_reach), BOOKS_EACH(test_partial), BOOKS_EACH(test_new_steps),
    };

    return cmocka_run_group_tests_name("scenario_effect", tests, NULL, NULL);
}
