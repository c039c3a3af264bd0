/*
 * P-16: a campaign from the list of clients and by what clients are, previewed, launched once,
 * followed, exported, undone, stopped; each member sees of it what they see of clients (P-9).
 */
#include "app/test_mission_page.h"
#include "client/contact.h"

#define WORDS                                                                                      \
    "name_fr=Attestation+fiscale&instructions_fr=Merci&due_on=2099-03-20&lead=&scenario=0"         \
    "&item-1-name_fr=Attestation&item-1-kind=document&item-1-blocking=1"                           \
    "&item-2-name_fr=Effectif&item-2-kind=figure&item-3-name_fr=&item-3-kind=document"

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
    page = post(site, PATH, "name_fr=X&due_on=2099-03-20&item-1-kind=answer&item-1-name_fr=");
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
    page = test_site_get(site, "/campagnes/1?etat=&apres=1");
    assert_shows(page, "Menuiserie");
    assert_hides(page, "Garage");
    test_site_free(site);
}

/* E-2: two languages with tags, refused at their field, looked at for one client before. */
static void test_languages(void **state)
{
    static const char PATH[] = "/campagnes/1";

    (void)state;
    struct test_site *site = open_with_two();
    struct ctx *cx = test_site_cx(site);
    struct contact contact = { .name = "Tom Hill", .email = "tom@hill.example", .language = "en" };
    assert_true(contact_add(cx, &contact));
    assert_true(contact_join(cx, &(struct contact_role){ .client = 2, .contact = contact.id }));
    assert_int_equal(post(site, "/campagnes", "filter=tab%3Dall&all=1").status, 303);
    struct heard page = post(site, PATH,
                             "name_fr=TVA+{{clients}}&name_en=VAT+{{client&due_on=2099-03-20"
                             "&item-1-kind=document&item-1-name_fr=Relev%C3%A9+{{du}}");
    assert_int_equal(page.status, 400);
    assert_shows(page, "la raison est sous le champ");
    assert_shows(page, "id=\"name_fr-flaw\">La balise «\u00a0clients\u00a0» (en français)");
    assert_shows(page, "id=\"name_en-flaw\">«\u00a0{{\u00a0» (en anglais)");
    assert_shows(page, "id=\"item-1-fr-flaw\"");
    assert_shows(page, "value=\"TVA {{clients}}\"");
    assert_hides(page, "id=\"apercu\"");
    assert_int_equal(post(site, PATH,
                          "name_fr=TVA+de+{{client}}&name_en=VAT+of+{{client}}"
                          "&instructions_fr={{contact}},+avant+le+{{due}}&due_on=2099-03-20"
                          "&item-1-kind=document&item-1-name_fr=Relev%C3%A9")
                         .status,
                     303);
    page = test_site_get(site, PATH);
    assert_shows(page, "<b>TVA de Garage Perrin</b>");
    assert_shows(page, "Zoé Roux, avant le 20 mars 2099");
    assert_shows(page, "ceux de la première langue du cabinet");
    assert_shows(page, "href=\"/campagnes/1?apercu=2#apercu\"");
    page = test_site_get(site, "/campagnes/1?apercu=2");
    assert_shows(page, "<b>VAT of Menuiserie Le Goff</b>");
    assert_shows(page, "Tom Hill, avant le 20 mars 2099");
    assert_int_equal(post(site, "/campagnes/1/lancer", "").status, 303);
    assert_int_equal(test_site_number(site,
                                      "SELECT COUNT(*) FROM request WHERE"
                                      " name_en IN ('VAT of Garage Perrin',"
                                      " 'VAT of Menuiserie Le Goff') AND name LIKE 'TVA de %'"),
                     2);
    struct heard told = test_site_post(site, "/api/v1/campaigns/1",
                                       "{\"name_fr\":\"{{x}}\",\"due_on\":\"2099-03-20\","
                                       "\"item-1-name_fr\":\"R\",\"item-1-kind\":\"document\"}");
    assert_int_equal(told.status, 400);
    assert_shows(told, "BALISE-INCONNUE");
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
        cmocka_unit_test(test_languages),
        cmocka_unit_test(test_ended),
        cmocka_unit_test(test_by_kind),
    };

    return cmocka_run_group_tests_name("campaign_page", tests, NULL, NULL) > 0;
}
