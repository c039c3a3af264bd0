/* P-2 to P-5 and P-7: people, addresses, assignments and the steps of a client's life. */
#include "client/assignment.h"
#include "client/change.h"
#include "client/client.h"
#include "client/contact.h"
#include "client/life.h"
#include "client/tag.h"
#include "client/team.h"
#include "store/test_books.h"

enum { CLAIRE = 1, HERVE, GONE };

static void add_member(struct ctx *cx, int id, const char *state)
{
    assert_true(books_run_text(
        cx,
        arena_format(cx->arena,
                     "INSERT INTO member (firm, id, name, email, email_folded, role, language,"
                     " state, created_at) VALUES (1, %d, 'M%d', 'm%d@x.fr', 'm%d@x.fr',"
                     " 'admin', 'fr', '%s', 0)",
                     id, id, id, id, state)));
}

static int64_t add_client(struct ctx *cx, const char *name, const char *state)
{
    struct client client = { .name = name, .state = state };

    assert_true(client_add(cx, &client));
    return client.id;
}

static int64_t begin(struct ctx *cx)
{
    assert_true(books_firm(cx, 1));
    assert_true(date_parse("2026-03-31", &cx->today));
    cx->now = (struct instant){ 1774000000000 };
    add_member(cx, CLAIRE, "active");
    add_member(cx, HERVE, "active");
    add_member(cx, GONE, "archived");
    cx->actor = CLAIRE;
    return add_client(cx, "A", "invited");
}

static int64_t add_person(struct ctx *cx, const char *name, const char *email)
{
    struct contact contact = { .name = name, .email = email };

    assert_true(contact_add(cx, &contact));
    return contact.id;
}

static void refused(struct ctx *cx, bool answer, const char *code)
{
    assert_false(answer);
    assert_string_equal(cx->fault.code, code);
    cx->fault = (struct fault){ 0 };
}

static const char *state_of(struct ctx *cx, int64_t client)
{
    struct client found;

    assert_true(client_find(cx, client, &found));
    return found.state;
}

/* P-7: onwards one by one; each step dated, by whom; what is undone is one more step. */
static void test_life(struct ctx *cx)
{
    int64_t client = begin(cx), contact = add_person(cx, "Hélène Martin", "helene@martin.test");
    struct contact_role role = { .client = client, .contact = contact, .is_legal = true };
    struct life_step *steps;
    size_t count;

    assert_true(contact_join(cx, &role));
    refused(cx, life_move(cx, client, CLIENT_ACTIVE, ""), "CLIENT-ETAPE");
    assert_true(life_move(cx, client, CLIENT_ONBOARDING, ""));
    assert_true(life_move(cx, client, CLIENT_ACTIVE, "vérifié"));
    refused(cx, life_move(cx, client, CLIENT_ARCHIVED, ""), "CLIENT-ETAPE");
    assert_true(life_move(cx, client, CLIENT_LEAVING, ""));
    cx->actor = HERVE;
    assert_true(life_move(cx, client, CLIENT_ARCHIVED, "parti"));
    assert_string_equal(state_of(cx, client), "archived");
    refused(cx, life_return(cx, client, CLIENT_ARCHIVED, ""), "CLIENT-ETAPE");
    assert_true(life_return(cx, client, CLIENT_ACTIVE, "annulé"));
    assert_string_equal(state_of(cx, client), "active");
    assert_true(life_list(cx, client, &steps, &count));
    assert_int_equal(count, 6);
    assert_int_equal(steps[0].state, CLIENT_INVITED);
    assert_int_equal(steps[4].by, HERVE);
    assert_string_equal(steps[4].by_name, "M2");
    assert_string_equal(steps[4].reason, "parti");
    assert_int_equal(steps[4].at.ms, cx->now.ms);
    refused(cx, life_return(cx, add_client(cx, "B", "active"), CLIENT_INVITED, ""), "CLIENT-ETAPE");
}

/* P-3: no activation without a legal representative as main contact; the fault names the form. */
static void test_legal(struct ctx *cx)
{
    int64_t client = begin(cx), contact = add_person(cx, "Paul Roux", "paul@roux.test");
    struct contact_role role = { .client = client, .contact = contact, .is_finance = true };
    const char *obstacle;

    assert_true(contact_join(cx, &role));
    assert_true(life_move(cx, client, CLIENT_ONBOARDING, ""));
    assert_true(life_obstacle(cx, client, CLIENT_ACTIVE, &obstacle));
    assert_string_equal(obstacle, "CLIENT-REPRESENTANT");
    assert_false(life_move(cx, client, CLIENT_ACTIVE, ""));
    assert_string_equal(cx->fault.code, "CLIENT-REPRESENTANT");
    assert_string_equal(fault_arg(&cx->fault, "path"), "/clients/1/contacts/nouveau");
    cx->fault = (struct fault){ 0 };
    role.is_main = true;
    refused(cx, contact_join(cx, &role), "CONTACT-PRINCIPAL");
    role.is_legal = true;
    assert_true(contact_join(cx, &role));
    assert_true(life_move(cx, client, CLIENT_ACTIVE, ""));
}

/* P-3: several legal representatives, one of them the main contact. */
static void test_main(struct ctx *cx)
{
    int64_t client = begin(cx), first = add_person(cx, "Z", ""), second = add_person(cx, "Y", "");
    struct contact_role *roles;
    size_t count;

    assert_true(contact_join(
        cx, &(struct contact_role){ .client = client, .contact = first, .is_legal = true }));
    assert_true(contact_join(
        cx, &(struct contact_role){ .client = client, .contact = second, .is_legal = true }));
    assert_true(contact_of_client(cx, client, &roles, &count));
    assert_int_equal(count, 2);
    assert_int_equal(roles[0].contact, first);
    assert_true(roles[0].is_main && !roles[1].is_main);
    assert_true(
        contact_join(cx,
                     &(struct contact_role){
                         .client = client, .contact = second, .is_legal = true, .is_main = true }));
    assert_true(contact_of_client(cx, client, &roles, &count));
    assert_int_equal(roles[0].contact, second);
    assert_false(roles[1].is_main);
    assert_true(contact_leave(cx, client, second));
    assert_true(contact_of_client(cx, client, &roles, &count));
    assert_int_equal(count, 1);
    assert_true(roles[0].is_main);
    refused(cx, contact_leave(cx, client, second), "CONTACT-ABSENT");
}

/* P-4: no usable address, no onboarding; a bounce keeps the server's words. */
static void test_address(struct ctx *cx)
{
    int64_t client = begin(cx), person = add_person(cx, "Zoé", "zoe@x.test");
    struct contact contact;

    refused(cx, life_move(cx, client, CLIENT_ONBOARDING, ""), "CLIENT-SANS-EMAIL");
    assert_true(contact_join(cx, &(struct contact_role){ .client = client, .contact = person }));
    assert_true(contact_bounce(cx, "ZOE@x.test", "550 5.1.1 no such user"));
    assert_true(contact_find(cx, person, &contact));
    assert_string_equal(contact.email_state, "bounced");
    assert_string_equal(contact.email_said, "550 5.1.1 no such user");
    assert_int_equal(contact.email_at.ms, cx->now.ms);
    refused(cx, life_move(cx, client, CLIENT_ONBOARDING, ""), "CLIENT-SANS-EMAIL");
    contact.name = "Zoé Le Goff";
    assert_true(contact_save(cx, &contact)); /* the same address is no better for another name */
    assert_string_equal(contact.email_state, "bounced");
    contact.email = "zoe.legoff@x.test";
    assert_true(contact_save(cx, &contact));
    assert_string_equal(contact.email_state, "ok");
    assert_string_equal(contact.email_said, "");
    assert_true(life_move(cx, client, CLIENT_ONBOARDING, ""));
    contact.email = "";
    assert_true(contact_save(cx, &contact));
    assert_string_equal(contact.email_state, "missing");
}

/* P-2: one address is one person, compared without case; a person may be at several clients. */
static void test_person(struct ctx *cx)
{
    int64_t first = begin(cx), second = add_client(cx, "B", "active");
    int64_t person = add_person(cx, "Zoé", "Zoe@X.test"), last, now;
    struct contact other = { .name = "Autre", .email = "zoe@x.TEST" }, found;
    struct contact_role *roles;
    size_t count;

    refused(cx, contact_add(cx, &other), "CONTACT-EXISTE");
    refused(cx, contact_add(cx, &(struct contact){ .name = " " }), "CONTACT-NOM");
    assert_true(contact_find_by_email(cx, "ZOE@x.test", &found));
    assert_int_equal(found.id, person);
    assert_true(add_person(cx, "Sans", "") != add_person(cx, "Sans aussi", ""));
    assert_true(contact_join(cx, &(struct contact_role){ .client = first, .contact = person }));
    assert_true(contact_join(cx, &(struct contact_role){ .client = second, .contact = person }));
    assert_true(contact_clients(cx, person, &roles, &count));
    assert_int_equal(count, 2);
    assert_string_equal(roles[1].client_name, "B");
    assert_true(client_last_change(cx, &last));
    assert_true(contact_save(cx, &found));
    assert_true(client_last_change(cx, &now));
    assert_int_equal(now, last + 2); /* both clients show the person */
}

/* P-9: what a person is at a confidential client is told to those assigned to it alone. */
static void test_wall(struct ctx *cx)
{
    int64_t first = begin(cx), hidden = add_client(cx, "Secret", "active");
    int64_t person = add_person(cx, "Zoé", "zoe@x.test");
    struct client client;
    struct contact_role *roles;
    struct assignment *assignments;
    size_t count;

    assert_true(client_find(cx, hidden, &client));
    client.is_confidential = true;
    assert_true(client_save(cx, &client));
    assert_true(contact_join(cx, &(struct contact_role){ .client = first, .contact = person }));
    assert_true(contact_join(cx, &(struct contact_role){ .client = hidden, .contact = person }));
    assert_true(assignment_add(cx, &(struct assignment){ .client = hidden, .member = HERVE }));
    assert_true(tag_set(cx, hidden, "fusion"));
    const char *const *tags;
    assert_true(contact_clients(cx, person, &roles, &count) && count == 1);
    assert_true(assignment_of_member(cx, HERVE, cx->today, &assignments, &count) && count == 0);
    assert_true(tag_list_all(cx, &tags) && !tags[0]);
    cx->actor = HERVE;
    assert_true(contact_clients(cx, person, &roles, &count) && count == 2);
    assert_true(assignment_of_member(cx, HERVE, cx->today, &assignments, &count) && count == 1);
    assert_true(tag_list_all(cx, &tags) && tags[0]);
}

static const char *obstacle(struct ctx *cx, int64_t client, struct team_step step)
{
    const char *found;

    assert_true(team_obstacle(cx, client, &(struct team_steps){ &step, 1 }, &found));
    return found;
}

/* P-9: another who works there today alone does not hold it tomorrow. */
static void assert_last(struct ctx *cx, const struct assignment *held)
{
    const struct date before = { cx->today.day - 1 };
    bool lapses;

    assert_string_equal(
        obstacle(cx, held->client, (struct team_step){ held->id, TEAM_ENDS, cx->today }), "");
    assert_true(books_run_text(cx, "UPDATE client SET is_confidential = 1"));
    assert_string_equal(
        obstacle(cx, held->client, (struct team_step){ held->id, TEAM_ENDS, before }),
        "AFFECTATION-DERNIERE");
    assert_string_equal(
        obstacle(cx, held->client, (struct team_step){ .assignment = held->id, .fate = TEAM_GOES }),
        "AFFECTATION-DERNIERE");
    assert_string_equal(
        obstacle(cx, held->client,
                 (struct team_step){ .assignment = held->id, .fate = TEAM_RETURNS }),
        "");
    assert_true(team_lapses(cx, held->client, &(struct team_steps){ 0 }, &lapses) && !lapses);
}

/* P-5: functions and dates; one holder at a time. */
static void test_assignment(struct ctx *cx)
{
    int64_t client = begin(cx), member;
    struct assignment claire = { .client = client, .member = CLAIRE }, herve = claire, *list;
    size_t count;

    assert_true(assignment_add(cx, &claire));
    refused(cx, assignment_add(cx, &claire), "AFFECTATION-DEJA");
    herve.member = GONE;
    refused(cx, assignment_add(cx, &herve), "MEMBRE-ABSENT");
    herve.member = HERVE;
    herve.first = (struct date){ cx->today.day + 10 };
    assert_true(assignment_add(cx, &herve));
    assert_int_equal(herve.replaced, claire.id);
    assert_true(assignment_holder(cx, client, &member) && member == CLAIRE);
    cx->today.day += 10;
    assert_true(assignment_holder(cx, client, &member) && member == HERVE);
    assert_true(assignment_remove(cx, herve.id) && assignment_reopen(cx, claire.id));
    assert_true(assignment_holder(cx, client, &member) && member == CLAIRE);
    herve.function = ASSIGNMENT_REVIEWER;
    assert_true(assignment_add(cx, &herve));
    assert_int_equal(herve.replaced, 0);
    assert_true(assignment_of_client(cx, client, cx->today, &list, &count) && count == 2);
    assert_int_equal(list[0].function, ASSIGNMENT_HOLDER);
    refused(cx, assignment_end(cx, herve.id, (struct date){ 0 }), "AFFECTATION-FIN");
    assert_true(assignment_end(cx, herve.id, cx->today));
    assert_last(cx, &claire);
    cx->today.day++;
    assert_true(assignment_of_client(cx, client, cx->today, &list, &count) && count == 1);
    assert_true(assignment_history(cx, client, &list, &count) && count == 2);
}

/* P-6: a client is written whole, its code given when it has none, taken by one alone. */
static void test_fields(struct ctx *cx)
{
    struct client found,
        client = { .name = "Œuvre",
                   .siret = "73282932000074",
                   .state = "active",
                   .year_ends = "30/06",
                   .entries = 1200,
                   .headcount = 4,
                   .vat_regime = "monthly",
                   .has_payroll = true,
                   .basis = "cash",
                   .plan = "Sérénité",
                   .sector = "BTP",
                   .is_historic = true };

    begin(cx);
    assert_true(client_add(cx, &client));
    assert_true(client_find(cx, client.id, &found));
    assert_string_equal(found.code, "D00002"); /* P-9: never its SIREN */
    assert_string_equal(found.vat_number, "FR44732829320");
    assert_string_equal(found.year_ends, "06-30");
    assert_string_equal(found.basis, "cash");
    assert_string_equal(found.plan, "Sérénité");
    assert_int_equal(found.entries, 1200);
    assert_true(found.has_payroll && found.is_historic && !found.is_confidential);
    assert_true(found.changed > 0);
    found.code = "D00001";
    refused(cx, client_save(cx, &found), "CLIENT-CODE");
    found.code = "M1";
    found.headcount = 5;
    assert_true(client_save(cx, &found));
    assert_true(client_find_by_code(cx, "M1", &found) && found.headcount == 5);
    found.siren = "732829321";
    refused(cx, client_save(cx, &found), "SIREN");
}

static void test_tags(struct ctx *cx)
{
    int64_t client = begin(cx);
    const char *const *tags;

    assert_true(tag_set(cx, client, " BTP ; prioritaire, BTP,"));
    assert_true(tag_add(cx, client, "PME") && tag_add(cx, client, "PME"));
    assert_true(tag_remove(cx, client, "prioritaire"));
    assert_true(tag_list(cx, client, &tags));
    assert_string_equal(tags[0], "BTP");
    assert_string_equal(tags[1], "PME");
    assert_null(tags[2]);
    refused(cx, tag_set(cx, client, "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u"),
            "CLIENT-ETIQUETTES");
    assert_true(tag_list(cx, client, &tags) && tags[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_life),    BOOKS_EACH(test_legal),      BOOKS_EACH(test_main),
        BOOKS_EACH(test_address), BOOKS_EACH(test_person),     BOOKS_EACH(test_wall),
        BOOKS_EACH(test_fields),  BOOKS_EACH(test_assignment), BOOKS_EACH(test_tags),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
