/*
 * Requests and their items: what a client is asked for (E-3), who may read it (P-2, P-3, P-9,
 * E-14), its way from asked to accepted (E-19).
 */
#include "request/act.h"
#include "request/event.h"
#include "request/judge.h"
#include "request/list.h"
#include "request/test_ask.h"

static enum request_state state_of(struct ctx *cx, int64_t request)
{
    struct demand found;

    assert_true(request_find(cx, request, &found));
    return found.state;
}

static size_t event_count(struct ctx *cx, int64_t request)
{
    struct request_event *events;
    size_t count;

    assert_true(request_events(cx, request, &events, &count));
    return count;
}

/* E-3: what becomes of a request by its items. */
static const struct follows {
    const char *rule;
    struct {
        enum item_state state;
        bool blocks;
    } items[3];
    size_t count;
    enum request_state wanted;
} follows[] = {
    { "E-3: open while an item that blocks is missing",
      { { ITEM_MISSING, true }, { ITEM_GIVEN, true } },
      2,
      REQUEST_OPEN },
    { "E-3: answered when only what does not block is missing",
      { { ITEM_GIVEN, true }, { ITEM_MISSING, false } },
      2,
      REQUEST_ANSWERED },
    { "E-3: open while anything is missing where nothing blocks",
      { { ITEM_GIVEN, false }, { ITEM_MISSING, false } },
      2,
      REQUEST_OPEN },
    { "E-19: open again once one is refused, though it does not block",
      { { ITEM_ACCEPTED, true }, { ITEM_REFUSED, false } },
      2,
      REQUEST_OPEN },
    { "E-18: there is none is an answer", { { ITEM_NONE, true } }, 1, REQUEST_ANSWERED },
    { "E-19: accepted when the firm said yes to all",
      { { ITEM_ACCEPTED, true }, { ITEM_ACCEPTED, false }, { ITEM_DROPPED, true } },
      3,
      REQUEST_ACCEPTED },
    { "E-19: accepted though what does not block never came",
      { { ITEM_ACCEPTED, true }, { ITEM_MISSING, false } },
      2,
      REQUEST_ACCEPTED },
    { "E-19: dropped with its last item", { { ITEM_DROPPED, true } }, 1, REQUEST_DROPPED },
};

static void test_follows(void **state)
{
    const struct follows *row = *state;
    struct item items[3] = { 0 };
    enum request_state found;

    for (size_t i = 0; i < row->count; i++)
        items[i] =
            (struct item){ .state = row->items[i].state, .is_blocking = row->items[i].blocks };
    found = request_state_of(items, row->count);
    assert_string_equal(request_state_text(found), request_state_text(row->wanted));
}

/* E-2, E-20: one request owed by who gets the reminders, looked at from the day it was made. */
static void test_added(struct ctx *cx)
{
    struct demand request, found;

    begin(cx);
    request = ask(cx, 1, false);
    assert_true(request_find(cx, request.id, &found));
    assert_string_equal(found.name, "TVA de février");
    assert_string_equal(found.client_name, "Ateliers");
    assert_int_equal(found.item_count, 3);
    assert_int_equal(found.items[1].kind, ITEM_FIGURE);
    assert_true(found.items[1].is_blocking && !found.items[2].is_blocking);
    assert_int_equal(found.state, REQUEST_OPEN);
    assert_int_equal(
        number(
            cx,
            "SELECT COUNT(*) FROM obligation WHERE kind = 'request' AND person = 2 AND issuer = 0"
            " AND client = 1 AND due_on = '2026-03-12' AND next_look_on = '2026-03-02'"),
        1);
    assert_int_equal(event_count(cx, request.id), 1);
}

static bool add_named(struct ctx *cx, const char *name, size_t items, int due)
{
    struct item item = { .kind = ITEM_DOCUMENT, .name = "x" };
    struct demand request = {
        .client = 1, .name = name, .due_on = march(due), .items = &item, .item_count = items
    };

    return request_add(cx, &request);
}

static void test_refused_to_add(struct ctx *cx)
{
    struct item item = { .kind = ITEM_DOCUMENT, .name = "" };
    struct demand request = {
        .client = 1, .name = "TVA", .due_on = march(9), .items = &item, .item_count = 1
    };

    begin(cx);
    cx->actor = ADA;
    refuse(cx, add_named(cx, " ", 1, 9), "DEMANDE-NOM");
    refuse(cx, add_named(cx, "TVA", 0, 9), "DEMANDE-PIECES");
    refuse(cx, add_named(cx, "TVA", 1, 1), "DEMANDE-ECHEANCE");
    refuse(cx, request_add(cx, &request), "DEMANDE-PIECE-NOM");
    item.name = "x";
    request.client = 9;
    refuse(cx, request_add(cx, &request), "CLIENT-ABSENT");
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM request"), 0);
}

/* E-16, E-19: from asked to accepted, and the chase with it. */
static void test_life(struct ctx *cx)
{
    struct demand request, found;

    begin(cx);
    request = ask(cx, 1, false);
    assert_true(item_given(cx, request.items[0].id, "factures.pdf", &paul));
    assert_int_equal(state_of(cx, request.id), REQUEST_OPEN);
    assert_true(item_answer(cx, request.items[1].id, "1 234,50", &paul));
    assert_int_equal(state_of(cx, request.id), REQUEST_ANSWERED);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM obligation WHERE state = 'settled'"), 1);

    cx->actor = KEN;
    assert_true(item_refuse(cx, request.items[0].id, "Il manque la page 2"));
    assert_int_equal(state_of(cx, request.id), REQUEST_OPEN);
    assert_int_equal(
        number(cx, "SELECT COUNT(*) FROM obligation WHERE state = 'open' AND cycle = 2"), 1);
    assert_true(request_find(cx, request.id, &found));
    assert_string_equal(found.items[0].reason, "Il manque la page 2");
    assert_string_equal(found.items[1].answer, "123450");

    cx->actor = 0;
    assert_true(item_given(cx, request.items[0].id, "page2.pdf", &paul));
    cx->actor = KEN;
    assert_true(request_accept(cx, request.id));
    assert_int_equal(state_of(cx, request.id), REQUEST_ACCEPTED);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM obligation WHERE state = 'settled'"), 1);
    assert_true(request_find(cx, request.id, &found));
    assert_int_equal(found.items[2].state, ITEM_MISSING);
    assert_string_equal(found.items[0].reason, "");
}

/* P-3: the payroll's items go to its own person and the legal representative alone. */
static void test_payroll(struct ctx *cx)
{
    struct demand request, *owed;
    size_t count;

    begin(cx);
    request = ask(cx, 1, true);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM obligation WHERE person = 3"), 1);
    refuse(cx, request_find_of(cx, PAUL, request.id, &request), "DEMANDE-ABSENTE");
    refuse(cx, item_none(cx, request.items[0].id, "rien", &paul), "DEMANDE-ABSENTE");
    assert_true(request_list_owed(cx, PAUL, 50, &owed, &count));
    assert_int_equal(count, 0);
    assert_true(request_list_owed(cx, LEA, 50, &owed, &count));
    assert_int_equal(count, 1);
    assert_true(request_list_owed(cx, ANNE, 50, &owed, &count));
    assert_int_equal(count, 1);
    assert_int_equal(owed[0].item_count, 3);
}

/* P-2, E-16: what a contact owes over their companies, and nobody else's. */
static void test_companies(struct ctx *cx)
{
    struct demand first, second, *owed, found;
    size_t count;

    begin(cx);
    first = ask(cx, 1, false);
    second = ask(cx, 2, false);
    assert_true(request_list_owed(cx, ANNE, 50, &owed, &count));
    assert_int_equal(count, 2);
    assert_true(request_list_owed(cx, PAUL, 50, &owed, &count));
    assert_int_equal(count, 1);
    assert_int_equal(owed[0].id, first.id);
    refuse(cx, request_find_of(cx, PAUL, second.id, &found), "DEMANDE-ABSENTE");
    refuse(cx, item_none(cx, second.items[0].id, "rien", &paul), "DEMANDE-ABSENTE");
    refuse(cx, request_promise(cx, second.id, march(9), &paul), "DEMANDE-ABSENTE");
    assert_true(item_none(cx, second.items[0].id, "rien", &anne));
    assert_true(item_none(cx, second.items[1].id, "rien", &anne));
    assert_true(request_list_done(cx, ANNE, 50, &owed, &count));
    assert_int_equal(count, 1);
    assert_int_equal(owed[0].id, second.id);
}

/* P-9: a confidential client's requests are there for who is assigned to it alone. */
static void test_confidential(struct ctx *cx)
{
    const struct request_page page = {
        .state = REQUEST_OPEN, .first_on = march(1), .last_on = march(31), .limit = 50
    };
    struct demand request, found, *list;
    size_t count;

    begin(cx);
    request = ask(cx, 1, false);
    assert_true(books_run_text(cx, "UPDATE client SET is_confidential = 1 WHERE id = 1"));
    assert_true(
        books_run_text(cx,
                       "INSERT INTO assignment (firm, id, client, member, function, first_on, by)"
                       " VALUES (1, 1, 1, 2, 'holder', '2026-01-01', 0)"));
    cx->actor = ADA;
    refuse(cx, request_find(cx, request.id, &found), "DEMANDE-ABSENTE");
    refuse(cx, item_drop(cx, request.items[0].id, "x"), "DEMANDE-ABSENTE");
    refuse(cx, request_drop(cx, request.id, "x"), "DEMANDE-ABSENTE");
    refuse(cx, add_named(cx, "TVA", 1, 9), "CLIENT-ABSENT");
    assert_true(request_list(cx, &page, &list, &count));
    assert_int_equal(count, 0);
    assert_true(request_list_client(cx, 1, 50, &list, &count));
    assert_int_equal(count, 0);
    cx->actor = KEN;
    assert_true(request_find(cx, request.id, &found));
    assert_true(request_list(cx, &page, &list, &count));
    assert_int_equal(count, 1);
    assert_true(request_list_client(cx, 1, 50, &list, &count));
    assert_int_equal(count, 1);
}

/* The pages of a list follow each other without a gap. */
static void test_pages(struct ctx *cx)
{
    struct request_page page = {
        .state = REQUEST_OPEN, .first_on = march(1), .last_on = march(31), .limit = 2
    };
    struct demand *list;
    size_t count, read = 0;

    begin(cx);
    for (int i = 0; i < 5; i++)
        ask(cx, 1 + i % 2, false);
    do {
        assert_true(request_list(cx, &page, &list, &count));
        for (size_t i = 0; i < count; i++)
            assert_int_equal(list[i].id, (int64_t)++read);
        if (count > 0) {
            page.after = list[count - 1].id;
            page.after_on = list[count - 1].due_on;
        }
    } while (count > 0);
    assert_int_equal(read, 5);
    page = (struct request_page){
        .state = REQUEST_OPEN, .client = 2, .first_on = march(1), .last_on = march(31), .limit = 50
    };
    assert_true(request_list(cx, &page, &list, &count));
    assert_int_equal(count, 2);
    page.last_on = march(11);
    assert_true(request_list(cx, &page, &list, &count));
    assert_int_equal(count, 0);
}

static int64_t changed_of(struct ctx *cx, int client)
{
    return number(cx,
                  client == 1 ? "SELECT changed FROM client WHERE id = 1"
                              : "SELECT changed FROM client WHERE id = 2");
}

/* P-14: the list of clients hears of each act on a request, and of no other client. */
static void test_told(struct ctx *cx)
{
    struct demand request;
    int64_t changed, other;

    begin(cx);
    other = changed_of(cx, 2);
    changed = changed_of(cx, 1);
    request = ask(cx, 1, false);
    assert_true(changed_of(cx, 1) > changed);
    changed = changed_of(cx, 1);
    assert_true(item_answer(cx, request.items[2].id, "rien", &paul));
    assert_true(changed_of(cx, 1) > changed);
    changed = changed_of(cx, 1);
    cx->actor = ADA;
    assert_true(request_move(cx, request.id, march(20), "Accordé"));
    assert_true(changed_of(cx, 1) > changed);
    changed = changed_of(cx, 1);
    assert_true(request_drop(cx, request.id, "Inutile"));
    assert_true(changed_of(cx, 1) > changed);
    assert_int_equal(changed_of(cx, 2), other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_added),   BOOKS_EACH(test_refused_to_add), BOOKS_EACH(test_life),
        BOOKS_EACH(test_payroll), BOOKS_EACH(test_companies),      BOOKS_EACH(test_confidential),
        BOOKS_EACH(test_pages),   BOOKS_EACH(test_told),
    };
    int failed = TEST_TABLE("request", follows, test_follows);

    failed += cmocka_run_group_tests_name("request", tests, NULL, NULL);
    return failed > 0;
}
