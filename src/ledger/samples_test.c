/*
 * The real files of the shared data, read in the child process, against what is known of them; and
 * the hostile ones, each with the verdict of the index. Both are skipped where they are absent.
 */
#include "ledger/control.h"
#include "ledger/items.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "base/test.h"
#include "base/test_file.h"

static const char *data(struct arena *arena, const char *name)
{
    return test_file_data(arena, arena_format(arena, "fec/%s", name));
}

static struct json *json_take(struct arena *arena, const char *path)
{
    struct ctx cx = { .arena = arena };
    struct buf *bytes = test_file_read(arena, path);

    return bytes ? json_parse_own(&cx, bytes->bytes, bytes->size) : NULL;
}

struct read_file {
    struct fec_name name;
    struct fec_facts *facts;
    struct control control;
};

static struct read_file file_read(struct arena *arena, const char *path, enum regime regime)
{
    struct ctx cx = { .arena = arena };
    struct read_file read = { .name = fec_name_read(arena, strrchr(path, '/') + 1) };
    const struct fec_wants wants = { .folds = FEC_FOLD_LETTERS | FEC_FOLD_ITEMS | FEC_FOLD_NUMBERS,
                                     .has_closing = read.name.has_closing,
                                     .closing = read.name.closing };
    int file = open(path, O_RDONLY | O_CLOEXEC);

    assert_true(file >= 0);
    assert_true(fec_read_apart(&cx, file, &wants, CHILD_UPLOAD, &read.facts));
    close(file);
    read.control = control_make(arena, read.facts, &read.name, regime);
    return read;
}

static const char *text_of(const struct json *map, const char *key)
{
    const char *text = json_text(json_get(map, key));

    return text ? text : "";
}

static void assert_money(struct money money, const char *expected)
{
    struct money read = { INT64_MIN };

    assert_true(money_parse(expected, &read));
    assert_int_equal(money.cents, read.cents);
}

static void assert_totals(const struct fec_facts *facts, const struct json *expected)
{
    bool pipe = strcmp(text_of(expected, "separator"), "PIPE") == 0;

    assert_int_equal(facts->lines, json_int(json_get(expected, "data_lines")));
    assert_int_equal(facts->entries, json_int(json_get(expected, "entries_by_journal_num")));
    assert_int_equal(facts->columns, json_int(json_get(expected, "header_cells")));
    assert_int_equal(facts->account_count, json_int(json_get(expected, "accounts")));
    assert_int_equal(facts->letter_groups, json_int(json_get(expected, "letter_groups")));
    assert_int_equal(facts->letter_groups_balanced,
                     json_int(json_get(expected, "letter_groups_balanced")));
    assert_string_equal(charset_name(facts->charset), text_of(expected, "encoding"));
    assert_int_equal(facts->separator, pipe ? '|' : '\t');
    assert_money(facts->debit, text_of(expected, "total_debit"));
    assert_money(facts->credit, text_of(expected, "total_credit"));
}

/* Rows « account;debit;credit » behind a header, in the order of the accounts. */
struct balance {
    char *rest; /* of the rows */
    size_t count;
};

static void account_check(void *into, const struct fec_account *account)
{
    struct balance *balance = into;
    char *row = strtok_r(NULL, "\n", &balance->rest);

    assert_non_null(row);
    char *debit = strchr(row, ';'), *credit = strchr(debit + 1, ';');
    *debit = *credit = '\0';
    credit[1 + strcspn(credit + 1, "\r")] = '\0';
    assert_string_equal(account->number, row);
    assert_money(account->debit, debit + 1);
    assert_money(account->credit, credit + 1);
    balance->count++;
}

static void assert_balance(struct arena *arena, const char *path, const char *balance_path)
{
    struct buf *bytes = test_file_read(arena, balance_path);
    struct balance balance = { 0 };
    struct ctx cx = { .arena = arena };
    const struct fec_wants wants = { .take_account = account_check, .into = &balance };
    struct fec_facts *facts;
    int file = open(path, O_RDONLY | O_CLOEXEC);

    assert_non_null(bytes);
    (void)strtok_r(bytes->bytes, "\n", &balance.rest);
    assert_true(fec_read_apart(&cx, file, &wants, CHILD_UPLOAD, &facts));
    close(file);
    assert_int_equal(balance.count, facts->account_count);
    assert_null(strtok_r(NULL, "\n", &balance.rest));
}

/* The groups of customers that do not balance: their own lines, dated, which make the same rest. */
static void assert_lettered(const struct fec_facts *facts, const struct items *items)
{
    int64_t cents = 0, lines = 0;

    for (size_t i = 0; i < facts->item_count; i++)
        if (*facts->items[i].letter) {
            assert_true(*facts->items[i].label);
            assert_true(facts->items[i].has_piece_date);
            cents += facts->items[i].money.cents;
            lines++;
        }
    assert_int_equal(cents, items->partly_lettered.cents);
    assert_true(lines >= facts->open_items - items->lines);
}

static void assert_open(struct arena *arena, const struct fec_facts *facts,
                        const struct json *expected)
{
    struct date on;

    assert_true(date_parse(text_of(expected, "date_max"), &on));
    struct items items = items_make(arena, facts, &(struct items_terms){ .by_piece = true }, on);
    assert_int_equal(items.lines, json_int(json_get(expected, "open_411_lines")));
    assert_money(items.unlettered, text_of(expected, "open_411_net"));
    assert_lettered(facts, &items);
}

static void test_samples(void **state)
{
    struct arena arena = { 0 };
    struct json *expected = json_take(&arena, data(&arena, "expected.json"));
    struct json_entry entry = { 0 };

    (void)state;
    if (!expected) {
        print_message("the shared data are not here\n");
        skip();
    }
    while (json_next(expected, &entry)) {
        struct read_file read = file_read(&arena, data(&arena, entry.key), REGIME_BIC);
        assert_totals(read.facts, entry.value);
        assert_open(&arena, read.facts, entry.value);
        assert_balance(&arena, data(&arena, entry.key),
                       data(&arena, arena_format(&arena, "balance/%s.csv", entry.key)));
        assert_true(read.control.accepted);
    }
    arena_free(&arena);
}

static void test_verdicts(void **state)
{
    static const char *const regimes[REGIME_COUNT] = { "BIC", "COM", "BAT", "BNCT" };
    struct arena arena = { 0 };
    struct json *expected = json_take(&arena, data(&arena, "dgfip_tool_verdicts.json"));
    struct json_entry entry = { 0 };

    (void)state;
    if (!expected)
        skip();
    while (json_next(expected, &entry))
        for (int regime = 0; regime < REGIME_COUNT; regime++) {
            const struct json *told = json_get(entry.value, regimes[regime]);
            struct read_file read = file_read(&arena, data(&arena, entry.key), (enum regime)regime);
            assert_string_equal(verdict_text(read.control.verdict), text_of(told, "verdict"));
        }
    arena_free(&arena);
}

/* A piece of the closing day is in the first age there and not due here: 0 to 30 is our 1 to 30. */
static void test_receivables(void **state)
{
    struct arena arena = { 0 };
    struct json *expected = json_take(&arena, data(&arena, "receivables.json"));
    struct json_entry entry = { 0 };

    (void)state;
    if (!expected)
        skip();
    while (json_next(expected, &entry)) {
        const struct json *ages = json_get(entry.value, "ageing_by_piece_date");
        struct read_file read = file_read(&arena, data(&arena, entry.key), REGIME_BIC);
        struct date on;
        assert_true(date_parse(text_of(entry.value, "close"), &on));
        struct items items =
            items_make(&arena, read.facts, &(struct items_terms){ .by_piece = true }, on);
        items.ages[AGE_30].cents += items.ages[AGE_NOT_DUE].cents;
        assert_int_equal(items.lines, json_int(json_get(entry.value, "open_lines")));
        assert_money(items.total, text_of(entry.value, "balance_411"));
        assert_money(items.ages[AGE_30], text_of(ages, "0-30"));
        assert_money(items.ages[AGE_60], text_of(ages, "31-60"));
        assert_money(items.ages[AGE_90], text_of(ages, "61-90"));
    }
    arena_free(&arena);
}

/* One row of the index: file, what it is, what is expected, verdict. */
struct hostile {
    char *file, *expected, *verdict;
};

static bool row_read(char *row, struct hostile *hostile)
{
    char *save = NULL;

    hostile->file = strtok_r(row, "\t", &save);
    (void)strtok_r(NULL, "\t", &save);
    hostile->expected = strtok_r(NULL, "\t", &save);
    hostile->verdict = strtok_r(NULL, "\t", &save);
    return hostile->verdict && strncmp(hostile->file, "fec/", 4) == 0;
}

/* The code in capitals that the row expects, up to the first space; "" when it names none. */
static const char *code_of(struct arena *arena, const struct hostile *hostile)
{
    const char *at = strstr(hostile->expected, "FEC-");

    if (!at)
        at = strstr(hostile->expected, "FICHIER-");
    return at ? arena_text(arena, at, strspn(at, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-")) : "";
}

static bool is_found(const struct control *control, const char *code, bool error)
{
    for (size_t i = 0; i < control->finding_count; i++)
        if (strcmp(fec_code_text(control->findings[i].told->code), code) == 0
            && (control->findings[i].severity == SEVERITY_ERROR) == error)
            return true;
    return false;
}

/* What only an import can tell, knowing what is open and what was imported before. */
static bool is_of_import(const char *code, const char *verdict)
{
    return strcmp(code, "FEC-DOSSIER") == 0 || strcmp(verdict, "IGNORE") == 0;
}

static bool is_right(struct arena *arena, const struct hostile *hostile)
{
    const char *code = code_of(arena, hostile);
    bool later = is_of_import(code, hostile->verdict);
    bool refused = strcmp(hostile->verdict, "REFUS") == 0 && !later;
    struct read_file read = file_read(arena, test_file_hostile(arena, hostile->file), REGIME_BIC);
    bool right = read.control.accepted != refused
        && (*code == '\0' || later || is_found(&read.control, code, refused))
        && (strcmp(hostile->verdict, "ACCEPTE") != 0 || read.control.finding_count == 0);

    if (!right)
        print_message("%s: expected %s, accepted is %d\n", hostile->file, hostile->expected,
                      read.control.accepted);
    return right;
}

static void test_hostile(void **state)
{
    struct arena arena = { 0 };
    struct buf *index = test_file_read(&arena, test_file_hostile(&arena, "index.tsv"));
    char *save = NULL;
    size_t count = 0, wrong = 0;

    (void)state;
    if (!index) {
        print_message("the hostile files are not here\n");
        skip();
    }
    for (char *row = strtok_r(index->bytes, "\r\n", &save); row;
         row = strtok_r(NULL, "\r\n", &save)) {
        struct arena_mark mark = arena_mark(&arena);
        struct hostile hostile;
        if (row_read(row, &hostile)) {
            wrong += !is_right(&arena, &hostile);
            count++;
        }
        arena_rewind(&arena, mark);
    }
    assert_true(count > 30);
    assert_int_equal(wrong, 0);
    arena_free(&arena);
}

struct place_case {
    const char *rule, *file;
    enum fec_code code;
    int64_t line, count;
    const char *value; /* NULL when not looked at */
};

static const struct place_case places[] = {
    { "the line that is short", "f03_line_17_fields", FEC_FIELDS, 3, 1, NULL },
    { "the line that is long", "f04_tab_inside_label", FEC_FIELDS, 3, 1, NULL },
    { "each line with a zero byte", "f08_nul_bytes", FEC_ENCODING, 2, 3, NULL },
    { "the amount that is too large", "f12_amount_1e15", FEC_AMOUNT, 2, 2, "1000000000000000,00" },
    { "the amounts that are not guessed", "f15_amount_formats", FEC_AMOUNT, 8, 12, "1.234,56" },
    { "one finding a line", "f16_amount_not_numbers", FEC_AMOUNT, 2, 12, "NaN" },
    { "the number before its time", "f23_number_gap", FEC_NUMBER, 8, 1, "VE" },
    { "where the file is cut", "f24_truncated_mid_field", FEC_TRUNCATED, 4, 1, NULL },
    { "the header in the middle", "f40_two_files_concatenated", FEC_FORMAT, 5, 1, NULL },
};

static void test_place(void **state)
{
    const struct place_case *expected = *state;
    struct arena arena = { 0 };
    const char *path = test_file_hostile(
        &arena, arena_format(&arena, "fec/%s/732829320FEC20251231.txt", expected->file));

    if (access(path, R_OK) != 0)
        skip();
    struct read_file read = file_read(&arena, path, REGIME_BIC);
    const struct fec_finding *found = NULL;
    for (size_t i = 0; i < read.facts->finding_count && !found; i++)
        if (read.facts->findings[i].code == expected->code)
            found = &read.facts->findings[i];
    assert_non_null(found);
    assert_int_equal(found->line, expected->line);
    assert_int_equal(read.facts->counts[expected->code], expected->count);
    if (expected->value && expected->code == FEC_AMOUNT)
        assert_string_equal(found->value, expected->value);
    arena_free(&arena);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_samples),
        cmocka_unit_test(test_verdicts),
        cmocka_unit_test(test_receivables),
        cmocka_unit_test(test_hostile),
    };

    if (count > 1 && strcmp(words[1], "--parser") == 0)
        return child_main(count - 2, words + 2);
    int failed = cmocka_run_group_tests_name("samples", tests, NULL, NULL);
    return failed + TEST_TABLE("samples place", places, test_place) > 0;
}
