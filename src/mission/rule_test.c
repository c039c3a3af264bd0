/* E-5: a changed service; E-12: missions to many clients, and to those that come later. */
#include "mission/test_mission.h"

#include <string.h>

#include "mission/refine_books.h"
#include "mission/revise.h"
#include "mission/rule.h"

static void change(struct ctx *cx, int64_t id, const char *regime, bool has_payroll)
{
    struct client client;

    assert_true(client_find(cx, id, &client));
    client.vat_regime = regime;
    client.has_payroll = has_payroll;
    assert_true(client_save(cx, &client));
}

static struct rule rule_of(struct ctx *cx, int64_t service)
{
    static const char *regimes[] = { "monthly" };
    struct mission_service *own = arena_new(cx->arena, struct mission_service, 1);

    *own = (struct mission_service){ .service = service,
                                     .rhythm = RHYTHM_MONTH,
                                     .first = date_of(2026, 1, 30),
                                     .lead_days = 10,
                                     .words = "" };
    return (struct rule){ .name = "TVA mensuelle",
                          .conditions = { .vat_regimes = regimes, .vat_regime_count = 1 },
                          .services = own,
                          .service_count = 1,
                          .first = date_of(2026, 1, 1),
                          .is_on = true,
                          .signs = true };
}

static enum rule_verdict verdict_of(struct ctx *cx, const struct rule *rule, int64_t client)
{
    struct rule_client *clients;
    size_t count;

    assert_true(rule_preview(cx, rule, &clients, &count));
    for (size_t i = 0; i < count; i++)
        if (clients[i].client == client)
            return clients[i].verdict;
    return RULE_VERDICT_COUNT;
}

static void test_rule(struct ctx *cx)
{
    struct rule_given given;

    assert_true(books_firm(cx, 1));
    cx->today = date_of(2026, 3, 5);
    int64_t service = test_service(cx, "TVA");
    int64_t fits = test_client(cx, "A"), quarterly = test_client(cx, "B");
    int64_t has = test_client(cx, "C"), excepted = test_client(cx, "D");
    change(cx, quarterly, "quarterly", true);
    (void)test_mission(cx, has, service, 2026);
    struct rule rule = rule_of(cx, service);
    assert_true(rule_add(cx, &rule));
    assert_true(rule_except(cx, rule.id, excepted, "Tient sa TVA lui-même"));
    assert_int_equal(verdict_of(cx, &rule, fits), RULE_NEW);
    assert_int_equal(verdict_of(cx, &rule, quarterly), RULE_VERDICT_COUNT);
    assert_int_equal(verdict_of(cx, &rule, has), RULE_HAS);
    assert_int_equal(verdict_of(cx, &rule, excepted), RULE_EXCEPT);
    assert_true(rule_apply(cx, rule.id, &given));
    assert_int_equal(given.missions, 1);
    assert_int_equal(verdict_of(cx, &rule, fits), RULE_HAS);
    assert_true(rule_apply(cx, rule.id, &given));
    assert_int_equal(given.missions, 0);
}

/* What lies in the past is not made; the day of the month stays. */
static void test_from_today(struct ctx *cx)
{
    const struct mission_place place = { .limit = 10 };
    struct mission *missions;
    size_t count;
    struct rule_given given;

    assert_true(books_firm(cx, 1));
    cx->today = date_of(2026, 3, 5);
    (void)test_client(cx, "A");
    struct rule rule = rule_of(cx, test_service(cx, "TVA"));
    assert_true(rule_add(cx, &rule) && rule_apply(cx, rule.id, &given));
    assert_true(mission_list(cx, &place, &missions, &count));
    assert_int_equal(count, 1);
    assert_int_equal(missions[0].state, MISSION_SIGNED);
    assert_int_equal(missions[0].rule, rule.id);
    assert_int_equal(missions[0].services[0].next_created.day, date_of(2026, 3, 20).day);
}

/* The round keeps giving: to a new client, and to one that begins to fit. */
static void test_keep(struct ctx *cx)
{
    struct rule_given given;

    assert_true(books_firm(cx, 1));
    cx->today = date_of(2026, 3, 5);
    int64_t later = test_client(cx, "A");
    change(cx, later, "none", true);
    struct rule rule = rule_of(cx, test_service(cx, "TVA"));
    assert_true(rule_add(cx, &rule) && rules_keep(cx, &given));
    assert_int_equal(given.missions, 0);
    (void)test_client(cx, "B");
    assert_true(rules_keep(cx, &given));
    assert_int_equal(given.missions, 1);
    change(cx, later, "monthly", true);
    assert_true(rules_keep(cx, &given));
    assert_int_equal(given.missions, 1);
    assert_true(rules_keep(cx, &given));
    assert_int_equal(given.missions, 0);
    rule.is_on = false;
    assert_true(rule_save(cx, &rule));
    (void)test_client(cx, "C");
    assert_true(rules_keep(cx, &given));
    assert_int_equal(given.missions, 0);
}

static int64_t services_given(struct ctx *cx, int64_t rule)
{
    int64_t count = 0;
    const char *sql = "SELECT COUNT(*) FROM mission_service x JOIN mission m ON m.firm = x.firm"
                      " AND m.id = x.mission WHERE m.rule = %lld";

    assert_true(books_number(cx, arena_format(cx->arena, sql, (long long)rule), &count));
    return count;
}

/* Next year's rule serves those of this year's: a mission counts while its days meet. */
static void test_next_year(struct ctx *cx)
{
    struct rule_given given;

    assert_true(books_firm(cx, 1));
    cx->today = date_of(2026, 11, 5);
    int64_t client = test_client(cx, "A");
    struct rule rule = rule_of(cx, test_service(cx, "TVA")), next = rule;
    rule.has_last = next.has_last = true;
    rule.last = date_of(2026, 12, 31);
    next.first = date_of(2027, 1, 1);
    next.last = date_of(2027, 12, 31);
    assert_true(rule_add(cx, &rule) && rule_apply(cx, rule.id, &given));
    assert_int_equal(given.missions, 1);
    assert_true(rule_add(cx, &next));
    assert_int_equal(verdict_of(cx, &next, client), RULE_NEW);
    assert_true(rule_apply(cx, next.id, &given));
    assert_int_equal(given.missions, 1);
    assert_true(rule_apply(cx, next.id, &given));
    assert_int_equal(given.missions, 0);
    assert_int_equal(verdict_of(cx, &rule, client), RULE_HAS);
}

/* Who has one of its services gets the others; when that mission ends, what it held as well. */
static void test_what_lacks(struct ctx *cx)
{
    struct rule_given given;

    assert_true(books_firm(cx, 1));
    cx->today = date_of(2026, 3, 5);
    int64_t has = test_service(cx, "TVA"), lacks = test_service(cx, "Paie");
    int64_t client = test_client(cx, "A");
    struct mission old = test_mission(cx, client, has, 2026);
    assert_true(mission_sign(cx, old.id, cx->today));
    struct rule rule = rule_of(cx, has);
    struct mission_service services[] = { rule.services[0], rule.services[0] };
    services[1].service = lacks;
    rule.services = services;
    rule.service_count = COUNT_OF(services);
    assert_true(rule_add(cx, &rule) && rules_keep(cx, &given));
    assert_int_equal(given.missions, 1);
    assert_int_equal(services_given(cx, rule.id), 1);
    assert_int_equal(verdict_of(cx, &rule, client), RULE_HAS);
    assert_true(rules_keep(cx, &given));
    assert_int_equal(given.missions, 0);
    assert_true(mission_end(cx, old.id, cx->today));
    cx->today.day++;
    assert_true(rules_keep(cx, &given));
    assert_int_equal(given.missions, 1);
    assert_int_equal(services_given(cx, rule.id), 2);
    assert_true(rules_keep(cx, &given));
    assert_int_equal(given.missions, 0);
}

/* E-2, E-5: a client's own words of more requests than its service asks for by now. */
static void outgrow(struct ctx *cx, int64_t client, int64_t id)
{
    static const char two[] = "[{\"name\":{\"fr\":\"Ventes\"}},{\"name\":{\"fr\":\"Achats\"}}]";
    struct service_request requests[2];
    struct service service;

    assert_true(service_find(cx, id, &service));
    requests[0] = requests[1] = service.content.requests[0];
    service.content.requests = requests;
    service.content.request_count = 2;
    assert_true(service_save(cx, &service) && refine_client(cx, client, id, two));
    service.content.request_count = 1;
    assert_true(service_save(cx, &service));
}

static struct rule_client judged(struct ctx *cx, const struct rule *rule, int64_t client)
{
    struct rule_client *clients;
    size_t count;

    assert_true(rule_preview(cx, rule, &clients, &count));
    for (size_t i = 0; i < count; i++)
        if (clients[i].client == client)
            return clients[i];
    return (struct rule_client){ .verdict = RULE_VERDICT_COUNT };
}

static void check_drafts(struct ctx *cx, int64_t unfit, int64_t service)
{
    const struct mission_place place = { .service = service, .limit = 10 };
    struct mission *missions;
    size_t count;

    assert_true(mission_list(cx, &place, &missions, &count));
    assert_int_equal(count, 2);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(missions[i].state,
                         missions[i].client == unfit ? MISSION_DRAFT : MISSION_SIGNED);
}

/* E-12: one client's own words that no longer fit leave it a draft; the others get theirs. */
static void unfit(struct ctx *cx, bool by_round)
{
    struct rule_given given;

    assert_true(books_firm(cx, 1));
    cx->today = date_of(2026, 3, 5);
    int64_t service = test_service(cx, "TVA");
    int64_t one = test_client(cx, "A"), other = test_client(cx, "B");
    outgrow(cx, one, service);
    struct rule rule = rule_of(cx, service);
    assert_true(rule_add(cx, &rule));
    assert_true(judged(cx, &rule, one).is_unfit && !judged(cx, &rule, other).is_unfit);
    rule.signs = false;
    assert_false(judged(cx, &rule, one).is_unfit);
    rule.signs = true;
    assert_true(by_round ? rules_keep(cx, &given) : rule_apply(cx, rule.id, &given));
    assert_int_equal(given.missions, 2);
    assert_int_equal(given.drafts, 1);
    assert_null(cx->fault.code);
    check_drafts(cx, one, service);
    assert_int_equal(judged(cx, &rule, one).verdict, RULE_HAS);
    assert_true(judged(cx, &rule, one).is_draft && !judged(cx, &rule, other).is_draft);
    assert_true(rules_keep(cx, &given));
    assert_int_equal(given.missions, 0);
    assert_true(refine_client(cx, one, service, ""));
    assert_true(mission_sign(cx, judged(cx, &rule, one).mission, cx->today));
}

static void test_unfit_applied(struct ctx *cx)
{
    unfit(cx, false);
}

static void test_unfit_kept(struct ctx *cx)
{
    unfit(cx, true);
}

static void test_kept_as_written(struct ctx *cx)
{
    static int64_t hubs[] = { 7 };
    struct rule found;

    assert_true(books_firm(cx, 1));
    struct rule rule = rule_of(cx, test_service(cx, "TVA"));
    rule.conditions.hubs = hubs;
    rule.conditions.hub_count = 1;
    rule.conditions.asks_payroll = true;
    rule.has_last = true;
    rule.last = date_of(2026, 12, 31);
    assert_true(rule_add(cx, &rule) && rule_find(cx, rule.id, &found));
    assert_true(found.conditions.asks_payroll && !found.conditions.has_payroll);
    assert_int_equal(found.conditions.hubs[0], 7);
    assert_string_equal(found.conditions.vat_regimes[0], "monthly");
    assert_int_equal(found.last.day, rule.last.day);
    assert_int_equal(found.services[0].lead_days, 10);
    assert_true(found.signs && found.is_on);
}

static void test_refused(struct ctx *cx)
{
    static const char *regimes[] = { "CA3" }, *ends[] = { "31/12" };

    assert_true(books_firm(cx, 1));
    struct rule rule = rule_of(cx, test_service(cx, "TVA"));
    rule.conditions.vat_regimes = regimes;
    assert_false(rule_add(cx, &rule));
    assert_string_equal(cx->fault.code, "REGLE-REGIME");
    cx->fault = (struct fault){ 0 };
    rule.conditions = (struct rule_conditions){ .year_ends = ends, .year_end_count = 1 };
    assert_false(rule_add(cx, &rule));
    assert_string_equal(cx->fault.code, "REGLE-CLOTURE");
    cx->fault = (struct fault){ 0 };
    assert_false(rule_find(cx, 99, &rule));
    assert_string_equal(cx->fault.code, "REGLE-ABSENTE");
}

/* E-5: which missions a change would change, and only those chosen move on. */
static void test_followers(struct ctx *cx)
{
    struct service service;
    struct follower *followers;
    size_t count;

    assert_true(books_firm(cx, 1));
    cx->today = date_of(2026, 1, 1);
    int64_t id = test_service(cx, "TVA");
    struct mission one = test_mission(cx, test_client(cx, "A"), id, 2026);
    struct mission other = test_mission(cx, test_client(cx, "B"), id, 2026);
    assert_true(mission_sign(cx, one.id, cx->today));
    assert_true(service_followers(cx, id, &followers, &count));
    assert_int_equal(count, 0);
    assert_true(service_find(cx, id, &service));
    service.content.lead_days = 5;
    assert_true(service_save(cx, &service));
    assert_true(service_followers(cx, id, &followers, &count));
    assert_int_equal(count, 2);
    assert_true(service_move_on(cx, id, &one.services[0].id, 1));
    assert_true(service_followers(cx, id, &followers, &count));
    assert_int_equal(count, 1);
    assert_int_equal(followers[0].mission, other.id);
    assert_true(mission_find(cx, one.id, &one) && mission_find(cx, other.id, &other));
    assert_int_equal(one.services[0].lead_days, 5);
    assert_int_equal(one.services[0].next_created.day, date_of(2026, 1, 25).day);
    assert_int_equal(other.services[0].lead_days, 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_rule),       BOOKS_EACH(test_next_year),
        BOOKS_EACH(test_what_lacks), BOOKS_EACH(test_from_today),
        BOOKS_EACH(test_keep),       BOOKS_EACH(test_refused),
        BOOKS_EACH(test_followers),  BOOKS_EACH(test_kept_as_written),
        BOOKS_EACH(test_unfit_kept), BOOKS_EACH(test_unfit_applied),
    };

    return cmocka_run_group_tests_name("rule", tests, NULL, NULL) > 0;
}
