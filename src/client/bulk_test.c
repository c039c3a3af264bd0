/* P-16: previewed row by row, done as a whole, undone but for what was changed since. */
#include "client/bulk.h"

#include "client/assignment.h"
#include "client/tag.h"
#include "client/test_directory.h"

static const int64_t everybody[] = { 1, 2, 3, 4, 5, 6, 7, 8 };

static void begin_as(struct ctx *cx, int64_t member)
{
    begin(cx);
    cx->actor = member;
    cx->now.ms = INT64_C(1774944000000);
    run(cx, "INSERT INTO sequence (firm, noun, last) VALUES (1, 'assignment', 100)");
    run(cx, "UPDATE client SET siren = '', siret = ''");
}

static int64_t fate_count(struct ctx *cx, const struct bulk *bulk, enum bulk_fate fate)
{
    int64_t counts[BULK_FATE_COUNT];

    assert_true(bulk_counts(cx, bulk->id, counts));
    return counts[fate];
}

static int64_t number(struct ctx *cx, const char *text)
{
    int64_t found;

    assert_true(books_number(cx, text, &found));
    return found;
}

static void test_assign(struct ctx *cx)
{
    struct bulk bulk = { .act = BULK_ASSIGN };

    begin_as(cx, ADA);
    assert_true(bulk_draw(cx, &bulk, everybody, COUNT_OF(everybody)));
    assert_true(bulk_set(cx, &bulk, "2", "holder"));
    assert_int_equal(fate_count(cx, &bulk, BULK_PLANNED), 5);
    assert_int_equal(fate_count(cx, &bulk, BULK_SAME), 3);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM assignment WHERE member = 2"), 3);
    assert_true(bulk_take(cx, &bulk));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM assignment WHERE member = 2"), 8);
    assert_false(bulk_take(cx, &bulk));
    assert_string_equal(cx->fault.code, "LOT-FAIT");
    cx->fault = (struct fault){ 0 };
    assert_true(bulk_undo(cx, &bulk));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM assignment WHERE member = 2"), 3);
    assert_int_equal(
        number(cx, "SELECT COUNT(*) FROM assignment WHERE member = 1 AND last_on IS NULL"), 3);
}

static void test_kept(struct ctx *cx)
{
    struct bulk bulk = { .act = BULK_PLAN };

    begin_as(cx, ADA);
    assert_true(bulk_draw(cx, &bulk, everybody, 3) && bulk_set(cx, &bulk, "Complet", "")
                && bulk_take(cx, &bulk));
    run(cx, "UPDATE client SET plan = 'Autre' WHERE id = 2");
    assert_true(bulk_undo(cx, &bulk));
    assert_int_equal(fate_count(cx, &bulk, BULK_UNDONE), 2);
    assert_int_equal(fate_count(cx, &bulk, BULK_KEPT), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client WHERE plan = 'Autre'"), 1);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client WHERE plan = 'Complet'"), 0);
}

/* What was changed between the preview and the change stays as it is. */
static void test_stale(struct ctx *cx)
{
    struct bulk bulk = { .act = BULK_PLAN };

    begin_as(cx, ADA);
    run(cx, "UPDATE client SET siren = '123' WHERE id = 3");
    assert_true(bulk_draw(cx, &bulk, everybody, 4) && bulk_set(cx, &bulk, "Complet", ""));
    assert_int_equal(fate_count(cx, &bulk, BULK_REFUSED), 1);
    run(cx, "UPDATE client SET plan = 'Autre' WHERE id = 2");
    assert_true(bulk_take(cx, &bulk));
    assert_int_equal(fate_count(cx, &bulk, BULK_DONE), 2);
    assert_int_equal(fate_count(cx, &bulk, BULK_REFUSED), 2);
}

/* P-3: none becomes active without a representative, and the preview says so. */
static void test_state(struct ctx *cx)
{
    struct bulk bulk = { .act = BULK_STATE };
    struct bulk_row *rows;
    size_t count;

    begin_as(cx, ADA);
    assert_true(bulk_draw(cx, &bulk, (const int64_t[]){ 4, 1 }, 2)
                && bulk_set(cx, &bulk, "active", "")
                && bulk_rows(cx, bulk.id, (struct bulk_page){ 0, 9 }, &rows, &count));
    assert_int_equal(count, 2);
    assert_int_equal(rows[0].fate, BULK_REFUSED);
    assert_string_equal(rows[0].why, "CLIENT-REPRESENTANT");
    assert_int_equal(rows[1].fate, BULK_SAME);
}

static const struct field_row {
    const char *rule;
    enum bulk_act act;
    const char *value, *wrong, *fault;
    const char *count; /* of those that are so */
} field_rows[] = {
    { "the regime of VAT", BULK_VAT, "quarterly", "yearly", "CLIENT-TVA",
      "SELECT COUNT(*) FROM client WHERE vat_regime = 'quarterly'" },
    { "payroll", BULK_PAYROLL, "1", "2", "LOT-VALEUR",
      "SELECT COUNT(*) FROM client WHERE has_payroll = 1" },
    { "the basis", BULK_BASIS, "cash", "both", "CLIENT-COMPTABILITE",
      "SELECT COUNT(*) FROM client WHERE basis = 'cash'" },
    { "the language", BULK_LANGUAGE, "en", "it", "CLIENT-LANGUE",
      "SELECT COUNT(*) FROM client WHERE language = 'en'" },
    { "the sector", BULK_SECTOR, "Bâtiment", "", "LOT-VALEUR",
      "SELECT COUNT(*) FROM client WHERE sector = 'Bâtiment'" },
    { "the closing day, kept as a client keeps it", BULK_YEAR_END, "30/06", "31/06",
      "CLIENT-CLOTURE", "SELECT COUNT(*) FROM client WHERE year_ends = '06-30'" },
};

/* P-16: what is a field of one client is set for many, and put back. */
static void test_fields(struct ctx *cx)
{
    begin_as(cx, ADA);
    for (size_t i = 0; i < COUNT_OF(field_rows); i++) {
        const struct field_row *row = &field_rows[i];
        struct bulk bulk = { .act = row->act }, again = { .act = row->act };
        int64_t before = number(cx, row->count);
        print_message("# %s\n", row->rule);
        assert_true(bulk_draw(cx, &bulk, everybody, 3));
        assert_false(bulk_set(cx, &bulk, row->wrong, ""));
        assert_string_equal(cx->fault.code, row->fault);
        cx->fault = (struct fault){ 0 };
        assert_true(bulk_set(cx, &bulk, row->value, ""));
        assert_int_equal(fate_count(cx, &bulk, BULK_PLANNED), 3);
        assert_int_equal(number(cx, row->count), before);
        assert_true(bulk_take(cx, &bulk));
        assert_int_equal(number(cx, row->count), before + 3);
        assert_true(bulk_draw(cx, &again, everybody, 3) && bulk_set(cx, &again, row->value, ""));
        assert_int_equal(fate_count(cx, &again, BULK_SAME), 3);
        assert_true(bulk_undo(cx, &bulk));
        assert_int_equal(fate_count(cx, &bulk, BULK_UNDONE), 3);
        assert_int_equal(number(cx, row->count), before);
    }
}

static void test_walls(struct ctx *cx)
{
    struct bulk bulk = { .act = BULK_TAG };

    begin_as(cx, ADA);
    run(cx, "UPDATE client SET is_confidential = 1 WHERE id IN (1, 2)");
    assert_true(bulk_draw(cx, &bulk, everybody, COUNT_OF(everybody)));
    assert_int_equal(fate_count(cx, &bulk, BULK_PLANNED), 7); /* 2 is Ken's (P-9) */
    assert_true(bulk_set(cx, &bulk, "TVA", "") && bulk_take(cx, &bulk));
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client_tag WHERE client = 2"), 0);
    cx->now.ms += INT64_C(31) * 86400000;
    assert_false(bulk_undo(cx, &bulk));
    assert_string_equal(cx->fault.code, "LOT-TARD");
}

static struct bulk_row row_of(struct ctx *cx, const struct bulk *bulk, int64_t client)
{
    struct bulk_row *rows;
    size_t count;

    assert_true(bulk_rows(cx, bulk->id, (struct bulk_page){ client - 1, 1 }, &rows, &count));
    assert_int_equal(count, 1);
    return rows[0];
}

/* P-9, T-6: one without a team is not made confidential, neither by the act nor by the undoing of
 * its contrary, as the form of one client refuses it. */
static void test_teamless(struct ctx *cx)
{
    struct bulk bulk = { .act = BULK_CONFIDENTIAL }, open = { .act = BULK_OPEN };

    begin_as(cx, ADA);
    run(cx,
        "INSERT INTO assignment (firm, id, client, member, function, first_on, by) SELECT 1,"
        " 200 + c.id, c.id, 1, 'partner', '2026-01-01', 0 FROM client c WHERE c.id IN (1, 2, 3)");
    run(cx, "UPDATE assignment SET last_on = '2026-03-30' WHERE client = 4");
    assert_true(bulk_draw(cx, &bulk, everybody, COUNT_OF(everybody)));
    assert_int_equal(fate_count(cx, &bulk, BULK_PLANNED), 5);
    assert_int_equal(fate_count(cx, &bulk, BULK_REFUSED), 3);
    assert_string_equal(row_of(cx, &bulk, 4).why, "CLIENT-CONFIDENTIEL");
    run(cx, "DELETE FROM assignment WHERE client = 8");
    assert_true(bulk_take(cx, &bulk));
    assert_int_equal(fate_count(cx, &bulk, BULK_DONE), 4);
    assert_int_equal(row_of(cx, &bulk, 8).fate, BULK_REFUSED);
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client WHERE is_confidential = 1"), 4);

    assert_true(bulk_draw(cx, &open, everybody, 2) && bulk_take(cx, &open));
    run(cx, "DELETE FROM assignment WHERE client = 2");
    assert_true(bulk_undo(cx, &open));
    assert_int_equal(row_of(cx, &open, 1).fate, BULK_UNDONE);
    assert_int_equal(row_of(cx, &open, 2).fate, BULK_KEPT);
    assert_string_equal(row_of(cx, &open, 2).why, "CLIENT-CONFIDENTIEL");
    assert_int_equal(number(cx, "SELECT COUNT(*) FROM client WHERE is_confidential = 1"), 3);
}

/* P-9, T-6: the last who works for a confidential client stays, as the form of one client has it,
 * also when nobody else stays but for a while, or is archived. */
static void test_last(struct ctx *cx)
{
    struct bulk end = { .act = BULK_END };

    begin_as(cx, ADA);
    run(cx, "UPDATE client SET is_confidential = 1 WHERE id IN (1, 6)");
    run(cx,
        "INSERT INTO assignment (firm, id, client, member, function, first_on, last_on, by) VALUES"
        " (1, 201, 1, 3, 'reviewer', '2026-01-01', '2026-12-31', 0),"
        " (1, 206, 6, 3, 'reviewer', '2026-01-01', NULL, 0)");
    assert_true(bulk_draw(cx, &end, everybody, COUNT_OF(everybody))
                && bulk_set(cx, &end, "1", "holder"));
    assert_int_equal(fate_count(cx, &end, BULK_PLANNED), 2);
    assert_int_equal(row_of(cx, &end, 1).fate, BULK_REFUSED);
    assert_string_equal(row_of(cx, &end, 1).why, "AFFECTATION-DERNIERE");
    run(cx, "UPDATE member SET state = 'archived' WHERE id = 3");
    assert_true(bulk_take(cx, &end));
    assert_int_equal(row_of(cx, &end, 6).fate, BULK_REFUSED);
    assert_int_equal(row_of(cx, &end, 8).fate, BULK_DONE);
    assert_int_equal(
        number(cx, "SELECT COUNT(*) FROM assignment WHERE member = 1 AND last_on IS NULL"), 2);
}

/* P-9: nor does the undoing of an assignment leave such a client to nobody, or to who has gone. */
static void test_last_back(struct ctx *cx)
{
    struct bulk given = { .act = BULK_ASSIGN };

    begin_as(cx, ADA);
    assert_true(bulk_draw(cx, &given, everybody, COUNT_OF(everybody))
                && bulk_set(cx, &given, "1", "holder") && bulk_take(cx, &given));
    run(cx, "UPDATE client SET is_confidential = 1 WHERE id IN (2, 3, 7)");
    run(cx, "UPDATE member SET state = 'archived' WHERE id = 2");
    run(cx,
        "INSERT INTO assignment (firm, id, client, member, function, first_on, by) VALUES"
        " (1, 203, 3, 3, 'reviewer', '2026-01-01', 0)");
    assert_true(bulk_undo(cx, &given));
    assert_int_equal(row_of(cx, &given, 2).fate, BULK_KEPT);
    assert_string_equal(row_of(cx, &given, 2).why, "AFFECTATION-DERNIERE");
    assert_int_equal(row_of(cx, &given, 3).fate, BULK_UNDONE);
    assert_int_equal(row_of(cx, &given, 4).fate, BULK_UNDONE);
    assert_int_equal(row_of(cx, &given, 7).fate, BULK_KEPT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOOKS_EACH(test_assign),   BOOKS_EACH(test_kept),  BOOKS_EACH(test_stale),
        BOOKS_EACH(test_state),    BOOKS_EACH(test_walls), BOOKS_EACH(test_fields),
        BOOKS_EACH(test_teamless), BOOKS_EACH(test_last),  BOOKS_EACH(test_last_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
