/* P-4: a client without any address gives a task to obtain one, however it came to have none. */
#include "worker/obtain.h"

#include "client/assignment.h"
#include "client/client.h"
#include "client/contact.h"
#include "client/test_roster.h"
#include "task/work.h"

static const char OPEN[] = "SELECT COUNT(*) FROM task WHERE state = 'todo' AND owner = 1"
                           " AND title = 'Obtenir une adresse e-mail qui fonctionne'";

static void look(struct ctx *cx, int64_t asked, int64_t settled)
{
    struct obtained obtained;

    assert_true(obtain_run(cx, &obtained));
    assert_int_equal(obtained.asked, asked);
    assert_int_equal(obtained.settled, settled);
}

/* Held by the first member. */
static int64_t add_client(struct ctx *cx, const char *code)
{
    struct client client = { .code = code, .name = code, .language = "fr", .state = "active" };
    struct assignment holder = { .member = 1, .function = ASSIGNMENT_HOLDER };

    assert_true(client_add(cx, &client));
    holder.client = client.id;
    assert_true(assignment_add(cx, &holder));
    return client.id;
}

static struct contact add_person(struct ctx *cx, int64_t client, const char *email)
{
    struct contact person = { .name = "Anne", .email = email, .phone = "", .language = "fr" };
    struct contact_role role = { .client = client, .is_legal = true, .is_main = true };

    assert_true(contact_add(cx, &person));
    role.contact = person.id;
    assert_true(contact_join(cx, &role));
    return person;
}

/* Added without anybody: once, whoever looks how often; done when an address comes. */
static void test_added(struct ctx *cx)
{
    begin(cx);
    int64_t client = add_client(cx, "A");
    look(cx, 1, 0);
    look(cx, 0, 0);
    assert_int_equal(number(cx, OPEN), 1);
    assert_int_equal(
        number(cx, "SELECT COUNT(*) FROM obligation WHERE kind = 'task' AND state = 'open'"), 1);
    (void)add_person(cx, client, "");
    look(cx, 0, 0);
    (void)add_person(cx, client, "anne@a.example");
    look(cx, 0, 1);
    look(cx, 0, 0);
    assert_int_equal(number(cx, OPEN), 0);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM task WHERE state = 'done'"), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM obligation WHERE state = 'open'"), 0);
}

/* Its address is taken away, or the person who had one. */
static void test_edited(struct ctx *cx)
{
    begin(cx);
    int64_t client = add_client(cx, "A");
    struct contact anne = add_person(cx, client, "anne@a.example");
    look(cx, 0, 0);
    anne.email = "";
    assert_true(contact_save(cx, &anne));
    look(cx, 1, 0);
    anne.email = "anne@a.example";
    assert_true(contact_save(cx, &anne));
    look(cx, 0, 1);
    assert_true(contact_leave(cx, client, anne.id));
    look(cx, 1, 0);
    assert_int_equal(number(cx, OPEN), 1);
}

/* Of a file: who has an address is let be, and so is a client that nobody holds. */
static void test_imported(struct ctx *cx)
{
    static const char *const rows[][CELLS] = {
        { "Code dossier", "Raison sociale", "SIREN", "Représentant légal", "E-mail",
          "Collaborateur" },
        { "D001", "Boulangerie", "732829320", "Jeanne Roy", "jeanne@b.example", "m.durand" },
        { "D002", "Garage", "552100554", "Luc Perrin", "", "m.durand" },
        { "D003", "Librairie", "", "", "", "" },
    };
    struct roster_file file;
    bool is_stale;
    int64_t id;

    begin(cx);
    file = file_of(cx, ROSTER_CLIENTS, rows, COUNT_OF(rows));
    assert_true(roster_import_add(cx, ROSTER_CLIENTS, &file, &id));
    assert_true(roster_import_do(cx, id, NULL, &is_stale) && !is_stale);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client"), 3);
    look(cx, 1, 0);
    assert_int_equal(number(cx,
                            "SELECT COUNT(*) FROM task t JOIN client c ON c.firm = t.firm"
                            " AND c.id = t.client WHERE c.code = 'D002'"),
                     1);
}

/* More than one transaction holds. */
static void test_many(struct ctx *cx)
{
    enum { MANY = 1100 };

    begin(cx);
    for (int i = 0; i < MANY; i++)
        (void)add_client(cx, arena_format(cx->arena, "N%d", i));
    look(cx, MANY, 0);
    assert_int_equal(number(cx, OPEN), MANY);
}

/* Nobody is asked again for what somebody gave up, nor for a client that is gone. */
static void test_let_be(struct ctx *cx)
{
    begin(cx);
    (void)add_client(cx, "A");
    int64_t gone = add_client(cx, "B");
    assert_true(books_run_text(cx,
                               arena_format(cx->arena,
                                            "UPDATE client SET state = 'archived'"
                                            " WHERE id = %lld",
                                            (long long)gone)));
    look(cx, 1, 0);
    assert_true(task_move(cx, number(cx, "SELECT MAX(id) FROM task"), TASK_DROPPED));
    look(cx, 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_added), BOOKS_EACH(test_edited), BOOKS_EACH(test_imported),
        BOOKS_EACH(test_many),  BOOKS_EACH(test_let_be),
    };

    return cmocka_run_group_tests_name("obtain", tests, NULL, NULL);
}
