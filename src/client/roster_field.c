#include "client/roster.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"

struct field {
    const char *name;
    enum roster_shape shape;
    const char *heads; /* folded, with a bar between them */
};

static const struct field fields[ROSTER_FIELD_COUNT] = {
    [ROSTER_CODE] = { "code", ROSTER_IS_TEXT,
                      "code dossier|code client|code du dossier|code du client|code|numero dossier|"
                      "numero de dossier|n dossier|n de dossier|no dossier|num dossier|dossier|"
                      "reference|reference dossier|ref dossier|ref|identifiant|id client|n client|"
                      "numero client|numero de client|code interne|client code|client number|"
                      "file number|client id|file code" },
    [ROSTER_NAME] = { "name", ROSTER_IS_TEXT,
                      "raison sociale|nom|nom du client|nom client|denomination|"
                      "denomination sociale|nom ou raison sociale|nom raison sociale|societe|"
                      "client|nom dossier|nom du dossier|libelle dossier|intitule|"
                      "intitule du dossier|entreprise|legal name|company name|company|name|"
                      "client name" },
    [ROSTER_TRADE_NAME] = { "trade_name", ROSTER_IS_TEXT,
                            "nom commercial|enseigne|nom d usage|trade name|trading name" },
    [ROSTER_SIREN] = { "siren", ROSTER_IS_SIREN,
                       "siren|n siren|no siren|numero siren|num siren|code siren|siren client|"
                       "siren number" },
    [ROSTER_SIRET] = { "siret", ROSTER_IS_SIRET,
                       "siret|n siret|no siret|numero siret|num siret|siret siege|siret du siege|"
                       "siret number" },
    [ROSTER_VAT_NUMBER] = { "vat_number", ROSTER_IS_VAT,
                            "n tva|numero tva|numero de tva|tva intracommunautaire|tva intracom|"
                            "n tva intracom|n tva intracommunautaire|no tva|"
                            "numero de tva intracommunautaire|numero tva intracommunautaire|"
                            "vat number|vat id|vat" },
    [ROSTER_LEGAL_FORM] = { "legal_form", ROSTER_IS_TEXT,
                            "forme juridique|forme|statut juridique|legal form" },
    [ROSTER_ACTIVITY] = { "activity", ROSTER_IS_TEXT,
                          "code naf|naf|ape|code ape|naf ape|code naf ape|code ape naf|"
                          "code activite|activity code" },
    [ROSTER_SECTOR] = { "sector", ROSTER_IS_TEXT,
                        "secteur|secteur d activite|activite|sector|industry" },
    [ROSTER_PLAN] = { "plan", ROSTER_IS_TEXT, "offre|plan|formule|abonnement|forfait" },
    [ROSTER_ENTRIES] = { "entries", ROSTER_IS_COUNT,
                         "ecritures|nombre d ecritures|nb ecritures|nb d ecritures|"
                         "ecritures par an|volume d ecritures|entries|entries a year" },
    [ROSTER_HEADCOUNT] = { "headcount", ROSTER_IS_COUNT,
                           "effectif|nombre de salaries|nb salaries|nb de salaries|salaries|"
                           "headcount|employees" },
    [ROSTER_YEAR_ENDS] = { "year_ends", ROSTER_IS_YEAR_END,
                           "cloture|date de cloture|date cloture|cloture exercice|"
                           "cloture de l exercice|date de cloture de l exercice|fin d exercice|"
                           "date de fin d exercice|date fin exercice|exercice clos le|"
                           "fiscal year end|year end|closing date|closing" },
    [ROSTER_VAT_REGIME] = { "vat_regime", ROSTER_IS_CHOICE,
                            "regime tva|regime de tva|tva|regime d imposition tva|vat regime|"
                            "vat scheme" },
    [ROSTER_BASIS] = { "basis", ROSTER_IS_CHOICE,
                       "comptabilite|type de comptabilite|mode de comptabilite|"
                       "methode comptable|tenue|accounting basis|basis" },
    [ROSTER_LANGUAGE] = { "language", ROSTER_IS_CHOICE, "langue|language" },
    [ROSTER_HAS_PAYROLL] = { "has_payroll", ROSTER_IS_FLAG,
                             "paie|paye|social|dossier de paie|a la paie|has payroll|payroll" },
    [ROSTER_CONFIDENTIAL] = { "is_confidential", ROSTER_IS_FLAG,
                              "confidentiel|dossier confidentiel|confidential" },
    [ROSTER_HISTORIC] = { "is_historic", ROSTER_IS_FLAG,
                          "utilisateur historique|historique|deja utilisateur|historic user|"
                          "historic" },
    [ROSTER_HUB] = { "hub", ROSTER_IS_TEXT, "hub|bureau|agence|site|office" },
    [ROSTER_TAGS] = { "tags", ROSTER_IS_TAGS, "etiquettes|etiquette|tags|tag|mots cles" },
    [ROSTER_CONTACT] = { "contact", ROSTER_IS_TEXT,
                         "representant legal|nom du representant legal|dirigeant|"
                         "nom du dirigeant|gerant|contact|contact principal|nom du contact|"
                         "nom contact|interlocuteur|legal representative|main contact|"
                         "contact name" },
    [ROSTER_EMAIL] = { "email", ROSTER_IS_EMAIL,
                       "e mail|email|mail|adresse e mail|adresse email|adresse mail|courriel|"
                       "adresse electronique|adresse courriel|e mail du contact|email contact|"
                       "email du contact|e mail du representant legal|e mail contact|"
                       "email address|e mail address" },
    [ROSTER_PHONE] = { "phone", ROSTER_IS_PHONE,
                       "telephone|tel|n telephone|n de telephone|numero de telephone|portable|"
                       "mobile|telephone du contact|tel contact|phone|phone number" },
    [ROSTER_HOLDER] = { "holder", ROSTER_IS_TEXT,
                        "collaborateur|collaborateur comptable|responsable|"
                        "responsable du dossier|responsable dossier|charge de dossier|"
                        "comptable|titulaire|gestionnaire|accountant|holder|assigned to" },
    [ROSTER_REVIEWER] = { "reviewer", ROSTER_IS_TEXT,
                          "reviseur|superviseur|chef de mission|reviewer|supervisor" },
    [ROSTER_PAYROLL] = { "payroll_member", ROSTER_IS_TEXT,
                         "gestionnaire de paie|gestionnaire paie|collaborateur paie|"
                         "responsable paie|collaborateur social|payroll accountant|"
                         "payroll manager" },
    [ROSTER_PARTNER] = { "partner", ROSTER_IS_TEXT,
                         "expert comptable|expert|associe|associe signataire|signataire|"
                         "partner" },
    [ROSTER_WALLET] = { "wallet", ROSTER_IS_MONEY,
                        "solde|solde du portefeuille|solde portefeuille|solde wallet|wallet|"
                        "solde du porte monnaie|solde du compte|balance|wallet balance" },
    [ROSTER_RECEIPTS] = { "missing_receipts", ROSTER_IS_COUNT,
                          "justificatifs manquants|justificatifs|recus manquants|"
                          "nb justificatifs manquants|nombre de justificatifs manquants|"
                          "missing receipts" },
    [ROSTER_EXPORTS] = { "ready_exports", ROSTER_IS_COUNT,
                         "depenses pretes|depenses a exporter|depenses pretes a exporter|"
                         "depenses pretes pour l export|prets a exporter|a exporter|"
                         "ready for export|expenses ready for export|ready exports" },
};

static const char *const kind_names[ROSTER_KIND_COUNT] = {
    [ROSTER_CLIENTS] = "clients",
    [ROSTER_FIGURES] = "figures",
};

const char *roster_kind_name(enum roster_kind kind)
{
    assert(kind < ROSTER_KIND_COUNT);
    return kind_names[kind];
}

bool roster_kind_parse(const char *name, enum roster_kind *kind)
{
    for (int i = 0; i < ROSTER_KIND_COUNT; i++)
        if (strcmp(kind_names[i], name) == 0) {
            *kind = (enum roster_kind)i;
            return true;
        }
    return false;
}

const char *roster_field_name(enum roster_field field)
{
    assert(field < ROSTER_FIELD_COUNT);
    return fields[field].name;
}

bool roster_field_parse(const char *name, enum roster_field *field)
{
    for (int i = 0; i < ROSTER_FIELD_COUNT; i++)
        if (strcmp(fields[i].name, name) == 0) {
            *field = (enum roster_field)i;
            return true;
        }
    return false;
}

enum roster_shape roster_field_shape(enum roster_field field)
{
    assert(field < ROSTER_FIELD_COUNT);
    return fields[field].shape;
}

bool roster_field_fits(enum roster_field field, enum roster_kind kind)
{
    bool is_key = field == ROSTER_CODE || field == ROSTER_SIREN;

    return (field >= ROSTER_WALLET) == (kind == ROSTER_FIGURES) || is_key;
}

const char *roster_fold(struct arena *arena, const char *text)
{
    const char *from = str_fold(arena, text);
    char *folded = arena_raw(arena, strlen(from) + 1);
    size_t size = 0;

    for (const char *at = from; *at; at++) {
        bool is_kept = (*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9');
        if (is_kept)
            folded[size++] = *at;
        else if (size > 0 && folded[size - 1] != ' ')
            folded[size++] = ' ';
    }
    size -= size > 0 && folded[size - 1] == ' ';
    folded[size] = '\0';
    return folded;
}

/* Is the text one of the words between bars? */
static bool is_among(const char *words, const char *text)
{
    size_t size = strlen(text);

    for (const char *at = words; *at;) {
        size_t word = strcspn(at, "|");
        if (word == size && memcmp(at, text, size) == 0)
            return true;
        at += word + (at[word] == '|');
    }
    return false;
}

enum roster_field roster_head_field(const char *folded, enum roster_kind kind)
{
    for (int i = 0; i < ROSTER_FIELD_COUNT && *folded; i++)
        if (roster_field_fits((enum roster_field)i, kind) && is_among(fields[i].heads, folded))
            return (enum roster_field)i;
    return ROSTER_FIELD_COUNT;
}

struct choice {
    enum roster_field field; /* ROSTER_HAS_PAYROLL stands for all that are yes or no */
    const char *value, *words;
};

static const struct choice choices[] = {
    { ROSTER_VAT_REGIME, "none",
      "none|franchise|franchise en base|franchise de tva|exonere|non assujetti|non soumis|neant|"
      "sans|aucun|aucune|no vat" },
    { ROSTER_VAT_REGIME, "simplified",
      "simplified|rs|rsi|reel simplifie|simplifie|simplifie annuel|ca12|simplified annual" },
    { ROSTER_VAT_REGIME, "monthly",
      "monthly|rn|rnm|reel normal|rn mensuel|reel normal mensuel|mensuel|mensuelle|normal|ca3|"
      "ca3 mensuelle" },
    { ROSTER_VAT_REGIME, "quarterly",
      "quarterly|rnt|trimestriel|trimestrielle|rn trimestriel|reel normal trimestriel|"
      "ca3 trimestrielle" },
    { ROSTER_BASIS, "cash", "cash|tresorerie|encaissement|encaissements|recettes depenses" },
    { ROSTER_BASIS, "accrual", "accrual|engagement|engagements|creances dettes" },
    { ROSTER_LANGUAGE, "fr", "fr|francais|french" },
    { ROSTER_LANGUAGE, "en", "en|anglais|english" },
    { ROSTER_HAS_PAYROLL, "1", "1|oui|o|x|vrai|true|yes|y" },
    { ROSTER_HAS_PAYROLL, "0", "0|non|n|faux|false|no" },
};

bool roster_choice_parse(struct arena *arena, enum roster_field field, const char *text,
                         const char **value)
{
    const char *folded = roster_fold(arena, text);

    if (roster_field_shape(field) == ROSTER_IS_FLAG)
        field = ROSTER_HAS_PAYROLL;
    for (size_t i = 0; i < COUNT_OF(choices); i++)
        if (choices[i].field == field && is_among(choices[i].words, folded)) {
            *value = choices[i].value;
            return true;
        }
    return false;
}

struct roster_map roster_map_none(void)
{
    struct roster_map map;

    for (int i = 0; i < ROSTER_FIELD_COUNT; i++)
        map.columns[i] = ROSTER_NO_COLUMN;
    return map;
}

const char *roster_map_text(struct arena *arena, const struct roster_map *map)
{
    struct buf out = { .arena = arena };

    for (int i = 0; i < ROSTER_FIELD_COUNT; i++)
        if (map->columns[i] != ROSTER_NO_COLUMN)
            buf_format(&out, "%s%s=%d", out.size > 0 ? " " : "", fields[i].name, map->columns[i]);
    return buf_string(&out);
}

struct roster_map roster_map_parse(const char *text)
{
    struct roster_map map = roster_map_none();

    while (*text) {
        size_t size = strcspn(text, " "), name = strcspn(text, "=");
        for (int i = 0; i < ROSTER_FIELD_COUNT; i++)
            if (name < size && strlen(fields[i].name) == name
                && memcmp(fields[i].name, text, name) == 0)
                map.columns[i] = atoi(text + name + 1);
        text += size + (text[size] == ' ');
    }
    return map;
}
