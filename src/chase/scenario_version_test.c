/* what runs keeps the version of its scenario, read from what was kept of it, until moved. */
#include "chase/scenario_version.h"

#include "chase/obligation.h"
#include "chase/rules.h"
#include "chase/scenario_effect.h"
#include "chase/scenario_save.h"
#include "chase/test_probe.h"

enum { STANDARD = 1, SOFT, MANY = SCENARIO_MOVED + 1 };

static void run(struct ctx *cx, const char *text)
{
    assert_true(books_run_text(cx, text));
}

static int64_t number(struct ctx *cx, const char *text)
{
    int64_t found = -1;

    assert_true(books_number(cx, text, &found));
    return found;
}

static void prepare(struct ctx *cx)
{
    probe_prepare(cx);
    assert_true(probe_seed(cx));
}

/* So many debts more, each of a person of its own, due tomorrow. */
static void owe(struct ctx *cx, int count)
{
    int64_t last = number(cx, "SELECT COALESCE(MAX(subject), 0) FROM obligation");
    struct obligation *owed = arena_new(cx->arena, struct obligation, MANY);
    struct rules rules;

    for (int i = 0; i < count; i++)
        owed[i] = (struct obligation){ .kind = "invoice",
                                       .subject = last + i + 1,
                                       .client = 1,
                                       .person = last + i + 1,
                                       .due = { cx->today.day + 1 },
                                       .owed = { 100 } };
    assert_true(rules_load(cx, &probe_kind, &rules) && store_begin(cx)
                && store_end(cx, chase_open(cx, &rules, owed, (size_t)count)));
}

static struct kept_scenario find(struct ctx *cx, int64_t scenario)
{
    struct kept_scenario kept;

    assert_true(scenario_find(cx, scenario, &kept));
    return kept;
}

/* The scenario as it stands, with its step of some days on others. */
static struct kept_scenario changed(struct ctx *cx, int64_t scenario, int from, int to)
{
    struct kept_scenario kept = find(cx, scenario);
    struct step *steps = arena_new(cx->arena, struct step, kept.scenario.count);

    for (size_t i = 0; i < kept.scenario.count; i++) {
        steps[i] = kept.scenario.steps[i];
        if (steps[i].days == from)
            steps[i].days = to;
    }
    kept.scenario.steps = steps;
    return kept;
}

static void save(struct ctx *cx, int64_t scenario, int from, int to)
{
    struct kept_scenario kept = changed(cx, scenario, from, to);

    assert_true(scenario_save(cx, &kept));
}

static int64_t move_on(struct ctx *cx, int64_t scenario)
{
    int64_t moved = -1;

    assert_true(scenario_move_on(cx, scenario, &moved));
    return moved;
}

static int64_t behind(struct ctx *cx, int64_t scenario)
{
    struct kept_scenario kept = find(cx, scenario);
    int64_t count = -1;

    assert_true(scenario_behind(cx, &kept.scenario, 100, &count));
    return count;
}

/* Two scenarios: of the first, three versions are followed, of the other two. */
static void prepare_left(struct ctx *cx)
{
    prepare(cx);
    assert_true(store_begin(cx) && store_end(cx, rules_seed(cx, "invoice", "Doux")));
    owe(cx, 5);
    save(cx, STANDARD, 14, 10);
    owe(cx, 1);
    save(cx, STANDARD, 10, 14);
    owe(cx, 1);
    run(cx, "UPDATE obligation SET scenario = 2 WHERE subject > 3 AND subject < 6");
    save(cx, SOFT, 14, 12);
    run(cx, "UPDATE obligation SET scenario_version = 2 WHERE subject = 5");
}

/* Each version left is told once, in order, with its steps as they were. */
static void test_left(struct ctx *cx)
{
    static const struct {
        int64_t scenario, version;
        int days;
    } wanted[] = { { STANDARD, 1, 14 }, { STANDARD, 2, 10 }, { SOFT, 1, 14 } };
    struct scenario *left;
    size_t count;

    prepare_left(cx);
    assert_true(scenario_versions(cx, "invoice", &left, &count));
    assert_int_equal(count, COUNT_OF(wanted));
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(left[i].id, wanted[i].scenario);
        assert_int_equal(left[i].version, wanted[i].version);
        assert_int_equal(left[i].steps[2].days, wanted[i].days);
    }
}

/* C-8: a change is held against what each follows, not against the version that stands. */
static void test_effect(struct ctx *cx)
{
    struct effect effect;

    prepare_left(cx);
    struct kept_scenario before = find(cx, STANDARD);
    struct kept_scenario after = changed(cx, STANDARD, 14, 10);
    assert_true(scenario_effect(cx, &before, &after.scenario, &effect));
    assert_int_equal(effect.looked, 5);
    assert_int_equal(effect.change.earlier, 4); /* the fifth has it on that day already */
    assert_int_equal(effect.change.later, 0);
}

static void spoil(struct ctx *cx, const char *content)
{
    run(cx,
        arena_format(cx->arena, "UPDATE revision SET content = '%s' WHERE version = 1", content));
}

/* C-2: what nobody understands any more is left to a person; a name is not needed for that. */
static void test_unknown(struct ctx *cx)
{
    static const char *const spoilt[] = {
        "\"anchor\":\"moon\",\"medium\":\"email\",\"mode\":\"automatic\"",
        "\"anchor\":\"due\",\"medium\":\"drum\",\"mode\":\"automatic\"",
        "\"anchor\":\"due\",\"medium\":\"email\",\"mode\":\"maybe\"",
        "\"anchor\":\"due\",\"medium\":\"email\"",
    };

    prepare(cx);
    owe(cx, 1);
    save(cx, STANDARD, 14, 10);
    for (size_t i = 0; i < COUNT_OF(spoilt); i++) {
        struct scenario *left;
        size_t count;
        spoil(cx, arena_format(cx->arena, "{\"steps\":[{\"id\":1,\"days\":2,%s}]}", spoilt[i]));
        assert_true(scenario_versions(cx, "invoice", &left, &count));
        assert_int_equal(count, 1);
        assert_int_equal(left[0].steps[0].mode, MODE_BY_HAND);
        assert_int_equal(left[0].steps[0].days, 2);
        assert_string_equal(left[0].steps[0].name, "");
    }
}

/* C-6: a version that cannot be read is told, and nothing is decided without it. */
static void test_broken(struct ctx *cx)
{
    static const struct subject subject = { "invoice", 1 };
    struct scenario *left;
    struct step_words words;
    bool is_old;
    size_t count;

    prepare(cx);
    owe(cx, 1);
    save(cx, STANDARD, 14, 10);
    spoil(cx, "{");
    assert_false(scenario_versions(cx, "invoice", &left, &count));
    assert_string_equal(cx->fault.code, "JSON-FORMAT");
    cx->fault = (struct fault){ 0 };
    assert_false(scenario_version_words(cx, &subject, "first", &words, &is_old));
    assert_string_equal(cx->fault.code, "JSON-FORMAT");
    cx->fault = (struct fault){ 0 };
    assert_false(probe_round(cx));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder"), 0);
    cx->fault = (struct fault){ 0 };
}

/* More than one transaction takes: all are moved, and told. */
static void test_many(struct ctx *cx)
{
    prepare(cx);
    owe(cx, MANY);
    save(cx, STANDARD, 14, 10);
    assert_int_equal(behind(cx, STANDARD), 100);
    assert_int_equal(move_on(cx, STANDARD), MANY);
    assert_int_equal(behind(cx, STANDARD), 0);
    assert_int_equal(move_on(cx, STANDARD), 0);
}

/* C-4: a debt past all sense says nothing after it was moved, and is looked at no more. */
static void test_past(struct ctx *cx)
{
    prepare(cx);
    owe(cx, 2);
    run(cx, "UPDATE obligation SET due_on = '2025-06-02' WHERE subject = 1");
    for (int i = 0; i < 2; i++) {
        assert_true(probe_round(cx));
        save(cx, STANDARD, i == 0 ? 14 : 10, i == 0 ? 10 : 12);
        assert_int_equal(move_on(cx, STANDARD), 2);
        cx->today.day++;
    }
    assert_true(probe_round(cx));
    assert_int_equal(
        number(cx, "SELECT COUNT(*) FROM reminder WHERE subject = 1 AND state <> 'lapsed'"), 0);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM obligation WHERE subject = 1"
                            " AND next_look_on IS NULL"),
                     1);
    assert_true(number(cx, "SELECT COUNT(*) FROM reminder WHERE state = 'planned'") > 0);
}

/* P-9: what a member does not see moves with the rest, and is not counted before him. */
static void test_hidden(struct ctx *cx)
{
    prepare(cx);
    run(cx,
        "INSERT INTO client (firm, id, code, name, name_folded, siren, language, state, created_at,"
        " is_confidential) VALUES (1, 2, 'S', 'S', 's', '', 'fr', 'active', 0, 1)");
    owe(cx, 3);
    run(cx, "UPDATE obligation SET client = 2, issuer = 2 WHERE subject = 3");
    save(cx, STANDARD, 14, 10);
    assert_int_equal(behind(cx, STANDARD), 2);
    assert_int_equal(move_on(cx, STANDARD), 2);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM obligation WHERE scenario_version = 2"), 3);
    save(cx, STANDARD, 10, 14);
    cx->actor = 0;
    assert_int_equal(move_on(cx, STANDARD), 3);
}

/* P-7: of an archived client nothing runs: it is behind no version, and moves once it is back. */
static void test_archived(struct ctx *cx)
{
    int64_t running;

    prepare(cx);
    run(cx,
        "INSERT INTO client (firm, id, code, name, name_folded, siren, language, state, created_at)"
        " VALUES (1, 2, 'A', 'A', 'a', '', 'fr', 'archived', 0)");
    owe(cx, 3);
    run(cx, "UPDATE obligation SET client = 2, issuer = 2 WHERE subject = 3");
    save(cx, STANDARD, 14, 10);
    assert_true(scenario_running(cx, STANDARD, 100, &running));
    assert_int_equal(running, 2);
    assert_int_equal(behind(cx, STANDARD), 2);
    assert_int_equal(move_on(cx, STANDARD), 2);
    assert_int_equal(behind(cx, STANDARD), 0);
    assert_int_equal(number(cx, "SELECT scenario_version FROM obligation WHERE subject = 3"), 1);
    run(cx, "UPDATE client SET state = 'active' WHERE id = 2");
    assert_int_equal(behind(cx, STANDARD), 1);
    assert_int_equal(move_on(cx, STANDARD), 1);
    assert_int_equal(behind(cx, STANDARD), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_left),   BOOKS_EACH(test_effect),   BOOKS_EACH(test_unknown),
        BOOKS_EACH(test_broken), BOOKS_EACH(test_many),     BOOKS_EACH(test_past),
        BOOKS_EACH(test_hidden), BOOKS_EACH(test_archived),
    };

    return cmocka_run_group_tests_name("scenario_version", tests, NULL, NULL);
}
