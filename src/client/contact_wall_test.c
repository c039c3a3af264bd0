/* P-9, P-2: the address of a person of a confidential client opens nothing of them. */
#include "client/contact_wall.h"

#include "client/assignment.h"
#include "client/client.h"
#include "client/invitation.h"
#include "client/test_roster.h"

enum { OUTSIDE = 1, HOLDER };

/* Somebody of a confidential client whose holder is HOLDER, and a client that all see. */
struct hidden {
    int64_t person, client, open;
};

static int64_t add_client(struct ctx *cx, const char *code, bool is_confidential)
{
    struct client client = { .code = code,
                             .name = code,
                             .siren = "",
                             .language = "fr",
                             .state = "active",
                             .is_confidential = is_confidential };

    assert_true(client_add(cx, &client));
    return client.id;
}

static void join(struct ctx *cx, int64_t client, int64_t person)
{
    assert_true(contact_join(cx, &(struct contact_role){ .client = client, .contact = person }));
}

static struct hidden begin_hidden(struct ctx *cx)
{
    struct contact person = { .name = "Maël Schmitt", .email = "mael@x.example", .phone = "0600" };
    struct hidden hidden;

    begin(cx);
    assert_true(books_run_text(
        cx,
        "INSERT INTO member (firm, id, name, email, email_folded, role, language, state,"
        " created_at) VALUES (1, 2, 'Hervé', 'h@x.fr', 'h@x.fr', 'admin', 'fr', 'active', 0)"));
    cx->actor = HOLDER;
    hidden.client = add_client(cx, "X", true);
    assert_true(
        assignment_add(cx, &(struct assignment){ .client = hidden.client, .member = HOLDER }));
    assert_true(contact_add(cx, &person));
    hidden.person = person.id;
    join(cx, hidden.client, person.id);
    cx->actor = OUTSIDE;
    hidden.open = add_client(cx, "A", false);
    return hidden;
}

/* Nothing of the hidden person was told. */
static void refused(struct ctx *cx, bool answer, const char *code)
{
    assert_false(answer);
    assert_string_equal(cx->fault.code, code);
    assert_string_equal(fault_arg(&cx->fault, "name"), "");
    assert_string_equal(fault_arg(&cx->fault, "contact"), "");
    cx->fault = (struct fault){ 0 };
}

static int64_t roles_of(struct ctx *cx)
{
    return number(cx,
                  "SELECT COUNT(*) FROM client_contact l JOIN contact p ON p.id = l.contact"
                  " WHERE p.email_folded = 'mael@x.example'");
}

static void test_address(struct ctx *cx)
{
    const struct hidden hidden = begin_hidden(cx);
    struct contact added = { .name = "Autre", .email = "MAEL@x.example" };
    struct contact other = { .name = "Autre", .email = "autre@x.example" };

    refused(cx, contact_add(cx, &added), "CONTACT-RESERVE");
    assert_true(contact_add(cx, &other));
    join(cx, hidden.open, other.id);
    other.email = "mael@x.example";
    refused(cx, contact_save(cx, &other), "CONTACT-RESERVE");
    cx->actor = HOLDER;
    assert_false(contact_add(cx, &added));
    assert_string_equal(cx->fault.code, "CONTACT-EXISTE");
}

/* Whoever does not see all clients of a person changes nothing of what they are at all of them. */
static void test_change(struct ctx *cx)
{
    const struct hidden hidden = begin_hidden(cx);
    struct contact person;

    cx->actor = HOLDER;
    join(cx, hidden.open, hidden.person);
    cx->actor = OUTSIDE;
    assert_true(contact_find(cx, hidden.person, &person));
    assert_true(contact_save(cx, &person));
    person.email = "moi@x.example";
    refused(cx, contact_save(cx, &person), "CONTACT-PROTEGE");
    person.email = "mael@x.example";
    person.phone = "0700";
    refused(cx, contact_save(cx, &person), "CONTACT-PROTEGE");
    cx->actor = HOLDER;
    assert_true(contact_save(cx, &person));
    cx->actor = 0;
    person.name = "Maël";
    assert_true(contact_save(cx, &person));
    cx->actor = OUTSIDE;
    refused(cx, contact_look(cx, hidden.person), "CONTACT-PROTEGE");
    assert_true(contact_leave(cx, hidden.open, hidden.person));
    refused(cx, contact_look(cx, hidden.person), "CONTACT-ABSENT");
}

static void test_invitation(struct ctx *cx)
{
    struct invitation asked = {
        .name = "Neuf", .siren = "", .person = "Zoé Roux", .email = "mael@x.example"
    };
    struct acceptance acceptance = { 0 };
    const struct hidden hidden = begin_hidden(cx);

    assert_true(invitation_add(cx, &asked));
    refused(cx, invitation_accept(cx, asked.id, &acceptance), "CONTACT-RESERVE");
    acceptance.client = hidden.open;
    refused(cx, invitation_accept(cx, asked.id, &acceptance), "CONTACT-RESERVE");
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client"), 2);
    assert_int_equal(roles_of(cx), 1);
    cx->actor = HOLDER;
    assert_true(invitation_accept(cx, asked.id, &acceptance));
    assert_int_equal(roles_of(cx), 2);
}

static const char *const rows[][CELLS] = {
    { "Code dossier", "Raison sociale", "SIREN", "Représentant légal", "E-mail", "Offre" },
    { "N1", "Neuf", "", "Zoé Roux", "Mael@x.example", "" },
    { "A", "A", "", "Zoé Roux", "mael@x.example", "Or" },
    { "N2", "Deux", "", "Zoé Roux", "zoe@x.example", "" },
};

/* A row with the address is faulty, the others are written; nothing of the person is told, and
 * undone nobody hidden is left anywhere. */
static void test_import(struct ctx *cx)
{
    struct roster_import import;

    (void)begin_hidden(cx);
    int64_t id = take(cx, rows, COUNT_OF(rows), &import);
    assert_counts(&import, 1, 0, 0, 2);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM client_import_row WHERE notes LIKE"
                            " '%ROSTER-ADRESSE%'"),
                     2);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM client_import_row WHERE notes LIKE"
                            " '%Schmitt%'"),
                     0);
    write(cx, id);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client WHERE plan = 'Or'"), 0);
    assert_int_equal(roles_of(cx), 1);
    assert_true(roster_import_undo(cx, id, NULL));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client"), 2);
    assert_int_equal(roles_of(cx), 1);
}

static const char *const phones[][CELLS] = {
    { "Code dossier", "Raison sociale", "SIREN", "Représentant légal", "E-mail", "Téléphone" },
    { "A", "A", "", "Maël Schmitt", "mael@x.example", "0700" },
};
static const char *const same[][CELLS] = {
    { "Code dossier", "Raison sociale", "SIREN", "Représentant légal", "E-mail", "Téléphone" },
    { "A", "Autre A", "", "Maël Schmitt", "mael@x.example", "0600" },
};
static const char *const others[][CELLS] = {
    { "Code dossier", "Raison sociale", "SIREN", "Représentant légal", "E-mail", "Téléphone" },
    { "A", "A", "", "Zoé Roux", "zoe@x.example", "0700" },
};

/* The same of one whom a client that all see has, too: a row may repeat them, not change them. */
static void test_import_shared(struct ctx *cx)
{
    const struct hidden hidden = begin_hidden(cx);
    struct roster_import import;

    cx->actor = HOLDER;
    join(cx, hidden.open, hidden.person);
    cx->actor = OUTSIDE;
    (void)take(cx, phones, COUNT_OF(phones), &import);
    assert_counts(&import, 0, 0, 0, 1);
    write(cx, take(cx, same, COUNT_OF(same), &import));
    assert_counts(&import, 0, 1, 0, 0);
    write(cx, take(cx, others, COUNT_OF(others), &import));
    assert_counts(&import, 0, 1, 0, 0);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM contact WHERE phone = '0600'"), 1);
}

/* What a row wrote of a person who has a hidden client since stays: undoing does not change it. */
static void test_undo(struct ctx *cx)
{
    const struct hidden hidden = begin_hidden(cx);
    struct contact open = { .name = "Zoé Roux", .email = "zoe@x.example", .phone = "0600" };
    struct roster_import import;

    assert_true(contact_add(cx, &open));
    join(cx, hidden.open, open.id);
    int64_t id = take(cx, others, COUNT_OF(others), &import);
    write(cx, id);
    cx->actor = HOLDER;
    join(cx, hidden.client, open.id);
    cx->actor = OUTSIDE;
    assert_true(roster_import_undo(cx, id, NULL));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM contact WHERE phone = '0700'"), 1);
    assert_int_equal(number(cx, "SELECT kept_count FROM client_import"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_address), BOOKS_EACH(test_change),        BOOKS_EACH(test_invitation),
        BOOKS_EACH(test_import),  BOOKS_EACH(test_import_shared), BOOKS_EACH(test_undo),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
