/* P-2: accounts of one client that share an address are one person, and are read together. */
#include <string.h>

#include "chase/intervene.h"
#include "chase/obligation.h"
#include "chase/round.h"
#include "chase/test_probe.h"
#include "outbox/end.h"
#include "outbox/share.h"

enum { CLIENTS = 2, OWING = 8 /* of each client; each owes one debt */, DEBTS = CLIENTS * OWING };

/* 1 and 8 share an address, 2 and 6 another, 7 a third with 9, who owes nothing. */
static const int64_t mate_of[OWING + 2] = { 0, 8, 6, 0, 0, 0, 2, 9, 1, 7 };

static bool debtors(struct ctx *cx, struct debtor *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct debtor *debtor = &list[i];
        const int64_t *mate = &mate_of[debtor->id];
        int64_t first = *mate > 0 && *mate < debtor->id ? *mate : debtor->id;
        debtor->name = "Dupont";
        debtor->address = arena_format(cx->arena, "compta-%lld@dupont.example", (long long)first);
        debtor->mailbox = debtor->address;
        debtor->mates = mate;
        debtor->mate_count = *mate > 0;
        debtor->language = "fr";
        debtor->balance.cents = 1000;
    }
    return true;
}

static const struct chase_kind kind = {
    .name = "invoice", .quiet_days = 7, .shares = true, .debtors = debtors
};

static bool seed(struct ctx *cx)
{
    return store_begin(cx) && store_end(cx, rules_seed(cx, "invoice", "Standard"));
}

/* Each was due yesterday: a first reminder is. */
static bool open_all(struct ctx *cx)
{
    struct obligation owed[DEBTS];
    struct rules rules;

    for (int i = 0; i < DEBTS; i++)
        owed[i] = (struct obligation){ .kind = "invoice",
                                       .subject = i + 1,
                                       .client = 1 + i / OWING,
                                       .person = 1 + i % OWING,
                                       .due = { cx->today.day - 1 },
                                       .owed = { 1000 } };
    return rules_load(cx, &kind, &rules) && store_begin(cx)
        && store_end(cx, chase_open(cx, &rules, owed, DEBTS));
}

static void begin(struct ctx *cx)
{
    probe_prepare(cx);
    assert_true(books_run_text(
        cx,
        "INSERT INTO client (firm, id, code, name, name_folded, siren, language, state, created_at)"
        " VALUES (1, 2, 'D', 'D', 'd', '', 'fr', 'active', 0)"));
}

static struct party *list(struct ctx *cx, const struct reach *reach, size_t *count)
{
    struct party *parties;

    assert_true(party_list(cx, &kind, reach, &parties, count));
    return parties;
}

static bool is_listed(const struct party *parties, size_t count, int64_t client, int64_t id)
{
    size_t found = 0;

    for (size_t i = 0; i < count; i++)
        found += parties[i].debtor.client == client && parties[i].debtor.id == id;
    assert_true(found <= 1);
    return found == 1;
}

static bool is_before(const struct debtor *one, const struct debtor *other)
{
    return one->client < other->client || (one->client == other->client && one->id < other->id);
}

/* Wherever a list is cut, who owes and shares an address is listed with its mates, and the order
   is still of client and person: a forecast finds them by it. */
static void test_cut(struct ctx *cx)
{
    begin(cx);
    assert_true(seed(cx) && open_all(cx));
    for (int limit = 1; limit <= DEBTS + 1; limit++) {
        const struct reach reach = { .until = cx->today, .limit = limit };
        size_t count;
        const struct party *parties = list(cx, &reach, &count);
        assert_true(limit > DEBTS ? count == DEBTS : count > 0);
        for (size_t i = 0; i < count; i++) {
            const struct debtor *debtor = &parties[i].debtor;
            assert_int_equal(parties[i].count, 1);
            assert_true(i == 0 || is_before(&parties[i - 1].debtor, debtor));
            if (mate_of[debtor->id] > 0 && mate_of[debtor->id] <= OWING)
                assert_true(is_listed(parties, count, debtor->client, mate_of[debtor->id]));
        }
    }
}

/* What something holds is read with its mate where what is held is asked for. */
static void test_cut_held(struct ctx *cx)
{
    struct reach reach = { .limit = 2 };
    size_t count;

    begin(cx);
    assert_true(seed(cx) && open_all(cx));
    assert_true(books_run_text(cx,
                               "UPDATE obligation SET held = 'lettering', next_look_on = NULL"
                               " WHERE issuer = 1 AND person = 8"));
    reach.until = cx->today;
    const struct party *parties = list(cx, &reach, &count);
    assert_int_equal(count, 1);
    reach.held_too = true;
    parties = list(cx, &reach, &count);
    assert_int_equal(count, 2);
    assert_true(is_listed(parties, count, 1, 8));
    assert_int_equal(parties[1].look_on[0].day, NO_DAY.day);
}

/* One mailbox and one client make one person; who has no address of its own shares none. */
static const struct mates_row {
    const char *rule, *mailbox;
    int64_t client;
    const char *other_mailbox;
    int64_t other_client;
    bool are_mates;
} mates_rows[] = {
    { "P-2 one address of one client", "a@b.test", 1, "a@b.test", 1, true },
    { "two addresses", "a@b.test", 1, "c@b.test", 1, false },
    { "P-2 never across two clients", "a@b.test", 1, "a@b.test", 2, false },
    { "the one has none", NULL, 1, "a@b.test", 1, false },
    { "the other has none", "a@b.test", 1, NULL, 1, false },
    { "neither has one", NULL, 1, NULL, 1, false },
};

static void test_mates(void **state)
{
    const struct mates_row *row = *state;
    const struct party one = { .debtor = { .client = row->client, .mailbox = row->mailbox } };
    const struct party other = { .debtor = { .client = row->other_client,
                                             .mailbox = row->other_mailbox } };

    assert_int_equal(party_mates(&one, &other), row->are_mates);
}

static bool list_cut(struct ctx *cx)
{
    const struct reach reach = { .until = cx->today, .held_too = true, .limit = 4 };
    struct party *parties;
    size_t count;

    return party_list(cx, &kind, &reach, &parties, &count);
}

static bool find_both(struct ctx *cx)
{
    struct party party;

    return party_find(cx, &kind, 1, 1, &party);
}

static bool foretell(struct ctx *cx)
{
    const struct reach reach = { .until = { cx->today.day + 20 } };
    struct forecast *forecasts;
    size_t count;

    return chase_forecast(cx, &kind, &reach, &forecasts, &count);
}

static bool run_round(struct ctx *cx)
{
    struct round round;

    return chase_round(cx, &kind, &round);
}

/* Of the message to 1 and 8. */
static bool find_accounts(struct ctx *cx)
{
    int64_t message, *accounts;
    size_t count;

    return books_number(cx, "SELECT message FROM reminder WHERE subject = 1", &message)
        && outbox_accounts(cx, message, &accounts, &count);
}

static bool leave_out(struct ctx *cx)
{
    int64_t message;

    return books_number(cx, "SELECT message FROM reminder WHERE subject = 1", &message)
        && store_begin(cx) && store_end(cx, outbox_leave_out(cx, message, 8, "paused"));
}

static const struct probe probes[] = {
    { .name = "seed", .run = seed },
    { .name = "open", .run = open_all },
    { .name = "a list that is cut", .run = list_cut },
    { .name = "one and who shares its address", .run = find_both },
    { .name = "forecast", .run = foretell },
    { .name = "round", .run = run_round },
    { .name = "the accounts of one message", .run = find_accounts },
    { .name = "one of them is left out", .run = leave_out },
};

static int64_t number(struct ctx *cx, const char *text)
{
    int64_t found = -1;

    assert_true(books_number(cx, text, &found));
    return found;
}

/* C-6, C-7, and C-3: of those who share an address one message is posted, whatever failed first. */
static void test_every_fault(struct ctx *cx)
{
    int64_t *accounts;
    size_t count;

    begin(cx);
    assert_true(probes_run(cx, probes, COUNT_OF(probes)) > 100);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message"), DEBTS - 2 * CLIENTS);
    int64_t message = number(cx, "SELECT message FROM reminder WHERE subject = 2");
    assert_int_equal(number(cx, "SELECT message FROM reminder WHERE subject = 6"), message);
    assert_true(outbox_accounts(cx, message, &accounts, &count));
    assert_int_equal(count, 2);
    assert_int_equal(accounts[0], 2);
    assert_int_equal(accounts[1], 6);
    message = number(cx, "SELECT message FROM reminder WHERE subject = 1");
    assert_true(outbox_accounts(cx, message, &accounts, &count));
    assert_int_equal(count, 1);
    assert_int_equal(accounts[0], 1);
}

/* C-3: sent now, what was by hand goes with the day's message to who shares its address. */
static void test_send_joins(struct ctx *cx)
{
    const struct intervention order = {
        .act = ACT_SEND, .obligation = 8, .until = NO_DAY, .reason = "Accord"
    };

    begin(cx);
    assert_true(seed(cx) && open_all(cx));
    assert_true(books_run_text(cx, "UPDATE obligation SET taken_over = 1 WHERE subject = 8"));
    assert_true(run_round(cx) && outbox_approve(cx, 1));
    int64_t message = number(cx, "SELECT message FROM reminder WHERE subject = 1");
    int64_t messages = number(cx, "SELECT COUNT(*) FROM message");
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM reminder WHERE state = 'todo'"), 1);
    assert_true(chase_intervene(cx, &kind, &order));
    assert_int_equal(number(cx, "SELECT message FROM reminder WHERE subject = 8"), message);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message"), messages);
}

/* C-10, R-15: what speaks for both leaves at the latest of their hours, in the highest of their
   tones, though who has it posted would speak first and lower. */
static void test_latest(struct ctx *cx)
{
    begin(cx);
    assert_true(
        seed(cx)
        && books_run_text(cx, "UPDATE step SET mode = 'unless_objected' WHERE name = 'second'")
        && open_all(cx));
    assert_true(
        books_run_text(cx, "UPDATE obligation SET due_on = '2026-03-03' WHERE subject = 8"));
    assert_true(run_round(cx));
    int64_t message = number(cx, "SELECT message FROM reminder WHERE subject = 1");
    assert_int_equal(
        number(cx, "SELECT message FROM reminder WHERE subject = 8 AND state = 'planned'"),
        message);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE tone = 'second'"), 1);
    assert_int_equal(number(cx, "SELECT not_before FROM message WHERE tone = 'second'"),
                     cx->now.ms + 13 * 3600000); /* 14:00 in Paris */
    assert_int_equal(number(cx, "SELECT MAX(not_before) FROM message WHERE tone = 'first'"),
                     cx->now.ms);
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOOKS_EACH(test_cut), BOOKS_EACH(test_cut_held),
                                        BOOKS_EACH(test_every_fault), BOOKS_EACH(test_send_joins),
                                        BOOKS_EACH(test_latest) };

    return (TEST_TABLE("mates", mates_rows, test_mates)
            + cmocka_run_group_tests_name("party", tests, NULL, NULL))
        > 0;
}
