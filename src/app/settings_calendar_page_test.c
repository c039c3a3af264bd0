/* C-2: « Réglages › Jours et heures », what it changes and who may. */
#include <string.h>

#include "app/test_desk.h"
#include "base/log.h"
#include "chase/round.h"
#include "invoice/dunning.h"

static struct desk_door desk;

static const char PAGE[] = "/reglages/calendrier", HOURS[] = "/reglages/calendrier/heures",
                  CLOSE[] = "/reglages/calendrier/fermetures",
                  CAPS[] = "/reglages/calendrier/plafonds";

static void begin(void)
{
    desk_open(&desk);
    desk_sign_in(&desk, "admin@quitus.test");
}

static int64_t number(const char *sql)
{
    return desk_number(&desk, sql);
}

static const char *location(const struct heard *heard)
{
    return heard_header(&desk.door, heard, "Location");
}

/* T-5: an accountant neither sees the page nor a way to it, and changes nothing. */
static void test_admins_only(void **state)
{
    (void)state;
    begin();
    assert_true(strstr(desk_get(&desk, "/clients").body, "href=\"/reglages/calendrier\""));
    desk_sign_in(&desk, "comptable@quitus.test");
    assert_null(strstr(desk_get(&desk, "/clients").body, "href=\"/reglages/calendrier\""));
    assert_int_equal(desk_get(&desk, PAGE).status, 403);
    assert_int_equal(desk_post(&desk, CLOSE, "first=2026-04-01&label=Pont").status, 403);
    assert_int_equal(
        desk_post(&desk, HOURS, "from=09:00&until=18:00&region=guyane&zone=Europe/Paris").status,
        403);
    assert_int_equal(number("SELECT COUNT(*) FROM closed_day"), 0);
    assert_int_equal(number("SELECT open_from_minute FROM firm"), 480);
    desk_close(&desk);
}

static void test_empty(void **state)
{
    (void)state;
    begin();
    struct heard heard = desk_get(&desk, PAGE);
    assert_int_equal(heard.status, 200);
    assert_true(heard_shows(&heard, "Aucune fermeture prévue"));
    assert_true(heard_shows(&heard, "mercredi 1er avril 2026 <small>de 08:00 à 19:00"));
    assert_true(heard_shows(&heard, "Lundi de Pâques"));
    assert_true(heard_shows(&heard, "value=\"metropole\" selected"));
    assert_true(heard_shows(&heard, "value=\"Europe/Paris\" selected"));
    desk_close(&desk);
}

/* What is closed shows at once: here, in the plan of that day, and in the day that follows. */
static void test_close(void **state)
{
    (void)state;
    begin();
    struct heard heard =
        desk_post(&desk, CLOSE, "first=2026-03-31&last=2026-04-03&label=Salon+%26+Co");
    assert_int_equal(heard.status, 303);
    assert_string_equal(location(&heard), PAGE);
    heard = desk_get(&desk, PAGE);
    assert_true(heard_shows(&heard, "Jours fermés"));
    assert_true(
        heard_shows(&heard, "Du mardi 31 mars 2026 au vendredi 3 avril 2026. Reprise le 7 avril"));
    assert_true(heard_shows(&heard, "mardi 7 avril 2026 <small>")); /* Easter Monday is the 6th */
    assert_true(heard_shows(&heard, "Salon &amp; Co"));
    assert_true(heard_shows(&heard, "par Ada Lebrun"));
    assert_true(heard_shows(&heard, "4 jours ouvrés en moins"));
    heard = desk_get(&desk, "/relances/demain?on=2026-04-02");
    assert_true(heard_shows(&heard, "Le cabinet est fermé («\u00A0Salon &amp; Co\u00A0»)"));
    assert_true(heard_shows(&heard, "7 avril 2026"));
    assert_true(heard_shows(&(struct heard){ .body = desk_get(&desk, "/relances").body },
                            "Salon &amp; Co"));
    assert_string_equal(desk_value(&desk, desk_ask(&desk, "/api/v1/chase/plan"), "on"),
                        "2026-04-07");
    desk_close(&desk);
}

/* Undone: the form of the page that follows closes the same days again. */
static void test_reopen(void **state)
{
    (void)state;
    begin();
    assert_int_equal(desk_post(&desk, CLOSE, "first=2026-05-15&label=Pont+d%E2%80%99été").status,
                     303);
    struct heard heard = desk_post(&desk, "/reglages/calendrier/fermetures/1/ouvrir", "");
    assert_int_equal(heard.status, 303);
    assert_int_equal(number("SELECT COUNT(*) FROM closed_day"), 0);
    heard = desk_get(&desk, location(&heard));
    assert_int_equal(heard.status, 200);
    assert_true(heard_shows(&heard, "Jours rouverts"));
    assert_true(heard_shows(&heard, "Aucune fermeture prévue"));
    assert_true(heard_shows(&heard,
                            "name=\"first\" type=\"date\" required min=\"2026-03-31\""
                            " value=\"2026-05-15\""));
    assert_true(heard_shows(&heard, "value=\"Pont d’été\""));
    heard = desk_post(&desk, "/reglages/calendrier/fermetures/1/ouvrir", "");
    assert_int_equal(heard.status, 404);
    desk_close(&desk);
}

/* C-3, C-4: the caps that the rounds and the worker read. */
static void test_caps(void **state)
{
    (void)state;
    begin();
    struct heard heard = desk_get(&desk, PAGE);
    assert_true(heard_shows(&heard, "name=\"week_cap\" type=\"number\" min=\"1\" max=\"7\""));
    assert_true(heard_shows(&heard, "aria-describedby=\"week-hint\" value=\"3\""));
    assert_true(heard_shows(&heard, "aria-describedby=\"day-hint\" value=\"\""));
    heard = desk_post(&desk, CAPS, "week_cap=2&day_cap=400");
    assert_int_equal(heard.status, 303);
    heard = desk_get(&desk, location(&heard));
    assert_true(heard_shows(&heard, "Plafonds enregistrés"));
    assert_true(heard_shows(&heard, "aria-describedby=\"week-hint\" value=\"2\""));
    assert_int_equal(number("SELECT day_cap FROM watch"), 400);
    assert_int_equal(number("SELECT week_cap FROM watch"), 2);
    assert_int_equal(desk_post(&desk, CAPS, "week_cap=2&day_cap=").status, 303);
    assert_int_equal(number("SELECT day_cap FROM watch"), 0);
    desk_sign_in(&desk, "comptable@quitus.test");
    assert_int_equal(desk_post(&desk, CAPS, "week_cap=7&day_cap=").status, 403);
    assert_int_equal(number("SELECT week_cap FROM watch"), 2);
    desk_close(&desk);
}

struct refused_row {
    const char *rule, *path, *form, *sentence, *kept;
    int status;
};

static const struct refused_row refusals[] = {
    { "the end before the beginning", CLOSE, "first=2026-05-15&last=2026-05-14&label=Pont",
      "Inversez les deux jours", "value=\"2026-05-14\"", 400 },
    { "days that are past", CLOSE, "first=2026-03-30&last=&label=Pont", "est passé",
      "value=\"Pont\"", 400 },
    { "a year too far", CLOSE, "first=2026-08-03&last=2027-08-21&label=Pont", "Vérifiez l’année",
      "value=\"2027-08-21\"", 400 },
    { "no day", CLOSE, "first=&last=&label=Pont", "à remplir", "value=\"Pont\"", 400 },
    { "no name", CLOSE, "first=2026-05-15&label=", "Nom de la fermeture", "value=\"2026-05-15\"",
      400 },
    { "a day that is none", CLOSE, "first=2026-02-30&label=Pont", "n’est pas une date",
      "value=\"Pont\"", 400 },
    { "an hour that is none", HOURS, "from=25:00&until=19:00&region=metropole&zone=Europe/Paris",
      "n’est pas une heure", "value=\"25:00\"", 400 },
    { "hours that end before they begin", HOURS,
      "from=18:00&until=09:00&region=metropole&zone=Europe/Paris", "avant de commencer à 18:00",
      "value=\"18:00\"", 400 },
    { "a cap of no message a week", CAPS, "week_cap=0&day_cap=40", "Messages à une personne",
      "value=\"40\"", 400 },
    { "a cap beyond what a week can hold", CAPS, "week_cap=8&day_cap=40", "Messages à une personne",
      "value=\"40\"", 400 },
    { "a cap beyond what a day can hold", CAPS, "week_cap=2&day_cap=86401", "n’est pas un plafond",
      "value=\"86401\"", 400 },
    { "a region that is none", HOURS, "from=08:00&until=19:00&region=corse&zone=Europe/Paris",
      "Région inconnue", "value=\"08:00\"", 400 },
    { "a zone that is none", HOURS, "from=08:00&until=19:00&region=guyane&zone=Europe/Rome",
      "Fuseau inconnu", "value=\"guyane\" selected", 400 },
};

/* P-23: what was refused is shown again as typed, with what to do, and nothing has changed. */
static void test_refused(void **state)
{
    const struct refused_row *row = *state;

    begin();
    struct heard heard = desk_post(&desk, row->path, row->form);
    assert_int_equal(heard.status, row->status);
    assert_true(heard_shows(&heard, row->sentence));
    assert_true(heard_shows(&heard, row->kept));
    assert_int_equal(number("SELECT COUNT(*) FROM closed_day"), 0);
    assert_int_equal(number("SELECT COUNT(*) FROM firm WHERE open_from_minute = 480"
                            " AND open_until_minute = 1140 AND calendar = 'metropole'"
                            " AND time_zone = 'Europe/Paris'"),
                     1);
    desk_close(&desk);
}

static void test_twice(void **state)
{
    (void)state;
    begin();
    assert_int_equal(
        desk_post(&desk, CLOSE, "first=2026-08-03&last=2026-08-21&label=Fermeture").status, 303);
    struct heard heard = desk_post(&desk, CLOSE, "first=2026-08-21&label=Pont");
    assert_int_equal(heard.status, 409);
    assert_true(
        heard_shows(&heard, "«\u00A0Fermeture\u00A0» ferme déjà du 3 août 2026 au 21 août 2026"));
    assert_int_equal(number("SELECT COUNT(*) FROM closed_day"), 1);
    desk_close(&desk);
}

static void test_hours(void **state)
{
    (void)state;
    begin();
    struct heard heard =
        desk_post(&desk, HOURS, "from=07:30&until=00:00&region=alsace-moselle&zone=Europe/Paris");
    assert_int_equal(heard.status, 303);
    assert_int_equal(number("SELECT open_from_minute FROM firm"), 450);
    assert_int_equal(number("SELECT open_until_minute FROM firm"), 1440);
    heard = desk_get(&desk, PAGE);
    assert_true(heard_shows(&heard, "valent dès maintenant"));
    assert_true(heard_shows(&heard, "value=\"07:30\""));
    assert_true(heard_shows(&heard, "value=\"00:00\""));
    assert_true(heard_shows(&heard, "Vendredi saint"));
    heard = desk_get(&desk, "/relances/demain?on=2026-04-03");
    assert_true(heard_shows(&heard, "Vendredi saint est un jour férié"));
    desk_close(&desk);
}

/* C-2: another zone is the day, the hours and the times of all pages from the next one on. */
static void test_zone(void **state)
{
    (void)state;
    desk_open_with_file(&desk);
    desk_sign_in(&desk, "admin@quitus.test");
    struct heard heard = desk_get(&desk, "/clients/1");
    assert_true(heard_shows(&heard, "31 mars 2026 à 10:00"));
    heard = desk_post(&desk, HOURS, "from=08:00&until=19:00&region=metropole&zone=Pacific/Tahiti");
    assert_int_equal(heard.status, 303);
    heard = desk_get(&desk, PAGE);
    assert_true(heard_shows(&heard, "valent dès maintenant"));
    assert_true(heard_shows(&heard, "min=\"2026-03-30\""));
    heard = desk_get(&desk, "/clients/1");
    assert_true(heard_shows(&heard, "30 mars 2026 à 22:00"));
    assert_string_equal(desk_value(&desk, desk_ask(&desk, "/api/v1/chase/plan"), "on"),
                        "2026-03-31");
    desk_close(&desk);
}

/* C-2, C-8: what waits for a closed day looks again when the calendar changes. */
static void test_round_follows(void **state)
{
    struct round round;

    (void)state;
    desk_open_with_file(&desk);
    struct ctx *cx = &desk.door.books.cx;
    const char *path = desk_customer_path(&desk, "HOTEL", "/adresse");
    assert_int_equal(desk_post(&desk, path, "email=a@hotel.test").status, 303);
    desk_sign_in(&desk, "admin@quitus.test");
    assert_int_equal(desk_post(&desk, CLOSE, "first=2026-03-31&last=2026-04-02&label=Salon").status,
                     303);
    assert_true(chase_round(cx, &dunning_kind, &round)); /* closed: it puts all off */
    assert_int_equal(round.messages, 0);
    assert_int_equal(number("SELECT COUNT(*) FROM obligation WHERE next_look_on < '2026-04-03'"),
                     0);
    assert_int_equal(desk_post(&desk, "/reglages/calendrier/fermetures/1/ouvrir", "").status, 303);
    assert_true(chase_round(cx, &dunning_kind, &round));
    assert_int_equal(round.messages, 1);
    desk_close(&desk);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_admins_only),   cmocka_unit_test(test_empty),
        cmocka_unit_test(test_close),         cmocka_unit_test(test_reopen),
        cmocka_unit_test(test_caps),          cmocka_unit_test(test_twice),
        cmocka_unit_test(test_hours),         cmocka_unit_test(test_zone),
        cmocka_unit_test(test_round_follows),
    };

    DESK_CHILD(count, words);
    log_quiet(LOG_LEVEL_COUNT);
    int failed = TEST_TABLE("settings_calendar", refusals, test_refused);
    return failed + cmocka_run_group_tests_name("settings_calendar_page", tests, NULL, NULL) > 0;
}
