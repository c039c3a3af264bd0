/*
 * E-2: words of a mission's or a client's own are refused before they are kept, and once more
 * before the mission is signed: nothing is sent with a tag that says nothing.
 */
#include "mission/refine_books.h"

#include "base/limits.h"
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
    { "an item's", "[{\"items\":[{\"name\":{\"fr\":\"Ventes {{period}}\"}}, null]}]", "", "" },
    { "an item's that is not known", "[{\"items\":[null, {\"name\":{\"en\":\"{{mois}}\"}}]}]",
      "BALISE-INCONNUE", "1.item.2.en" },
    { "of an item that there is not", "[{\"items\":[null, null, {}]}]", "MISSION-TEXTE", "" },
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

/* Words as long as the service's own may be, and no longer. */
static void test_long(struct ctx *cx)
{
    static const struct refine_place places[] = { { .part = REFINE_NAME },
                                                  { .part = REFINE_INSTRUCTIONS, .request = 1 },
                                                  { .part = REFINE_ITEM } };
    static const size_t limits[] = { LIMIT_FIELD_CHARS, LIMIT_NOTE_CHARS, LIMIT_FIELD_CHARS };
    static const char *const where[] = { "1.name.fr", "2.instructions.fr", "1.item.1.fr" };

    for (size_t i = 0; i < COUNT_OF(places); i++) {
        const char *most = arena_format(cx->arena, "%0*d", (int)limits[i], 0);
        assert_true(refine_check_one(cx, &places[i], most));
        assert_false(refine_check_one(cx, &places[i], arena_format(cx->arena, "%s0", most)));
        assert_string_equal(cx->fault.code, "PRESTATION-LONG");
        assert_string_equal(fault_arg(&cx->fault, "field"), where[i]);
        cx->fault = (struct fault){ 0 };
    }
}

/* What is not worded stays as the wider one says, in each language; what was given stays whole. */
static void test_applied(struct ctx *cx)
{
    struct mission mission;
    struct service service;

    begin(cx, &mission);
    assert_true(service_find(cx, mission.services[0].service, &service));
    const struct service_content was = service.content;
    assert_true(
        refine_apply(cx, "[{\"name\":{\"fr\":\"A\"},\"items\":[null,{\"name\":{\"en\":\"B\"}}]}]",
                     &service.content));
    const struct service_request *request = &service.content.requests[0];
    assert_string_equal(request->name.in[WORDS_FR], "A");
    assert_string_equal(request->name.in[WORDS_EN], "Your documents – {{period}}");
    assert_string_equal(request->items[0].name.in[WORDS_FR], "Factures de vente");
    assert_string_equal(request->items[1].name.in[WORDS_EN], "B");
    assert_string_equal(request->items[1].kind, "yes_no");
    assert_string_equal(was.requests[0].name.in[WORDS_FR], "Vos éléments – {{period}}");
    assert_string_equal(was.requests[0].items[1].name.in[WORDS_EN], "Any purchases abroad?");
}

static void assert_before(struct ctx *cx, const struct mission_service *own, int64_t line,
                          const char *before)
{
    struct refine_change change;

    assert_true(refine_last(cx, own->client, own->service, line, &change));
    assert_string_equal(change.before, before);
    assert_int_equal(change.id > 0, change.by == 7);
}

/* Each change keeps what stood before it: of the client's own, of each mission's apart. */
static void test_changes(struct ctx *cx)
{
    static const char A[] = "[{\"name\":{\"fr\":\"A\"}}]", B[] = "[{\"name\":{\"fr\":\"B\"}}]";
    struct refine_service *services;
    struct mission mission;
    const char *text;
    size_t count;

    begin(cx, &mission);
    cx->actor = 7;
    const struct mission_service *own = &mission.services[0];
    assert_before(cx, own, 0, "");
    assert_true(refine_client(cx, own->client, own->service, A));
    assert_before(cx, own, 0, "");
    assert_true(refine_client(cx, own->client, own->service, ""));
    assert_before(cx, own, 0, A);
    assert_true(refine_mission(cx, own->id, B));
    assert_true(refine_mission(cx, own->id, A));
    assert_before(cx, own, own->id, B);
    assert_before(cx, own, 0, A);
    assert_true(refine_services(cx, own->client, &services, &count));
    assert_int_equal(count, 1);
    assert_int_equal(services[0].id, own->service);
    assert_false(services[0].is_own);
    assert_true(refine_client(cx, own->client, own->service, B));
    assert_true(refine_services(cx, own->client, &services, &count) && services[0].is_own);
    assert_true(refine_services(cx, own->client + 1, &services, &count) && count == 0);
    assert_true(refine_of_client(cx, own->client, own->service, &text));
    assert_string_equal(text, B);
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
    const struct CMUnitTest tests[] = { BOOKS_EACH(test_kept), BOOKS_EACH(test_long),
                                        BOOKS_EACH(test_applied), BOOKS_EACH(test_changes),
                                        BOOKS_EACH(test_signed) };

    return cmocka_run_group_tests_name("refine", tests, NULL, NULL) > 0;
}
