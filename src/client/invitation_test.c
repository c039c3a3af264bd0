/* P-8: invitations, the page on which they are asked, their duplicates; P-10: test dossiers. */
#include "client/invitation.h"

#include <string.h>

#include "chase/obligation.h"
#include "chase/round.h"
#include "client/assignment.h"
#include "client/client.h"
#include "client/contact.h"
#include "client/duplicate.h"
#include "client/invitation_page.h"
#include "client/life.h"
#include "client/tester.h"
#include "store/test_books.h"

static void refused(struct ctx *cx, bool answer, const char *code)
{
    assert_false(answer);
    assert_string_equal(cx->fault.code, code);
    cx->fault = (struct fault){ 0 };
}

static void begin(struct ctx *cx)
{
    assert_true(books_firm(cx, 1));
    assert_true(date_parse("2026-03-31", &cx->today));
    cx->now = (struct instant){ 1774000000000 };
    assert_true(books_run_text(
        cx,
        "INSERT INTO member (firm, id, name, email, email_folded, role, language, state,"
        " created_at) VALUES (1, 1, 'Claire', 'c@x.fr', 'c@x.fr', 'admin', 'fr', 'active', 0),"
        " (1, 2, 'Hervé', 'h@x.fr', 'h@x.fr', 'accountant', 'fr', 'active', 0)"));
    cx->actor = 1;
}

static int64_t add_client(struct ctx *cx, const char *name, const char *siren)
{
    struct client client = { .name = name, .siren = siren, .state = "active" };

    assert_true(client_add(cx, &client));
    return client.id;
}

static int64_t ask(struct ctx *cx, const char *name, const char *siren)
{
    struct invitation asked = {
        .name = name, .siren = siren, .person = "Zoé Roux", .email = "zoe@roux.test"
    };

    assert_true(invitation_add(cx, &asked));
    return asked.id;
}

/* P-8: a SIRET typed as a SIREN is recognised and cut, and finds the client. */
static void test_siret(struct ctx *cx)
{
    begin(cx);
    int64_t client = add_client(cx, "Garage Roux", "732829320");
    int64_t id = ask(cx, "Roux et fils", "732 829 320 00074");
    struct acceptance blind = { 0 }, chosen = { .client = client };
    struct invitation invitation;
    struct contact_role *people;
    size_t count;

    assert_true(invitation_find(cx, id, &invitation));
    assert_string_equal(invitation.siren, "732829320");
    refused(cx, invitation_accept(cx, id, &blind), "INVITATION-DOUBLON");
    assert_true(invitation_accept(cx, id, &chosen));
    assert_true(contact_of_client(cx, client, &people, &count) && count == 1);
    assert_string_equal(people[0].person.email, "zoe@roux.test");
    assert_true(invitation_find(cx, id, &invitation));
    assert_int_equal(invitation.state, INVITATION_ACCEPTED);
    assert_int_equal(invitation.client, client);
    assert_string_equal(invitation.decided_by_name, "Claire");
    refused(cx, invitation_refuse(cx, id, "trop tard", false), "INVITATION-DECIDEE");
}

/* P-8: by SIREN, then name, then address; each client once. */
static void test_duplicates(struct ctx *cx)
{
    struct duplicate *list;
    size_t count;

    begin(cx);
    int64_t by_name = add_client(cx, "L'Œnothèque", "");
    int64_t by_siren = add_client(cx, "Autre nom", "732829320");
    int64_t by_email = add_client(cx, "Encore", "");
    struct contact person = { .name = "Zoé", .email = "ZOE@roux.test" };
    assert_true(contact_add(cx, &person));
    assert_true(
        contact_join(cx, &(struct contact_role){ .client = by_email, .contact = person.id }));
    assert_true(
        contact_join(cx, &(struct contact_role){ .client = by_siren, .contact = person.id }));
    const struct likeness likeness = { "732829320", "L’OENOTHÈQUE", "zoe@roux.test" };
    assert_true(duplicate_list(cx, &likeness, &list, &count));
    assert_int_equal(count, 3);
    assert_int_equal(list[0].client, by_siren);
    assert_int_equal(list[1].client, by_name);
    assert_int_equal(list[2].client, by_email);
    assert_int_equal(list[2].reason, DUPLICATE_EMAIL);
    assert_true(books_run_text(cx, "UPDATE client SET is_confidential = 1 WHERE id = 2"));
    assert_true(duplicate_list(cx, &likeness, &list, &count));
    assert_int_equal(count, 2); /* P-9: not told to who may not see it */
}

static void test_accept(struct ctx *cx)
{
    struct acceptance acceptance = { 0 };
    struct client client;
    struct life_step *steps;
    size_t count;
    int64_t waiting;

    begin(cx);
    int64_t id = ask(cx, "Boulangerie Roux", "732829320");
    assert_true(invitation_count(cx, &waiting) && waiting == 1);
    assert_true(invitation_accept(cx, id, &acceptance));
    assert_true(client_find(cx, acceptance.client, &client));
    assert_string_equal(client.state, "onboarding");
    assert_true(life_list(cx, client.id, &steps, &count) && count == 2);
    assert_true(invitation_count(cx, &waiting) && waiting == 0);
    /* The same again is another one only when that is said. */
    id = ask(cx, "Boulangerie Roux", "");
    acceptance = (struct acceptance){ 0 };
    refused(cx, invitation_accept(cx, id, &acceptance), "INVITATION-DOUBLON");
    acceptance.is_another = true;
    assert_true(invitation_accept(cx, id, &acceptance));
    assert_true(acceptance.client != client.id);
}

/* Some at a time, however many asked within one instant. */
static void test_pages(struct ctx *cx)
{
    struct invitation_place place = { .is_waiting = true, .limit = 2 };
    struct invitation *list;
    size_t count;

    begin(cx);
    (void)ask(cx, "Alpha", "");
    (void)ask(cx, "Beta", "");
    int64_t last = ask(cx, "Gamma", "");
    assert_true(invitation_list(cx, &place, &list, &count) && count == 2);
    place.asked_at = list[1].asked_at;
    place.after = list[1].id;
    assert_true(invitation_list(cx, &place, &list, &count) && count == 1);
    assert_int_equal(list[0].id, last);
}

static void test_refuse(struct ctx *cx)
{
    const struct invitation_place waiting = { .is_waiting = true, .limit = 10 };
    const struct invitation_place decided = { .limit = 10 };
    struct invitation *list;
    size_t count;

    begin(cx);
    int64_t id = ask(cx, "Boulangerie Roux", "");
    refused(cx, invitation_refuse(cx, id, " ", false), "INVITATION-MOTIF");
    assert_true(invitation_refuse(cx, id, "hors de notre région", false));
    assert_true(invitation_list(cx, &waiting, &list, &count) && count == 0);
    assert_true(invitation_list(cx, &decided, &list, &count) && count == 1);
    assert_string_equal(list[0].reason, "hors de notre région");
    refused(cx, invitation_find(cx, 99, list), "INVITATION-ABSENTE");
    refused(cx, invitation_add(cx, &(struct invitation){ .name = "A", .siren = "732829321" }),
            "SIREN");
    refused(cx, invitation_add(cx, &(struct invitation){ .name = "A" }), "CONTACT-NOM");
}

static int64_t number(struct ctx *cx, const char *sql)
{
    int64_t found = -1;

    assert_true(books_number(cx, sql, &found));
    return found;
}

/* P-8: the page is there while it is open, at its newest address alone. */
static void test_page(struct ctx *cx)
{
    struct invitation_page page, newer;

    begin(cx);
    assert_true(invitation_page_find(cx, &page) && !page.is_open && !*page.key);
    refused(cx, invitation_page_check(cx, ""), "PAGE-ABSENTE");
    assert_true(invitation_page_set(cx, true, false) && invitation_page_find(cx, &page));
    assert_true(page.is_open && strlen(page.key) == 22);
    assert_true(invitation_page_check(cx, page.key));
    assert_true(invitation_page_set(cx, false, false));
    refused(cx, invitation_page_check(cx, page.key), "PAGE-ABSENTE");
    assert_true(invitation_page_set(cx, true, false) && invitation_page_check(cx, page.key));
    assert_true(invitation_page_set(cx, true, true) && invitation_page_find(cx, &newer));
    refused(cx, invitation_page_check(cx, page.key), "PAGE-ABSENTE");
    assert_true(invitation_page_check(cx, newer.key));
}

static bool page_ask(struct ctx *cx, const char *name, const char *siren)
{
    struct invitation asked = {
        .name = name, .siren = siren, .person = "Zoé", .email = "zoe@roux.test", .language = "en"
    };

    return invitation_page_ask(cx, &asked);
}

/* P-8: what waits is not doubled; what the firm has is not told; there is an end to it. */
static void test_page_ask(struct ctx *cx)
{
    begin(cx);
    (void)add_client(cx, "Garage Roux", "732829320");
    assert_true(page_ask(cx, "Garage Roux", "732 829 320 00074"));
    assert_true(page_ask(cx, "Garage Roux", "732829320"));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM invitation"), 1);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM invitation WHERE siren = '732829320'"
                            " AND language = 'en' AND consented_at = 1774000000000"),
                     1);
    for (int i = 1; i < INVITATION_PAGE_WAITING; i++)
        assert_true(page_ask(cx, arena_format(cx->arena, "Société %d", i), ""));
    refused(cx, page_ask(cx, "Une de trop", ""), "INVITATIONS-PLEINES");
    assert_true(page_ask(cx, "Garage Roux", "732829320"));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM invitation"), INVITATION_PAGE_WAITING);
}

static const struct json *word_mail(struct ctx *cx, int64_t invitation)
{
    const struct wording wording = { .person = invitation };
    struct json *model = json_map(cx->arena);

    assert_true(invitation_kind.word(cx, &wording, model));
    return model;
}

static const char *words_of(const struct json *model, const char *map, const char *key)
{
    const char *text = json_text(json_get(json_get(model, map), key));

    return text ? text : "";
}

/* P-8: who asked is told the way into the space, or the reason, when the firm wants so. */
static void test_tell(struct ctx *cx)
{
    struct acceptance acceptance = { .tells = true };
    struct invitation silent = { .name = "Sans adresse", .person = "Luc" };
    struct debtor debtor = { 0 };

    begin(cx);
    int64_t accepted = ask(cx, "Boulangerie Roux", ""), turned_down = ask(cx, "Autre", "");
    assert_true(invitation_add(cx, &silent));
    assert_true(invitation_accept(cx, accepted, &acceptance));
    assert_true(invitation_refuse(cx, turned_down, "hors de notre région", true));
    assert_true(invitation_refuse(cx, silent.id, "personne ne répond", true));
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM message m JOIN invitation i ON i.firm = m.firm"
                            " AND i.message = m.id AND i.id = m.person WHERE m.kind = 'invitation'"
                            " AND m.recipient = 'zoe@roux.test' AND m.is_apart = 1"
                            " AND m.state = 'due'"),
                     2);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM message"), 2);
    debtor.id = turned_down;
    assert_true(invitation_kind.debtors(cx, &debtor, 1));
    assert_string_equal(debtor.address, "zoe@roux.test");
    assert_string_equal(words_of(word_mail(cx, turned_down), "refused", "reason"),
                        "hors de notre région");
    const struct json *model = word_mail(cx, accepted);
    assert_non_null(strstr(words_of(model, "accepted", "space_url"), "/espace/connexion"));
    assert_null(json_get(model, "refused"));
}

/* P-10: marked, never activated nor counted, resettable. */
static void test_tester(struct ctx *cx)
{
    int64_t mine, again, made, counted;
    struct client client;

    begin(cx);
    assert_true(tester_make(cx, 1, &mine) && tester_make(cx, 1, &again) && mine == again);
    assert_true(client_find(cx, mine, &client));
    assert_int_equal(client.tester, 1);
    refused(cx, life_move(cx, mine, CLIENT_ACTIVE, ""), "DOSSIER-ESSAI");
    refused(cx, life_return(cx, mine, CLIENT_INVITED, ""), "DOSSIER-ESSAI");
    cx->actor = 0;
    assert_true(client_count(cx, &counted) && counted == 0);
    assert_true(tester_reset(cx, 1, &again) && again != mine);
    assert_true(tester_find(cx, 1, &mine) && mine == again);
    assert_true(tester_make_all(cx, &made) && made == 1);
    assert_true(tester_make_all(cx, &made) && made == 0);
}

static bool debtors(struct ctx *cx, struct debtor *list, size_t count)
{
    (void)cx;
    for (size_t i = 0; i < count; i++) {
        list[i].balance.cents = 5000;
        list[i].address = "x@x.test";
    }
    return true;
}

static bool word(struct ctx *cx, const struct wording *wording, struct json *model)
{
    (void)cx, (void)wording, (void)model;
    return true;
}

static const struct chase_kind task_kind = {
    .name = "task", .mail = "", .debtors = debtors, .word = word
};

static void owe(struct ctx *cx, int64_t subject, int64_t client)
{
    struct rules rules;
    struct obligation owed = { .kind = "task",
                               .subject = subject,
                               .client = client,
                               .person = subject,
                               .due = { cx->today.day - 20 },
                               .owed = { 5000 } };

    assert_true(rules_load(cx, &task_kind, &rules));
    assert_true(store_begin(cx) && store_end(cx, chase_open(cx, &rules, &owed, 1)));
}

/* P-10: nothing of a test dossier leaves: the chase does not see it. */
static void test_silent(struct ctx *cx)
{
    struct reach reach = { .until = { 0 }, .held_too = true, .limit = 10 };
    struct party *parties, party;
    struct round round;
    size_t count;
    int64_t test;

    begin(cx);
    int64_t real = add_client(cx, "Vrai", "");
    assert_true(tester_make(cx, 1, &test));
    assert_true(store_begin(cx) && store_end(cx, rules_seed(cx, "task", "Tâches")));
    owe(cx, 1, real);
    owe(cx, 2, test);
    reach.until.day = cx->today.day + 400;
    assert_true(party_list(cx, &task_kind, &reach, &parties, &count));
    assert_int_equal(count, 1);
    assert_int_equal(parties[0].debtor.client, real);
    assert_true(party_find(cx, &task_kind, test, 2, &party));
    assert_int_equal(party.count, 0);
    assert_true(chase_round(cx, &task_kind, &round));
    assert_true(books_number(cx, "SELECT COUNT(*) FROM reminder WHERE subject = 2", &test));
    assert_int_equal(test, 0);
    assert_true(books_number(cx, "SELECT COUNT(*) FROM reminder WHERE subject = 1", &test));
    assert_true(test > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_siret),    BOOKS_EACH(test_duplicates), BOOKS_EACH(test_accept),
        BOOKS_EACH(test_pages),    BOOKS_EACH(test_refuse),     BOOKS_EACH(test_page),
        BOOKS_EACH(test_page_ask), BOOKS_EACH(test_tell),       BOOKS_EACH(test_tester),
        BOOKS_EACH(test_silent),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
