/*
 * What each side says to a request: what is refused, what said twice changes nothing (E-16, E-18,
 * E-19), who a colleague becomes (E-18).
 */
#include "chase/round.h"
#include "request/event.h"
#include "request/forward.h"
#include "request/judge.h"
#include "request/remind.h"
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

/* E-18: the same said twice changes nothing, and leaves one event. */
static void test_twice(struct ctx *cx)
{
    struct demand request;

    begin(cx);
    request = ask(cx, 1, false);
    size_t before = event_count(cx, request.id);
    for (int i = 0; i < 2; i++) {
        assert_true(item_answer(cx, request.items[1].id, "12", &paul));
        assert_true(item_none(cx, request.items[0].id, "Aucune facture", &paul));
        assert_true(item_promise(cx, request.items[2].id, march(9), &paul));
    }
    assert_int_equal(event_count(cx, request.id), before + 3);
    cx->actor = ADA;
    for (int i = 0; i < 2; i++) {
        assert_true(item_accept(cx, request.items[0].id));
        assert_true(item_refuse(cx, request.items[1].id, "Et les chèques ?"));
    }
    assert_int_equal(event_count(cx, request.id), before + 5);
    for (int i = 0; i < 2; i++)
        assert_true(request_drop(cx, request.id, "Erreur"));
    for (int i = 0; i < 2; i++)
        assert_true(request_reopen(cx, request.id, "Finalement si"));
    assert_int_equal(event_count(cx, request.id), before + 7);
    assert_int_equal(state_of(cx, request.id), REQUEST_OPEN);
}

/* E-16: what an answer must be. */
static void test_answers(struct ctx *cx)
{
    struct demand request;

    begin(cx);
    request = ask(cx, 1, false);
    refuse(cx, item_answer(cx, request.items[0].id, "oui", &paul), "REPONSE-DOCUMENT");
    refuse(cx, item_answer(cx, request.items[1].id, "beaucoup", &paul), "REPONSE-CHIFFRE");
    refuse(cx, item_answer(cx, request.items[2].id, " ", &paul), "REPONSE-VIDE");
    assert_false(item_none(cx, request.items[0].id, "", &paul));
    assert_string_equal(fault_arg(&cx->fault, "field"), "reason");
    cx->fault = (struct fault){ 0 };
    refuse(cx, item_answer(cx, 99, "12", &paul), "DEMANDE-ABSENTE");
    assert_true(item_answer(cx, request.items[1].id, "12", &paul));
    assert_true(item_take_back(cx, request.items[1].id, &paul));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM item WHERE state <> 'missing'"), 0);
    assert_true(item_answer(cx, request.items[1].id, "12", &paul));
    cx->actor = ADA;
    assert_true(item_accept(cx, request.items[1].id));
    refuse(cx, item_accept(cx, request.items[0].id), "PIECE-MANQUE");
    refuse(cx, item_refuse(cx, request.items[0].id, "non"), "PIECE-MANQUE");
    refuse(cx, item_refuse(cx, request.items[1].id, ""), "MOTIF");
    cx->actor = 0;
    refuse(cx, item_answer(cx, request.items[1].id, "13", &paul), "PIECE-ACCEPTEE");
    refuse(cx, item_take_back(cx, request.items[1].id, &paul), "PIECE-ACCEPTEE");
    cx->actor = ADA;
    assert_true(request_drop(cx, request.id, "Erreur"));
    cx->actor = 0;
    refuse(cx, item_none(cx, request.items[0].id, "rien", &paul), "DEMANDE-FINIE");
    refuse(cx, item_given(cx, request.items[0].id, "f.pdf", &paul), "DEMANDE-FINIE");
}

static void assert_named(struct ctx *cx, const char *name)
{
    assert_string_equal(fault_arg(&cx->fault, "name"), name);
}

/* E-16: what is refused is named: the item, not its request; nobody is told to do what they cannot.
 */
static void test_named(struct ctx *cx)
{
    struct demand request;

    begin(cx);
    request = ask(cx, 1, false);
    assert_true(item_answer(cx, request.items[1].id, "12", &paul));
    assert_false(item_promise(cx, request.items[1].id, march(9), &paul));
    assert_string_equal(cx->fault.code, "DEMANDE-REPONDUE");
    assert_named(cx, "Caisse");
    cx->fault = (struct fault){ 0 };
    cx->actor = ADA;
    assert_true(item_drop(cx, request.items[0].id, "Erreur"));
    assert_false(item_accept(cx, request.items[0].id));
    assert_string_equal(cx->fault.code, "DEMANDE-CLOSE");
    cx->fault = (struct fault){ 0 };
    cx->actor = 0;
    assert_false(item_given(cx, request.items[0].id, "f.pdf", &paul));
    assert_string_equal(cx->fault.code, "DEMANDE-FINIE");
    assert_named(cx, "Factures");
    cx->fault = (struct fault){ 0 };
}

static void test_word(struct ctx *cx)
{
    struct demand request;

    begin(cx);
    request = ask(cx, 1, false);
    const struct remark empty = { .request = request.id, .text = "  " };
    const struct remark other = { .request = request.id, .item = 99, .text = "ici" };
    const struct remark said = { .request = request.id,
                                 .item = request.items[0].id,
                                 .text = "ici" };
    refuse(cx, request_comment(cx, &empty, &paul), "COMMENTAIRE-VIDE");
    refuse(cx, request_comment(cx, &other, &paul), "DEMANDE-ABSENTE");
    assert_true(request_comment(cx, &said, &paul));
    cx->actor = ADA;
    assert_true(request_comment(cx, &said, &(struct hand){ .way = WAY_FIRM }));
    struct request_event *events;
    size_t count;
    assert_true(request_events(cx, request.id, &events, &count));
    assert_int_equal(count, 3);
    assert_string_equal(events[1].by_name, "Paul");
    assert_string_equal(events[2].by_name, "Ada");
    assert_string_equal(events[2].way, "firm");
    assert_int_equal(events[2].item, request.items[0].id);
}

/* E-18: a colleague who is named gets the reminders once somebody approved it, and not before. */
static void test_forward(struct ctx *cx)
{
    struct forward forward = { .name = "Lea", .email = "lea@b.example", .note = "Elle sait" };
    struct forward *waiting;
    struct demand request;
    size_t count;

    begin(cx);
    request = ask(cx, 1, false);
    forward.request = request.id;
    assert_true(request_forward(cx, &forward, &paul));
    int64_t id = forward.id;
    assert_true(request_forward(cx, &forward, &paul));
    assert_int_equal(forward.id, id);
    assert_true(forward_list(cx, 0, &waiting, &count));
    assert_int_equal(count, 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM obligation WHERE person = 2"), 1);
    refuse(cx, forward_decide(cx, id, LEA, &paul), "COLLEGUE-ABSENT"); /* no legal representative */
    assert_true(forward_decide(cx, id, LEA, &anne));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM obligation WHERE person = 3"), 1);
    refuse(cx, forward_decide(cx, id, LEA, &anne), "COLLEGUE-ABSENT");
    forward.email = "LEA@a.example";
    assert_true(request_forward(cx, &forward, &paul)); /* she is one of them by now */
    assert_string_equal(forward.state, "accepted");
    forward.email = "x";
    refuse(cx, request_forward(cx, &forward, &paul), "COLLEGUE-ADRESSE");
    forward.email = "x@y.example\r\nBcc: z@y.example";
    refuse(cx, request_forward(cx, &forward, &paul), "COLLEGUE-ADRESSE");
    forward.email = "x@y.example";
    assert_true(request_forward(cx, &forward, &paul));
    refuse(cx, forward_decide(cx, forward.id, 9, &anne), "COLLEGUE-CLIENT");
    assert_true(forward_decide(cx, forward.id, 0, &anne));
    assert_true(forward_list(cx, 0, &waiting, &count));
    assert_int_equal(count, 0);
}

/* E-18, C-3: what was about to be said to the one who named her is said to her, once. */
static void test_forward_hears(struct ctx *cx)
{
    struct forward forward = { .name = "Max", .email = "max@a.example" };
    struct round round;

    begin(cx);
    forward.request = ask(cx, 1, false).id;
    assert_true(chase_round(cx, &request_kind, &round));
    assert_int_equal(number(cx, "SELECT person FROM message"), PAUL);
    assert_true(request_forward(cx, &forward, &paul));
    assert_true(forward_decide(cx, forward.id, LEA, &anne));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message WHERE person = 2"), 0);
    for (int day = 2; day < 5; day++) {
        cx->today = march(day);
        assert_true(chase_round(cx, &request_kind, &round));
        assert_int_equal(round.messages, day == 3);
    }
    assert_int_equal(number(cx, "SELECT person FROM message WHERE kind = 'request'"), LEA);
}

/* Puts what is needed for a yes: a contact who waits, and a request. */
static int64_t propose(struct ctx *cx, struct demand *request)
{
    struct forward forward = { .name = "Max", .email = "max@a.example" };

    begin(cx);
    *request = ask(cx, 1, false);
    forward.request = request->id;
    assert_true(request_forward(cx, &forward, &paul));
    return forward.id;
}

static void assert_over(struct ctx *cx, int64_t id, const char *code)
{
    struct forward *waiting;
    int64_t counted;
    size_t count;

    assert_true(forward_list(cx, 0, &waiting, &count));
    assert_int_equal(count, 0);
    assert_true(forward_count(cx, ANNE, 0, &counted));
    assert_int_equal(counted, 0);
    refuse(cx, forward_decide(cx, id, LEA, &anne), "COLLEGUE-FINI");
    struct forward again = { .request = 1, .name = "Zoé", .email = "zoe@a.example" };
    refuse(cx, request_forward(cx, &again, &paul), code);
}

/* E-18, E-20: a proposal ends with its request, answered or dropped, and waits again with it. */
static void test_forward_over(struct ctx *cx)
{
    struct demand request;
    int64_t counted, id = propose(cx, &request);

    assert_true(item_given(cx, request.items[0].id, "f.pdf", &paul));
    assert_true(item_answer(cx, request.items[1].id, "12", &paul));
    assert_over(cx, id, "DEMANDE-REPONDUE");
    assert_true(item_take_back(cx, request.items[1].id, &paul));
    assert_true(forward_count(cx, ANNE, 0, &counted));
    assert_int_equal(counted, 1);
    cx->actor = ADA;
    assert_true(request_drop(cx, request.id, "Erreur"));
    cx->actor = 0;
    assert_over(cx, id, "DEMANDE-FINIE");
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM obligation WHERE person = 3"), 0);
    assert_true(forward_decide(cx, id, 0, &anne));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_twice),        BOOKS_EACH(test_answers), BOOKS_EACH(test_word),
        BOOKS_EACH(test_named),        BOOKS_EACH(test_forward), BOOKS_EACH(test_forward_hears),
        BOOKS_EACH(test_forward_over),
    };

    return cmocka_run_group_tests_name("answer", tests, NULL, NULL) > 0;
}
