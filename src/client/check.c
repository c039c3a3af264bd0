#include "client/check.h"

#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "format/identifier.h"

static const char *or_empty(struct arena *arena, const char *text)
{
    return text ? str_trim(arena, text) : "";
}

/* A name that would be a formula without the blanks in front of it keeps them (T-13). */
static const char *name_tidied(struct arena *arena, const char *name)
{
    const char *trimmed = or_empty(arena, name);

    return *trimmed && strchr("=+-@|", *trimmed) ? name : trimmed;
}

static bool is_well(struct arena *arena, enum identifier_kind kind, const char *text)
{
    return identifier_check_as(arena, kind, text).flaw == IDENTIFIER_WELL;
}

static const char *first_nine(struct arena *arena, const char *digits)
{
    return arena_text(arena, digits, 9);
}

/* Without blanks, in capitals, when it is one. */
static const char *tidied(struct arena *arena, enum identifier_kind kind, const char *text)
{
    struct identifier found = identifier_check_as(arena, kind, text);

    return *text && found.flaw == IDENTIFIER_WELL ? found.text : text;
}

static void tidy_numbers(struct arena *arena, struct client *client)
{
    if (is_well(arena, IDENTIFIER_SIRET, client->siren)) {
        const char *siret = tidied(arena, IDENTIFIER_SIRET, client->siren);
        client->siret = *client->siret ? client->siret : siret;
        client->siren = first_nine(arena, siret);
    }
    client->siren = tidied(arena, IDENTIFIER_SIREN, client->siren);
    client->siret = tidied(arena, IDENTIFIER_SIRET, client->siret);
    client->vat_number = tidied(arena, IDENTIFIER_FRVAT, client->vat_number);
    if (*client->siren == '\0' && is_well(arena, IDENTIFIER_SIRET, client->siret))
        client->siren = first_nine(arena, client->siret);
    if (*client->siren == '\0' && is_well(arena, IDENTIFIER_FRVAT, client->vat_number)
        && is_well(arena, IDENTIFIER_SIREN, client->vat_number + 4)) /* in Monaco it is none */
        client->siren = first_nine(arena, client->vat_number + 4);
    if (*client->vat_number == '\0' && strcmp(client->vat_regime, "none") != 0
        && is_well(arena, IDENTIFIER_SIREN, client->siren))
        client->vat_number = identifier_vat_of(arena, client->siren);
}

static bool has_shape(const char *text, const char *shape)
{
    for (; *shape; shape++, text++) {
        bool is_digit = *text >= '0' && *text <= '9';
        bool is_letter = (*text >= 'A' && *text <= 'Z') || (*text >= 'a' && *text <= 'z');
        if (*shape == '9' ? !is_digit : *shape == 'A' ? !is_letter : *text != *shape)
            return false;
    }
    return *text == '\0';
}

static void tidy_activity(struct arena *arena, struct client *client)
{
    const char *code = client->activity;
    bool is_closed = has_shape(code, "9999A");

    if (!is_closed && !has_shape(code, "99.99A"))
        return;
    client->activity = arena_format(arena, "%.2s.%.2s%c", code, code + (is_closed ? 2 : 3),
                                    code[strlen(code) - 1] & ~0x20);
}

static void tidy_year_end(struct arena *arena, struct client *client)
{
    const char *day = client->year_ends;

    if (has_shape(day, "99/99"))
        client->year_ends = arena_format(arena, "%.2s-%.2s", day + 3, day);
}

void client_tidy(struct arena *arena, struct client *client)
{
    const char **const texts[] = {
        &client->code,       &client->trade_name, &client->siren,      &client->siret,
        &client->vat_number, &client->legal_form, &client->activity,   &client->sector,
        &client->plan,       &client->year_ends,  &client->vat_regime, &client->basis,
        &client->language,   &client->state,
    };

    for (size_t i = 0; i < COUNT_OF(texts); i++)
        *texts[i] = or_empty(arena, *texts[i]);
    client->name = name_tidied(arena, client->name);
    if (*client->basis == '\0')
        client->basis = "accrual";
    if (*client->language == '\0')
        client->language = "fr";
    tidy_numbers(arena, client);
    tidy_activity(arena, client);
    tidy_year_end(arena, client);
}

/* What is being checked and what was found. */
struct checking {
    struct arena *arena;
    const struct client *client;
    struct client_flaw *flaws;
    size_t count;
};

static void add(struct checking *checking, struct client_flaw flaw)
{
    checking->flaws[checking->count++] = flaw;
}

static bool check_number(struct checking *checking, enum identifier_kind kind,
                         struct client_flaw flaw)
{
    struct identifier found = identifier_check_as(checking->arena, kind, flaw.value);

    if (*flaw.value == '\0' || found.flaw == IDENTIFIER_WELL)
        return true;
    flaw.reason = identifier_flaw_name(found.flaw);
    add(checking, flaw);
    return false;
}

static void check_numbers(struct checking *checking)
{
    const struct client *client = checking->client;
    struct client_flaw siren = { "siren", "SIREN", client->siren, "" };
    struct client_flaw siret = { "siret", "SIRET", client->siret, "other" };
    struct client_flaw vat = { "vat_number", "TVA-NUMERO", client->vat_number, "other" };
    bool has_siren = check_number(checking, IDENTIFIER_SIREN, siren) && *client->siren;

    if (check_number(checking, IDENTIFIER_SIRET, siret) && *client->siret && has_siren
        && !str_starts(client->siret, client->siren))
        add(checking, siret);
    if (check_number(checking, IDENTIFIER_FRVAT, vat) && *client->vat_number && has_siren
        && !str_ends(client->vat_number, client->siren))
        add(checking, vat);
}

static bool is_month_day(const char *text)
{
    static const int days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    if (!has_shape(text, "99-99"))
        return false;
    int month = (text[0] - '0') * 10 + text[1] - '0', day = (text[3] - '0') * 10 + text[4] - '0';
    return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1];
}

static bool is_one_of(const char *text, const char *const *words)
{
    for (; *words; words++)
        if (strcmp(text, *words) == 0)
            return true;
    return false;
}

static void check_shapes(struct checking *checking)
{
    static const char *const regimes[] = { "", "none", "simplified", "monthly", "quarterly", NULL };
    static const char *const bases[] = { "cash", "accrual", NULL };
    static const char *const languages[] = { "fr", "en", NULL };
    const struct client *client = checking->client;
    const char *end = client->year_ends;

    if (*client->activity && !has_shape(client->activity, "99.99A"))
        add(checking, (struct client_flaw){ "activity", "CLIENT-NAF", client->activity, "" });
    if (*end && !is_month_day(end))
        add(checking, (struct client_flaw){ "year_ends", "CLIENT-CLOTURE", end, "" });
    if (!is_one_of(client->vat_regime, regimes))
        add(checking, (struct client_flaw){ "vat_regime", "CLIENT-TVA", client->vat_regime, "" });
    if (!is_one_of(client->basis, bases))
        add(checking, (struct client_flaw){ "basis", "CLIENT-COMPTABILITE", client->basis, "" });
    if (!is_one_of(client->language, languages))
        add(checking, (struct client_flaw){ "language", "CLIENT-LANGUE", client->language, "" });
}

static void check_count(struct checking *checking, const char *field, int64_t count)
{
    const char *text = arena_format(checking->arena, "%lld", (long long)count);

    if (count < 0)
        add(checking, (struct client_flaw){ field, "CLIENT-NOMBRE", text, "" });
}

/* What a sheet holds before a formula's sign is kept as it stands: outputs make it harmless. */
static const char *behind_blank(const char *text)
{
    size_t blank = strspn(text, "\t\r\n ");

    return text[blank] && strchr("=+-@", text[blank]) ? text + blank : text;
}

/* One line that a page and a header bear. */
static void check_line(struct checking *checking, const char *field, const char *text)
{
    if (str_has_control(behind_blank(text)))
        add(checking, (struct client_flaw){ field, "CLIENT-SAUT", text, "" });
    else if (str_chars(text) > LIMIT_FIELD_CHARS)
        add(checking, (struct client_flaw){ field, "CLIENT-LONG", text, "" });
}

static void check_texts(struct checking *checking)
{
    const struct client *client = checking->client;

    if (*client->name == '\0')
        add(checking, (struct client_flaw){ "name", "CLIENT-NOM-MANQUE", "", "" });
    check_line(checking, "name", client->name);
    check_line(checking, "trade_name", client->trade_name);
    check_line(checking, "code", client->code);
    check_line(checking, "legal_form", client->legal_form);
    check_line(checking, "sector", client->sector);
    check_line(checking, "plan", client->plan);
}

size_t client_check(struct arena *arena, const struct client *client, struct client_flaw *flaws)
{
    struct checking checking = { .arena = arena, .client = client, .flaws = flaws };

    check_texts(&checking);
    check_numbers(&checking);
    check_shapes(&checking);
    check_count(&checking, "entries", client->entries);
    check_count(&checking, "headcount", client->headcount);
    return checking.count;
}

bool client_flaw_fail(struct ctx *cx, const struct client_flaw *flaw)
{
    if (*flaw->reason == '\0')
        return fail(cx, FAULT_INPUT, flaw->code, "field", flaw->field, "value", flaw->value, NULL);
    return fail(cx, FAULT_INPUT, flaw->code, "field", flaw->field, "value", flaw->value,
                flaw->reason, flaw->value, NULL);
}
