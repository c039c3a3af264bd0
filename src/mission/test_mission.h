/*
 * For tests only: the trade's example (issue 5): « Rappel TVA », lead 10 days, monthly on the 30th.
 */
#ifndef MISSION_TEST_MISSION_H
#define MISSION_TEST_MISSION_H

#include "base/test.h"
#include "client/client.h"
#include "mission/mission.h"
#include "mission/service.h"
#include "store/test_books.h"

static inline int64_t test_client(struct ctx *cx, const char *code)
{
    struct client client = {
        .code = code,
        .name = arena_format(cx->arena, "Boulangerie %s", code),
        .siren = "732829320",
        .language = "fr",
        .vat_regime = "monthly",
        .year_ends = "12-31",
        .legal_form = "SARL",
        .state = "active",
        .has_payroll = true,
    };

    assert_true(client_add(cx, &client));
    return client.id;
}

static inline int64_t test_service(struct ctx *cx, const char *title)
{
    static struct service_item items[] = {
        { "document", { .in = { "Factures de vente", "Sales invoices" } }, true },
        { "yes_no", { .in = { "Des achats hors de France ?", "Any purchases abroad?" } }, false },
    };
    static struct service_request requests[] = {
        { .name = { .in = { "Vos éléments – {{period}}", "Your documents – {{period}}" } },
          .instructions = { .in = { "Merci de déposer vos éléments du mois sur le portail du "
                                    "cabinet.",
                                    "" } },
          .items = items,
          .item_count = 2 },
    };
    static const char *checklist[] = { "Relire", "Déposer" };
    static struct service_task tasks[] = {
        { .title = "Préparer la CA3", .minutes = 60, .checklist = checklist, .check_count = 2 }
    };
    struct category category = { .title = arena_format(cx->arena, "De %s", title) };
    struct service service = { .title = title,
                               .content = { .function = "holder",
                                            .rhythm = RHYTHM_MONTH,
                                            .lead_days = 10,
                                            .tasks = tasks,
                                            .task_count = 1,
                                            .requests = requests,
                                            .request_count = 1 } };

    assert_true(category_add(cx, &category));
    service.category = category.id;
    assert_true(service_add(cx, &service));
    return service.id;
}

/* From 1 January, monthly, first due on the 30th. */
static inline struct mission test_mission(struct ctx *cx, int64_t client, int64_t service, int year)
{
    struct mission_service *own = arena_new(cx->arena, struct mission_service, 1);
    struct mission mission = { .client = client,
                               .name = "Tenue",
                               .first = date_of(year, 1, 1),
                               .services = own,
                               .service_count = 1 };

    *own = (struct mission_service){
        .service = service, .rhythm = RHYTHM_MONTH, .first = date_of(year, 1, 30), .lead_days = 10
    };
    assert_true(mission_add(cx, &mission));
    return mission;
}

#endif
