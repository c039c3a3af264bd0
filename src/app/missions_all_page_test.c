/* E-9, E-11: drafts that wait for a signature have a list, and what is not made is told where it is
 * missed. */
#include "app/test_mission_page.h"

#include "mission/lack.h"
#include "worker/rounds.h"

static const char TAX[] = "/clients/1/fiscalite";
static const char DRAFTS[] = "/api/v1/missions?state=draft", ALL[] = "/catalogue/missions";

static struct test_site *site;

static void agree(const char *name, const char *follows, bool is_signed)
{
    struct ctx *cx = test_site_cx(site);
    struct mission_service own = {
        .service = test_site_number(site, "SELECT MAX(id) FROM service"),
        .rhythm = RHYTHM_MONTH,
        .first = date_of(2026, 4, 10),
        .lead_days = 9,
        .follows = follows,
    };
    struct mission mission = {
        .client = 1, .name = name, .first = cx->today, .services = &own, .service_count = 1
    };

    assert_true(mission_add(cx, &mission));
    assert_true(!is_signed || mission_sign(cx, mission.id, cx->today));
}

static void open_all(void)
{
    site = open_with_client();
    (void)service_made(site);
    agree("Signée", "", true);
    agree("Brouillon un", "", false);
    agree("Bloquée", "CA3", true);
    agree("Brouillon deux", "", false);
}

static void generate(void)
{
    struct generated generated;

    assert_true(rounds_generate(test_site_cx(site), &generated));
}

static int64_t listed(const char *path)
{
    return (int64_t)json_count(json_get(desk_ask(&site->house, path), "missions"));
}

/* Each state is counted, asked for in the address, and shown alone. */
static void test_stands(void **state)
{
    (void)state;
    open_all();
    struct heard page = test_site_get(site, ALL);
    assert_int_equal(page.status, 200);
    assert_shows(page, "À signer <span class=\"count\">2</span>");
    assert_shows(page, "Bloquées <span class=\"count\">1</span>");
    page = test_site_get(site, "/catalogue/missions?state=draft");
    assert_shows(page, "Brouillon un");
    assert_shows(page, "Brouillon deux");
    assert_hides(page, "Signée</a>");
    assert_int_equal(listed(DRAFTS), 2);
    assert_int_equal(listed("/api/v1/missions"), 4);
    assert_int_equal(listed("/api/v1/missions?state=ended"), 0);
    assert_int_equal(listed("/api/v1/missions?after=3"), 1);
    assert_int_equal(test_site_get(site, "/catalogue/missions?state=x").status, 400);
    assert_shows(test_site_get(site, "/catalogue/missions?state=suspended"), "Aucune mission");
    assert_int_equal(post(site, "/clients/1/prestations/2/etat", "act=sign").status, 303);
    assert_int_equal(listed(DRAFTS), 1);
    test_site_run(site, "UPDATE client SET state = 'archived'");
    assert_int_equal(listed("/api/v1/missions"), 0);
    test_site_free(site);
}

/* Who does not see the client reads neither its missions nor a count of them (P-9). */
static void test_wall(void **state)
{
    (void)state;
    open_all();
    test_site_run(site, "UPDATE client SET is_confidential = 1");
    assert_int_equal(listed("/api/v1/missions"), 0);
    struct heard page = test_site_get(site, ALL);
    assert_shows(page, "À signer <span class=\"count\">0</span>");
    assert_hides(page, "bloquée");
    assert_hides(test_site_get(site, "/relances/demain"), "bloquée");
    test_site_free(site);
}

/* What cannot be made is told with its code, its day and what to do, until it is made. */
static void test_lacking(void **state)
{
    static const char *const pages[] = { "/catalogue/missions?state=lacking",
                                         "/clients/1/prestations", "/clients/1/prestations/3" };
    (void)state;
    open_all();
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        struct heard page = test_site_get(site, pages[i]);
        assert_shows(page, "L’échéance CA3 ne se calcule pas");
        assert_shows(page, "ECHEANCE-MANQUE");
        assert_shows(page, "/clients/1/prestations#fiscalite");
    }
    assert_shows(test_site_get(site, "/relances/demain"), "1 mission est bloquée depuis le");
    assert_shows(test_site_get(site, "/relances/demain"), "/catalogue/missions?state=lacking");
    struct heard page = post(site, TAX, "department=99&vat_day=");
    assert_int_equal(page.status, 400);
    assert_shows(page, "n’est pas un département");
    assert_shows(page, "value=\"99\"");
    assert_int_equal(post(site, TAX, "department=2a&vat_day=40").status, 400);
    assert_int_equal(post(site, TAX, "department=2a&vat_day=21").status, 303);
    assert_int_equal(
        test_site_number(site, "SELECT COUNT(*) FROM client_tax WHERE department = '2A'"), 1);
    generate();
    for (size_t i = 0; i < COUNT_OF(pages); i++)
        assert_hides(test_site_get(site, pages[i]), "ECHEANCE-MANQUE");
    assert_hides(test_site_get(site, "/relances/demain"), "bloquée");
    test_site_free(site);
}

/* A run that ends for no mission's fault is told by its code, wherever missions are looked at. */
static void test_halted(void **state)
{
    static const char *const pages[] = { ALL, "/clients/1/prestations", "/clients/1/prestations/1",
                                         "/relances/demain" };

    (void)state;
    open_all();
    assert_true(generation_stop_set(test_site_cx(site), "MISSION-VIDE"));
    for (size_t i = 0; i < COUNT_OF(pages); i++)
        assert_shows(test_site_get(site, pages[i]), "(MISSION-VIDE)");
    generate();
    for (size_t i = 0; i < COUNT_OF(pages); i++)
        assert_hides(test_site_get(site, pages[i]), "MISSION-VIDE");
    test_site_free(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stands),
        cmocka_unit_test(test_wall),
        cmocka_unit_test(test_lacking),
        cmocka_unit_test(test_halted),
    };

    return cmocka_run_group_tests_name("missions_all_page", tests, NULL, NULL) > 0;
}
