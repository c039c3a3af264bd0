/*
 * For tests only: what the tests of the catalogue's and the missions' pages post and look for.
 */
#ifndef APP_TEST_MISSION_PAGE_H
#define APP_TEST_MISSION_PAGE_H

#include <string.h>

#include "app/test_site.h"
#include "mission/mission.h"
#include "mission/service.h"
#include "worker/generate.h"

static inline struct heard post(struct test_site *site, const char *path, const char *form)
{
    return test_site_post(
        site, path,
        arena_format(test_site_cx(site)->arena, "%s&token=%s", form, site->house.token));
}

static inline const char *seen_in(struct test_site *site, const struct heard *heard)
{
    static const char MARK[] = "name=\"seen\" value=\"";
    const char *seen = strstr(heard->body, MARK);

    assert_non_null(seen);
    seen += strlen(MARK);
    return arena_text(test_site_cx(site)->arena, seen, strcspn(seen, "\""));
}

static inline struct test_site *open_with_client(void)
{
    struct test_site *site = test_site_new();
    const struct test_debts debts = {
        .firm = 1, .client = "Garage Perrin", .customers = 1, .invoices = 1
    };

    assert_int_equal(test_site_owe(site, &debts), 1);
    return site;
}

#define STEPS                                                                                      \
    "title=Rappel+TVA&category=0&category_title=Rappels&function=holder&minutes=30&rhythm=month"   \
    "&follows=&lead=10&working=0&closed=keep&part-task-1-title=Relancer&part-task-1-minutes=10"
#define ASKED(NAME)                                                                                \
    "&part-request-1-name_fr=" NAME "&part-request-1-name_en=&part-request-1-instructions_fr="     \
    "&part-request-1-instructions_en=&part-item-1-1-kind=document"                                 \
    "&part-item-1-1-name_fr=Factures&part-item-1-1-name_en=Invoices&part-item-1-1-blocking=1"

#define NEW "/catalogue/prestations/nouvelle"

static inline int64_t service_made(struct test_site *site)
{
    assert_int_equal(
        post(site, NEW, STEPS ASKED("Vos+%C3%A9l%C3%A9ments+%7B%7Bperiod%7D%7D") "&act=save")
            .status,
        303);
    return test_site_number(site, "SELECT id FROM service WHERE title = 'Rappel TVA'");
}

static inline int64_t ready(struct ctx *cx, const char *key)
{
    struct service *services;
    int64_t id = 0;
    size_t count;

    assert_true(service_ready(cx) && service_list(cx, false, &services, &count));
    for (size_t i = 0; i < count; i++)
        if (strcmp(services[i].key, key) == 0)
            id = services[i].id;
    assert_true(id > 0);
    return id;
}

/* Client 1 is asked for what the ready service has, once; the request's id. */
static inline int64_t ask_ready(struct test_site *site, const char *key, struct date due,
                                int lead_days)
{
    struct ctx *cx = test_site_cx(site);
    struct generated generated;
    struct mission_service service = { .service = ready(cx, key),
                                       .rhythm = RHYTHM_ONCE,
                                       .first = due,
                                       .quantity = 1,
                                       .lead_days = lead_days };
    struct mission mission = {
        .client = 1, .name = "Paie", .first = cx->today, .services = &service, .service_count = 1
    };

    assert_true(mission_add(cx, &mission) && mission_sign(cx, mission.id, cx->today));
    assert_true(generate_run(cx, &generated));
    assert_int_equal(generated.requests, 1);
    return test_site_number(site, "SELECT id FROM request");
}

#define MISSION "name=Exercice+2026&first=2026-01-01&last=2026-12-31"
#define ADD "/clients/1/prestations/nouvelle"

static inline const char *mission_form(struct test_site *site, int64_t service, const char *first,
                                       const char *end)
{
    return arena_format(test_site_cx(site)->arena,
                        MISSION "&line-%lld-chosen=1&line-%lld-rhythm=month&line-%lld-first=%s"
                                "&line-%lld-lead=10&line-%lld-working=0&line-%lld-closed=keep"
                                "&line-%lld-quantity=1%s",
                        (long long)service, (long long)service, (long long)service, first,
                        (long long)service, (long long)service, (long long)service,
                        (long long)service, end);
}

#endif
