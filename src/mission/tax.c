#include "mission/tax.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"

/* Folded words that a legal form has among its own; the first row that fits is taken. */
static const struct {
    const char *word;
    enum client_form form;
} forms[] = {
    { "anonyme", FORM_SA },
    { "sa", FORM_SA },
    { "sarl", FORM_SOC },
    { "eurl", FORM_SOC },
    { "sas", FORM_SOC },
    { "sasu", FORM_SOC },
    { "sci", FORM_SOC },
    { "snc", FORM_SOC },
    { "scp", FORM_SOC },
    { "scm", FORM_SOC },
    { "selarl", FORM_SOC },
    { "selas", FORM_SOC },
    { "selasu", FORM_SOC },
    { "earl", FORM_SOC },
    { "scea", FORM_SOC },
    { "gaec", FORM_SOC },
    { "sccv", FORM_SOC },
    { "sc", FORM_SOC },
    { "ei", FORM_EI },
    { "eirl", FORM_EI },
    { "micro", FORM_EI },
    { "individuelle", FORM_EI },
    { "individuel", FORM_EI },
    { "liberale", FORM_EI },
    { "entrepreneur", FORM_EI },
    { "societe", FORM_SOC },
    { "association", FORM_OTHER },
    { "fondation", FORM_OTHER },
    { "syndicat", FORM_OTHER },
    { "cooperative", FORM_OTHER },
    { "gie", FORM_OTHER },
    { "indivision", FORM_OTHER },
    { "cse", FORM_OTHER },
};

static bool has_word(const char *text, const char *word)
{
    size_t size = strlen(word);

    for (const char *at = strstr(text, word); at; at = strstr(at + 1, word))
        if ((at == text || at[-1] == ' ') && (at[size] == '\0' || at[size] == ' '))
            return true;
    return false;
}

bool client_form_of(const char *legal_form, enum client_form *form)
{
    struct arena arena = { 0 };
    const char *folded = str_fold(&arena, legal_form);
    size_t i = 0;

    while (i < COUNT_OF(forms) && !has_word(folded, forms[i].word))
        i++;
    arena_free(&arena);
    if (i < COUNT_OF(forms))
        *form = forms[i].form;
    return i < COUNT_OF(forms);
}

static unsigned vat_liable(const struct client *client)
{
    if (strcmp(client->vat_regime, "simplified") == 0)
        return 1U << LIABLE_VAT_SIMPLIFIED;
    if (strcmp(client->vat_regime, "quarterly") == 0)
        return 1U << LIABLE_VAT_QUARTER;
    return strcmp(client->vat_regime, "none") == 0 ? 0 : 1U << LIABLE_VAT_MONTH;
}

/* What brings a kind of deadline, where it does not depend on the client. */
static const enum liable liables[DEADLINE_KIND_COUNT] = {
    [DEADLINE_CA12_ADVANCE] = LIABLE_VAT_SIMPLIFIED,
    [DEADLINE_CA12] = LIABLE_VAT_SIMPLIFIED,
    [DEADLINE_RSA] = LIABLE_VAT_FARM,
    [DEADLINE_DSN] = LIABLE_DSN,
    [DEADLINE_PASRAU] = LIABLE_PASRAU,
    [DEADLINE_DES] = LIABLE_DES,
    [DEADLINE_EC_SALES] = LIABLE_EC_SALES,
    [DEADLINE_PAYROLL_TAX] = LIABLE_PAYROLL_MONTH,
    [DEADLINE_CAPITAL_INCOME] = LIABLE_CAPITAL_INCOME,
    [DEADLINE_IS_ADVANCE] = LIABLE_CORPORATE_TAX,
    [DEADLINE_IS_BALANCE] = LIABLE_CORPORATE_TAX,
    [DEADLINE_RETURN] = LIABLE_CORPORATE_TAX,
    [DEADLINE_CFE_ADVANCE] = LIABLE_CFE,
    [DEADLINE_CFE] = LIABLE_CFE,
    [DEADLINE_CVAE_ADVANCE] = LIABLE_CVAE,
    [DEADLINE_CVAE] = LIABLE_CVAE,
    [DEADLINE_CVAE_RETURN] = LIABLE_CVAE,
    [DEADLINE_FEES] = LIABLE_FEES,
};

static unsigned liable_of(const struct client *client, const struct taxpayer *taxpayer,
                          enum deadline_kind kind)
{
    if (kind == DEADLINE_CA3)
        return vat_liable(client);
    if (kind == DEADLINE_RETURN && taxpayer->has_form && taxpayer->form == FORM_EI)
        return 1U << LIABLE_INCOME_TAX;
    return 1U << liables[kind];
}

static void closing_read(const char *year_ends, struct taxpayer *taxpayer)
{
    if (strlen(year_ends) != 5)
        return;
    taxpayer->closing_month = atoi(year_ends);
    taxpayer->closing_day = atoi(year_ends + 3);
}

struct taxpayer taxpayer_of(const struct client *client, const struct client_tax *tax,
                            enum deadline_kind kind)
{
    struct taxpayer taxpayer = taxpayer_unknown;

    taxpayer.has_form = client_form_parse(tax->form, &taxpayer.form)
        || client_form_of(client->legal_form, &taxpayer.form);
    taxpayer.department = *tax->department ? tax->department : NULL;
    taxpayer.siren = *client->siren ? client->siren : NULL;
    taxpayer.headcount = (int)client->headcount;
    taxpayer.vat_day = tax->vat_day;
    taxpayer.opened = tax->opened;
    taxpayer.first_closing = tax->first_closing;
    taxpayer.has_opened = tax->has_opened;
    taxpayer.has_first_closing = tax->has_first_closing;
    taxpayer.turnover = tax->turnover;
    memcpy(taxpayer.last, tax->last, sizeof taxpayer.last);
    closing_read(client->year_ends, &taxpayer);
    taxpayer.liable = liable_of(client, &taxpayer, kind);
    return taxpayer;
}

/* Folded words of forms whose partners pay the tax: what they may choose instead is not known. */
static const char *const seen_through[] = { "sci", "civile", "sc",   "scp",  "scm",          "sccv",
                                            "snc", "earl",   "gaec", "scea", "nom collectif" };

static bool pays_itself(const struct client *client, const struct taxpayer *taxpayer)
{
    struct arena arena = { 0 };
    const char *folded = str_fold(&arena, client->legal_form);
    bool is_own = taxpayer->has_form && taxpayer->form != FORM_EI && taxpayer->form != FORM_OTHER;

    for (size_t i = 0; i < COUNT_OF(seen_through); i++)
        is_own = is_own && !has_word(folded, seen_through[i]);
    arena_free(&arena);
    return is_own;
}

struct taxpayer taxpayer_of_books(const struct client *client, const struct client_tax *tax)
{
    struct taxpayer taxpayer = taxpayer_of(client, tax, DEADLINE_CA3);

    if (client->has_payroll)
        taxpayer.liable |= 1U << LIABLE_DSN;
    if (pays_itself(client, &taxpayer))
        taxpayer.liable |= 1U << LIABLE_CORPORATE_TAX;
    else if (taxpayer.has_form && taxpayer.form != FORM_OTHER)
        taxpayer.liable |= 1U << LIABLE_INCOME_TAX;
    taxpayer.liable |= 1U << LIABLE_CFE;
    return taxpayer;
}
