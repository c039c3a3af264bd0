/* P-1, P-5, T-5, T-9: the pages of people: who may change what, and what comes of it. */
#include <string.h>

#include "app/test_desk.h"
#include "base/log.h"

static struct desk_door desk;

static const char LIST[] = "/cabinet/collaborateurs", NEW[] = "/cabinet/collaborateurs/nouveau",
                  KEN[] = "/cabinet/collaborateurs/2";

static void begin(void)
{
    desk_open(&desk);
    desk_sign_in(&desk, "admin@quitus.test");
}

static int64_t number(const char *sql)
{
    return desk_number(&desk, sql);
}

static int status_of(const char *path, const char *form)
{
    return desk_post(&desk, path, form).status;
}

static void run(const char *sql)
{
    assert_true(books_run_text(&desk.door.books.cx, sql));
}

/* What stands between a mark and a quote or tag. */
static const char *cut(const struct heard *heard, const char *mark)
{
    const char *at = strstr(heard->body, mark);

    assert_non_null(at);
    at += strlen(mark);
    return arena_text(desk.door.books.cx.arena, at, strcspn(at, "<\"& \n"));
}

/* T-5: accountants read, and change nothing but their own account. */
static void test_roles(void **state)
{
    (void)state;
    begin();
    desk_sign_in(&desk, "comptable@quitus.test");
    assert_int_equal(desk_get(&desk, LIST).status, 200);
    assert_int_equal(desk_get(&desk, KEN).status, 200);
    assert_int_equal(desk_get(&desk, NEW).status, 403);
    assert_int_equal(status_of(NEW, "name=Eve&email=e@q.test&role=admin&language=fr"), 403);
    assert_int_equal(status_of(KEN, "name=Ken&email=k@q.test&role=admin&language=fr"), 403);
    assert_int_equal(status_of("/cabinet/collaborateurs/1/archiver", "to=2"), 403);
    assert_int_equal(status_of("/cabinet/collaborateurs/1/lien", ""), 403);
    assert_int_equal(status_of("/cabinet/hubs", "name=Rennes"), 403);
    struct heard heard = desk_get(&desk, "/cabinet/collaborateurs/1");
    assert_false(heard_shows(&heard, "127.0.0.1")); /* where others are signed in is not theirs */
    assert_int_equal(number("SELECT COUNT(*) FROM member WHERE role = 'admin'"), 1);
    assert_int_equal(status_of("/mon-compte", "name=Ken+Ozu&language=en&deputy=1"), 303);
    assert_int_equal(number("SELECT COUNT(*) FROM member WHERE id = 2 AND deputy = 1"
                            " AND language = 'en' AND role = 'accountant'"),
                     1);
    desk_close(&desk);
}

/* The link leaves by mail and is shown once; with it, and no session, somebody chooses a password
 * and is in. */
static void test_invitation(void **state)
{
    (void)state;
    begin();
    struct heard heard =
        desk_post(&desk, NEW, "name=Eve+%3CB%3E&email=eve@quitus.test&role=accountant&language=fr");
    assert_int_equal(heard.status, 200);
    assert_true(heard_shows(&heard, "Eve &lt;B&gt;"));
    const char *path =
        arena_format(desk.door.books.cx.arena, "/bienvenue?key=%s", cut(&heard, "/bienvenue?key="));
    assert_true(heard_shows(&heard, "part par e-mail à eve@quitus.test"));
    assert_true(heard_shows(&heard, "/messages/1\""));
    heard = desk_get(&desk, "/messages/1");
    assert_true(heard.status == 200 && !heard_shows(&heard, "key=") && heard_shows(&heard, "Eve"));
    heard = desk_get(&desk, "/messages");
    assert_true(heard.status == 200 && heard_shows(&heard, "Lien d’accès"));
    assert_int_equal(number("SELECT COUNT(*) FROM member_link WHERE mail_hash IS NULL"), 1);
    heard = desk_get(&desk, LIST);
    assert_true(heard_shows(&heard, "Invité") && !heard_shows(&heard, "/bienvenue"));
    desk.lines = "";
    heard = door_get(&desk.door, path, "");
    assert_int_equal(heard.status, 200);
    assert_true(heard_shows(&heard, "eve@quitus.test"));
    heard = door_post(&desk.door, path, "", "password=azerty1234&password_again=azerty1234");
    assert_int_equal(heard.status, 400);
    heard = door_post(&desk.door, path, "", "password=une+longue+phrase&password_again=une+autre");
    assert_int_equal(heard.status, 400);
    static const char GOOD[] = "password=une+longue+phrase&password_again=une+longue+phrase";
    assert_int_equal(door_post(&desk.door, path, "", GOOD).status, 303);
    assert_int_equal(door_get(&desk.door, path, "").status, 404);
    assert_int_equal(door_post(&desk.door, path, "", GOOD).status, 404);
    desk_sign_in(&desk, "eve@quitus.test");
    assert_int_equal(desk_get(&desk, "/").status, 200);
    desk_close(&desk);
}

static const struct refused_row {
    const char *rule, *form, *sentence, *kept;
    int status;
} refusals[] = {
    { "another's address", "name=Eve&email=ADMIN@quitus.test&role=admin&language=en",
      "a déjà cette adresse", "value=\"ADMIN@quitus.test\"", 409 },
    { "no address", "name=Eve+Brun&email=eve&role=admin&language=en", "value=\"Eve Brun\"",
      "value=\"admin\" selected", 400 },
    { "a flag of no hub", "name=Eve&email=e@q.test&role=accountant&language=en&super_user=1",
      "choisissez d’abord le hub", "name=\"super_user\" value=\"1\" checked", 400 },
    { "a hub that is none", "name=Eve&email=e@q.test&role=accountant&language=en&hub=77",
      "Ce hub n’existe plus", "value=\"en\" selected", 400 },
};

/* P-23: what is refused is shown again as typed. */
static void test_refused(void **state)
{
    const struct refused_row *row = *state;

    begin();
    struct heard heard = desk_post(&desk, NEW, row->form);
    assert_int_equal(heard.status, row->status);
    assert_true(heard_shows(&heard, row->sentence));
    assert_true(heard_shows(&heard, row->kept));
    assert_int_equal(number("SELECT COUNT(*) FROM member"), 2);
    desk_close(&desk);
}

/* A mail that a server refused is told in the list and on the member's page; it is sent again. */
static void test_failed(void **state)
{
    (void)state;
    begin();
    (void)desk_post(&desk, NEW, "name=Eve&email=eve@q.test&role=accountant&language=en");
    assert_int_equal(number("SELECT COUNT(*) FROM message WHERE kind = 'member_link'"
                            " AND language = 'en' AND recipient = 'eve@q.test'"),
                     1);
    struct heard heard = desk_get(&desk, LIST);
    assert_false(heard_shows(&heard, "non arrivé"));
    run("UPDATE message SET state = 'refused', said = '550 5.1.1 inconnue' WHERE id = 1");
    heard = desk_get(&desk, LIST);
    assert_true(heard_shows(&heard, "E-mail non arrivé"));
    heard = desk_get(&desk, "/cabinet/collaborateurs/3");
    assert_true(heard_shows(&heard, "550 5.1.1 inconnue")
                && heard_shows(&heard, "Renvoyer le lien"));
    assert_int_equal(status_of("/cabinet/collaborateurs/3/lien", ""), 200);
    assert_int_equal(number("SELECT COUNT(*) FROM message WHERE kind = 'member_link'"), 2);
    heard = desk_get(&desk, LIST);
    assert_false(heard_shows(&heard, "non arrivé"));
    desk_close(&desk);
}

/* P-5: who leaves is out at once; clients and what is by hand change hands; notes stay. */
static void test_leave(void **state)
{
    (void)state;
    desk_open_with_file(&desk);
    const char *ken = desk.lines;
    run("INSERT INTO assignment (firm, id, client, member, function, first_on, by)"
        " VALUES (1, 501, 1, 2, 'holder', '2026-01-01', 0), (1, 502, 1, 2, 'payroll', "
        "'2026-03-31', "
        "0)");
    run("UPDATE obligation SET taken_over = 2 WHERE id = 1");
    run("INSERT INTO reminder (firm, id, obligation, kind, subject, cycle, step, rank, resend,"
        " day_on, state, version, owed_cents, why, assignee) SELECT firm, 99, id, kind, subject,"
        " 9, 1, 0, 0, '2026-03-30', 'todo', 1, 100, '', 2 FROM obligation WHERE id = 1");
    run("INSERT INTO task (firm, id, place, client, title, due_on, state, owner, holder, minutes,"
        " minutes_spent, created_at) VALUES (1, 77, 1, 1, 'T', '2026-04-02', 'todo', 2, 2, 0, 0, "
        "0)");
    desk_sign_in(&desk, "admin@quitus.test");
    struct heard heard = desk_get(&desk, KEN);
    assert_true(heard_shows(&heard, "Titulaire"));
    heard = desk_post(&desk, "/cabinet/collaborateurs/2/archiver", "to=");
    assert_int_equal(heard.status, 400);
    assert_true(heard_shows(&heard, "Choisissez qui reprend"));
    assert_int_equal(status_of("/cabinet/collaborateurs/1/archiver", "to=2"), 409);
    assert_int_equal(status_of("/cabinet/collaborateurs/2/archiver", "to=1"), 303);
    assert_int_equal(number("SELECT COUNT(*) FROM member WHERE id = 2 AND state = 'archived'"), 1);
    assert_int_equal(number("SELECT COUNT(*) FROM session WHERE member = 2"), 0);
    assert_int_equal(door_get(&desk.door, "/clients", ken).status, 303);
    assert_int_equal(number("SELECT COUNT(*) FROM assignment WHERE member = 1"
                            " AND first_on = '2026-03-31' AND last_on IS NULL"),
                     2);
    assert_int_equal(number("SELECT COUNT(*) FROM assignment WHERE member = 2"
                            " AND last_on = '2026-03-30'"),
                     1); /* what began today was never worked */
    assert_int_equal(number("SELECT COUNT(*) FROM assignment"), 3);
    assert_int_equal(number("SELECT assignee FROM reminder WHERE id = 99"), 1);
    assert_int_equal(number("SELECT taken_over FROM obligation WHERE id = 1"), 1);
    assert_int_equal(number("SELECT COUNT(*) FROM task WHERE owner = 1 AND holder = 1"), 1);
    assert_int_equal(status_of("/cabinet/collaborateurs/2/reprendre", ""), 303);
    desk_sign_in(&desk, "comptable@quitus.test");
    desk_close(&desk);
}

/* P-5: one's own absence, its end, and nobody else's. */
static void test_absence(void **state)
{
    (void)state;
    begin();
    run("INSERT INTO absence (firm, id, member, first_on, last_on, note, added_at, added_by)"
        " VALUES (1, 50, 1, '2026-03-30', '2026-04-02', '', 0, 0)");
    desk_sign_in(&desk, "comptable@quitus.test");
    struct heard heard =
        desk_post(&desk, "/mon-compte/absences", "first=2026-04-03&last=2026-04-02&deputy=&note=x");
    assert_int_equal(heard.status, 400);
    assert_true(heard_shows(&heard, "Inversez les deux jours")
                && heard_shows(&heard, "value=\"2026-04-03\""));
    assert_int_equal(status_of("/mon-compte/absences",
                               "first=2026-03-31&last=2026-04-02&deputy=1&note=Cong%C3%A9s"),
                     303);
    assert_int_equal(status_of("/mon-compte/absences", "first=2026-04-02"), 409);
    heard = desk_get(&desk, "/mon-compte");
    assert_true(heard_shows(&heard, "Ada Lebrun prend le relais") && heard_shows(&heard, "Congés"));
    assert_false(heard_shows(&heard, "sans suppléant"));
    run("INSERT INTO client (firm, id, code, name, name_folded, siren, language, state, created_at,"
        " is_confidential) VALUES (1, 70, 'X', 'X', 'x', '', 'fr', 'active', 0, 1)");
    run("INSERT INTO assignment (firm, id, client, member, function, first_on, by)"
        " VALUES (1, 70, 70, 2, 'holder', '2026-01-01', 0)");
    heard = desk_get(&desk, "/mon-compte");
    assert_true(heard_shows(&heard, "1 dossier confidentiel sans suppléant"));
    run("INSERT INTO assignment (firm, id, client, member, function, first_on, by)"
        " VALUES (1, 71, 70, 1, 'reviewer', '2026-01-01', 0)");
    heard = desk_get(&desk, "/mon-compte");
    assert_false(heard_shows(&heard, "sans suppléant"));
    assert_int_equal(status_of("/mon-compte/absences/50/terminer", ""), 404);
    assert_int_equal(status_of("/mon-compte/absences/1/terminer", ""), 303);
    assert_int_equal(number("SELECT COUNT(*) FROM absence WHERE member = 2"), 0);
    assert_int_equal(number("SELECT COUNT(*) FROM absence WHERE id = 50"
                            " AND last_on = '2026-04-02'"),
                     1);
    desk_close(&desk);
}

/* T-9: another password ends every other session, and this one gets a new cookie. */
static void test_password(void **state)
{
    (void)state;
    begin();
    const char *first = desk.lines;
    desk_sign_in(&desk, "admin@quitus.test");
    static const char PATH[] = "/mon-compte/mot-de-passe";
    assert_int_equal(status_of(PATH,
                               "old_password=faux&password=encore+une+phrase"
                               "&password_again=encore+une+phrase"),
                     403);
    struct heard heard = desk_post(&desk, PATH,
                                   "old_password=une+longue+phrase&password=encore+une+phrase"
                                   "&password_again=encore+une+phrase");
    assert_int_equal(heard.status, 303);
    assert_true(*heard_header(&desk.door, &heard, "Set-Cookie"));
    assert_int_equal(number("SELECT COUNT(*) FROM session"), 1);
    assert_int_equal(door_get(&desk.door, "/clients", first).status, 303);
    assert_int_equal(door_get(&desk.door, "/clients", desk.lines).status, 303);
    desk_close(&desk);
}

/* T-9: sessions are listed; one's own are ended, not another's. */
static void test_sessions(void **state)
{
    (void)state;
    begin();
    const char *first = desk.lines;
    desk_sign_in(&desk, "comptable@quitus.test");
    assert_int_equal(status_of("/mon-compte/sessions/1/fermer", ""), 404);
    desk_sign_in(&desk, "admin@quitus.test");
    struct heard heard = desk_get(&desk, "/mon-compte");
    assert_true(heard_shows(&heard, "celle-ci")
                && heard_shows(&heard, "/mon-compte/sessions/1/fermer"));
    assert_int_equal(status_of("/mon-compte/sessions/1/fermer", ""), 303);
    assert_int_equal(door_get(&desk.door, "/clients", first).status, 303);
    assert_int_equal(desk_get(&desk, "/clients").status, 200);
    assert_int_equal(status_of("/cabinet/collaborateurs/2/sessions/3/fermer", ""), 404);
    assert_int_equal(status_of("/cabinet/collaborateurs/2/sessions/2/fermer", ""), 303);
    assert_int_equal(number("SELECT COUNT(*) FROM session WHERE member = 2"), 0);
    desk_close(&desk);
}

/* P-1, P-24: the hub's super users stand on the help of every member of that hub, and no other. */
static void test_hub(void **state)
{
    (void)state;
    begin();
    assert_int_equal(status_of("/cabinet/hubs", "name=Rennes"), 303);
    assert_int_equal(status_of("/cabinet/hubs", "name=Rennes"), 409);
    assert_int_equal(status_of("/cabinet/collaborateurs/1",
                               "name=Ada&email=admin@quitus.test&role=admin&language=fr&hub=1"
                               "&super_user=1"),
                     303);
    desk_sign_in(&desk, "comptable@quitus.test");
    struct heard heard = desk_get(&desk, "/aide");
    assert_int_equal(heard.status, 200);
    assert_false(heard_shows(&heard, "admin@quitus.test"));
    run("UPDATE member SET hub = 1 WHERE id = 2");
    heard = desk_get(&desk, "/aide");
    assert_true(heard_shows(&heard, "admin@quitus.test"));
    desk_sign_in(&desk, "admin@quitus.test");
    heard = desk_post(&desk, "/cabinet/hubs/1/retirer", "");
    assert_int_equal(heard.status, 409);
    assert_true(heard_shows(&heard, "id=\"name-1\"")); /* on the page that the form stands on */
    assert_true(heard_shows(&heard, "notice bad"));
    assert_int_equal(status_of("/cabinet/hubs", "name=Brest"), 303);
    heard = desk_post(&desk, "/cabinet/hubs/1", "name=Brest");
    assert_int_equal(heard.status, 409);
    assert_true(heard_shows(&heard,
                            "id=\"name-1\" name=\"name\" required maxlength=\"200\""
                            " value=\"Brest\""));
    assert_true(heard_shows(&heard, "notice bad"));
    run("DELETE FROM hub WHERE name = 'Brest'");
    run("UPDATE member SET hub = NULL");
    assert_int_equal(status_of("/cabinet/hubs/1", "name=Vannes"), 303);
    assert_int_equal(number("SELECT COUNT(*) FROM hub WHERE name = 'Vannes'"), 1);
    assert_int_equal(status_of("/cabinet/hubs/1/retirer", ""), 303);
    assert_int_equal(number("SELECT COUNT(*) FROM hub"), 0);
    desk_close(&desk);
}

/* P-24: the library's list by whom its articles are for; the words typed and the role add up. */
static void test_help(void **state)
{
    (void)state;
    begin();
    desk_sign_in(&desk, "comptable@quitus.test");
    struct heard heard = desk_get(&desk, "/aide");
    assert_true(heard_shows(&heard, "article=hubs") && heard_shows(&heard, "article=taches"));
    heard = desk_get(&desk, "/aide?role=admin&q=");
    assert_true(heard_shows(&heard, "article=hubs"));
    assert_false(heard_shows(&heard, "article=taches"));
    heard = desk_get(&desk, "/aide?role=member");
    assert_true(heard_shows(&heard, "article=taches"));
    assert_false(heard_shows(&heard, "article=hubs"));
    heard = desk_get(&desk, "/aide?role=member&q=hubs+rattacher+zzzz");
    assert_true(heard_shows(&heard, "/aide?role=admin&amp;q=hubs%20rattacher%20zzzz"));
    assert_true(heard_shows(&heard, "Aucun article de ce choix"));
    assert_int_equal(desk_get(&desk, "/aide?role=client").status, 400);
    desk_close(&desk);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_roles),    cmocka_unit_test(test_invitation),
        cmocka_unit_test(test_failed),   cmocka_unit_test(test_leave),
        cmocka_unit_test(test_absence),  cmocka_unit_test(test_password),
        cmocka_unit_test(test_sessions), cmocka_unit_test(test_hub),
        cmocka_unit_test(test_help),
    };

    DESK_CHILD(count, words);
    log_quiet(LOG_LEVEL_COUNT);
    int failed = TEST_TABLE("people_refused", refusals, test_refused);
    return failed + cmocka_run_group_tests_name("people_page", tests, NULL, NULL) > 0;
}
