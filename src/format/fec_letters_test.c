/* Letter groups: those that do not balance are told by their own lines, read a second time. */
#include "format/fec.h"

#include <stdlib.h>

#include "base/test.h"
#include "format/fec_write.h"

static const char header[] =
    "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\t"
    "CompAuxLib\tPieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\t"
    "Montantdevise\tIdevise\r\n";

struct posting {
    const char *account, *aux, *piece, *letter;
    int day, euros; /* of March 2025; a credit is negative */
};

static void posting_write(struct buf *out, const struct posting *posting)
{
    int euros = posting->euros;

    buf_format(out,
               "VE\tVentes\t1\t202503%02d\t%s\tCompte\t%s\t%s\t%s\t202502%02d\tLibellé\t%d,00\t",
               posting->day, posting->account, posting->aux, posting->aux, posting->piece,
               posting->day, euros > 0 ? euros : 0);
    buf_format(out, "%d,00\t%s\t%s\t20260131\t\t\r\n", euros < 0 ? -euros : 0, posting->letter,
               *posting->letter ? "20250331" : "");
}

static const struct posting postings[] = {
    { "411000", "DUPONT", "F1", "AA", 1, 100 }, { "411000", "DUPONT", "F2", "", 2, 70 },
    { "411000", "DUPONT", "R1", "AA", 3, -60 }, { "411000", "MARTIN", "F3", "AA", 4, 50 },
    { "411000", "MARTIN", "R3", "AA", 5, -50 }, { "401000", "ACIER", "A1", "AA", 6, -30 },
    { "411000", "MARTIN", "F4", "BB", 7, 10 },  { "411000", "MARTIN", "R4", "BB", 8, -25 },
    { "512000", "", "B1", "", 9, -65 },
};

struct told {
    const char *aux, *piece, *letter;
    int64_t cents, line;
    int day;
};

static const struct told told[] = {
    { "DUPONT", "F2", "", 7000, 3, 2 },    { "DUPONT", "F1", "AA", 10000, 2, 1 },
    { "DUPONT", "R1", "AA", -6000, 4, 3 }, { "MARTIN", "F4", "BB", 1000, 8, 7 },
    { "MARTIN", "R4", "BB", -2500, 9, 8 },
};

static struct buf books_write(struct arena *arena)
{
    struct buf out = { .arena = arena };

    buf_text(&out, header);
    for (size_t i = 0; i < COUNT_OF(postings); i++)
        posting_write(&out, &postings[i]);
    return out;
}

static struct fec_facts *read_all(struct arena *arena, int file, bool apart)
{
    struct ctx cx = { .arena = arena };
    const struct fec_wants wants = { .folds = FEC_FOLD_LETTERS | FEC_FOLD_ITEMS };
    struct fec_facts *facts = NULL;

    assert_true(file >= 0);
    assert_true(apart ? fec_read_apart(&cx, file, &wants, CHILD_COMMAND, &facts)
                      : fec_read(&cx, file, &wants, &facts));
    close(file);
    return facts;
}

static void assert_told(const struct fec_facts *facts)
{
    assert_int_equal(facts->item_count, COUNT_OF(told));
    assert_int_equal(facts->open_items, 3);
    assert_int_equal(facts->letter_groups, 4);
    assert_int_equal(facts->letter_groups_balanced, 1);
    assert_int_equal(facts->lines, COUNT_OF(postings));
    for (size_t i = 0; i < facts->item_count; i++) {
        const struct fec_item *item = &facts->items[i];
        assert_string_equal(facts->customers[item->customer].aux, told[i].aux);
        assert_string_equal(item->piece, told[i].piece);
        assert_string_equal(item->label, "Libellé");
        assert_string_equal(item->letter, told[i].letter);
        assert_int_equal(item->money.cents, told[i].cents);
        assert_int_equal(item->line, told[i].line);
        assert_int_equal(item->date.day, date_of(2025, 3, told[i].day).day);
        assert_true(item->has_piece_date);
        assert_int_equal(item->piece_date.day, date_of(2025, 2, told[i].day).day);
    }
}

static void test_lines(void **state)
{
    struct arena arena = { 0 };
    struct buf books = books_write(&arena);

    (void)state;
    assert_told(read_all(&arena, fec_write_file(books.bytes, books.size), false));
    assert_told(read_all(&arena, fec_write_file(books.bytes, books.size), true));
    arena_free(&arena);
}

/* A file is read from where it stands, both times. */
static void test_start(void **state)
{
    struct arena arena = { 0 };
    struct buf books = books_write(&arena), behind = { .arena = &arena };

    (void)state;
    buf_text(&behind, "some words before it");
    off_t start = (off_t)behind.size;
    buf_add(&behind, "\xEF\xBB\xBF", 3);
    buf_add(&behind, books.bytes, books.size);
    int file = fec_write_file(behind.bytes, behind.size);
    assert_int_equal(lseek(file, start, SEEK_SET), start);
    assert_told(read_all(&arena, file, true));
    arena_free(&arena);
}

/* A pipe is read once: what a group leaves is one item, and the sums are the same. */
static void test_pipe(void **state)
{
    struct arena arena = { 0 };
    struct buf books = books_write(&arena);
    int ends[2];

    (void)state;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], books.bytes, books.size), books.size); /* it holds as much */
    close(ends[1]);
    struct fec_facts *facts = read_all(&arena, ends[0], false);
    assert_int_equal(facts->item_count, 3);
    assert_int_equal(facts->open_items, 3);
    assert_string_equal(facts->items[1].letter, "AA");
    assert_string_equal(facts->items[1].piece, "");
    assert_int_equal(facts->items[1].money.cents, 4000);
    assert_int_equal(facts->items[1].date.day, date_of(2025, 3, 3).day);
    assert_int_equal(facts->items[2].money.cents, -1500);
    arena_free(&arena);
}

/* A letter that all lines carry groups nothing: it stays one item beside a group that is told. */
static void test_many(void **state)
{
    enum { LINES = 200001 };
    struct posting many = { "411000", "DUPONT", "F1", "A", 1, 1 };
    struct arena arena = { 0 };
    struct buf books = books_write(&arena);

    (void)state;
    for (int i = 0; i < LINES; i++)
        posting_write(&books, &many);
    struct fec_facts *facts = read_all(&arena, fec_write_file(books.bytes, books.size), false);
    assert_int_equal(facts->item_count, COUNT_OF(told) + 1);
    assert_string_equal(facts->items[COUNT_OF(told)].letter, "A");
    assert_string_equal(facts->items[COUNT_OF(told)].piece, "");
    assert_int_equal(facts->items[COUNT_OF(told)].money.cents, 100 * LINES);
    arena_free(&arena);
}

struct room_case {
    const char *rule;
    enum fec_column column;       /* of the one too many */
    int64_t told;                 /* how many there may be; 0: there is room */
    int accounts, auxes, letters; /* distinct; each with a line at least */
};

/* A few more of all together are let in than of one kind: a 25th. */
static const struct room_case rooms[] = {
    { "as many accounts as there may be", COLUMN_COUNT, 0, 50, 0, 0 },
    { "one account more", COLUMN_COMPTE_NUM, 50, 51, 0, 0 },
    { "as many letters, beside one account", COLUMN_COUNT, 0, 1, 0, 50 },
    { "one letter more", COLUMN_ECRITURE_LET, 50, 1, 0, 51 },
    { "as many auxiliary accounts", COLUMN_COUNT, 0, 1, 50, 0 },
    { "one auxiliary account more", COLUMN_COMP_AUX_NUM, 50, 1, 51, 0 },
    { "half and half", COLUMN_COUNT, 0, 25, 0, 25 },
    { "both kinds at once are too many", COLUMN_COUNT, 52, 50, 0, 50 },
};

static int at_most(int place, int count)
{
    return place < count ? place : count - 1;
}

static struct buf room_write(struct arena *arena, const struct room_case *of)
{
    struct buf out = { .arena = arena };
    int lines = of->accounts > of->letters ? of->accounts : of->letters;

    buf_text(&out, header);
    for (int i = 0; i < lines || i < of->auxes; i++) {
        struct posting posting = { .piece = "F", .letter = "", .aux = "", .day = 1, .euros = 1 };
        posting.account = arena_format(arena, "411%04d", at_most(i, of->accounts));
        if (of->auxes > 0)
            posting.aux = arena_format(arena, "C%d", at_most(i, of->auxes));
        if (of->letters > 0)
            posting.letter = arena_format(arena, "L%d", at_most(i, of->letters));
        posting_write(&out, &posting);
    }
    return out;
}

/* What is too much is refused by its name, the figures are not trusted, and nothing is cut. */
static void test_room(void **state)
{
    const struct room_case *expected = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct buf books = room_write(&arena, expected);
    const struct fec_wants wants = { .folds = FEC_FOLD_LETTERS, .most = 50 };
    struct fec_facts *facts = NULL;
    const struct fec_finding *found = NULL;

    int file = fec_write_file(books.bytes, books.size);
    assert_true(fec_read_apart(&cx, file, &wants, CHILD_UPLOAD, &facts));
    close(file);
    for (size_t i = 0; i < facts->finding_count && !found; i++)
        if (facts->findings[i].code == FEC_SIZE)
            found = &facts->findings[i];
    assert_int_equal(facts->grave_counts[FEC_SIZE], expected->told > 0);
    if (found) {
        assert_int_equal(found->column, expected->column);
        assert_true(found->line > 1);
        assert_string_equal(found->args[0].name, "most");
        assert_int_equal(atoll(found->args[0].value), expected->told);
    }
    arena_free(&arena);
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_start),
        cmocka_unit_test(test_pipe),
        cmocka_unit_test(test_many),
    };

    if (count > 1 && strcmp(words[1], "--parser") == 0)
        return child_main(count - 2, words + 2);
    int failed = cmocka_run_group_tests_name("fec_letters", tests, NULL, NULL);
    return failed + TEST_TABLE("fec_letters room", rooms, test_room) > 0;
}
