/* P-13 as the bar on top finds clients: as their list does. */
#include <string.h>

#include "app/test_site.h"
#include "base/log.h"
#include "client/client.h"
#include "client/contact.h"
#include "http/test_walk.h"

static struct test_site *site;

struct row {
    const char *rule, *query, *shown, *hidden;
};

static const struct row rows[] = {
    { "letters find no client just because it has no SIREN", "garage", "Garage Roux", "Zinc Bleu" },
    { "nor does what is nowhere", "zyzomys", NULL, "Zinc Bleu" },
    { "a SIREN in groups", "732+829", "Garage Roux", "Zinc Bleu" },
    { "one typo in five letters", "garqge", "Garage Roux", "Zinc Bleu" },
    { "the firm's code", "zk77", "Zinc Bleu", "Garage Roux" },
    { "a contact's name", "quokka", "Zinc Bleu", "Garage Roux" },
    { "a contact's address", "marsupial", "Zinc Bleu", "Garage Roux" },
    { "a sign is no pattern", "%25", NULL, "Garage Roux" },
};

static void test_search(void **state)
{
    const struct row *row = *state;
    struct client garage = { .name = "Garage Roux", .siren = "732829320", .state = "active" };
    struct client zinc = { .name = "Zinc Bleu", .code = "ZK77", .state = "active" };

    site = test_site_new();
    struct ctx *cx = test_site_cx(site);
    assert_true(client_add(cx, &garage) && client_add(cx, &zinc));
    struct contact contact = { .name = "Anne Quokka", .email = "marsupial@zinc.test" };
    assert_true(contact_add(cx, &contact));
    const struct contact_role role = { .client = zinc.id, .contact = contact.id };
    assert_true(contact_join(cx, &role));
    struct heard heard =
        test_site_get(site, arena_format(cx->arena, "/recherche?q=%s", row->query));
    assert_int_equal(heard.status, 200);
    if (row->shown)
        assert_shows(heard, row->shown);
    assert_hides(heard, row->hidden);
    test_site_free(site);
}

int main(void)
{
    log_quiet(LOG_LEVEL_COUNT);
    return TEST_TABLE("search_page", rows, test_search) > 0;
}
