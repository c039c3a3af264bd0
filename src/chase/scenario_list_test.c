/* Scenarios as a firm keeps them: their steps in order, each with the words of its own. */
#include "chase/scenario_list.h"

#include <string.h>

#include "base/json.h"
#include "chase/scenario_save.h"
#include "chase/test_probe.h"
#include "store/test_faults.h"

static void make_books(struct ctx *cx)
{
    probe_prepare(cx);
    assert_true(probe_seed(cx));
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

/* The default first, then by name, the archived last. */
static void test_list(struct ctx *cx)
{
    static const char *const names[] = { "Standard", "Doux", "Public", "Ancien" };
    struct kept_scenario *list;
    size_t count;

    make_books(cx);
    for (size_t i = 1; i < COUNT_OF(names); i++) {
        const struct step steps[] = { { .days = 2, .name = "first" },
                                      { .days = 9, .name = "second" } };
        struct kept_scenario kept = { .scenario = { .name = names[i],
                                                    .kind = "invoice",
                                                    .steps = steps,
                                                    .count = i == 2 ? 1 : 2 } };
        assert_true(scenario_save(cx, &kept));
        assert_true(i < 3 || scenario_archive(cx, kept.scenario.id, true));
    }
    assert_true(scenario_list(cx, "invoice", &list, &count));
    assert_int_equal(count, COUNT_OF(names));
    for (size_t i = 0; i < count; i++)
        assert_string_equal(list[i].scenario.name, names[i]);
    assert_int_equal(list[0].scenario.count, 4);
    assert_int_equal(list[2].scenario.count, 1);
    assert_int_equal(list[3].scenario.steps[1].days, 9);
    assert_true(list[0].is_default && list[3].is_archived);
}

/* A step is listed once, and its words are told by place and language. */
static void test_twice(struct ctx *cx)
{
    make_books(cx);
    struct kept_scenario kept = standard(cx);
    struct step *steps = steps_of(cx, &kept);
    const struct step_words own[] = {
        { .place = 0, .language = "fr", .subject = "N", .body = "N" },
        { .place = 1, .language = "en", .subject = "F", .body = "First" },
        { .place = 1, .language = "fr", .subject = "F", .body = "Premier" },
    };

    kept.words = own;
    kept.word_count = COUNT_OF(own);
    assert_true(scenario_save(cx, &kept));
    kept = standard(cx);
    assert_int_equal(kept.word_count, 3);
    assert_string_equal(scenario_words_of(&kept, 1, "fr")->body, "Premier");
    assert_string_equal(scenario_words_of(&kept, 1, "en")->body, "First");
    assert_null(scenario_words_of(&kept, 0, "en"));
    steps = steps_of(cx, &kept);
    steps[2].id = steps[1].id;
    assert_false(scenario_save(cx, &kept));
    assert_string_equal(cx->fault.code, "ETAPE-INCONNUE");
    cx->fault = (struct fault){ 0 };
    assert_int_equal(standard(cx).scenario.version, 2);
}

static bool edit_meanwhile(struct ctx *cx)
{
    return books_run_text(cx,
                          "INSERT INTO step (firm, id, scenario, anchor, days, window_first,"
                          " window_last, medium, mode, send_minute, repeat_days, repeat_count,"
                          " name, removed) VALUES (1, 99, 1, 'due', 50, 0, 0, 'email',"
                          " 'automatic', 0, 0, 0, 'last', 0)")
        && books_run_text(cx,
                          "INSERT INTO step_text (firm, step, language, subject, body)"
                          " VALUES (1, 99, 'fr', 'S', 'B')");
}

/* A step that somebody adds while it is read has no place in what was read, nor have its words. */
static void test_meanwhile(struct ctx *cx)
{
    struct kept_scenario kept;

    make_books(cx);
    struct faults *faults = faults_stand(cx);
    for (int64_t at = 1; faults_meanwhile(faults, at, edit_meanwhile), true; at++) {
        assert_true(scenario_find(cx, 1, &kept));
        if (!faults_hit(faults))
            break;
        for (size_t i = 0; i < kept.scenario.count; i++)
            assert_true((kept.scenario.steps[i].id == 99) == !!scenario_words_of(&kept, i, "fr"));
        faults_arm(faults, 0);
        assert_true(books_run_text(cx, "DELETE FROM step_text"));
        assert_true(books_run_text(cx, "DELETE FROM step WHERE id = 99"));
    }
}

/* As the editor keeps it: what is new has no id yet. */
static void test_content(struct ctx *cx)
{
    const struct step steps[] = { { .id = 7, .days = 1, .name = "first" },
                                  { .days = 9, .name = "second" } };
    const struct kept_scenario kept = {
        .scenario = { .name = "Doux", .steps = steps, .count = COUNT_OF(steps) },
    };
    const char *text = scenario_content(cx->arena, &kept);
    struct json *content = json_parse(cx, text, strlen(text));

    const struct json *listed = json_get(content, "steps");
    assert_int_equal(json_int(json_get(json_at(listed, 0), "id")), 7);
    assert_null(json_get(json_at(listed, 1), "id"));
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOOKS_EACH(test_list), BOOKS_EACH(test_twice),
                                        BOOKS_EACH(test_meanwhile), BOOKS_EACH(test_content) };

    return cmocka_run_group_tests_name("scenario_list", tests, NULL, NULL);
}
