/* C-1, C-8: scenarios are edited, and what they bring is told, whatever call fails. */
#include "chase/obligation.h"
#include "chase/run.h"
#include "chase/scenario_effect.h"
#include "chase/scenario_history.h"
#include "chase/scenario_save.h"
#include "chase/scenario_version.h"
#include "chase/simulate.h"
#include "chase/test_probe.h"
#include "chase/watch.h"
#include "chase/why.h"

enum { CALLED = 7, STANDARD = 1, SOFT = 2, STEPS_MOST = 6 };

static bool open_all(struct ctx *cx)
{
    return probe_open(cx, CALLED);
}

static bool list(struct ctx *cx)
{
    struct kept_scenario *kept;
    size_t count;

    return scenario_list(cx, "invoice", &kept, &count);
}

static const struct step_words words = {
    .place = 0, .language = "fr", .subject = "Rappel", .body = "Bonjour"
};

static bool save_new(struct ctx *cx)
{
    static const struct step steps[] = { { .days = 3, .name = "first" },
                                         { .days = 9, .name = "second" } };
    struct kept_scenario kept = {
        .scenario = { .name = "Doux", .kind = "invoice", .steps = steps, .count = COUNT_OF(steps) },
        .words = &words,
        .word_count = 1,
    };

    return scenario_save(cx, &kept);
}

/* The standard with its second reminder later, and one step more. */
static bool change(struct ctx *cx, struct kept_scenario *before, struct kept_scenario *after)
{
    struct step *steps = arena_new(cx->arena, struct step, STEPS_MOST);

    if (!scenario_find(cx, STANDARD, before))
        return false;
    *after = *before;
    for (size_t i = 0; i < before->scenario.count; i++) {
        steps[i] = before->scenario.steps[i];
        steps[i].days += steps[i].days == 14;
    }
    steps[after->scenario.count++] = (struct step){ .days = 40, .name = "last" };
    after->scenario.steps = steps;
    after->words = &words;
    after->word_count = 1;
    return true;
}

static bool foretell_effect(struct ctx *cx)
{
    struct kept_scenario before, after;
    struct effect effect;

    return change(cx, &before, &after) && scenario_effect(cx, &before, &after.scenario, &effect);
}

static bool save_change(struct ctx *cx)
{
    struct kept_scenario before, after;

    return change(cx, &before, &after) && scenario_save(cx, &after);
}

/* What runs follows the version before, and is read from what was kept of it. */
static bool ask_behind(struct ctx *cx)
{
    struct kept_scenario kept;
    int64_t behind;

    return scenario_find(cx, STANDARD, &kept)
        && scenario_behind(cx, &kept.scenario, PROBE_DEBTORS, &behind);
}

static bool move_on(struct ctx *cx)
{
    int64_t moved;

    return scenario_move_on(cx, STANDARD, &moved);
}

static bool save_late(struct ctx *cx)
{
    struct kept_scenario before, after;

    if (!scenario_find(cx, STANDARD, &before))
        return false;
    after = before;
    after.scenario.version--;
    return scenario_save(cx, &after);
}

static bool save_absent(struct ctx *cx)
{
    struct kept_scenario kept;

    if (!scenario_find(cx, STANDARD, &kept))
        return false;
    kept.scenario.id = 9;
    return scenario_save(cx, &kept);
}

static bool look_back(struct ctx *cx)
{
    const struct history_span span = { STANDARD, 0, 9 };
    struct followers followers = { .limit = 9 };
    struct history history;
    int64_t running;

    return scenario_history(cx, &span, &history)
        && version_running(cx, &history.list[0].kept.scenario, 9, &running)
        && version_followers(cx, &history.list[0].kept.scenario, &followers);
}

static bool look_at_past(struct ctx *cx)
{
    struct past_version past;

    return scenario_past(cx, STANDARD, 1, &past);
}

static bool archive_soft(struct ctx *cx)
{
    return scenario_archive(cx, SOFT, true);
}

static bool take_back(struct ctx *cx)
{
    return scenario_archive(cx, SOFT, false);
}

static bool archive_default(struct ctx *cx)
{
    return scenario_archive(cx, STANDARD, true);
}

static bool archive_absent(struct ctx *cx)
{
    return scenario_archive(cx, 9, true);
}

static bool make_default(struct ctx *cx)
{
    return scenario_default(cx, SOFT);
}

static bool default_absent(struct ctx *cx)
{
    return scenario_default(cx, 9);
}

static bool find_words(struct ctx *cx)
{
    static const struct subject subject = { "invoice", 1 };
    const struct wording wording = { .client = 1, .tone = "first", .subjects = &subject, 1 };
    struct step_words found;

    return scenario_words(cx, &wording, "fr", &found);
}

/* Of what was posted, by the reminder that gives the tone. */
static bool find_words_posted(struct ctx *cx)
{
    static const struct subject subject = { "invoice", 1 };
    const struct wording wording = {
        .message = 1, .client = 1, .tone = "first", .subjects = &subject, .count = 1
    };
    struct step_words found;

    return scenario_words(cx, &wording, "fr", &found);
}

static bool ask_why(struct ctx *cx)
{
    struct why why;

    return chase_why(cx, &probe_kind, 1, cx->today, &why);
}

/* Of a day that is past, with what came after it. */
static bool ask_why_past(struct ctx *cx)
{
    struct why why;

    return chase_why(cx, &probe_kind, 1, (struct date){ cx->today.day - 1 }, &why);
}

static bool ask_why_absent(struct ctx *cx)
{
    struct why why;

    return chase_why(cx, &probe_kind, 99, cx->today, &why);
}

static bool settle(struct ctx *cx)
{
    return store_begin(cx) && store_end(cx, chase_settle(cx, "invoice", 1));
}

static bool tell(struct ctx *cx, void *state, const struct simulated *simulated)
{
    (void)cx, (void)state, (void)simulated;
    return true;
}

static bool simulate(struct ctx *cx)
{
    static const struct chase_kind *const kinds[] = { &probe_kind, NULL };
    const struct simulation simulation = { .from = cx->today,
                                           .to = { cx->today.day + 9 },
                                           .day = tell };

    return chase_simulate(cx, kinds, &simulation);
}

static bool see_run(struct ctx *cx)
{
    return store_begin(cx) && store_end(cx, run_see(cx));
}

static bool find_run(struct ctx *cx)
{
    const struct calendar calendar = { .region = REGION_METROPOLE };
    struct run run;
    int64_t usual;

    return run_find(cx, &run) && run_usual(cx, &calendar, &usual);
}

static bool keep_watch(struct ctx *cx)
{
    struct watch watch;

    return watch_see(cx, cx->now) && watch_round(cx) && watch_cap(cx, 9) && watch_week_cap(cx, 2)
        && watch_find(cx, &watch);
}

static const struct probe probes[] = {
    { .name = "seed", .run = probe_seed },
    { .name = "open", .run = open_all },
    { .name = "list", .run = list },
    { .name = "words of the version that stands", .run = find_words },
    { .name = "a new scenario", .run = save_new },
    { .name = "what a change would do", .run = foretell_effect },
    { .name = "the change", .run = save_change },
    { .name = "what is behind", .run = ask_behind },
    { .name = "its versions", .run = look_back },
    { .name = "one that is past", .run = look_at_past },
    { .name = "what another would do", .run = foretell_effect },
    { .name = "words of a version left", .run = find_words },
    { .name = "move on", .run = move_on },
    { .name = "a change of what was changed", .run = save_late, .refused = "SCENARIO-CHANGE" },
    { .name = "a change of nothing", .run = save_absent, .refused = "SCENARIO-ABSENT" },
    { .name = "archive", .run = archive_soft },
    { .name = "the archived as default", .run = make_default, .refused = "SCENARIO-ARCHIVE" },
    { .name = "take back", .run = take_back },
    { .name = "archive the default", .run = archive_default, .refused = "SCENARIO-DEFAUT" },
    { .name = "archive nothing", .run = archive_absent, .refused = "SCENARIO-ABSENT" },
    { .name = "another default", .run = make_default },
    { .name = "no default", .run = default_absent, .refused = "SCENARIO-ABSENT" },
    { .name = "words", .run = find_words },
    { .name = "simulate", .run = simulate },
    { .name = "words of no reminder", .run = find_words_posted },
    { .name = "round", .run = probe_round },
    { .name = "words of a reminder", .run = find_words_posted },
    { .name = "why", .run = ask_why },
    { .name = "why, of a day past", .run = ask_why_past },
    { .name = "why not", .run = ask_why_absent, .refused = "OBLIGATION-ABSENTE" },
    { .name = "settle", .run = settle },
    { .name = "why, settled", .run = ask_why },
    { .name = "the run is seen", .run = see_run },
    { .name = "what is usual", .run = find_run, .minutes = 24 * 60 },
    { .name = "watch", .run = keep_watch },
};

static void test_every_fault(struct ctx *cx)
{
    probe_prepare(cx);
    assert_true(probes_run(cx, probes, COUNT_OF(probes)) > 200);
}

/* A firm that has no scenario of a kind yet gets the trade's with its first obligation. */
static void test_first_scenario(struct ctx *cx)
{
    static const struct probe first[] = { { .name = "open", .run = open_all } };

    probe_prepare(cx);
    assert_true(probes_run(cx, first, COUNT_OF(first)) > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOOKS_EACH(test_every_fault),
                                        BOOKS_EACH(test_first_scenario) };

    return cmocka_run_group_tests_name("fault scenario", tests, NULL, NULL);
}
