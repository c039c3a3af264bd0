#include "mission/deadline.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

const struct taxpayer taxpayer_unknown = {
    .headcount = -1,
    .closing_month = 12,
    .closing_day = 31,
    .last = { { -1 }, { -1 }, { -1 }, { -1 } },
    .turnover = { -1 },
};

static const char *const liable_texts[LIABLE_COUNT] = {
    [LIABLE_VAT_MONTH] = "CA3",
    [LIABLE_VAT_QUARTER] = "CA3T",
    [LIABLE_VAT_SIMPLIFIED] = "CA12",
    [LIABLE_VAT_FARM] = "RSA",
    [LIABLE_DSN] = "DSN",
    [LIABLE_PASRAU] = "PASRAU",
    [LIABLE_DES] = "DES",
    [LIABLE_EC_SALES] = "ETAT-UE",
    [LIABLE_PAYROLL_MONTH] = "TS",
    [LIABLE_PAYROLL_QUARTER] = "TST",
    [LIABLE_PAYROLL_YEAR] = "TSA",
    [LIABLE_CAPITAL_INCOME] = "RCM",
    [LIABLE_CORPORATE_TAX] = "IS",
    [LIABLE_INCOME_TAX] = "IR",
    [LIABLE_CFE] = "CFE",
    [LIABLE_CVAE] = "CVAE",
    [LIABLE_FEES] = "DAS2",
};

/* What the regimes of VAT are called beside their forms. */
static const struct {
    const char *text;
    enum liable liable;
} aliases[] = {
    { "REEL-NORMAL", LIABLE_VAT_MONTH },
    { "MINI-REEL", LIABLE_VAT_MONTH },
    { "REEL-SIMPLIFIE", LIABLE_VAT_SIMPLIFIED },
};

static const char *const kind_texts[DEADLINE_KIND_COUNT] = {
    [DEADLINE_CA3] = "CA3",
    [DEADLINE_CA12_ADVANCE] = "CA12-ACOMPTE",
    [DEADLINE_CA12] = "CA12",
    [DEADLINE_RSA] = "RSA",
    [DEADLINE_DSN] = "DSN",
    [DEADLINE_PASRAU] = "PASRAU",
    [DEADLINE_DES] = "DES",
    [DEADLINE_EC_SALES] = "ETAT-UE",
    [DEADLINE_PAYROLL_TAX] = "TS",
    [DEADLINE_CAPITAL_INCOME] = "RCM",
    [DEADLINE_IS_ADVANCE] = "IS-ACOMPTE",
    [DEADLINE_IS_BALANCE] = "IS-SOLDE",
    [DEADLINE_RETURN] = "LIASSE",
    [DEADLINE_CFE_ADVANCE] = "CFE-ACOMPTE",
    [DEADLINE_CFE] = "CFE",
    [DEADLINE_CVAE_ADVANCE] = "CVAE-ACOMPTE",
    [DEADLINE_CVAE] = "CVAE",
    [DEADLINE_CVAE_RETURN] = "CVAE-DECLARATION",
    [DEADLINE_FEES] = "DAS2",
};

static const char *const form_texts[FORM_COUNT] = {
    [FORM_EI] = "EI",       [FORM_SOC] = "SOC",          [FORM_SA] = "SA",
    [FORM_OTHER] = "AUTRE", [FORM_FOREIGN] = "ETRANGER",
};

static size_t text_find(const char *const *texts, size_t count, const char *text)
{
    size_t i = 0;

    while (i < count && strcasecmp(texts[i], text) != 0)
        i++;
    return i;
}

const char *liable_text(enum liable liable)
{
    assert(liable < LIABLE_COUNT);
    return liable_texts[liable];
}

bool liable_parse(const char *text, enum liable *liable)
{
    size_t found = text_find(liable_texts, LIABLE_COUNT, text);

    for (size_t i = 0; found == LIABLE_COUNT && i < COUNT_OF(aliases); i++)
        if (strcasecmp(aliases[i].text, text) == 0)
            found = aliases[i].liable;
    if (found < LIABLE_COUNT)
        *liable = (enum liable)found;
    return found < LIABLE_COUNT;
}

const char *deadline_kind_text(enum deadline_kind kind)
{
    assert(kind < DEADLINE_KIND_COUNT);
    return kind_texts[kind];
}

bool deadline_kind_parse(const char *text, enum deadline_kind *kind)
{
    size_t found = text_find(kind_texts, DEADLINE_KIND_COUNT, text);

    if (found < DEADLINE_KIND_COUNT)
        *kind = (enum deadline_kind)found;
    return found < DEADLINE_KIND_COUNT;
}

const char *client_form_text(enum client_form form)
{
    assert(form < FORM_COUNT);
    return form_texts[form];
}

bool client_form_parse(const char *text, enum client_form *form)
{
    size_t found = text_find(form_texts, FORM_COUNT, text);

    if (found < FORM_COUNT)
        *form = (enum client_form)found;
    return found < FORM_COUNT;
}

bool department_parse(const char *text, const char **department)
{
    static const char *const corsica[] = { "2A", "2B" };
    size_t size = strlen(text);
    int number = atoi(text);

    for (size_t i = 0; i < COUNT_OF(corsica); i++)
        if (strcasecmp(text, corsica[i]) == 0) {
            *department = corsica[i];
            return true;
        }
    if (strspn(text, "0123456789") != size
        || !((size == 2 && number >= 1 && number <= 95 && number != 20)
             || (size == 3 && number >= 971 && number <= 978)))
        return false;
    *department = text;
    return true;
}

enum region taxpayer_region(const struct taxpayer *taxpayer)
{
    static const struct {
        const char *department;
        enum region region;
    } regions[] = {
        { "57", REGION_ALSACE_MOSELLE }, { "67", REGION_ALSACE_MOSELLE },
        { "68", REGION_ALSACE_MOSELLE }, { "971", REGION_GUADELOUPE },
        { "972", REGION_MARTINIQUE },    { "973", REGION_GUYANE },
        { "974", REGION_REUNION },       { "975", REGION_SAINT_PIERRE_ET_MIQUELON },
        { "976", REGION_MAYOTTE },       { "977", REGION_SAINT_BARTHELEMY },
        { "978", REGION_SAINT_MARTIN },
    };

    for (size_t i = 0; taxpayer->department && i < COUNT_OF(regions); i++)
        if (strcmp(regions[i].department, taxpayer->department) == 0)
            return regions[i].region;
    return REGION_METROPOLE;
}
