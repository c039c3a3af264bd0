/* E-12, E-2: a rule gives no second service on a legal deadline that a client follows already. */
#include "mission/rule.h"
#include "mission/test_mission.h"

static struct mission_service line_of(int64_t service, const char *follows)
{
    return (struct mission_service){ .service = service,
                                     .rhythm = RHYTHM_MONTH,
                                     .first = date_of(2026, 1, 30),
                                     .lead_days = 10,
                                     .follows = follows,
                                     .words = "" };
}

static struct rule rule_of(struct mission_service *services, size_t count)
{
    return (struct rule){ .name = "TVA trimestrielle",
                          .services = services,
                          .service_count = count,
                          .first = date_of(2026, 1, 1),
                          .is_on = true,
                          .signs = true };
}

static struct mission given_by_hand(struct ctx *cx, int64_t client, struct mission_service *line)
{
    struct mission mission = { .client = client,
                               .name = "Tenue",
                               .first = date_of(2026, 1, 1),
                               .services = line,
                               .service_count = 1 };

    assert_true(mission_add(cx, &mission) && mission_sign(cx, mission.id, cx->today));
    return mission;
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

/* The days of a deadline are the client's own, whatever service takes them. */
static void test_other_service(struct ctx *cx)
{
    struct rule_given given;

    assert_true(books_firm(cx, 1));
    cx->today = date_of(2026, 3, 5);
    int64_t has = test_client(cx, "A"), lacks = test_client(cx, "B");
    struct mission_service old = line_of(test_service(cx, "TVA mensuelle"), "CA3");
    struct mission_service line = line_of(test_service(cx, "TVA trimestrielle"), "CA3");
    struct mission mission = given_by_hand(cx, has, &old);
    struct rule rule = rule_of(&line, 1);
    assert_true(rule_add(cx, &rule));
    assert_int_equal(judged(cx, &rule, has).verdict, RULE_HAS);
    assert_int_equal(judged(cx, &rule, has).mission, mission.id);
    assert_string_equal(judged(cx, &rule, has).follows_in, "TVA mensuelle");
    assert_string_equal(judged(cx, &rule, lacks).follows_in, "");
    assert_true(rule_apply(cx, rule.id, &given));
    assert_int_equal(given.missions, 1);
    line.follows = "DSN";
    assert_int_equal(judged(cx, &rule, has).verdict, RULE_NEW);
    line.follows = "";
    assert_int_equal(judged(cx, &rule, has).verdict, RULE_NEW);
}

/* Two services of one rule on one deadline are two halves of the work. */
static void test_shared(struct ctx *cx)
{
    assert_true(books_firm(cx, 1));
    cx->today = date_of(2026, 3, 5);
    int64_t client = test_client(cx, "A");
    struct mission_service both[] = { line_of(test_service(cx, "Collecte"), "CA3"),
                                      line_of(test_service(cx, "Contrôle"), "CA3") };
    (void)given_by_hand(cx, client, &both[0]);
    struct rule rule = rule_of(both, COUNT_OF(both));
    struct rule_client told = judged(cx, &rule, client);
    assert_int_equal(told.verdict, RULE_NEW);
    assert_true(!told.lacks[0] && told.lacks[1]);
    assert_string_equal(told.follows_in, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_other_service),
        BOOKS_EACH(test_shared),
    };

    return cmocka_run_group_tests_name("rule_deadline", tests, NULL, NULL) > 0;
}
