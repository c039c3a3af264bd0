/* Which file of a reply is which piece. */
#include "mail/match.h"

#include <string.h>

#include "base/buf.h"
#include "base/test.h"

enum { NAMES = 5 };

struct match_case {
    const char *rule;
    const char *pieces[NAMES], *files[NAMES]; /* "!": one that is closed */
    const char *places;                       /* of each file, "-" none */
};

/* What firms ask for each month, and for the year. */
#define MONTH "Relevés bancaires", "Factures d’achat et notes de frais", "Factures de vente"
#define YEAR "Inventaire du stock", "Tableaux des emprunts", "Contrats de location", "Bilan 2025"

static const struct match_case cases[] = {
    { "E-18: the only missing piece takes the file",
      { "Relevé bancaire" },
      { "IMG_2041.jpg" },
      "0" },
    { "and all the files: they are its pages",
      { "Relevé bancaire" },
      { "IMG_2041.jpg", "IMG_2042.jpg" },
      "00" },
    { "by its words, whatever the order, accents and capitals",
      { "Factures d’achat", "Relevés bancaires" },
      { "RELEVE_BANCAIRE-mars.pdf", "factures achats.zip" },
      "10" },
    { "what nothing is named like stays",
      { "Factures d’achat", "Relevés bancaires", "Caisse" },
      { "IMG_2041.jpg" },
      "-" },
    { "but is the last one when one piece is left",
      { "Factures d’achat", "Relevés bancaires" },
      { "IMG_1.jpg", "releve.pdf" },
      "01" },
    { "two that are left are not guessed",
      { "Factures d’achat", "Relevés bancaires" },
      { "IMG_1.jpg", "IMG_2.jpg" },
      "--" },
    { "the surest first: two papers of one kind",
      { "Relevé bancaire BNP", "Relevé bancaire Crédit Agricole" },
      { "releve bancaire credit agricole.pdf", "releve bancaire bnp.pdf" },
      "10" },
    { "as sure of one as of the other is sure of none",
      { "Relevé mars", "Relevé avril", "Caisse" },
      { "releve.pdf" },
      "-" },
    { "a second page of what has one already",
      { "Factures d’achat", "Relevés bancaires", "Caisse" },
      { "releve 1.pdf", "releve 2.pdf" },
      "11" },
    { "numbers must be the same: 2025 is not 2026",
      { "Bilan 2025", "Bilan 2026", "Caisse" },
      { "2026 bilan.pdf" },
      "1" },
    { "nothing is missing: nothing fits", { NULL }, { "releve.pdf" }, "-" },
    { "E-18: what is named like a piece that was given answers no other, that shares a word",
      { "!Factures de vente", "Factures d’achat et notes de frais", "Relevés bancaires" },
      { "Factures de vente.pdf" },
      "-" },
    { "nor the only one that is left",
      { "!Factures de vente", "!Factures d’achat et notes de frais", "Relevés bancaires" },
      { "Factures de vente.pdf", "Factures.pdf" },
      "--" },
    { "which takes what nothing given is named like",
      { "!Factures de vente", "!Journal de caisse", "Relevés bancaires" },
      { "scan de mars.pdf", "IMG_2041.jpg" },
      "22" },
    { "and what one given is named no more like than it is",
      { "!Relevé BNP", "Relevé Crédit Agricole" },
      { "releve.pdf" },
      "1" },
    { "a file that is there already goes nowhere",
      { "Factures d’achat", "Relevés bancaires" },
      { "!releve.pdf", "IMG_1.jpg" },
      "--" },
    { "E-18: two files of one kind are of one piece",
      { MONTH },
      { "Factures de vente 1.pdf", "Factures de vente 2.pdf" },
      "22" },
    { "likewise numbered otherwise",
      { MONTH },
      { "facture_achat-03.pdf", "facture_achat-04.pdf", "facture_achat (2).pdf" },
      "111" },
    { "likewise those of a client and of a supplier",
      { MONTH },
      { "facture fournisseur EDF.pdf", "factures clients mars.zip" },
      "12" },
    { "a kind that two pieces are of is of neither",
      { MONTH },
      { "facture EDF.pdf", "releve bancaire BNP mars 2026.pdf" },
      "-0" },
    { "not even of the one that is left",
      { MONTH },
      { "Factures de vente.pdf", "facture.pdf", "releve.pdf" },
      "2-0" },
    { "nor is what says nothing, beside more files than pieces",
      { "Factures d’achat", "Relevés bancaires" },
      { "releve p1.jpg", "releve p2.jpg", "IMG_2034.jpg" },
      "11-" },
    { "what is asked for whole is meant before a part of another",
      { "Factures", "Factures d’achat" },
      { "facture.pdf", "achats.pdf" },
      "01" },
    { "a sale is no purchase",
      { "Factures d’achat", "Relevés bancaires" },
      { "facture_vente-03.pdf" },
      "-" },
    { "not even beside what fills the others",
      { "Factures d’achat", "Relevés bancaires" },
      { "facture_vente-03.pdf", "releve.pdf" },
      "-1" },
    { "nor where nothing else is missing", { "Factures d’achat" }, { "Ventes mars.xlsx" }, "-" },
    { "nor is an invoice a statement", { "Relevés bancaires" }, { "facture EDF.pdf" }, "-" },
    { "nor TVA one", { "Relevés bancaires" }, { "TVA.xlsx", "IMG_2034.jpg" }, "-0" },
    { "what has both in its name is both",
      { "Factures d’achat" },
      { "factures achats et ventes.zip" },
      "0" },
    { "a piece of two kinds is told by none",
      { "Factures et devis" },
      { "contrat signe.pdf" },
      "0" },
    { "another month is another paper",
      { "Relevé bancaire mars 2026" },
      { "releve avril 2026.pdf", "releve fev 2026.pdf", "releve 2026.pdf" },
      "--0" },
    { "a month written short is the same",
      { "Relevé janvier", "Relevé février", "Caisse" },
      { "releve fevr.pdf", "Relevé JANV.pdf" },
      "10" },
    { "months from one to another hold those between",
      { "Relevés de janvier à mars" },
      { "releve fevrier.pdf" },
      "0" },
    { "another year is another paper",
      { "Bilan 2025" },
      { "bilan 2024.pdf", "bilan 2025.pdf" },
      "-0" },
    { "the number of a photo is none", { "Bilan 2025" }, { "IMG_2034.jpg" }, "0" },
    { "another quarter is another paper", { "TVA T1" }, { "TVA T2.xlsx", "tva_t1.xlsx" }, "-0" },
    { "a year alone names nothing", { YEAR }, { "scan 2025.pdf" }, "-" },
    { "nor does a month",
      { "Relevé mars", "Factures d’achat" },
      { "scan mars.pdf", "IMG_1.jpg" },
      "--" },
    { "unless it is all that the piece is called",
      { "Janvier 2026", "Février 2026", "Mars 2026" },
      { "fevrier 2026.pdf", "2026.pdf" },
      "1-" },
    { "nor do the words of any file",
      { "Pièces d’identité", "Copie du bail", "Relevés" },
      { "pièce jointe.pdf", "copie releve.pdf", "Document pour le comptable.docx" },
      "-2-" },
    { "nor what a file ends in", { "Export PDF", "Caisse" }, { "1234.pdf", "12.PDF" }, "--" },
    { "one for each person",
      { "Bulletin de paie MARTIN", "Bulletin de paie DURAND" },
      { "bulletin paie MARTIN.pdf", "bulletin paie LEROY.pdf", "BP_DURAND.pdf" },
      "0-1" },
    { "one for each bank, two sheets of one",
      { "Relevé BNP", "Relevé Crédit Agricole" },
      { "releve BNP 1.pdf", "releve BNP 2.pdf", "CREDIT AGRICOLE mars.pdf" },
      "001" },
    { "the year’s",
      { YEAR },
      { "stock au 31-12.xlsx", "tableau emprunt CIC.pdf", "contrat LOA.pdf", "BILAN_2025_v2.pdf" },
      "0123" },
    { "the year’s, told by halves",
      { YEAR },
      { "Scan_20260115.pdf", "emprunt 1.pdf", "emprunt 2.pdf", "bilan.pdf" },
      "-113" },
};

/* P-9: the pieces of several clients, told by names alone. */
static const struct match_case cases_of_many[] = {
    { "P-9: of several clients a name that two have is nobody’s",
      { "Relevés bancaires", "Relevés bancaires", "Factures de vente SCI" },
      { "releve.pdf", "factures vente 1.pdf", "factures vente 2.pdf", "IMG_1.jpg" },
      "-22-" },
    { "nor one that was given to the other",
      { "!Relevés bancaires", "Relevés bancaires" },
      { "releve.pdf" },
      "-" },
};

static struct match_side side_of(struct arena *arena, const char *const *names)
{
    const char **bare = arena_new(arena, const char *, NAMES);
    bool *is_closed = arena_new(arena, bool, NAMES);
    struct match_side side = { .names = bare, .is_closed = is_closed };

    for (; side.count < NAMES && names[side.count]; side.count++) {
        is_closed[side.count] = *names[side.count] == '!';
        bare[side.count] = names[side.count] + is_closed[side.count];
    }
    return side;
}

static void check(const struct match_case *expected, bool is_of_many)
{
    struct arena arena = { 0 };
    struct match_side files = side_of(&arena, expected->files);
    struct match_side pieces = side_of(&arena, expected->pieces);
    struct buf text = { .arena = &arena };
    int places[NAMES];

    (is_of_many ? match_named : match_files)(&arena, &files, &pieces, places);
    for (size_t i = 0; i < files.count; i++)
        buf_byte(&text, places[i] == MATCH_NONE ? '-' : (char)('0' + places[i]));
    assert_string_equal(buf_string(&text), expected->places);
    arena_free(&arena);
}

static void test_match(void **state)
{
    check(*state, false);
}

static void test_match_of_many(void **state)
{
    check(*state, true);
}

int main(void)
{
    return TEST_TABLE("match", cases, test_match)
        + TEST_TABLE("match of many", cases_of_many, test_match_of_many)
        > 0;
}
