/*
 * What files are like as whole: one good file, a text in it replaced wherever it stands, and what
 * both judges then say. Numbers are those of the controls of the administration's checker.
 */
#include "ledger/control.h"

#include <string.h>

#include "base/test.h"
#include "format/fec_write.h"

struct quirk {
    const char *rule;
    const char *changes[2][2]; /* a text and what stands in its place */
    bool conform, accepted;
    int64_t lines, debit; /* cents; what is read of a refused file is of no matter: -1 */
    const char *code;     /* one that must be told; NULL: none may be */
};

#define NAMES                                                                                      \
    "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\t"       \
    "CompAuxLib\tPieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\t"          \
    "ValidDate\tMontantdevise\tIdevise"
#define HEADER NAMES "\r\n"
#define ROW                                                                                        \
    "VE\tVentes\t1\t20250315\t445710\tTVA\t\t\tF-1\t20250315\tFacture\t0,00\t200,"                 \
    "00\t\t\t20260131\t\t"

static const char good[] = HEADER
    "VE\tVentes\t1\t20250315\t411000\tClients\tCLEF\tLefevre\tF-1\t20250315\tFacture\t1200,00\t"
    "0,00\t\t\t20260131\t\t\r\n"
    "VE\tVentes\t1\t20250315\t706000\tPrestations\t\t\tF-1\t20250315\tFacture\t0,00\t1000,00\t\t\t"
    "20260131\t\t\r\n" ROW "\r\n";

static const struct quirk quirks[] = {
    { "the good file", { { NULL } }, true, true, 3, 120000, NULL },
    { "2: LF", { { "\r\n", "\n" } }, true, true, 3, 120000, NULL },
    { "2: CR", { { "\r\n", "\r" } }, true, true, 3, 120000, NULL },
    { "2: two CR, of which one goes into the last name",
      { { "\r\n", "\r\r\n" } },
      false,
      true,
      3,
      120000,
      NULL },
    { "2: LF behind the names and CR LF after them, which joins both for the checker",
      { { HEADER, NAMES "\n" } },
      false,
      true,
      3,
      120000,
      "FEC-FIN-LIGNE" },
    { "2: CR LF behind the names and LF after them",
      { { "20260131\t\t\r\n", "20260131\t\t\n" } },
      false,
      true,
      3,
      120000,
      "FEC-FIN-LIGNE" },
    { "4: pipes", { { "\t", "|" } }, true, true, 3, 120000, NULL },
    { "4: commas", { { "\t", "," } }, false, false, -1, -1, "FEC-SEPARATEUR" },
    { "4: semicolons", { { "\t", ";" } }, false, false, -1, -1, "FEC-SEPARATEUR" },
    { "4: tabs before pipes", { { "Facture", "Fac|ture" } }, true, true, 3, 120000, NULL },
    { "5: a byte order mark", { { HEADER, "\xEF\xBB\xBF" HEADER } }, true, true, 3, 120000, NULL },
    { "5: small letters", { { "EcritureNum", "ecriturenum" } }, true, true, 3, 120000, NULL },
    { "5: capitals", { { "EcritureNum", "ECRITURENUM" } }, true, true, 3, 120000, NULL },
    { "5: accents of UTF-8",
      { { "Debit",
          "D\xC3\xA9"
          "bit" },
        { "PieceRef",
          "Pi\xC3\xA8"
          "ceRef" } },
      true,
      true,
      3,
      120000,
      NULL },
    { "5: accents of Latin-1",
      { { "Debit",
          "D\xE9"
          "bit" },
        { "PieceRef",
          "Pi\xE8"
          "ceRef" } },
      true,
      true,
      3,
      120000,
      NULL },
    { "5: a capital accent, which the checker does not know",
      { { "EcritureLib",
          "\xC3\x89"
          "critureLib" } },
      false,
      false,
      -1,
      -1,
      "FEC-COLONNES" },
    { "5: a space in a name",
      { { "PieceRef", "Piece Ref" } },
      false,
      false,
      -1,
      -1,
      "FEC-COLONNES" },
    { "5: an underscore in a name",
      { { "PieceRef", "Piece_Ref" } },
      false,
      false,
      -1,
      -1,
      "FEC-COLONNES" },
    { "5: CompteAuxNum, of the XML form only",
      { { "CompAuxNum", "CompteAuxNum" } },
      false,
      false,
      -1,
      -1,
      "FEC-COLONNES" },
    { "5: blanks around names", { { "PieceRef", " PieceRef  " } }, true, true, 3, 120000, NULL },
    { "5: a separator behind the last", { { "\r\n", "\t\r\n" } }, true, true, 3, 120000, NULL },
    { "5: a column more",
      { { "Idevise\r\n", "Idevise\tNote\r\n" }, { "20260131\t\t\r\n", "20260131\t\t\tx\r\n" } },
      true,
      true,
      3,
      120000,
      "FEC-COLONNE-SUP" },
    { "6: a header alone", { { &good[sizeof HEADER - 1], "" } }, false, false, 0, 0, "FEC-VIDE" },
    { "7: no end of the last line", { { ROW "\r\n", ROW } }, true, true, 3, 120000, NULL },
    { "7: a last line that is cut",
      { { "445710\tTVA\t\t\tF-1\t20250315\tFacture\t0,00\t200,00\t\t\t20260131\t\t\r\n", "4457" } },
      false,
      false,
      -1,
      -1,
      "FEC-TRONQUE" },
    { "7: a no-break space of UTF-8 is blank",
      { { "Facture",
          "\xC2\xA0"
          "Facture\xC2\xA0" } },
      true,
      true,
      3,
      120000,
      NULL },
    { "7: blanks around fields", { { "\t", "  \t " } }, true, true, 3, 120000, NULL },
    { "7: an empty line",
      { { ROW "\r\n", "\r\n" ROW "\r\n" } },
      false,
      true,
      3,
      120000,
      "FEC-LIGNE-VIDE" },
    { "7: empty lines at the end",
      { { ROW "\r\n", ROW "\r\n\r\n\r\n" } },
      false,
      true,
      3,
      120000,
      "FEC-LIGNE-VIDE" },
    { "11: blank amounts are zero",
      { { "0,00\t200,00", "\t200,00" } },
      true,
      true,
      3,
      120000,
      NULL },
    { "11: no decimals", { { "1200,00", "1200" } }, true, true, 3, 120000, NULL },
    { "11: signs",
      { { "1200,00", "+1200,00" }, { "1000,00", "1000,00+" } },
      true,
      true,
      3,
      120000,
      NULL },
    { "11: points", { { "1200,00", "1200.00" } }, false, false, -1, -1, "FEC-MONTANT" },
    { "11: a space between thousands",
      { { "1200,00", "1 200,00" } },
      false,
      true,
      3,
      120000,
      NULL },
    { "11: points between thousands",
      { { "1200,00", "1.200,00" } },
      false,
      false,
      -1,
      -1,
      "FEC-MONTANT" },
    { "12: dates with slashes",
      { { "20250315", "15/03/2025" } },
      true,
      true,
      3,
      120000,
      "FEC-DATE" },
    { "12: dates with dashes",
      { { "20250315", "2025-03-15" } },
      true,
      true,
      3,
      120000,
      "FEC-DATE" },
    { "12: dates with points",
      { { "20250315", "15.03.2025" } },
      true,
      true,
      3,
      120000,
      "FEC-DATE" },
    { "12: day first", { { "20250315", "15032025" } }, true, true, 3, 120000, "FEC-DATE" },
    { "14: a side that is none",
      { { "Debit\tCredit", "Montant\tSens" }, { "1200,00\t0,00", "1200,00\tX" } },
      false,
      false,
      -1,
      -1,
      "FEC-SENS" },
    { "15: columns in another order, found by their names",
      { { "PieceRef\tPieceDate", "PieceDate\tPieceRef" }, { "F-1\t20250315", "20250315\tF-1" } },
      true,
      true,
      3,
      120000,
      "FEC-ORDRE" },
    { "quotes around names",
      { { "JournalCode", "\"JournalCode\"" } },
      false,
      false,
      -1,
      -1,
      "FEC-FORMAT" },
};

static const char *replace(struct arena *arena, const char *text, const char *from, const char *to)
{
    struct buf out = { .arena = arena };

    for (const char *at; (at = strstr(text, from)); text = at + strlen(from)) {
        buf_add(&out, text, (size_t)(at - text));
        buf_text(&out, to);
    }
    buf_text(&out, text);
    return buf_string(&out);
}

static bool tells(const struct fec_facts *facts, const char *code)
{
    for (size_t i = 0; i < facts->finding_count; i++)
        if (!code || strcmp(fec_code_text(facts->findings[i].code), code) == 0)
            return true;
    return false;
}

static void test_quirk(void **state)
{
    const struct quirk *expected = *state;
    struct arena arena = { 0 };
    struct ctx cx = { .arena = &arena };
    struct fec_name name = fec_name_read(&arena, "732829320FEC20251231.txt");
    const struct fec_wants wants = { .folds = FEC_FOLD_LETTERS | FEC_FOLD_NUMBERS,
                                     .has_closing = true,
                                     .closing = name.closing };
    struct fec_facts *facts = NULL;
    const char *text = good;

    for (size_t i = 0; i < 2 && expected->changes[i][0]; i++)
        text = replace(&arena, text, expected->changes[i][0], expected->changes[i][1]);
    int file = fec_write_file(text, strlen(text));
    assert_true(fec_read(&cx, file, &wants, &facts));
    close(file);
    struct control control = control_make(&arena, facts, &name, REGIME_BIC);
    assert_int_equal(tells(facts, expected->code), expected->code != NULL);
    assert_int_equal(control.verdict == VERDICT_CONFORM, expected->conform);
    assert_int_equal(control.accepted, expected->accepted);
    if (expected->lines >= 0) {
        assert_int_equal(facts->lines, expected->lines);
        assert_int_equal(facts->debit.cents, expected->debit);
    }
    arena_free(&arena);
}

int main(void)
{
    return TEST_TABLE("quirks", quirks, test_quirk) > 0;
}
