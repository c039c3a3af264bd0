/* C-8: what would change an answer leads to the page where it is done, for who may open it. */
#include <string.h>

#include "app/test_site.h"
#include "base/log.h"
#include "outbox/suspension.h"

static struct test_site *site;

/* What holds the first invoice of client 1, before its step is taken. */
static const struct row {
    const char *rule, *sql, *act, *url;
} rows[] = {
    { "a debtor is held", "UPDATE customer SET paused = 1, paused_why = 'x'", "reopen",
      "/clients/1/debiteurs/1#relances" },
    { "the lettering is in doubt", "UPDATE customer SET doubt = 'lettering'", "letter",
      "/clients/1/debiteurs/1#relances" },
    { "two names", "UPDATE customer SET doubt = 'names'", "names",
      "/clients/1/debiteurs/1#relances" },
    { "credits outweigh what is owed", "UPDATE customer SET balance_cents = -1", "credits",
      "/clients/1/debiteurs/1#pieces" },
    { "no address", "UPDATE customer SET email = '', email_state = 'missing'", "address",
      "/clients/1/debiteurs/1#adresse" },
    { "it bounced", "UPDATE customer SET email_state = 'bounced'", "address",
      "/clients/1/debiteurs/1#adresse" },
    { "the piece alone is held", "UPDATE obligation SET paused = 1", "resume",
      "/echeances/1#gestes" },
    { "the client is archived", "UPDATE client SET state = 'archived'", "return", "/clients/1" },
    { "the debtor's reply",
      "INSERT INTO mail (firm, id, sha256, size, mail_id, sender, sender_name, subject, text,"
      " taken_at, state, reason, defect, client, customer, handed) VALUES (1, 7, x'01', 1, '',"
      " 'a@b.test', '', 'Re', '', 0, 'triage', 'REPONSE', '', 1, 1, 0)",
      "read", "/courrier/7" },
    { "taken over", "UPDATE obligation SET taken_over = 1", "release", "/echeances/1#gestes" },
    { "nothing holds it: an act of its own page", "UPDATE client SET name = name", "skip",
      "/echeances/1#gestes" },
};

static const char *url_of(const char *path, const char *act)
{
    const struct json *model = desk_ask(&site->house, path);
    const struct json *list = json_get(json_get(model, "why"), "remedies");

    for (size_t i = 0; i < json_count(list); i++)
        if (strcmp(json_text(json_get(json_at(list, i), "act")), act) == 0)
            return json_text(json_get(json_at(list, i), "url"));
    print_message("# no remedy « %s » at %s\n", act, path);
    assert_true(false);
    return NULL;
}

/* The page is there, and has the place in it. */
static void assert_leads(const char *url)
{
    struct arena *arena = test_site_cx(site)->arena;
    const char *hash = strchr(url, '#');
    const char *path = hash ? arena_text(arena, url, (size_t)(hash - url)) : url;
    struct heard heard = test_site_get(site, path);

    if (strncmp(url, "/courrier/", 10) == 0)
        return; /* the row has no bytes to show */
    assert_int_equal(heard.status, 200);
    if (hash)
        assert_shows(heard, arena_format(arena, "id=\"%s\"", hash + 1));
}

static void test_row(void **state)
{
    const struct row *row = *state;

    site = test_site_new();
    assert_int_equal(test_site_owe(site, &(struct test_debts){ 1, "Transports Rivoal", 1, 1 }), 1);
    assert_true(books_run_text(test_site_cx(site), row->sql));
    const char *url = url_of("/api/v1/obligations/1", row->act);
    assert_string_equal(url, row->url);
    assert_leads(url);
    struct heard heard = test_site_get(site, "/echeances/1");
    const char *own = strstr(url, "#gestes") ? "#gestes" : url;
    assert_shows(heard, arena_format(test_site_cx(site)->arena, "<li><a href=\"%s\">", own));
    test_site_free(site);
}

/* A freeze, a suspension and an approval lead to where they are ended; to wait leads nowhere. */
static void test_stops(void **state)
{
    (void)state;
    site = test_site_new();
    assert_int_equal(test_site_owe(site, &(struct test_debts){ 1, "Transports Rivoal", 1, 1 }), 1);
    test_site_round(site);
    assert_true(outbox_suspend(test_site_cx(site), "Audit"));
    assert_string_equal(url_of("/api/v1/obligations/1", "restart"), "/relances");
    assert_leads(url_of("/api/v1/obligations/1", "approve"));
    assert_null(url_of("/api/v1/obligations/1?on=2026-04-05", "wait"));
    assert_true(books_run_text(test_site_cx(site), "UPDATE reminder SET state = 'check'"));
    assert_leads(url_of("/api/v1/obligations/1", "judge"));
    test_site_free(site);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_stops) };

    DESK_CHILD(count, words);
    log_quiet(LOG_LEVEL_COUNT);
    return (TEST_TABLE("why leads", rows, test_row)
            + cmocka_run_group_tests_name("why leads to stops", tests, NULL, NULL))
        > 0;
}
