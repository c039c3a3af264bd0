/*
 * P-16: a campaign from the list of clients and by what clients are, previewed, launched once,
 * followed, exported, undone, stopped; each member sees of it what they see of clients (P-9).
 */
#include "app/test_mission_page.h"
#include "client/contact.h"

#define WORDS                                                                                      \
    "name=Attestation+fiscale&instructions=Merci&due_on=2099-03-20&lead=&scenario=0"               \
    "&item-1-name=Attestation&item-1-kind=document&item-1-blocking=1"                              \
    "&item-2-name=Effectif&item-2-kind=figure&item-3-name=&item-3-kind=document"

static struct test_site *open_with_two(void)
{
    struct test_site *site = open_with_client();
    const struct test_debts second = { 1, "Menuiserie Le Goff", 1, 1 };
    struct contact contact = { .name = "Zoé Roux", .email = "zoe@roux.example" };
    struct ctx *cx = test_site_cx(site);

    assert_int_equal(test_site_owe(site, &second), 2);
    assert_true(contact_add(cx, &contact));
    assert_true(contact_join(cx, &(struct contact_role){ .client = 1, .contact = contact.id }));
    return site;
}

static void test_launched(void **state)
{
    static const char PATH[] = "/campagnes/1";

    (void)state;
    struct test_site *site = open_with_two();
    assert_shows(test_site_get(site, "/campagnes"), "Aucune campagne");
    assert_shows(test_site_get(site, "/clients?tab=all"), "formaction=\"/campagnes\"");
    assert_int_equal(post(site, "/campagnes", "filter=tab%3Dall&all=1").status, 303);
    struct heard page = test_site_get(site, PATH);
    assert_shows(page, "Garage Perrin");
    assert_hides(page, "/lancer");
    page = post(site, PATH, "name=X&due_on=2099-03-20&item-1-kind=answer&item-1-name=");
    assert_int_equal(page.status, 400);
    assert_shows(page, "value=\"X\"");
    assert_shows(page, "<option value=\"answer\" selected>");
    assert_int_equal(post(site, PATH, WORDS).status, 303);
    page = test_site_get(site, PATH);
    assert_shows(page, "Lancer pour 1 client");
    assert_shows(page, "Aucune adresse e-mail utilisable");
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM request"), 0);
    assert_int_equal(post(site, "/campagnes/1/lancer", "").status, 303);
    assert_int_equal(post(site, "/campagnes/1/lancer", "").status, 303);
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM request WHERE campaign = 1"), 1);
    page = test_site_get(site, PATH);
    assert_shows(page, "<dd>0 / 1</dd>");
    assert_shows(page, "/demandes/1");
    assert_shows(test_site_get(site, "/campagnes"), "Attestation fiscale");
    page = test_site_get(site, "/campagnes/1/liste.csv");
    assert_shows(page, "Garage Perrin;en attente;;20/03/2099;0;2");
    assert_shows(page, "Menuiserie Le Goff;n’est pas sollicité;Aucune adresse");
    assert_shows(test_site_get(site, "/campagnes/1?etat=refused"), "Menuiserie");
    assert_hides(test_site_get(site, "/campagnes/1?etat=refused"), "Garage");
    test_site_free(site);
}

static void test_ended(void **state)
{
    (void)state;
    struct test_site *site = open_with_two();
    assert_int_equal(post(site, "/campagnes", "client-1=1").status, 303);
    assert_int_equal(post(site, "/campagnes/1", WORDS).status, 303);
    assert_int_equal(post(site, "/campagnes/1/lancer", "").status, 303);
    assert_int_equal(post(site, "/campagnes/1/annuler", "").status, 303);
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM request WHERE state = 'dropped'"),
                     1);
    assert_int_equal(post(site, "/campagnes/1/annuler", "").status, 409);
    assert_int_equal(post(site, "/campagnes", "client-1=1").status, 303);
    assert_int_equal(post(site, "/campagnes/2", WORDS).status, 303);
    assert_int_equal(post(site, "/campagnes/2/lancer", "").status, 303);
    assert_int_equal(post(site, "/campagnes/2/arreter", "reason=").status, 400);
    assert_int_equal(post(site, "/campagnes/2/arreter", "reason=Plus+tard").status, 303);
    assert_shows(test_site_get(site, "/campagnes/2"), "Plus tard");
    test_site_free(site);
}

/* E-12: by what they are. */
static void test_by_kind(void **state)
{
    static const char NEW_PATH[] = "/campagnes/nouvelle";

    (void)state;
    struct test_site *site = open_with_two();
    assert_true(books_run_text(
        test_site_cx(site), "UPDATE client SET vat_regime = 'monthly' WHERE firm = 1 AND id = 2"));
    assert_shows(test_site_get(site, NEW_PATH), "vat_monthly");
    assert_int_equal(post(site, NEW_PATH, "vat_quarterly=1&year_ends=").status, 400);
    assert_int_equal(post(site, NEW_PATH, "year_ends=32%2F13").status, 400);
    assert_int_equal(post(site, NEW_PATH, "vat_monthly=1&year_ends=").status, 303);
    struct heard page = test_site_get(site, "/campagnes/1");
    assert_shows(page, "Menuiserie");
    assert_hides(page, "Garage");
    test_site_free(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_launched),
        cmocka_unit_test(test_ended),
        cmocka_unit_test(test_by_kind),
    };

    return cmocka_run_group_tests_name("campaign_page", tests, NULL, NULL) > 0;
}
