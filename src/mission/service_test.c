/* E-1, E-4, E-5: the catalogue in the books, and its versions. */
#include "mission/test_mission.h"

#include <string.h>

static void test_ready(struct ctx *cx)
{
    struct service *services;
    struct category *categories;
    size_t count;

    assert_true(books_firm(cx, 1));
    assert_true(service_ready(cx) && service_ready(cx));
    assert_true(service_list(cx, false, &services, &count));
    assert_int_equal(count, 8);
    for (size_t i = 0; i < count; i++) {
        struct service found;
        assert_true(service_find(cx, services[i].id, &found));
        assert_true(found.content.task_count > 0 && found.content.request_count > 0);
        assert_true(found.content.lead_days > 0 && *found.content.follows);
        assert_true(*found.content.requests[0].name.in[WORDS_EN]);
    }
    assert_true(category_list(cx, &categories, &count));
    assert_int_equal(count, 3);
}

static void test_version(struct ctx *cx)
{
    struct service service;
    struct service_content first;

    assert_true(books_firm(cx, 1));
    assert_true(service_find(cx, test_service(cx, "TVA"), &service));
    assert_true(service_save(cx, &service));
    assert_int_equal(service.version, 1);
    service.content.lead_days = 5;
    assert_true(service_save(cx, &service));
    assert_int_equal(service.version, 2);
    assert_true(service_find_version(cx, service.id, 1, &first));
    assert_int_equal(first.lead_days, 10);
    assert_true(service_find(cx, service.id, &service));
    assert_int_equal(service.content.lead_days, 5);
    assert_string_equal(service.content.tasks[0].checklist[1], "Déposer");
    assert_string_equal(service.content.requests[0].items[1].kind, "yes_no");
}

static void refused(struct ctx *cx, struct service service, const char *code)
{
    cx->fault = (struct fault){ 0 };
    assert_false(service_save(cx, &service));
    assert_string_equal(cx->fault.code, code);
}

static void test_refused(struct ctx *cx)
{
    struct service service;

    assert_true(books_firm(cx, 1));
    assert_true(service_find(cx, test_service(cx, "TVA"), &service));
    struct service wrong = service;
    wrong.title = " ";
    refused(cx, wrong, "PRESTATION-VIDE");
    wrong = service;
    wrong.content.lead_days = 400;
    refused(cx, wrong, "RECURRENCE-DELAI");
    wrong = service;
    wrong.content.follows = "CA4";
    refused(cx, wrong, "ECHEANCE-SORTE");
    wrong = service;
    wrong.content.task_count = wrong.content.request_count = 0;
    refused(cx, wrong, "PRESTATION-RIEN");
    wrong = service;
    wrong.category = 999;
    refused(cx, wrong, "CATEGORIE-ABSENTE");
    service.content.requests[0].item_count = 0;
    refused(cx, service, "PRESTATION-PIECES");
}

static void test_tag(struct ctx *cx)
{
    struct service service;

    assert_true(books_firm(cx, 1));
    assert_true(service_find(cx, test_service(cx, "TVA"), &service));
    service.content.requests[0].instructions.in[WORDS_FR] = "Pour {{mois}}";
    assert_false(service_save(cx, &service));
    assert_string_equal(cx->fault.code, "BALISE-INCONNUE");
    assert_string_equal(fault_arg(&cx->fault, "tag"), "mois");
    assert_string_equal(fault_arg(&cx->fault, "place"), "1.instructions.fr");
}

static void test_category(struct ctx *cx)
{
    struct category category = { .title = "Fiscalité" };

    assert_true(books_firm(cx, 1));
    assert_true(category_add(cx, &category));
    assert_false(category_add(cx, &category));
    assert_string_equal(cx->fault.code, "CATEGORIE-EXISTE");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_ready), BOOKS_EACH(test_version),  BOOKS_EACH(test_refused),
        BOOKS_EACH(test_tag),   BOOKS_EACH(test_category),
    };

    return cmocka_run_group_tests_name("service", tests, NULL, NULL) > 0;
}
