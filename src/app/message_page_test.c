/* The pages of the chase through the real server: what they show is what the books hold. */
#include <string.h>
#include <unistd.h>

#include "app/test_site.h"
#include "invoice/customer.h"

static const struct test_debts two_by_two = {
    .firm = 1, .client = "Garage Perrin", .customers = 2, .invoices = 2
};

/* The preview is what leaves: the same words, but for what the day of leaving adds. */
static void test_preview_is_what_leaves(void **state)
{

    (void)state;
    struct test_site *site = test_site_new();
    struct arena *arena = test_site_cx(site)->arena;
    test_site_owe(site, &two_by_two);
    struct heard before = test_site_get(site, "/relances/apercu.html?customer=1&on=2026-03-31");
    assert_int_equal(before.status, 200);
    assert_shows(before, "Dupont &amp; &lt;fils&gt;");
    assert_int_equal(test_site_post(site, "/relances/envoyer", "").status, 303);
    assert_int_equal(test_site_post(site, "/relances/accord", "").status, 303);
    struct heard waiting = test_site_get(site, "/messages/1/apercu");
    assert_int_equal(test_site_send(site, "memory:").sent, 2);
    struct heard after = test_site_get(site, "/messages/1/apercu");
    assert_string_equal(before.body, waiting.body);
    assert_string_equal(arena_format(arena, "%s\n", before.body), after.body); /* its last line */
    test_site_free(site);
}

/* A preview of another day speaks as of that day. */
static void test_preview_of_another_day(void **state)
{
    struct test_site *site = test_site_new();
    struct ctx *cx = test_site_cx(site);

    (void)state;
    test_site_owe(site, &two_by_two);
    assert_int_equal(test_site_post(site, "/relances/envoyer", "").status, 303);
    assert_int_equal(test_site_post(site, "/relances/accord", "").status, 303);
    assert_int_equal(test_site_send(site, "memory:").sent, 2);
    struct heard before = test_site_get(site, "/relances/apercu.html?customer=1&on=2026-04-07");
    assert_int_equal(before.status, 200);
    assert_shows(before, "17 jours de retard");

    cx->today.day += 7; /* the second reminder's day, once Easter is past */
    door_pass(&site->house.door, INT64_C(7) * 24 * 60 * 60 * 1000);
    test_site_round(site);
    assert_int_equal(test_site_send(site, "memory:").sent, 2);
    desk_sign_in(&site->house, "admin@quitus.test");
    struct heard after = test_site_get(site, "/messages/3/apercu");
    assert_string_equal(arena_format(cx->arena, "%s\n", before.body), after.body);
    test_site_free(site);
}

/* The frame carries its own policy: nothing runs, nothing is loaded, only we may frame it. */
static void test_frame(void **state)
{
    static const char policy[] =
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none';"
        " base-uri 'none'; frame-ancestors 'self'";

    (void)state;
    struct test_site *site = test_site_new();
    test_site_owe(site, &two_by_two);
    assert_int_equal(test_site_post(site, "/relances/envoyer", "").status, 303);
    assert_int_equal(test_site_post(site, "/relances/accord", "").status, 303);
    assert_int_equal(test_site_send(site, "memory:").sent, 2);
    struct heard frame = test_site_get(site, "/messages/1/apercu");
    assert_string_equal(heard_header(&site->house.door, &frame, "Content-Security-Policy"), policy);
    const char *first = strstr(frame.head, "Content-Security-Policy");
    assert_null(strstr(first + 1, "Content-Security-Policy"));
    assert_string_equal(heard_header(&site->house.door, &frame, "Content-Type"),
                        "text/html; charset=utf-8");
    assert_string_equal(heard_header(&site->house.door, &frame, "Cache-Control"), "no-store");
    struct heard page = test_site_get(site, "/messages/1");
    assert_shows(page, "<iframe sandbox src=\"/messages/1/apercu\"");
    assert_non_null(strstr(heard_header(&site->house.door, &page, "Content-Security-Policy"),
                           "frame-src 'self'"));
    test_site_free(site);
}

/* C-6: the page of a message holds what was kept of it. */
static void test_message(void **state)
{

    (void)state;
    struct test_site *site = test_site_new();
    test_site_owe(site, &two_by_two);
    assert_int_equal(test_site_post(site, "/relances/envoyer", "").status, 303);
    assert_int_equal(test_site_post(site, "/relances/accord", "").status, 303);
    struct heard page = test_site_get(site, "/messages/1");
    assert_shows(page, "à envoyer");
    assert_false(heard_shows(&page, "SHA-256"));
    assert_int_equal(test_site_send(site, "memory:sent,unknown").sent, 1);
    page = test_site_get(site, "/messages/1");
    assert_shows(page, "compta1@client.example");
    assert_shows(page, "claire@cabinet.test");
    assert_shows(page, "Dupont &amp; &lt;fils&gt;");
    assert_false(heard_shows(&page, "<fils>"));
    assert_shows(page, "SHA-256");
    assert_shows(page, "F-1");
    assert_shows(page, "201,00\xC2\xA0€");
    assert_shows(page, "Accepté par le serveur");
    page = test_site_get(site, "/messages/2");
    assert_shows(page, "Coupé");
    test_site_run(site,
                  "INSERT INTO mail (firm, id, sha256, size, mail_id, sender, sender_name, subject,"
                  " text, taken_at, state, reason, defect, message, said, handed) VALUES"
                  " (1, 901, X'01', 1, '', 'a@b.test', '', '', '', 0, 'triage', 'BOUNCE-GARDE',"
                  " '', 1, '552 mailbox full', 0)");
    page = test_site_get(site, "/messages/1");
    assert_shows(page, "Échec de remise, adresse gardée");
    assert_shows(page, "552 mailbox full");
    assert_false(heard_shows(&page, "Adresse refusée"));
    assert_int_equal(test_site_get(site, "/api/v1/messages/2").status, 200);
    test_site_free(site);
}

/* C-7, C-10: a person decides, with a reason, once; the reason and the name are kept. */
static void test_check(void **state)
{

    (void)state;
    struct test_site *site = test_site_new();
    test_site_owe(site, &two_by_two);
    assert_int_equal(test_site_post(site, "/relances/envoyer", "").status, 303);
    assert_int_equal(test_site_post(site, "/relances/accord", "").status, 303);
    assert_int_equal(test_site_send(site, "memory:unknown,unknown").unknown, 2);
    struct heard page = test_site_get(site, "/a-verifier");
    assert_shows(page, "coupée après le dernier mot");
    assert_shows(page, "q1-");
    assert_false(heard_shows(&page, "archive@cabinet.test"));
    site->house.sender.witness = "archive@cabinet.test";
    page = test_site_get(site, "/a-verifier");
    assert_shows(page, "archive@cabinet.test");

    assert_int_equal(test_site_post(site, "/messages/1/tenir", "").status, 400);
    assert_int_equal(test_site_post(site, "/messages/1/tenir", "reason=++").status, 400);
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM message WHERE state = 'check'"),
                     2);
    assert_int_equal(test_site_post(site, "/messages/1/tenir", "reason=Vu+au+journal").status, 303);
    assert_int_equal(test_site_post(site, "/messages/1/tenir", "reason=Encore").status, 404);
    assert_int_equal(test_site_post(site, "/messages/2/renvoyer", "reason=Absent").status, 303);
    assert_int_equal(test_site_number(site, "SELECT COUNT(*) FROM decision WHERE decided_by = 1"),
                     2);
    page = test_site_get(site, "/messages/1");
    assert_shows(page, "Vu au journal");
    assert_shows(page, "Ada");
    assert_shows(page, "Tenu pour envoyé");
    assert_int_equal(test_site_send(site, "memory:").sent, 1);
    page = test_site_get(site, "/messages/2");
    assert_shows(page, "Absent");
    assert_shows(page, "Accepté par le serveur");
    page = test_site_get(site, "/a-verifier");
    assert_shows(page, "Rien à vérifier");
    test_site_free(site);
}

/* A list of 120: forward in three pages and back again, each message once. */
static void walk(struct test_site *site, const char *path, bool forwards, char *seen)
{
    const char *rel = forwards ? "rel=\"next\"" : "rel=\"prev\"";
    struct arena *arena = test_site_cx(site)->arena;

    while (path) {
        struct heard page = test_site_get(site, path);
        assert_int_equal(page.status, 200);
        for (const char *at = page.body; (at = strstr(at, "href=\"/messages/")); at++)
            seen[atoi(at + strlen("href=\"/messages/"))]++;
        const char *end = strstr(page.body, rel);
        path = NULL;
        for (const char *at = page.body; end && (at = strstr(at, "/messages?")) && at < end; at++)
            path = arena_text(arena, at, strcspn(at, "\""));
        for (char *amp; path && (amp = strstr((char *)(uintptr_t)path, "&amp;"));)
            memmove(amp + 1, amp + 5, strlen(amp + 5) + 1);
    }
}

static void test_paging(void **state)
{
    enum { MESSAGES = 120 };
    char forwards[MESSAGES + 1] = { 0 }, backwards[MESSAGES + 1] = { 0 };

    (void)state;
    struct test_site *site = test_site_new();
    test_site_owe(site, &(struct test_debts){ 1, "Garage Perrin", MESSAGES, 1 });
    test_site_round(site);
    walk(site, "/messages", true, forwards);
    walk(site, "/messages?state=waiting&before=1", false, backwards);
    for (int i = 1; i <= MESSAGES; i++) {
        assert_int_equal(forwards[i], 1);
        assert_int_equal(backwards[i], i > 1);
    }
    struct heard found = test_site_get(site, "/messages?q=Mart%C3%ADn+77");
    assert_shows(found, "/messages/77");
    assert_shows(found, "1 ligne sur 1");
    found = test_site_get(site, "/messages?q=%25");
    assert_shows(found, "Aucun message ici");
    found = test_site_get(site, "/messages?customer=77");
    assert_shows(found, "1 ligne sur 1");
    found = test_site_get(site, "/relances?show=automatic");
    assert_shows(found, "/messages/120");
    test_site_free(site);
}

/*
 * T-5: what is another firm's is answered as what does not exist, but for the number that was asked
 * for, which leads back here, and the request's own.
 */
static const char *without_numbers(struct test_site *site, const struct heard *heard,
                                   const char *id)
{
    static const char mark[] = "id=\"request\">";
    struct buf text = { .arena = test_site_cx(site)->arena };

    for (const char *at = heard->body; *at;) {
        if (strncmp(at, id, strlen(id)) == 0)
            at += strlen(id);
        else if (strncmp(at, mark, strlen(mark)) == 0)
            at += strcspn(at, "/");
        else
            buf_byte(&text, *at++);
    }
    return buf_string(&text);
}

struct walled {
    const char *rule, *method, *path; /* with one %s for the id */
};

static const struct walled walls[] = {
    { "a message", "GET", "/messages/%s" },
    { "its frame", "GET", "/messages/%s/apercu" },
    { "a message, by the API", "GET", "/api/v1/messages/%s" },
    { "the plan of a client", "GET", "/relances?client=%s" },
    { "the morrow of a client", "GET", "/relances/demain?client=%s" },
    { "the morrow of a client, by the API", "GET", "/api/v1/chase/plan?client=%s" },
    { "a preview", "GET", "/relances/apercu?customer=%s&on=2026-03-31" },
    { "a preview's frame", "GET", "/relances/apercu.html?customer=%s&on=2026-03-31" },
    { "messages of a client", "GET", "/messages?client=%s" },
    { "messages of a customer", "GET", "/messages?customer=%s" },
    { "an approval", "POST", "/clients/%s/accord" },
    { "an approval by the plan", "POST", "/relances/accord?client=%s" },
    { "holding as sent", "POST", "/messages/%s/tenir" },
    { "sending again", "POST", "/messages/%s/renvoyer" },
};

static struct heard ask(struct test_site *site, const struct walled *wall, const char *id)
{
    struct arena *arena = test_site_cx(site)->arena;
    const char *query = strchr(wall->path, '?');
    size_t size = (size_t)(strstr(wall->path, "%s") - wall->path);
    const char *path = arena_format(arena, "%.*s%s%s", (int)size, wall->path, id,
                                    wall->path + size + strlen("%s"));

    if (strcmp(wall->method, "GET") == 0)
        return test_site_get(site, path);
    if (query) /* the field stands in the form */
        return test_site_post(site, arena_text(arena, path, strcspn(path, "?")),
                              strchr(path, '?') + 1);
    return test_site_post(site, path, strstr(path, "accord") ? "" : "reason=x");
}

static void test_walls(void **state)
{
    const struct walled *wall = *state;

    struct test_site *site = test_site_new();
    test_site_owe(site, &two_by_two);
    test_site_firm(site, 2);
    test_site_owe(site, &(struct test_debts){ 2, "Ailleurs", 2, 1 });
    scope_firm(test_site_cx(site)->store, 2);
    test_site_round(site);
    assert_true(outbox_approve(test_site_cx(site), 0));
    assert_true(
        books_run_text(test_site_cx(site), "UPDATE message SET state = 'check' WHERE firm = 2"));
    scope_firm(test_site_cx(site)->store, 1);
    assert_int_equal(
        test_site_number(site, "SELECT COUNT(*) FROM message WHERE firm = 2 AND id = 5001"), 1);
    struct heard foreign = ask(site, wall, "5001"), missing = ask(site, wall, "7777");
    struct heard malformed = ask(site, wall, "0777");
    assert_int_equal(missing.status, 404);
    assert_int_equal(foreign.status, 404);
    assert_true(malformed.status == 404 || malformed.status == 400);
    assert_string_equal(without_numbers(site, &foreign, "5001"),
                        without_numbers(site, &missing, "7777"));
    assert_int_equal(
        test_site_number(site, "SELECT COUNT(*) FROM message WHERE firm = 2 AND state = 'check'"),
        2);
    test_site_free(site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_preview_is_what_leaves),
        cmocka_unit_test(test_preview_of_another_day),
        cmocka_unit_test(test_frame),
        cmocka_unit_test(test_message),
        cmocka_unit_test(test_check),
        cmocka_unit_test(test_paging),
    };
    int failed = cmocka_run_group_tests_name("pages of messages", tests, NULL, NULL);

    return failed + TEST_TABLE("walls (T-5)", walls, test_walls) > 0;
}
