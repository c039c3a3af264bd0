/* E-9 to E-11: what a run makes of missions, and that it makes it once. */
#include "mission/test_mission.h"

#include <pthread.h>
#include <string.h>

#include "client/assignment.h"
#include "client/life.h"
#include "firm/member.h"
#include "mission/lack.h"
#include "mission/refine_books.h"
#include "mission/tax.h"
#include "request/request.h"
#include "worker/generate.h"

static int64_t counted(struct ctx *cx, const char *text)
{
    int64_t number = -1;

    assert_true(books_number(cx, text, &number));
    return number;
}

static const char *made(struct ctx *cx, int64_t occurrences)
{
    struct generated generated;

    assert_true(generate_run(cx, &generated));
    return generated.occurrences == occurrences
        ? ""
        : arena_format(cx->arena, "%lld", (long long)generated.occurrences);
}

/* The trade's example, signed on 1 January. */
static struct mission begin(struct ctx *cx, int year)
{
    assert_true(books_firm(cx, 1));
    cx->today = date_of(year, 1, 1);
    struct mission mission =
        test_mission(cx, test_client(cx, "A"), test_service(cx, "Rappel TVA"), year);
    assert_true(mission_sign(cx, mission.id, cx->today));
    return mission;
}

/* On each day the round runs; on which ones are requests made? */
static void trade(struct ctx *cx, int year, struct date february)
{
    struct date created[12];
    size_t count = 0;

    (void)begin(cx, year);
    for (; cx->today.day <= date_of(year, 12, 31).day; cx->today.day++) {
        struct generated generated;
        assert_true(generate_run(cx, &generated));
        if (generated.occurrences == 0)
            continue;
        assert_true(count < COUNT_OF(created));
        assert_int_equal(generated.requests, 1);
        assert_int_equal(generated.tasks, 1);
        created[count++] = cx->today;
    }
    assert_int_equal(count, 12);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(created[i].day, i == 1 ? february.day : date_of(year, (int)i + 1, 20).day);
}

static void test_trade(struct ctx *cx)
{
    trade(cx, 2026, date_of(2026, 2, 18));
}

static void test_trade_leap(struct ctx *cx)
{
    trade(cx, 2028, date_of(2028, 2, 19));
}

static void test_unsigned(struct ctx *cx)
{
    assert_true(books_firm(cx, 1));
    cx->today = date_of(2026, 1, 1);
    (void)test_mission(cx, test_client(cx, "A"), test_service(cx, "TVA"), 2026);
    cx->today = date_of(2026, 12, 31);
    assert_string_equal(made(cx, 0), "");
    assert_int_equal(counted(cx, "SELECT COUNT(*) FROM occurrence"), 0);
}

/* E-11: run twice, and after days on which nothing ran. */
static void test_once(struct ctx *cx)
{
    (void)begin(cx, 2026);
    cx->today = date_of(2026, 4, 1);
    assert_string_equal(made(cx, 3), "");
    assert_string_equal(made(cx, 0), "");
    assert_int_equal(counted(cx, "SELECT COUNT(*) FROM request"), 3);
    assert_int_equal(counted(cx, "SELECT COUNT(*) FROM task"), 3);
    assert_int_equal(counted(cx, "SELECT COUNT(*) FROM item"), 6);
    assert_int_equal(counted(cx, "SELECT COUNT(*) FROM task_check"), 6);
    assert_int_equal(counted(cx,
                             "SELECT COUNT(*) FROM occurrence WHERE created_on = '2026-02-18'"
                             " AND due_on = '2026-02-28' AND number = 2"),
                     1);
}

/* What stands beside a number that was made already is refused: the key holds, not the reader. */
static void test_key(struct ctx *cx)
{
    (void)begin(cx, 2026);
    cx->today = date_of(2026, 1, 20);
    assert_string_equal(made(cx, 1), "");
    assert_true(books_run_text(cx,
                               "UPDATE mission_service SET next_number = 1,"
                               " next_created_on = '2026-01-20' WHERE firm = 1"));
    assert_string_equal(made(cx, 0), "");
    assert_int_equal(counted(cx, "SELECT COUNT(*) FROM request"), 1);
    assert_int_equal(counted(cx, "SELECT COUNT(*) FROM mission_service WHERE lacks <> ''"), 1);
}

static void test_suspended(struct ctx *cx)
{
    struct mission mission = begin(cx, 2026);

    cx->today = date_of(2026, 1, 15);
    assert_true(mission_suspend(cx, mission.id, cx->today));
    cx->today = date_of(2026, 3, 15);
    assert_string_equal(made(cx, 0), "");
    assert_true(mission_resume(cx, mission.id, cx->today, MISSED_MAKE));
    assert_string_equal(made(cx, 2), "");
    cx->today = date_of(2026, 3, 20);
    assert_string_equal(made(cx, 1), "");
}

static void test_ended(struct ctx *cx)
{
    struct mission mission = begin(cx, 2026);

    assert_true(mission_end(cx, mission.id, date_of(2026, 2, 15)));
    cx->today = date_of(2026, 3, 20);
    assert_string_equal(made(cx, 1), "");
    assert_true(mission_find(cx, mission.id, &mission));
    assert_int_equal(mission.state, MISSION_ENDED);
}

static int64_t test_member(struct ctx *cx, const char *email)
{
    struct member member = { .name = "Claire", .email = email, .language = "fr" };

    assert_true(member_insert(cx, &member, "x"));
    return member.id;
}

/* P-10: a test dossier. */
static void test_tester(struct ctx *cx)
{
    (void)begin(cx, 2026);
    int64_t member = test_member(cx, "c@cabinet.example");
    assert_true(
        books_run_text(cx,
                       arena_format(cx->arena, "UPDATE client SET tester = %lld WHERE firm = 1",
                                    (long long)member)));
    cx->today = date_of(2026, 3, 1);
    assert_string_equal(made(cx, 0), "");
}

/* E-1: who has the function at the client gets the task; the holder where nobody has. */
static void test_owner(struct ctx *cx)
{
    struct mission mission = begin(cx, 2026);
    int64_t member = test_member(cx, "c@cabinet.example");
    struct assignment assignment = { .client = mission.client,
                                     .member = member,
                                     .function = ASSIGNMENT_HOLDER };

    assert_true(assignment_add(cx, &assignment));
    cx->today = date_of(2026, 1, 20);
    assert_string_equal(made(cx, 1), "");
    assert_int_equal(counted(cx, "SELECT owner FROM task"), member);
}

static const char *text_of(struct ctx *cx, const char *column)
{
    const char *texts[] = { "Vos éléments – janvier 2026", "Your documents – January 2026",
                            "Boulangerie A : avant le 30 janvier 2026" };

    for (size_t i = 0; i < COUNT_OF(texts); i++)
        if (counted(cx,
                    arena_format(cx->arena, "SELECT COUNT(*) FROM request WHERE %s = '%s'", column,
                                 texts[i])))
            return texts[i];
    return "";
}

/* E-2: service, then mission, then client. */
static void test_words(struct ctx *cx)
{
    struct service_request own = { .instructions = {
                                       .in = { "{{client}} : avant le {{due}}", "" } } };
    const char *text;

    struct mission mission = begin(cx, 2026);
    assert_true(refine_text(cx, &own, 1, &text));
    assert_true(refine_client(cx, mission.client, mission.services[0].service, text));
    cx->today = date_of(2026, 1, 20);
    assert_string_equal(made(cx, 1), "");
    assert_string_equal(text_of(cx, "name"), "Vos éléments – janvier 2026");
    assert_string_equal(text_of(cx, "instructions"), "Boulangerie A : avant le 30 janvier 2026");
}

/* E-2: the mission's words, but for those that the client has of its own; items' names too. */
static void test_levels(struct ctx *cx)
{
    static const char of_mission[] = "[{\"name\":{\"fr\":\"{{client}} : avant le {{due}}\"},"
                                     "\"instructions\":{\"fr\":\"Mission\"},\"items\":[{\"name\":{"
                                     "\"fr\":\"Ventes {{period}}\"}}]}]";
    static const char of_client[] = "[{\"name\":{\"fr\":\"\"},"
                                    "\"instructions\":{\"fr\":\"{{client}} : avant le {{due}}\"}}]";

    struct mission mission = begin(cx, 2026);
    const struct mission_service *own = &mission.services[0];
    assert_true(refine_mission(cx, own->id, of_mission));
    assert_true(refine_client(cx, own->client, own->service, of_client));
    cx->today = date_of(2026, 1, 20);
    assert_string_equal(made(cx, 1), "");
    assert_string_equal(text_of(cx, "name"), "Boulangerie A : avant le 30 janvier 2026");
    assert_string_equal(text_of(cx, "instructions"), "Boulangerie A : avant le 30 janvier 2026");
    assert_true(counted(cx, "SELECT COUNT(*) FROM item WHERE name = 'Ventes janvier 2026'"));
    assert_true(
        counted(cx, "SELECT COUNT(*) FROM item WHERE name = 'Des achats hors de France ?'"));
}

/* E-2: both languages are kept, whatever the client's; what has one wording is kept once. */
static void test_english(struct ctx *cx)
{
    struct demand demand;

    struct mission mission = begin(cx, 2026);
    assert_true(refine_mission(cx, mission.services[0].id,
                               "[{\"instructions\":{\"fr\":\"Avant le {{due}}\"},\"items\":[null,"
                               "{\"name\":{\"en\":\"Purchases of {{period}}\"}}]}]"));
    cx->today = date_of(2026, 1, 20);
    assert_string_equal(made(cx, 1), "");
    int64_t id = counted(cx, "SELECT id FROM request");
    assert_true(request_find(cx, id, &demand));
    assert_string_equal(demand.name, "Vos éléments – janvier 2026");
    assert_string_equal(demand.items[1].name, "Des achats hors de France ?");
    cx->language = "en";
    assert_true(request_find(cx, id, &demand));
    assert_string_equal(demand.name, "Your documents – January 2026");
    assert_string_equal(demand.instructions, "Avant le 30 janvier 2026");
    assert_string_equal(demand.items[1].name, "Purchases of January 2026");
    cx->language = NULL;
    assert_int_equal(counted(cx, "SELECT COUNT(*) FROM request WHERE instructions_en IS NULL"), 1);
}

/* E-13: an instalment has its amount, a quarter of last year's tax, in the words too. */
static void test_amount(struct ctx *cx)
{
    struct client_tax tax;
    struct mission_service own = { .rhythm = RHYTHM_QUARTER,
                                   .first = date_of(2026, 1, 1),
                                   .lead_days = 10,
                                   .follows = "IS-ACOMPTE" };
    struct mission mission = {
        .name = "IS", .first = date_of(2026, 1, 1), .services = &own, .service_count = 1
    };
    struct service service;

    assert_true(books_firm(cx, 1));
    cx->today = date_of(2026, 1, 1);
    mission.client = test_client(cx, "A");
    own.service = test_service(cx, "Acompte");
    assert_true(service_find(cx, own.service, &service));
    service.content.requests[0].name.in[WORDS_FR] =
        "Acompte{{#amount}} de {{amount}}{{/amount}} avant le {{due}}";
    assert_true(service_save(cx, &service));
    assert_true(client_tax_find(cx, mission.client, &tax));
    tax.last[LAST_IS].cents = 1000000;
    assert_true(client_tax_save(cx, &tax));
    assert_true(mission_add(cx, &mission) && mission_sign(cx, mission.id, cx->today));
    cx->today = date_of(2026, 12, 31);
    assert_string_equal(made(cx, 4), "");
    assert_int_equal(counted(cx,
                             "SELECT COUNT(*) FROM request WHERE amount_cents = 250000"
                             " AND name LIKE 'Acompte de 2%500,00%€ avant le%'"),
                     4);
    assert_int_equal(counted(cx, "SELECT COUNT(*) FROM occurrence WHERE due_on = '2026-03-16'"), 1);
}

/* What a deadline's rule needs and nobody said is told since its day, and made once it is said. */
static void test_lacks(struct ctx *cx)
{
    struct client_tax tax;
    struct fault fault;
    struct mission_service own = {
        .rhythm = RHYTHM_MONTH, .first = date_of(2026, 1, 1), .lead_days = 10, .follows = "CA3"
    };
    struct mission mission = {
        .name = "TVA", .first = date_of(2026, 1, 1), .services = &own, .service_count = 1
    };

    assert_true(books_firm(cx, 1));
    cx->today = date_of(2026, 1, 1);
    mission.client = test_client(cx, "A");
    own.service = test_service(cx, "TVA");
    assert_true(mission_add(cx, &mission) && mission_sign(cx, mission.id, cx->today));
    assert_true(mission_find(cx, mission.id, &mission));
    assert_true(lack_fault(cx, mission.services[0].lacks, &fault));
    assert_string_equal(fault.code, "ECHEANCE-MANQUE");
    assert_string_equal(fault_arg(&fault, "field"), "dept");
    cx->today = date_of(2026, 1, 11);
    assert_string_equal(made(cx, 0), "");
    assert_true(mission_find(cx, mission.id, &mission));
    assert_int_equal(mission.services[0].lacks_on.day, date_of(2026, 1, 1).day);
    assert_true(client_tax_find(cx, mission.client, &tax));
    tax.vat_day = 21;
    assert_true(client_tax_save(cx, &tax));
    assert_string_equal(made(cx, 1), "");
    assert_int_equal(counted(cx, "SELECT COUNT(*) FROM occurrence WHERE due_on = '2026-01-21'"), 1);
    assert_true(mission_find(cx, mission.id, &mission));
    assert_string_equal(mission.services[0].lacks, "");
}

/* E-6: where there is no recurrence, as many as were agreed, on one day; each once. */
static void test_quantity(struct ctx *cx)
{
    assert_true(books_firm(cx, 1));
    cx->today = date_of(2026, 1, 1);
    struct mission_service own = { .service = test_service(cx, "Attestation"),
                                   .rhythm = RHYTHM_ONCE,
                                   .first = date_of(2026, 1, 30),
                                   .quantity = 3,
                                   .lead_days = 10 };
    struct mission mission = { .client = test_client(cx, "A"),
                               .name = "Attestations",
                               .first = cx->today,
                               .services = &own,
                               .service_count = 1 };
    assert_true(mission_add(cx, &mission) && mission_sign(cx, mission.id, cx->today));
    cx->today = date_of(2026, 1, 19);
    assert_string_equal(made(cx, 0), "");
    cx->today = date_of(2026, 1, 20);
    assert_string_equal(made(cx, 3), "");
    assert_int_equal(counted(cx, "SELECT COUNT(*) FROM request WHERE due_on = '2026-01-30'"), 3);
    assert_int_equal(counted(cx, "SELECT COUNT(*) FROM task"), 3);
    cx->today = date_of(2027, 1, 30);
    assert_string_equal(made(cx, 0), "");
}

/* E-6: a quantity is of what does not recur; what recurs is one each time. */
static void test_quantity_recurs(struct ctx *cx)
{
    assert_true(books_firm(cx, 1));
    cx->today = date_of(2026, 1, 1);
    struct mission_service own = { .service = test_service(cx, "TVA"),
                                   .rhythm = RHYTHM_MONTH,
                                   .first = date_of(2026, 1, 30),
                                   .quantity = 3,
                                   .lead_days = 10 };
    struct mission mission = { .client = test_client(cx, "A"),
                               .name = "TVA",
                               .first = cx->today,
                               .services = &own,
                               .service_count = 1 };
    assert_true(mission_add(cx, &mission) && mission_sign(cx, mission.id, cx->today));
    cx->today = date_of(2026, 2, 20);
    assert_string_equal(made(cx, 2), "");
    mission.services[0].rhythm = RHYTHM_ONCE;
    mission.services[0].quantity = 101;
    assert_false(mission_add(cx, &mission));
    assert_string_equal(cx->fault.code, "MISSION-QUANTITE");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_quantity),   BOOKS_EACH(test_quantity_recurs), BOOKS_EACH(test_trade),
        BOOKS_EACH(test_trade_leap), BOOKS_EACH(test_unsigned),        BOOKS_EACH(test_once),
        BOOKS_EACH(test_key),        BOOKS_EACH(test_suspended),       BOOKS_EACH(test_ended),
        BOOKS_EACH(test_tester),     BOOKS_EACH(test_owner),           BOOKS_EACH(test_words),
        BOOKS_EACH(test_levels),     BOOKS_EACH(test_english),         BOOKS_EACH(test_amount),
        BOOKS_EACH(test_lacks),
    };

    return cmocka_run_group_tests_name("generate", tests, NULL, NULL) > 0;
}
