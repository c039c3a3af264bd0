#include "mail/naming.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/attributes.h"

enum {
    SHARED_LETTERS = 4, /* from which on two words may be forms of one */
    YEAR_LETTERS = 4,
    NEAR_YEARS = 5, /* what is further off is the number of a photo */
};

/* They stand in the name of anything. */
static const char little[] = "de du des la le les et en au aux un une par pour sur dans of the and "
                             "for piece pieces document documents fichier copie scan mois "
                             "trimestre annee exercice";

/* A paper is one of a row: what is called by another is another paper. */
static const char *const kinds[] = { "facture", "releve", "bulletin paie", "contrat", "devis",
                                     "caisse",  "bilan",  "liasse",        "tva",     "rib" };
static const char *const sides[] = { "achat fournisseur", "vente client" };
static const char *const months[] = { "janvier janv jan",
                                      "fevrier fevr fev",
                                      "mars",
                                      "avril avr",
                                      "mai",
                                      "juin",
                                      "juillet juil",
                                      "aout",
                                      "septembre sept sep",
                                      "octobre oct",
                                      "novembre nov",
                                      "decembre dec" };
static const char *const quarters[] = { "t1", "t2", "t3", "t4" };

static const struct row {
    const char *const *words; /* of each the ways to write it */
    size_t count;
    bool is_period;
} rows[] = {
    { kinds, COUNT_OF(kinds), false },
    { sides, COUNT_OF(sides), false },
    { months, COUNT_OF(months), true },
    { quarters, COUNT_OF(quarters), true },
};

/* Size 0 at the end. */
struct word {
    const char *at;
    size_t size;
};

static struct word word_next(const char **text)
{
    static const char *const between = " _-.,;()[]+/";

    *text += strspn(*text, between);
    struct word word = { *text, strcspn(*text, between) };
    *text += word.size;
    return word;
}

/* The same, or one begins like the other: « relevé », « relevés »; numbers must be the same. */
static bool is_alike(struct word one, struct word other)
{
    size_t least = one.size < other.size ? one.size : other.size;
    bool same = one.size == other.size;

    if (least < 2 || memcmp(one.at, other.at, least) != 0)
        return false;
    return same || (least >= SHARED_LETTERS && one.size + other.size <= 2 * least + 2);
}

static bool says(const char *text, struct word word)
{
    for (struct word each = word_next(&text); each.size > 0; each = word_next(&text))
        if (is_alike(each, word))
            return true;
    return false;
}

static bool says_any(const char *text, const char *words)
{
    for (struct word word = word_next(&words); word.size > 0; word = word_next(&words))
        if (says(text, word))
            return true;
    return false;
}

static bool is_little(struct word word)
{
    const char *rest = little;

    for (struct word each = word_next(&rest); each.size > 0; each = word_next(&rest))
        if (each.size == word.size && memcmp(each.at, word.at, word.size) == 0)
            return true;
    return word.size < 2;
}

/* A number, a month, a quarter. */
static bool is_period(struct word word)
{
    bool is_found = strspn(word.at, "0123456789") >= word.size;

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        for (size_t j = 0; rows[i].is_period && j < rows[i].count; j++)
            is_found |= says(rows[i].words[j], word);
    return is_found;
}

/* What the piece says several of (« de janvier à mars ») tells nothing. */
static bool is_other(const struct row *row, const char *file, const char *piece)
{
    bool is_said = false, is_same = false;
    int asked = 0;

    for (size_t i = 0; i < row->count; i++) {
        bool is_asked = says_any(piece, row->words[i]), is_here = says_any(file, row->words[i]);
        asked += is_asked;
        is_said |= is_here;
        is_same |= is_asked && is_here;
    }
    return asked == 1 && is_said && !is_same;
}

/* 0: it is none. */
static int year_of(struct word word)
{
    bool is_number = strspn(word.at, "0123456789") >= word.size;

    return is_number && word.size == YEAR_LETTERS ? (int)strtol(word.at, NULL, 10) : 0;
}

static bool is_other_year(const char *file, const char *piece)
{
    int asked = 0;
    bool is_said = false;

    for (struct word word = word_next(&piece); word.size > 0; word = word_next(&piece)) {
        int year = year_of(word);
        if (year && asked && year != asked)
            return false;
        asked = year ? year : asked;
    }
    for (struct word word = word_next(&file); word.size > 0; word = word_next(&file)) {
        int year = year_of(word);
        if (year && year == asked)
            return false;
        is_said |= year && abs(year - asked) <= NEAR_YEARS;
    }
    return is_said;
}

int naming_points(const char *file, const char *piece)
{
    bool is_named = false, is_whole = true;
    int shared = 0;

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (is_other(&rows[i], file, piece))
            return -1;
    if (is_other_year(file, piece))
        return -1;
    for (struct word word = word_next(&piece); word.size > 0; word = word_next(&piece)) {
        if (is_little(word))
            continue;
        if (!says(file, word)) {
            is_whole = false;
            continue;
        }
        shared += (int)word.size;
        is_named |= !is_period(word);
    }
    return is_named || is_whole ? 2 * shared + (is_whole && shared > 0) : 0;
}
