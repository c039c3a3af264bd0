/* What of a reply's text its writer wrote. */
#include "mail/quote.h"

#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/test.h"

struct words_case {
    const char *rule, *text, *words;
    bool is_open; /* somebody must read it */
};

static const struct words_case words[] = {
    { "what stands above the quote", "Voilà.\n\nLe 3 mars 2026 à 10:00, Cabinet a écrit :\n> x",
      "Voilà.", false },
    { "English", "Here.\nOn Mon, 3 Mar 2026, Firm wrote:\n> x", "Here.", false },
    { "Outlook", "Voilà.\n________________________________\nDe : Cabinet\nEnvoyé : lundi", "Voilà.",
      false },
    { "its older way", "Voilà.\n-----Message d'origine-----\nDe : x\ny", "Voilà.", false },
    { "and without a rule", "Voilà.\n\nDe : Cabinet\nEnvoyé : lundi\nÀ : x\n\nMerci", "Voilà.",
      false },
    { "a quotation without marks goes to the end",
      "Voilà.\n\nLe 3 mars 2026, Cabinet a écrit :\n\nMerci de déposer", "Voilà.", false },
    { "its head on two lines",
      "Voilà.\n\nLe lun. 2 mars 2026 à 10:00, Cabinet <r@c.example> a\nécrit :\n\n> x", "Voilà.",
      false },
    { "a quote alone is nothing", "> x\n> y", "", false },
    { "nor under its head", "Le cabinet a écrit :\n> x\n", "", false },
    { "no quote at all", "Le relevé\nsuit.", "Le relevé\nsuit.", false },
    { "a signature is part of it", "Voilà.\n-- \nSophie", "Voilà.\n-- \nSophie", false },
    { "E-18: what stands below the quotation",
      "> - Factures de vente\n\nNous avons changé de banque.", "Nous avons changé de banque.",
      false },
    { "and below its head", "Le 3 mars, Cabinet a écrit :\n> x\nAppelez-moi.", "Appelez-moi.",
      false },
    { "above and below", "Bonjour.\n\n> x\n\nMerci.", "Bonjour.\n\nMerci.", false },
    { "answers between the lines are for a reader", "> Ventes ?\nOui.\n> Caisse ?\nNon.",
      "Oui.\nNon.", true },
    { "one's own rule hides nothing", "Je réponds\n-----\nsuite", "Je réponds\n-----\nsuite",
      false },
    { "nor does a word that is like a field", "Rien.\nDe : mars à mai\nMerci.",
      "Rien.\nDe : mars à mai\nMerci.", false },
    { "E-18: nor what may be a head, or somebody's own list: a reader tells",
      "Bonjour,\nDe : mars à mai\nA : juin\nPrime de Paul",
      "Bonjour,\nDe : mars à mai\nA : juin\nPrime de Paul", true },
    { "nor below a rule of one's own", "Voyage\n_____\nDate : 12 novembre\nÀ : Lyon",
      "Voyage\n_____\nDate : 12 novembre\nÀ : Lyon", true },
    { "a sender's address tells", "Voilà.\nDe : Cabinet <r@c.example>\nDate : lundi\nPaul",
      "Voilà.", false },
    { "and a subject with a sender", "Voilà.\nDe : Cabinet\nDate : lundi\nObjet : TVA\nPaul",
      "Voilà.", false },
    { "Outlook in Portuguese",
      "Voilà.\n________________________________\nDe: Cabinet\nEnviado: segunda-feira\nPara: x\n"
      "Assunto: TVA\n\nBonjour",
      "Voilà.", false },
    { "on a desk", "Voilà.\n\nDe: Cabinet\nEnviada em: segunda\nPara: x\nAssunto: TVA\n\nBonjour",
      "Voilà.", false },
    { "in German", "Voilà.\n\nVon: Firma\nGesendet: Montag\nAn: x\nBetreff: TVA\n\nBonjour",
      "Voilà.", false },
    { "in Italian", "Voilà.\n\n*Da:* Firma\n*Inviato:* lunedì\n*A:* x\n*Oggetto:* TVA\n\nBonjour",
      "Voilà.", false },
    { "in Dutch", "Voilà.\n\nVan: Firma\nVerzonden: maandag\nAan: x\nOnderwerp: TVA\n\nBonjour",
      "Voilà.", false },
    { "in Spanish", "Voilà.\n\nDe: Firma\nEnviado el: lunes\nPara: x\nAsunto: TVA\n\nBonjour",
      "Voilà.", false },
    { "its older way, in German",
      "Voilà.\n-----Ursprüngliche Nachricht-----\nVon: x\nGesendet: Montag\ny", "Voilà.", false },
    { "Gmail in German",
      "Voilà.\n\nAm Mo., 2. März 2026 um 10:00 Uhr schrieb Cabinet <r@c.example>:\n\nBonjour",
      "Voilà.", false },
    { "in Spanish",
      "Voilà.\n\nEl lun, 2 mar 2026 a las 10:00, Cabinet\n(<r@c.example>) escribió:\n\nBonjour",
      "Voilà.", false },
    { "in Italian",
      "Voilà.\n\nIl giorno lun 2 mar 2026 alle ore 10:00 Cabinet <r@c.example> ha scritto:\n\n> x",
      "Voilà.", false },
    { "in Dutch", "Voilà.\n\nOp ma 2 mrt 2026 om 10:00 schreef Cabinet <r@c.example>:\n\nBonjour",
      "Voilà.", false },
    { "in Portuguese",
      "Voilà.\n\nCabinet <r@c.example> escreveu (segunda, 2/03/2026 à(s) 10:00):\n\n> x", "Voilà.",
      false },
    { "SFR",
      "Voilà.\n\n> Message du : 02/03/2026 10:00\n> De : Cabinet\n\nMessage du : 02/03/2026 10:00\n"
      "De : \"Cabinet\" <r@c.example>\nA : x\n\nBonjour",
      "Voilà.", false },
    { "whose first line alone is words", "Message du : client\nPaul vient lundi.",
      "Message du : client\nPaul vient lundi.", false },
    { "what a client writes of people and days is theirs",
      "Am Montag schrieb Paul:\nNein.\nVan: Renault Master\nAn: 2024\nOp zaterdag niet.",
      "Am Montag schrieb Paul:\nNein.\nVan: Renault Master\nAn: 2024\nOp zaterdag niet.", false },
    { "fields of several tongues are somebody's own list",
      "Sinistre\nVan : Renault Trafic\nAn : 2021\nObjet : vol",
      "Sinistre\nVan : Renault Trafic\n"
      "An : 2021\nObjet : vol",
      false },
    { "nor a letter that is told of", "Le notaire m’a écrit :\nil renonce.",
      "Le notaire m’a écrit :\nil renonce.", false },
};

static void test_words(void **state)
{
    const struct words_case *expected = *state;
    struct arena arena = { 0 };
    struct quote_rest rest = quote_words(&arena, expected->text);

    assert_string_equal(rest.words, expected->words);
    assert_int_equal(rest.is_clear, !expected->is_open);
    arena_free(&arena);
}

static void check_long(const char *piece)
{
    struct arena arena = { 0 };
    struct buf text = { .arena = &arena };

    for (int i = 0; i < LIMIT_NOTE_CHARS; i++)
        buf_text(&text, piece);
    struct quote_rest rest = quote_words(&arena, buf_string(&text));
    assert_true(str_chars(rest.words) <= LIMIT_NOTE_CHARS);
    assert_true(str_chars(rest.words) >= LIMIT_NOTE_CHARS - 4);
    assert_false(rest.is_clear);
    arena_free(&arena);
}

/* More than a comment holds is cut, and somebody reads the whole. */
static void test_long(void **state)
{
    (void)state;
    check_long("mot\n");
    check_long("né ");
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_long) };

    return TEST_TABLE("words", words, test_words)
        + cmocka_run_group_tests_name("long", tests, NULL, NULL)
        > 0;
}
