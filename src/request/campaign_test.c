/*
 * Campaigns: one request to many clients (P-16): who is asked and who is not, asked once (E-11),
 * undone while it has not left, stopped; and nothing of it for whom a client is hidden (P-9).
 */
#include "request/act.h"
#include "request/event.h"
#include "request/judge.h"
#include "request/list.h"
#include "request/test_campaign.h"

static int64_t launched(struct ctx *cx)
{
    int64_t id = drawn(cx);
    const struct campaign campaign = words(id);

    assert_true(campaign_save(cx, &campaign));
    assert_true(campaign_launch(cx, id, day_text));
    return id;
}

static int64_t counted(struct ctx *cx, int64_t id, enum campaign_standing standing)
{
    int64_t counts[STANDING_COUNT];

    assert_true(campaign_counts(cx, id, counts));
    return counts[standing];
}

/* P-16: who is asked, who is not and why, before anything is written. */
static void test_preview(struct ctx *cx)
{
    prepare(cx);
    int64_t id = drawn(cx);
    const struct campaign campaign = words(id);
    assert_true(campaign_save(cx, &campaign));
    assert_int_equal(counted(cx, id, STANDING_PLANNED), 3);
    assert_int_equal(counted(cx, id, STANDING_REFUSED), 2);
    assert_string_equal(why_of(cx, id, ARCHIVED), "CAMPAGNE-ARCHIVE");
    assert_string_equal(why_of(cx, id, SILENT), "CAMPAGNE-ADRESSE");
    assert_string_equal(why_of(cx, id, 1), "");
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM request"), 0);
}

/* P-16, E-11: as a whole, and once: launched again it asks nobody, and no key allows two. */
static void test_launched(struct ctx *cx)
{
    struct demand demand;

    prepare(cx);
    int64_t id = launched(cx);
    assert_true(campaign_launch(cx, id, day_text));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM request WHERE campaign = 1"), 3);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM item"), 6);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM obligation WHERE state = 'open'"), 3);
    assert_int_equal(counted(cx, id, STANDING_OPEN), 3);
    assert_true(request_find(
        cx, number(cx, "SELECT id FROM request WHERE client = 1 AND campaign = 1"), &demand));
    assert_string_equal(demand.name, "Facturation électronique");
    assert_int_equal(demand.items[0].is_blocking, true);
    assert_int_equal(demand.items[1].is_blocking, false);
    demand.items[0].id = 0;
    assert_true(store_begin(cx));
    refuse(cx, store_end(cx, request_add_many(cx, &demand, 1)), "BASE-CONFLIT");
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM request WHERE campaign = 1"), 3);
    const struct campaign late = words(id);
    refuse(cx, campaign_save(cx, &late), "CAMPAGNE-LANCEE");
}

/* P-16: who has an open one of that name from a campaign is not asked twice. */
static void test_already(struct ctx *cx)
{
    prepare(cx);
    (void)launched(cx);
    int64_t id = drawn(cx);
    const struct campaign campaign = words(id);
    assert_true(campaign_save(cx, &campaign));
    assert_string_equal(why_of(cx, id, 1), "CAMPAGNE-DEJA");
    assert_int_equal(counted(cx, id, STANDING_PLANNED), 0);
}

/* E-10: a day before the due date; what ran late catches up, and only once. */
static void test_planned(struct ctx *cx)
{
    int64_t asked;

    prepare(cx);
    int64_t id = drawn(cx);
    struct campaign campaign = words(id);
    campaign.has_lead = true;
    campaign.lead_days = 10;
    assert_true(campaign_save(cx, &campaign));
    assert_true(campaign_launch(cx, id, day_text));
    assert_true(campaign_find(cx, id, &campaign));
    assert_int_equal(campaign.state, CAMPAIGN_PLANNED);
    assert_int_equal(campaign.starts_on.day, march(10).day);
    cx->actor = 0;
    cx->today = march(9);
    assert_true(campaigns_start(cx, day_text, &asked));
    assert_int_equal(asked, 0);
    cx->today = march(11);
    assert_true(campaigns_start(cx, day_text, &asked));
    assert_int_equal(asked, 3);
    assert_true(campaigns_start(cx, day_text, &asked));
    assert_int_equal(asked, 0);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM request WHERE campaign = 1"), 3);
}

/* another scenario than the default, of requests alone and not archived. */
static void test_scenario(struct ctx *cx)
{
    prepare(cx);
    (void)ask(cx, 1, false); /* the firm has its default from then on */
    cx->actor = ADA;
    assert_true(books_run_text(
        cx,
        "INSERT INTO scenario (firm, id, kind, name, version, is_default, archived)"
        " VALUES (1, 90, 'request', 'Doux', 1, 0, 0), (1, 91, 'request', 'Vieux', 1, 0, 1)"));
    assert_true(books_run_text(
        cx,
        "INSERT INTO step (firm, id, scenario, anchor, days, window_first, window_last, medium,"
        " mode, send_minute, repeat_days, repeat_count, name, removed)"
        " VALUES (1, 900, 90, 'due', -5, 0, 0, 'email', 'automatic', 0, 0, 0, 'notice', 0)"));
    int64_t id = drawn(cx);
    struct campaign campaign = words(id);
    campaign.scenario = 91;
    refuse(cx, campaign_save(cx, &campaign), "CAMPAGNE-SCENARIO");
    campaign.scenario = 90;
    assert_true(campaign_save(cx, &campaign));
    assert_true(campaign_launch(cx, id, day_text));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM obligation WHERE scenario = 90"), 3);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM obligation WHERE scenario = 90"
                            " AND next_look_on = '2026-03-15'"),
                     3);
}

/* P-16: undone is what has not left; what left, or was answered, goes on. */
static void test_undone(struct ctx *cx)
{
    struct demand demand;
    int64_t left;

    prepare(cx);
    int64_t id = launched(cx);
    assert_true(books_run_text(
        cx,
        "INSERT INTO reminder (firm, id, obligation, kind, subject, cycle, step, rank, resend,"
        " day_on, state, version, owed_cents, why, assignee) SELECT o.firm, 1, o.id, o.kind,"
        " o.subject, 1, (SELECT MIN(s.id) FROM step s), 0, 0, '2026-03-02', 'sent', 1, 0, '', 0"
        " FROM obligation o JOIN request r ON r.id = o.subject WHERE r.client = 2"));
    cx->actor = ADA;
    assert_true(campaign_undo(cx, id, &left));
    assert_int_equal(left, 1);
    assert_int_equal(counted(cx, id, STANDING_DROPPED), 2);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM obligation WHERE state = 'open'"), 1);
    assert_true(request_find(cx, request_of(cx, 2), &demand));
    assert_int_equal(demand.state, REQUEST_OPEN);
    refuse(cx, campaign_undo(cx, id, &left), "CAMPAGNE-FINIE");
    assert_true(campaign_stop(cx, id, "Inutile"));
    assert_int_equal(counted(cx, id, STANDING_DROPPED), 3);
}

/* P-16: thirty days, no more. */
static void test_late_undone(struct ctx *cx)
{
    int64_t left;

    prepare(cx);
    int64_t id = launched(cx);
    cx->now.ms += INT64_C(31) * 86400000;
    refuse(cx, campaign_undo(cx, id, &left), "CAMPAGNE-TARD");
    assert_int_equal(counted(cx, id, STANDING_DROPPED), 0);
}

/* Stopped with a reason: what is open is dropped, seen or not, what was answered stays. */
static void test_stopped(struct ctx *cx)
{
    struct demand demand;
    struct request_event *events;
    size_t count;

    prepare(cx);
    int64_t id = launched(cx);
    assert_true(request_find(cx, request_of(cx, 1), &demand));
    cx->actor = 0;
    assert_true(item_none(cx, demand.items[0].id, "Sans objet", &paul));
    assert_true(item_answer(cx, demand.items[1].id, "no", &paul));
    cx->actor = KEN;
    refuse(cx, campaign_stop(cx, id, ""), "MOTIF");
    assert_true(campaign_stop(cx, id, "Reporté d’un an"));
    cx->actor = ADA;
    assert_int_equal(counted(cx, id, STANDING_ANSWERED), 1);
    assert_int_equal(counted(cx, id, STANDING_DROPPED), 2);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM obligation WHERE state = 'open'"), 0);
    assert_true(request_events(cx, request_of(cx, SECRET), &events, &count));
    assert_string_equal(events[count - 1].text, "Reporté d’un an");
    refuse(cx, campaign_stop(cx, id, "Encore"), "CAMPAGNE-FINIE");
}

/* P-9: who does not see a client neither draws it nor reads that it is there. */
static void test_hidden(struct ctx *cx)
{
    struct demand *demands;
    size_t count;

    prepare(cx);
    int64_t id = launched(cx);
    cx->actor = KEN;
    assert_int_equal(counted(cx, id, STANDING_OPEN), 2);
    assert_null(why_of(cx, id, SECRET));
    const struct request_page page = {
        .campaign = id, .first_on = march(1), .last_on = march(30), .limit = 50
    };
    assert_true(request_list(cx, &page, &demands, &count));
    assert_int_equal(count, 2);
    id = drawn(cx);
    assert_null(why_of(cx, id, SECRET));
    assert_int_equal(counted(cx, id, STANDING_PLANNED), 2);
    static const int64_t secret[] = { SECRET };
    refuse(cx, campaign_draw(cx, secret, 1, &id), "CAMPAGNE-VIDE");
}

/* P-3: the payroll's goes to the payroll's people, and to nobody where there is none. */
static void test_payroll(struct ctx *cx)
{
    prepare(cx);
    int64_t id = drawn(cx);
    struct campaign campaign = words(id);
    campaign.needs_payroll = true;
    assert_true(campaign_save(cx, &campaign));
    assert_string_equal(why_of(cx, id, SILENT), "CAMPAGNE-PAIE");
    assert_true(campaign_launch(cx, id, day_text));
    assert_int_equal(number(cx, "SELECT person FROM obligation WHERE client = 1"), LEA);
}

static void no_name(struct campaign *campaign)
{
    campaign->name = (struct words){ { " ", "E-invoicing" } };
}

static void no_items(struct campaign *campaign)
{
    campaign->item_count = 0;
}

static void no_due(struct campaign *campaign)
{
    campaign->has_due = false;
}

static void past_due(struct campaign *campaign)
{
    campaign->due_on = march(1);
}

static void long_lead(struct campaign *campaign)
{
    campaign->has_lead = true;
    campaign->lead_days = 400;
}

static void test_refused(struct ctx *cx)
{
    static const struct wrong {
        const char *code;
        void (*spoil)(struct campaign *campaign);
    } wrongs[] = {
        { "DEMANDE-NOM", no_name },      { "DEMANDE-PIECES", no_items },
        { "CAMPAGNE-ECHEANCE", no_due }, { "DEMANDE-ECHEANCE", past_due },
        { "CAMPAGNE-DELAI", long_lead },
    };

    prepare(cx);
    int64_t id = drawn(cx);
    refuse(cx, campaign_launch(cx, id, day_text), "CAMPAGNE-ECHEANCE");
    for (size_t i = 0; i < COUNT_OF(wrongs); i++) {
        struct campaign campaign = words(id);
        wrongs[i].spoil(&campaign);
        refuse(cx, campaign_save(cx, &campaign), wrongs[i].code);
    }
    struct campaign gone = words(77);
    refuse(cx, campaign_save(cx, &gone), "CAMPAGNE-ABSENTE");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_preview),     BOOKS_EACH(test_launched), BOOKS_EACH(test_already),
        BOOKS_EACH(test_planned),     BOOKS_EACH(test_scenario), BOOKS_EACH(test_undone),
        BOOKS_EACH(test_late_undone), BOOKS_EACH(test_stopped),  BOOKS_EACH(test_hidden),
        BOOKS_EACH(test_payroll),     BOOKS_EACH(test_refused),
    };

    return cmocka_run_group_tests_name("campaign", tests, NULL, NULL) > 0;
}
