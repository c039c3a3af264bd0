/*
 * Kinds that share a capacity: a client's manager who owes requests and receipts of two companies
 * gets one message a day about all of it (C-3, P-2).
 */
#include "chase/kind.h"

#include <string.h>

#include "base/buf.h"
#include "base/test.h"
#include "chase/intervene.h"
#include "chase/obligation.h"
#include "chase/round.h"
#include "chase/why.h"
#include "store/test_books.h"

static bool debtors(struct ctx *cx, struct debtor *list, size_t count)
{
    (void)cx;
    for (size_t i = 0; i < count; i++) {
        list[i].address = "gerante@client.example";
        list[i].balance.cents = 1;
    }
    return true;
}

static const char *words_of(const struct wording *wording, const char *kind, struct arena *arena)
{
    struct buf text = { .arena = arena };

    for (size_t i = 0; i < wording->count; i++)
        if (strcmp(wording->subjects[i].kind, kind) == 0)
            buf_format(&text, "%lld ", (long long)wording->subjects[i].id);
    return buf_string(&text);
}

static bool word_request(struct ctx *cx, const struct wording *wording, struct json *model)
{
    json_put_text(model, "requests", words_of(wording, "request", cx->arena));
    return true;
}

static bool word_receipt(struct ctx *cx, const struct wording *wording, struct json *model)
{
    json_put_text(model, "receipts", words_of(wording, "receipt", cx->arena));
    return true;
}

extern const struct chase_kind asked_kind;

static const struct chase_kind receipt_kind = { .name = "receipt",
                                                .word = word_receipt,
                                                .leader = &asked_kind };

/* A kind on its own, with steps of its own, that no firm has a scenario of. */
static const struct step own_steps[] = {
    { .anchor = ANCHOR_OPENING, .days = 2, .name = "first" },
    { .days = 0,
      .mode = MODE_UNLESS_OBJECTED,
      .repeat_days = 7,
      .repeat_count = 4,
      .name = "second" },
};

static const struct chase_kind task_kind = {
    .name = "task",
    .mail = "",
    .steps = own_steps,
    .step_count = COUNT_OF(own_steps),
    .debtors = debtors,
    .word = word_receipt,
};

static const struct chase_kind *const mates[] = { &receipt_kind, NULL };

const struct chase_kind asked_kind = {
    .name = "request",
    .mail = "",
    .priority = 1,
    .for_firm = true,
    .mates = mates,
    .debtors = debtors,
    .word = word_request,
};

static struct date march(int day)
{
    return (struct date){ date_of(2026, 3, 1).day + day - 1 };
}

/* Two clients, a firm that works; both kinds have the trade's steps. */
static void prepare(struct ctx *cx)
{
    cx->today = march(17);
    cx->now = (struct instant){ 1773738000000 };
    assert_true(books_firm(cx, 1));
    assert_true(books_run_text(
        cx,
        "INSERT INTO client (firm, id, code, name, name_folded, siren, language, state,"
        " created_at) VALUES (1, 1, 'A', 'A', 'a', '', 'fr', 'active', 0),"
        " (1, 2, 'B', 'B', 'b', '', 'fr', 'active', 0)"));
    assert_true(store_begin(cx)
                && store_end(cx,
                             rules_seed(cx, "request", "Demandes")
                                 && rules_seed(cx, "receipt", "Justificatifs")));
}

static void owe(struct ctx *cx, const struct chase_kind *kind, int64_t subject, int64_t client,
                int day)
{
    struct obligation owed = {
        .kind = kind->name, .subject = subject, .client = client, .person = 7, .due = march(day)
    };
    struct rules rules;

    assert_true(rules_load(cx, kind, &rules));
    assert_true(store_begin(cx) && store_end(cx, chase_open(cx, &rules, &owed, 1)));
    assert_int_equal(owed.issuer, 0);
}

/* What was due has left by then. */
static struct round round_now(struct ctx *cx)
{
    struct round round;

    assert_true(books_run_text(cx, "UPDATE message SET state = 'sent' WHERE state = 'due'"));
    assert_true(chase_round(cx, &asked_kind, &round));
    return round;
}

static int64_t number(struct ctx *cx, const char *query)
{
    int64_t count = -1;

    assert_true(books_number(cx, query, &count));
    return count;
}

/* C-3: one message over kinds and companies, each reminder its own row. */
static void test_one_message(struct ctx *cx)
{
    prepare(cx);
    owe(cx, &asked_kind, 1, 1, 16);
    owe(cx, &asked_kind, 2, 2, 16);
    owe(cx, &receipt_kind, 1, 1, 16);
    struct round round = round_now(cx);
    assert_int_equal(round.messages, 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE state = 'planned'"), 3);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM message WHERE issuer = 0"
                            " AND client IS NULL AND kind = 'request' AND state = 'due'"),
                     1);

    struct json *model = json_map(cx->arena);
    struct wording wording = { .person = 7, .tone = "first" };
    struct subject *subjects;
    assert_true(outbox_subjects(cx, 1, &subjects, &wording.count));
    wording.subjects = subjects;
    assert_true(kind_word(cx, &asked_kind, &wording, model));
    assert_string_equal(json_text(json_get(model, "requests")), "1 2 ");
    assert_string_equal(json_text(json_get(model, "receipts")), "1 ");

    model = json_map(cx->arena);
    wording.count = 1; /* of requests alone */
    assert_true(kind_word(cx, &asked_kind, &wording, model));
    assert_null(json_get(model, "receipts"));
}

static bool word_nothing(struct ctx *cx, const struct wording *wording, struct json *model)
{
    (void)wording, (void)model;
    return fail(cx, FAULT_ABSENT, "SUJET-ABSENT", NULL);
}

/* When the leader has no words for it, nobody has. */
static void test_no_words(struct ctx *cx)
{
    const struct chase_kind silent = { .name = "request", .mates = mates, .word = word_nothing };
    const struct subject subject = { "receipt", 1 };
    const struct wording wording = { .subjects = &subject, .count = 1 };
    struct json *model = json_map(cx->arena);

    assert_false(kind_word(cx, &silent, &wording, model));
    assert_string_equal(cx->fault.code, "SUJET-ABSENT");
    assert_null(json_get(model, "receipts"));
}

static bool act_on_receipt(struct ctx *cx, enum act act)
{
    const struct intervention order = {
        .act = act,
        .obligation = number(cx, "SELECT id FROM obligation WHERE kind = 'receipt'"),
        .until = NO_DAY,
        .reason = "Accord",
    };

    return chase_intervene(cx, &receipt_kind, &order);
}

/* C-10, C-3: a person steps in for a kind that another leads and the firm itself speaks for. */
static void test_step_in(struct ctx *cx)
{
    prepare(cx);
    owe(cx, &receipt_kind, 1, 1, 19);
    owe(cx, &asked_kind, 1, 2, 16);
    round_now(cx);
    assert_true(act_on_receipt(cx, ACT_SEND)); /* ahead of its day, with what leaves today */
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message"), 1);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM reminder r JOIN message m ON m.firm = r.firm"
                            " AND m.id = r.message WHERE m.issuer = 0 AND m.client IS NULL"
                            " AND r.state = 'planned'"),
                     2);
    assert_true(act_on_receipt(cx, ACT_PAUSE));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE state = 'planned'"), 1);
}

/* C-8: why, of such a kind: what the round does. */
static void test_why(struct ctx *cx)
{
    struct why why;

    prepare(cx);
    owe(cx, &receipt_kind, 1, 1, 16);
    assert_true(chase_why(cx, &receipt_kind, 1, cx->today, &why));
    assert_non_null(why.step);
    assert_string_equal(why.step->name, "first");
    assert_int_equal(round_now(cx).messages, 1);
}

/* C-3: the week's last message is a mate's, where a mate has priority over its leader. */
static void test_mate_first(struct ctx *cx)
{
    static const struct chase_kind urgent = { .name = "receipt", .priority = 5 };
    static const struct chase_kind *const others[] = { &urgent, NULL };
    const struct chase_kind leader = { .name = "request", .priority = 1, .mates = others };
    struct rules rules;

    prepare(cx);
    assert_true(rules_load(cx, &leader, &rules));
    assert_int_equal(rules.count, 2);
    assert_true(rules.scenarios[0].yields && !rules.scenarios[1].yields);
}

/* C-3: the week's last message is left to what has priority; what yields may join it. */
static void test_priority(struct ctx *cx)
{
    prepare(cx);
    owe(cx, &receipt_kind, 1, 1, 15); /* each day another, so that each day a message would leave */
    assert_int_equal(round_now(cx).messages, 1);
    cx->today = march(18);
    owe(cx, &receipt_kind, 2, 1, 17);
    assert_int_equal(round_now(cx).messages, 1);
    cx->today = march(19);
    owe(cx, &receipt_kind, 3, 1, 18);
    assert_int_equal(round_now(cx).messages, 0);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM obligation WHERE held = 'cap'"), 1);
    assert_int_equal(
        number(cx, "SELECT COUNT(*) FROM obligation WHERE next_look_on = '2026-03-24'"), 1);
    cx->today = march(20);
    owe(cx, &asked_kind, 4, 1, 19);
    owe(cx, &receipt_kind, 5, 1, 19);
    assert_int_equal(round_now(cx).messages, 1);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM reminder WHERE day_on = '2026-03-20'"
                            " AND state = 'planned'"),
                     2);
    cx->today = march(23);
    owe(cx, &asked_kind, 6, 1, 22);
    assert_int_equal(round_now(cx).messages, 0); /* three in seven days, whatever its priority */
    cx->today = march(24);
    assert_int_equal(round_now(cx).messages, 1);
}

/* A sixth kind is one file: its first obligation brings its scenario along. */
static void test_first(struct ctx *cx)
{
    struct obligation owed[] = {
        { .kind = "task", .subject = 1, .client = 1, .person = 7, .due = march(30) },
        { .kind = "task", .subject = 2, .client = 2, .person = 7, .due = march(30) },
    };
    struct rules rules;

    prepare(cx);
    for (size_t i = 0; i < COUNT_OF(owed); i++) {
        assert_true(rules_load(cx, &task_kind, &rules));
        assert_true(store_begin(cx) && store_end(cx, chase_open(cx, &rules, &owed[i], 1)));
        assert_int_equal(owed[i].issuer, (int64_t)i + 1);
    }
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM scenario WHERE kind = 'task'"), 1);
    assert_true(rules_load(cx, &task_kind, &rules));
    assert_int_equal(rules.count, 1);
    assert_int_equal(rules.scenarios[0].count, 2);
    assert_int_equal(rules.scenarios[0].steps[0].mode, MODE_UNLESS_OBJECTED);
    assert_int_equal(rules.scenarios[0].steps[0].repeat_count, 4);
    assert_int_equal(rules.scenarios[0].steps[1].anchor, ANCHOR_OPENING);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM obligation"
                            " WHERE next_look_on = '2026-03-19' AND capacity = 'task'"),
                     2);
}

/* A kind finds its leader, its mates, and nobody else's. */
static void test_find(struct ctx *cx)
{
    (void)cx;
    assert_ptr_equal(kind_leader(&receipt_kind), &asked_kind);
    assert_ptr_equal(kind_leader(&asked_kind), &asked_kind);
    assert_ptr_equal(kind_find(&asked_kind, "request"), &asked_kind);
    assert_ptr_equal(kind_find(&asked_kind, "receipt"), &receipt_kind);
    assert_null(kind_find(&asked_kind, "invoice"));
    assert_null(kind_find(&receipt_kind, "invoice"));
}

/* C-10: a scenario of another kind is not followed; the kind's own first one is. */
static void test_other_scenario(struct ctx *cx)
{
    struct obligation owed = {
        .kind = "receipt", .subject = 1, .client = 1, .person = 7, .due = march(16)
    };
    struct rules rules;

    prepare(cx);
    assert_true(rules_load(cx, &asked_kind, &rules));
    for (size_t i = 0; i < rules.count; i++)
        if (strcmp(rules.scenarios[i].kind, "request") == 0)
            owed.scenario = rules.scenarios[i].id;
    assert_true(store_begin(cx) && store_end(cx, chase_open(cx, &rules, &owed, 1)));
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM obligation o JOIN scenario s ON s.firm = o.firm"
                            " AND s.id = o.scenario WHERE s.kind = 'receipt'"),
                     1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_one_message), BOOKS_EACH(test_no_words),   BOOKS_EACH(test_step_in),
        BOOKS_EACH(test_why),         BOOKS_EACH(test_mate_first), BOOKS_EACH(test_priority),
        BOOKS_EACH(test_first),       BOOKS_EACH(test_find),       BOOKS_EACH(test_other_scenario),
    };

    return cmocka_run_group_tests_name("kind", tests, NULL, NULL) > 0;
}
