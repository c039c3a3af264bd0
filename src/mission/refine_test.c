/*
 * E-2: words of a mission's or a client's own are refused before they are kept, and once more
 * before the mission is signed: nothing is sent with a tag that says nothing.
 */
#include "mission/refine.h"

#include "mission/test_mission.h"

struct row {
    const char *rule, *text, *code, *place;
};

static const struct row rows[] = {
    { "none", "", "", "" },
    { "tags that are known", "[{\"name\":{\"fr\":\"{{client}}, {{period}}\"}}]", "", "" },
    { "what stays as the service says", "[null]", "", "" },
    { "one that is not known", "[{\"name\":{\"en\":\"{{nom}}\"}}]", "BALISE-INCONNUE",
      "1.name.en" },
    { "one that does not close", "[{\"instructions\":{\"fr\":\"Le {{due\"}}]", "BALISE-OUVERTE",
      "1.instructions.fr" },
    { "an amount that may be missing", "[{\"name\":{\"fr\":\"{{amount}}\"}}]", "BALISE-MONTANT",
      "1.name.fr" },
    { "of a request that there is not", "[null, {\"name\":{\"fr\":\"X\"}}]", "MISSION-TEXTE", "" },
    { "no list", "{}", "MISSION-TEXTE", "" },
    { "nothing that is read", "[", "MISSION-TEXTE", "" },
};

static void expect(struct ctx *cx, bool was_taken, const struct row *row)
{
    assert_int_equal(was_taken, *row->code == '\0');
    assert_string_equal(was_taken ? "" : cx->fault.code, row->code);
    assert_string_equal(fault_arg(&cx->fault, "place"), row->place);
    cx->fault = (struct fault){ 0 };
}

static void begin(struct ctx *cx, struct mission *mission)
{
    assert_true(books_firm(cx, 1));
    cx->today = date_of(2026, 1, 2);
    *mission = test_mission(cx, test_client(cx, "A"), test_service(cx, "TVA"), 2026);
}

static void test_kept(struct ctx *cx)
{
    struct mission mission;

    begin(cx, &mission);
    int64_t own = mission.services[0].id, service = mission.services[0].service;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        print_message("# %s\n", rows[i].rule);
        expect(cx, refine_mission(cx, own, rows[i].text), &rows[i]);
        expect(cx, refine_client(cx, mission.client, service, rows[i].text), &rows[i]);
    }
    assert_false(refine_mission(cx, 999, ""));
    assert_string_equal(cx->fault.code, "MISSION-ABSENTE");
}

/* What came into the books another way is found before anything can leave. */
static void test_signed(struct ctx *cx)
{
    struct mission mission;

    begin(cx, &mission);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_true(books_run_text(
            cx, arena_format(cx->arena, "UPDATE mission_service SET words = '%s'", rows[i].text)));
        if (*rows[i].code)
            expect(cx, mission_sign(cx, mission.id, cx->today), &rows[i]);
    }
    assert_true(books_run_text(cx, "UPDATE mission_service SET words = ''"));
    assert_true(books_run_text(
        cx,
        "INSERT INTO client_words (firm, client, service, words)"
        " SELECT firm, client, service, '[{\"name\":{\"fr\":\"{{nom}}\"}}]' FROM mission_service"));
    expect(cx, mission_sign(cx, mission.id, cx->today),
           &(struct row){ "", "", "BALISE-INCONNUE", "1.name.fr" });
    assert_true(books_run_text(cx, "DELETE FROM client_words"));
    assert_true(mission_sign(cx, mission.id, cx->today));
}

int main(void)
{
    const struct CMUnitTest tests[] = { BOOKS_EACH(test_kept), BOOKS_EACH(test_signed) };

    return cmocka_run_group_tests_name("refine", tests, NULL, NULL) > 0;
}
