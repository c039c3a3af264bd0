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

static void test_match(void **state)
{
    const struct match_case *expected = *state;
    struct arena arena = { 0 };
    struct match_side files = side_of(&arena, expected->files);
    struct match_side pieces = side_of(&arena, expected->pieces);
    struct buf text = { .arena = &arena };
    int places[NAMES];

    match_files(&arena, &files, &pieces, places);
    for (size_t i = 0; i < files.count; i++)
        buf_byte(&text, places[i] == MATCH_NONE ? '-' : (char)('0' + places[i]));
    assert_string_equal(buf_string(&text), expected->places);
    arena_free(&arena);
}

int main(void)
{
    return TEST_TABLE("match", cases, test_match) > 0;
}
