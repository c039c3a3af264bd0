/* C-4, C-10: what a guard stopped stands until it is decided, and each cause has its verdicts. */
#include "outbox/freeze.h"

#include <string.h>

#include "chase/test_probe.h"
#include "outbox/step_in.h"
#include "outbox/suspension.h"

enum { CALLED = 9 /* nobody */ };

static int64_t number(struct ctx *cx, const char *text)
{
    int64_t found = -1;

    assert_true(books_number(cx, text, &found));
    return found;
}

static struct freeze frozen(struct ctx *cx, enum freeze_cause cause)
{
    const struct freeze freeze = { .cause = cause, .since = { 7 }, .late = 2, .usual = -1 };
    struct freeze standing;
    bool begun = false;

    assert_true(freeze_begin(cx, &freeze, &begun) && begun);
    assert_true(freeze_find_cause(cx, cause, &standing));
    assert_int_equal(standing.cause, cause);
    return standing;
}

static bool ended(struct ctx *cx, const struct freeze *freeze, enum freeze_verdict verdict)
{
    return store_begin(cx) && store_end(cx, freeze_end(cx, freeze, verdict, "vu"));
}

static void assert_refused(struct ctx *cx, bool well, const char *code)
{
    assert_false(well);
    assert_string_equal(cx->fault.code, code);
    cx->fault = (struct fault){ 0 };
}

#define IS(VERDICT) (1U << FREEZE_##VERDICT)

/* C-4: a run is sent or filed, a clock is right or has caught up, what was restored only goes on.
 */
static void test_verdicts(struct ctx *cx)
{
    static const unsigned allowed[FREEZE_CAUSE_COUNT] = {
        [FREEZE_CLOCK_BACK] = IS(RIGHT) | IS(PAST),
        [FREEZE_CLOCK_JUMP] = IS(RIGHT),
        [FREEZE_STOPPAGE] = IS(SENT) | IS(FILED),
        [FREEZE_VOLUME] = IS(SENT) | IS(FILED),
        [FREEZE_CAP] = IS(SENT) | IS(FILED),
        [FREEZE_SUSPENSION] = IS(SENT) | IS(FILED),
        [FREEZE_RESTORED] = IS(SENT),
    };
    struct freeze *ends;
    size_t end_count;

    probe_prepare(cx);
    for (enum freeze_cause cause = 0; cause < FREEZE_CAUSE_COUNT; cause++)
        for (enum freeze_verdict verdict = 0; verdict < FREEZE_VERDICT_COUNT; verdict++) {
            struct freeze freeze = frozen(cx, cause);
            int64_t count;
            assert_true(store_begin(cx)
                        && store_end(cx, freeze_list_restored(cx, &freeze, &count)));
            assert_true(freeze_find(cx, freeze.id, &freeze) && freeze.listed);
            if (allowed[cause] & 1U << verdict) {
                assert_true(ended(cx, &freeze, verdict));
                assert_refused(cx, ended(cx, &freeze, verdict), "GEL-ABSENT");
            } else {
                assert_refused(cx, ended(cx, &freeze, verdict), "GEL-VERDICT");
                assert_int_equal(number(cx, "SELECT COUNT(*) FROM suspension"), 1);
                assert_true(books_run_text(cx, "DELETE FROM standstill WHERE ended_at IS NULL"));
                assert_true(books_run_text(cx, "DELETE FROM suspension"));
            }
            assert_int_equal(number(cx, "SELECT COUNT(*) FROM suspension"), 0);
        }
    assert_true(freeze_list(cx, 99, &ends, &end_count));
    for (size_t i = 0; i < end_count; i++)
        assert_true(allowed[ends[i].cause] & 1U << ends[i].verdict);
    assert_int_equal(end_count, 12);
}

/* Restored books go on only once what may have left is listed. */
static void test_not_listed(struct ctx *cx)
{
    probe_prepare(cx);
    struct freeze freeze = frozen(cx, FREEZE_RESTORED);
    assert_refused(cx, ended(cx, &freeze, FREEZE_SENT), "GEL-LISTE");
}

static bool post_rendered(struct ctx *cx, const char *person)
{
    struct message post = {
        .client = 1, .kind = "invoice", .medium = "email", .tone = "first", .language = "fr"
    };

    post.person = *person - '0';
    post.recipient = person;
    post.rendered = (struct rendered){ person, "rappel", "texte", 5 };
    return outbox_post(cx, &post, 1) && outbox_render(cx, &post);
}

/* C-5: of what these books never let leave the text of a failed attempt is worded anew if a person
 * sends it; what may have left keeps its own, at the point and once it was to check. */
static void test_restored_texts(struct ctx *cx)
{
    int64_t count, first;

    probe_prepare(cx);
    struct freeze freeze = frozen(cx, FREEZE_RESTORED);
    assert_true(
        store_begin(cx)
        && store_end(cx,
                     post_rendered(cx, "1") && post_rendered(cx, "2") && post_rendered(cx, "3")));
    first = number(cx, "SELECT MIN(id) FROM message");
    assert_true(books_run_text(cx, "UPDATE message SET state = 'point' WHERE person = 2"));
    assert_true(books_run_text(cx, "UPDATE message SET state = 'check' WHERE person = 3"));
    assert_true(outbox_decide(cx, first + 2, ORDER_RESEND, "vu"));
    assert_true(store_begin(cx) && store_end(cx, freeze_list_restored(cx, &freeze, &count)));
    assert_int_equal(count, 3);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message_body"), 2);
    assert_int_equal(number(cx, "SELECT MIN(message) FROM message_body"), first + 1);
}

/* Of several the gravest is told; a second of the same cause changes nothing of the first. */
static void test_standing(struct ctx *cx)
{
    const struct freeze again = { .cause = FREEZE_CAP, .late = 99, .usual = -1 };
    struct freeze freeze, *freezes;
    bool begun = true;
    size_t count;

    probe_prepare(cx);
    assert_true(freeze_standing(cx, &freeze));
    assert_int_equal(freeze.id, 0);
    frozen(cx, FREEZE_CAP);
    frozen(cx, FREEZE_CLOCK_JUMP);
    frozen(cx, FREEZE_VOLUME);
    assert_true(freeze_standing(cx, &freeze));
    assert_int_equal(freeze.cause, FREEZE_CLOCK_JUMP);
    assert_true(freeze_begin(cx, &again, &begun));
    assert_false(begun);
    assert_true(freeze_list(cx, 2, &freezes, &count));
    assert_int_equal(count, 2);
    assert_int_equal(freezes[0].cause, FREEZE_VOLUME);
    assert_true(freeze_list(cx, 9, &freezes, &count));
    assert_int_equal(count, 3);
    assert_int_equal(freezes[2].late, 2);
    assert_int_equal(freezes[2].verdict, FREEZE_STANDS);
    assert_refused(cx, freeze_find(cx, 99, &freeze), "GEL-ABSENT");
}

/* Each posted message says something of one open debt. */
static void give_words(struct ctx *cx)
{
    assert_true(probe_seed(cx) && probe_open(cx, CALLED));
    assert_true(books_run_text(
        cx,
        "INSERT INTO reminder (firm, id, obligation, kind, subject, cycle, step, rank, resend,"
        " meant_on, last_on, day_on, state, message, version, owed_cents, why, assignee)"
        " SELECT 1, m.id, o.id, o.kind, o.subject, 1, (SELECT MIN(id) FROM step), m.id, 0, NULL,"
        " NULL, m.day_on, 'planned', m.id, 1, 1000, '', 0 FROM message m CROSS JOIN obligation o"
        " WHERE o.id = 1"));
}

/* C-3: of what a long freeze held for one person the last leaves; the firm's own messages alike. */
static void test_overtaken(struct ctx *cx)
{
    probe_prepare(cx);
    struct freeze freeze = frozen(cx, FREEZE_STOPPAGE);
    for (int day = 1; day <= 3; day++) {
        struct message posts[] = {
            { .client = 0, .person = 1, .kind = "task", .medium = "email", .tone = "first" },
            { .client = 1, .person = 1, .kind = "invoice", .medium = "email", .tone = "first" },
        };
        for (size_t i = 0; i < COUNT_OF(posts); i++)
            posts[i].recipient = posts[i].language = "fr";
        assert_true(store_begin(cx) && store_end(cx, outbox_post(cx, posts, COUNT_OF(posts))));
        cx->today.day++;
    }
    give_words(cx);
    assert_true(ended(cx, &freeze, FREEZE_SENT));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE state = 'due'"), 2);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE why = 'overtaken'"), 4);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM message WHERE state = 'due' AND day_on ="
                            " (SELECT MAX(day_on) FROM message)"),
                     2);
}

/* C-10: what a person sends now leaves too, and a later one does not speak for it. */
static void test_ordered_stays(struct ctx *cx)
{
    probe_prepare(cx);
    struct freeze freeze = frozen(cx, FREEZE_STOPPAGE);
    for (int day = 1; day <= 3; day++) {
        struct message post = {
            .client = 1, .person = 1, .kind = "invoice", .medium = "email", .tone = "first"
        };
        post.recipient = post.language = "fr";
        assert_true(store_begin(cx)
                    && store_end(cx,
                                 outbox_post(cx, &post, 1)
                                     && (day != 2 || outbox_hasten(cx, post.id, "first"))));
        cx->today.day++;
    }
    give_words(cx);
    assert_true(ended(cx, &freeze, FREEZE_SENT));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE state = 'due'"), 2);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE state = 'due' AND ordered = 1"),
                     1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE why = 'overtaken'"), 1);
}

static bool open_all(struct ctx *cx)
{
    return probe_open(cx, CALLED);
}

static bool approve(struct ctx *cx)
{
    return outbox_approve(cx, 0);
}

static bool begin(struct ctx *cx, enum freeze_cause cause)
{
    const struct freeze freeze = { .cause = cause, .usual = -1 };
    bool begun;

    return freeze_begin(cx, &freeze, &begun);
}

static bool begin_stoppage(struct ctx *cx)
{
    return begin(cx, FREEZE_STOPPAGE);
}

static bool begin_volume(struct ctx *cx)
{
    return begin(cx, FREEZE_VOLUME);
}

static bool begin_restored(struct ctx *cx)
{
    return store_begin(cx) && store_end(cx, begin(cx, FREEZE_RESTORED));
}

static bool look(struct ctx *cx)
{
    struct freeze freeze, *freezes;
    size_t count;

    return freeze_standing(cx, &freeze) && freeze_find(cx, freeze.id, &freeze)
        && freeze_list(cx, 9, &freezes, &count);
}

static bool look_for_nothing(struct ctx *cx)
{
    struct freeze freeze;

    return freeze_find(cx, 99, &freeze);
}

static bool end(struct ctx *cx, enum freeze_cause cause, enum freeze_verdict verdict)
{
    struct freeze freeze;

    return freeze_find_cause(cx, cause, &freeze) && ended(cx, &freeze, verdict);
}

static bool send(struct ctx *cx)
{
    return end(cx, FREEZE_STOPPAGE, FREEZE_SENT);
}

static bool file(struct ctx *cx)
{
    return end(cx, FREEZE_VOLUME, FREEZE_FILED);
}

static bool list_restored(struct ctx *cx)
{
    struct freeze freeze;
    int64_t count;

    return freeze_find_cause(cx, FREEZE_RESTORED, &freeze) && store_begin(cx)
        && store_end(cx, freeze_list_restored(cx, &freeze, &count));
}

static const struct probe probes[] = {
    { .name = "seed", .run = probe_seed },
    { .name = "open", .run = open_all },
    { .name = "round", .run = probe_round },
    { .name = "approve", .run = approve },
    { .name = "freeze a run", .run = begin_stoppage },
    { .name = "round of the second step", .run = probe_round, .minutes = 14 * 24 * 60 },
    { .name = "look", .run = look },
    { .name = "look for nothing", .run = look_for_nothing, .refused = "GEL-ABSENT" },
    { .name = "let it leave", .run = send },
    { .name = "freeze another", .run = begin_volume },
    { .name = "file it", .run = file },
    { .name = "restored", .run = begin_restored },
    { .name = "list what may have left", .run = list_restored },
};

/* C-6, C-7: whatever call fails, a freeze is begun or ended whole. */
static void test_every_fault(struct ctx *cx)
{
    probe_prepare(cx);
    assert_true(probes_run(cx, probes, COUNT_OF(probes)) > 100);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE why = 'overtaken'"), 8);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE why = 'filed'"), 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_verdicts),    BOOKS_EACH(test_not_listed), BOOKS_EACH(test_restored_texts),
        BOOKS_EACH(test_standing),    BOOKS_EACH(test_overtaken),  BOOKS_EACH(test_ordered_stays),
        BOOKS_EACH(test_every_fault),
    };

    return cmocka_run_group_tests_name("freeze", tests, NULL, NULL);
}
