/*
 * A scenario in the books: what an edit keeps, what it refuses, and that it never sends again
 * (C-1).
 */
#include "chase/scenario_save.h"

#include <string.h>

#include "chase/intervene.h"
#include "chase/obligation.h"
#include "chase/round.h"
#include "chase/rules.h"
#include "chase/scenario_effect.h"
#include "chase/scenario_version.h"
#include "store/test_books.h"

enum { DEBTS = 4 };

static bool debtors(struct ctx *cx, struct debtor *list, size_t count)
{
    (void)cx;
    for (size_t i = 0; i < count; i++) {
        list[i].name = "Dupont";
        list[i].address = "a@b.test";
        list[i].language = "fr";
        list[i].balance = (struct money){ 1000 };
    }
    return true;
}

static const struct chase_kind kind = { .name = "invoice", .debtors = debtors };

static struct date march(int day)
{
    return (struct date){ date_of(2026, 3, 1).day + day - 1 };
}

static int64_t number(struct ctx *cx, const char *text)
{
    int64_t found = -1;

    assert_true(books_number(cx, text, &found));
    return found;
}

/* Invoices of four persons, due from 2 March on, a day apart; seen on that Monday. */
static void make_books(struct ctx *cx)
{
    struct obligation owed[DEBTS];
    struct rules rules;

    cx->today = march(2);
    assert_true(books_firm(cx, 1));
    assert_true(books_run_text(cx,
                               "INSERT INTO client (firm, id, code, name, name_folded, siren,"
                               " language, state, created_at)"
                               " VALUES (1, 1, '1', 'C', 'c', '', 'fr', 'active', 0)"));
    for (int i = 0; i < DEBTS; i++)
        owed[i] = (struct obligation){ .kind = "invoice",
                                       .subject = i + 1,
                                       .client = 1,
                                       .person = i + 1,
                                       .due = march(2 + i),
                                       .owed = { 1000 } };
    assert_true(store_begin(cx));
    assert_true(store_end(cx,
                          rules_seed(cx, "invoice", "Standard") && rules_load(cx, &kind, &rules)
                              && chase_open(cx, &rules, owed, DEBTS)));
}

static struct kept_scenario standard(struct ctx *cx)
{
    struct kept_scenario kept;

    assert_true(scenario_find(cx, 1, &kept));
    return kept;
}

/* The steps of a scenario, to be changed. */
static struct step *steps_of(struct ctx *cx, struct kept_scenario *kept)
{
    struct step *steps = arena_new(cx->arena, struct step, kept->scenario.count + 2);

    for (size_t i = 0; i < kept->scenario.count; i++)
        steps[i] = kept->scenario.steps[i];
    kept->scenario.steps = steps;
    return steps;
}

static void test_find(struct ctx *cx)
{
    make_books(cx);
    struct kept_scenario kept = standard(cx), *list;
    size_t count;
    int64_t running;

    assert_string_equal(kept.scenario.name, "Standard");
    assert_int_equal(kept.scenario.count, 4);
    assert_true(kept.is_default && !kept.is_archived);
    assert_true(scenario_list(cx, "invoice", &list, &count));
    assert_int_equal(count, 1);
    assert_int_equal(list[0].scenario.count, 4);
    assert_true(scenario_running(cx, 1, 100, &running));
    assert_int_equal(running, DEBTS);
    assert_true(scenario_running(cx, 1, 3, &running));
    assert_int_equal(running, 3);
    assert_false(scenario_find(cx, 2, &kept));
    assert_string_equal(cx->fault.code, "SCENARIO-ABSENT");
}

/* C-1: a step keeps its id, one that is taken out keeps its row, a new one gets another. */
static void test_steps(struct ctx *cx)
{
    make_books(cx);
    struct kept_scenario kept = standard(cx);
    struct step *steps = steps_of(cx, &kept);
    const struct step_words words[] = {
        { .place = 2, .language = "fr", .subject = "S", .body = "B" },
    };

    steps[1].days = 3;
    steps[2] = (struct step){ .days = 21, .name = "third", .mode = MODE_UNLESS_OBJECTED };
    steps[2].send_minute = 16 * 60;
    kept.scenario.name = "Doux";
    kept.words = words;
    kept.word_count = 1;
    assert_true(scenario_save(cx, &kept));
    assert_int_equal(kept.scenario.version, 2);
    kept = standard(cx);
    assert_string_equal(kept.scenario.name, "Doux");
    assert_int_equal(kept.scenario.count, 4);
    assert_int_equal(kept.scenario.steps[1].id, 2);
    assert_int_equal(kept.scenario.steps[1].days, 3);
    assert_true(kept.scenario.steps[2].id > 4);
    assert_int_equal(kept.scenario.steps[2].send_minute, 960);
    assert_int_equal(kept.scenario.steps[2].mode, MODE_UNLESS_OBJECTED);
    assert_string_equal(scenario_words_of(&kept, 2, "fr")->body, "B");
    assert_null(scenario_words_of(&kept, 2, "en"));
    assert_int_equal(number(cx, "SELECT removed FROM step WHERE firm = 1 AND id = 3"), 2);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM revision WHERE firm = 1 AND scenario = 1"),
                     2);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM revision WHERE version = 1"
                            " AND content LIKE '%\"second\"%'"),
                     1);

    /* A step that was taken out never comes back. */
    steps = steps_of(cx, &kept);
    steps[2].id = 3;
    assert_false(scenario_save(cx, &kept));
    assert_string_equal(cx->fault.code, "ETAPE-INCONNUE");
}

static void test_refused(struct ctx *cx)
{
    make_books(cx);
    struct kept_scenario kept = standard(cx), late = kept;
    struct step *steps = steps_of(cx, &kept);

    steps[1].days = 14;
    assert_false(scenario_save(cx, &kept));
    assert_string_equal(cx->fault.code, "ETAPE-MEME-JOUR");
    assert_string_equal(fault_arg(&cx->fault, "step"), "3");
    assert_int_equal(standard(cx).scenario.version, 1);
    cx->fault = (struct fault){ 0 };

    steps[1] = steps[2];
    steps[1].days = 2;
    steps[1].name = "third";
    assert_false(scenario_save(cx, &kept));
    assert_string_equal(cx->fault.code, "ETAPE-INCONNUE");
    cx->fault = (struct fault){ 0 };

    /* Two people at once: the second is told. */
    steps[1] = standard(cx).scenario.steps[1];
    steps[1].days = 2;
    assert_true(scenario_save(cx, &kept));
    assert_false(scenario_save(cx, &late));
    assert_int_equal(cx->fault.kind, FAULT_CONFLICT);
    assert_string_equal(cx->fault.code, "SCENARIO-CHANGE");
    assert_int_equal(standard(cx).scenario.steps[1].days, 2);
}

static void test_new(struct ctx *cx)
{
    make_books(cx);
    const struct step steps[] = { { .days = 5, .name = "first" } };
    struct kept_scenario kept = {
        .scenario = { .name = "Public", .kind = "invoice", .steps = steps, .count = 1 },
    };
    struct rules rules;

    assert_true(scenario_save(cx, &kept));
    assert_int_equal(kept.scenario.version, 1);
    int64_t id = kept.scenario.id;
    assert_true(scenario_find(cx, id, &kept));
    assert_false(kept.is_default);
    assert_false(scenario_archive(cx, 1, true));
    assert_string_equal(cx->fault.code, "SCENARIO-DEFAUT");
    cx->fault = (struct fault){ 0 };
    assert_true(scenario_default(cx, id) && scenario_archive(cx, 1, true));
    assert_true(rules_load(cx, &kind, &rules));
    assert_int_equal(rules.scenarios[0].id, id);
    assert_non_null(rules_scenario(
        &rules, &(struct obligation){ .scenario = 1 })); /* it goes on with what it has */
    assert_false(scenario_default(cx, 1));
    assert_string_equal(cx->fault.code, "SCENARIO-ARCHIVE");
}

/* A round of each day from today until one of March; what is due has left by the next. */
static struct round run_until(struct ctx *cx, int last)
{
    struct round all = { 0 };

    for (; cx->today.day <= march(last).day; cx->today.day++) {
        struct round round;
        assert_true(books_run_text(cx, "UPDATE message SET state = 'sent' WHERE state = 'due'"));
        assert_true(chase_round(cx, &kind, &round));
        all.messages += round.messages;
    }
    return all;
}

static int64_t move_on(struct ctx *cx)
{
    int64_t moved = -1;

    assert_true(scenario_move_on(cx, 1, &moved));
    return moved;
}

/* C-1: moved on, nothing is sent again; a step that now comes earlier is seen. */
static void test_running(struct ctx *cx)
{
    make_books(cx);
    assert_int_equal(run_until(cx, 5).messages, 4 + 3); /* the fourth's first is to come */
    struct kept_scenario kept = standard(cx);
    struct step *steps = steps_of(cx, &kept);
    cx->today = march(9);

    steps[0].days = -3; /* taken already, or superseded */
    steps[1].days = 2;
    steps[2].days = 8; /* not 16 March and later, but 10 March and later */
    assert_true(scenario_save(cx, &kept));
    assert_int_equal(move_on(cx), DEBTS);
    assert_int_equal(move_on(cx), 0);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM obligation WHERE firm = 1"
                            " AND next_look_on > '2026-03-16'"),
                     0);
    int64_t before = number(cx, "SELECT COUNT(*) FROM reminder WHERE step < 3");
    struct round round = run_until(cx, 13);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM reminder WHERE step = 3"
                            " AND state = 'planned'"),
                     4);
    assert_int_equal(round.messages, 4 + 1); /* the fourth's first too */
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE step < 3"), before + 1);
}

static int64_t behind(struct ctx *cx)
{
    struct kept_scenario kept = standard(cx);
    int64_t count = -1;

    assert_true(scenario_behind(cx, &kept.scenario, 100, &count));
    return count;
}

/* what runs keeps its version, whatever is saved; what opens follows the last one. */
static void test_keeps(struct ctx *cx)
{
    struct obligation owed = {
        .kind = "invoice", .subject = 9, .client = 1, .person = 9, .due = march(2), .owed = { 5 }
    };
    struct rules rules;

    make_books(cx);
    assert_int_equal(behind(cx), 0);
    struct kept_scenario kept = standard(cx);
    struct step *steps = steps_of(cx, &kept);
    steps[1].days = 3;
    assert_true(scenario_save(cx, &kept));
    steps[1].days = 4;
    assert_true(scenario_save(cx, &kept)); /* two versions later, the first is still what it was */
    assert_int_equal(behind(cx), DEBTS);
    assert_true(store_begin(cx));
    assert_true(store_end(cx, rules_load(cx, &kind, &rules) && chase_open(cx, &rules, &owed, 1)));
    assert_int_equal(rules.count, 2);
    assert_int_equal(rules.scenarios[0].version, 3);
    assert_int_equal(rules.scenarios[1].version, 1);
    assert_int_equal(rules.scenarios[1].steps[1].days, 1);
    assert_int_equal(behind(cx), DEBTS);
    (void)run_until(cx, 3);
    assert_int_equal(number(cx, "SELECT MAX(subject) FROM reminder WHERE step = 2"), 1);
    cx->today = march(6);
    (void)run_until(cx, 6);
    assert_int_equal(number(cx, "SELECT MAX(subject) FROM reminder WHERE step = 2"), 9);
}

/* moved alone, to the version that its scenario has by now. */
static void test_move_one(struct ctx *cx)
{
    struct intervention order = {
        .act = ACT_MOVE, .obligation = 1, .scenario = 1, .reason = "Accord"
    };

    make_books(cx);
    assert_false(chase_intervene(cx, &kind, &order));
    assert_string_equal(cx->fault.code, "ACTE-DEJA");
    cx->fault = (struct fault){ 0 };
    struct kept_scenario kept = standard(cx);
    steps_of(cx, &kept)[1].days = 3;
    assert_true(scenario_save(cx, &kept));
    assert_true(chase_intervene(cx, &kind, &order));
    assert_int_equal(behind(cx), DEBTS - 1);
}

/* C-8: what the preview tells is what the rounds do. */
static void test_effect(struct ctx *cx)
{
    make_books(cx);
    struct kept_scenario before = standard(cx), after = before;
    struct step *steps = steps_of(cx, &after);
    struct effect effect;

    run_until(cx, 6);
    cx->today = march(9);
    steps[2].days = 8;
    steps[4] = (struct step){ .days = 45, .name = "last" };
    after.scenario.count = 5;
    assert_true(scenario_effect(cx, &before, &after.scenario, &effect));
    assert_int_equal(effect.running, DEBTS);
    assert_int_equal(effect.looked, DEBTS);
    assert_false(effect.is_partial);
    assert_int_equal(effect.change.earlier, DEBTS);
    assert_int_equal(effect.change.more, DEBTS);
    assert_int_equal(effect.change.fewer, 0);
    assert_int_equal(effect.persons, DEBTS);
    assert_int_equal(effect.sample_count, DEBTS);
    assert_int_equal(effect.samples[0].change.before.day, march(16).day);
    assert_int_equal(effect.samples[0].change.after.day, march(10).day);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM revision"), 0);

    after.scenario.count = 2;
    assert_true(scenario_effect(cx, &before, &after.scenario, &effect));
    assert_int_equal(effect.change.fewer, 2 * DEBTS);
}

static void test_words(struct ctx *cx)
{
    make_books(cx);
    struct kept_scenario kept = standard(cx);
    const struct step_words own[] = {
        { .place = 1, .language = "fr", .subject = "S", .body = "B" }
    };
    const struct subject subjects[] = { { "invoice", 99 }, { "invoice", 1 }, { "task", 1 } };
    struct wording wording = { .tone = "first", .subjects = subjects, .count = 2 };
    struct step_words words;

    assert_true(scenario_words(cx, &wording, "fr", &words));
    assert_null(words.body);
    kept.words = own;
    kept.word_count = 1;
    assert_true(scenario_save(cx, &kept));
    assert_true(scenario_words(cx, &wording, "fr", &words));
    assert_null(words.body); /* what runs speaks as its version does */
    assert_int_equal(move_on(cx), DEBTS);
    assert_true(scenario_words(cx, &wording, "fr", &words));
    assert_string_equal(words.subject, "S");
    kept.word_count = 0;
    assert_true(scenario_save(cx, &kept));
    assert_true(scenario_words(cx, &wording, "fr", &words));
    assert_string_equal(words.subject, "S");
    assert_true(scenario_words(cx, &wording, "en", &words));
    assert_null(words.body);
    wording.count = 3; /* its step speaks, whatever else it carries */
    assert_true(scenario_words(cx, &wording, "fr", &words));
    assert_string_equal(words.subject, "S");
    wording.message = 77; /* without a reminder that gives the tone, as others' */
    assert_true(scenario_words(cx, &wording, "fr", &words));
    assert_string_equal(words.subject, "S");
    wording.message = 0;
    wording.count = 2;
    wording.tone = "second";
    assert_true(scenario_words(cx, &wording, "fr", &words));
    assert_null(words.body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_find),  BOOKS_EACH(test_steps),   BOOKS_EACH(test_refused),
        BOOKS_EACH(test_new),   BOOKS_EACH(test_running), BOOKS_EACH(test_effect),
        BOOKS_EACH(test_words), BOOKS_EACH(test_keeps),   BOOKS_EACH(test_move_one),
    };

    return cmocka_run_group_tests_name("scenario_save", tests, NULL, NULL);
}
