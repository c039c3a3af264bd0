#include "cli/demo_people.h"

#include <assert.h>

#include "cli/demo_words.h"
#include "client/assignment.h"
#include "client/contact.h"
#include "client/invitation.h"
#include "client/tag.h"
#include "client/tester.h"

/* The first clients are chased and stay as plain as they are: active, reached, held by somebody. */
enum { MEMBERS = 25, PLAIN = 40 };

/* What a trade is in the NAF, and how the firm calls it; in the order of demo_trades. */
static const struct {
    const char *activity, *sector;
} trades[] = {
    { "45.20A", "Automobile" },   { "10.71C", "Alimentation" }, { "43.32A", "Bâtiment" },
    { "43.22A", "Bâtiment" },     { "49.41A", "Transport" },    { "58.11Z", "Culture" },
    { "55.10Z", "Hôtellerie" },   { "47.73Z", "Santé" },        { "47.76Z", "Commerce" },
    { "18.12Z", "Industrie" },    { "43.99C", "Bâtiment" },     { "43.21A", "Bâtiment" },
    { "86.23Z", "Santé" },        { "71.11Z", "Services" },     { "47.29Z", "Alimentation" },
    { "47.61Z", "Culture" },      { "43.32B", "Bâtiment" },     { "56.21Z", "Restauration" },
    { "47.78A", "Santé" },        { "01.30Z", "Agriculture" },  { "10.39B", "Industrie" },
    { "49.32Z", "Transport" },    { "43.22B", "Bâtiment" },     { "43.33Z", "Bâtiment" },
    { "47.25Z", "Alimentation" }, { "56.30Z", "Restauration" }, { "43.91B", "Bâtiment" },
    { "81.30Z", "Agriculture" },  { "74.10Z", "Services" },     { "85.53Z", "Services" },
};

static bool one_in(struct chance *chance, uint32_t sides)
{
    return chance_roll(chance, sides) == 0;
}

static const char *pick(struct chance *chance, const char *const *words, size_t count)
{
    return words[chance_roll(chance, (uint32_t)count)];
}

static const char *state_of(int number)
{
    if (number < PLAIN)
        return "active";
    if (number % 104 == 0)
        return "onboarding";
    if (number % 208 == 1)
        return "invited";
    if (number % 311 == 2)
        return "leaving";
    return number % 400 == 3 ? "archived" : "active";
}

void demo_fields(struct chance *chance, int number, size_t trade, struct client *client)
{
    static const char *const forms[] = { "SARL", "SAS", "SASU", "EURL", "EI", "SCI", "SARL" };
    static const char *const ends[] = { "12-31", "12-31", "12-31", "09-30", "06-30", "03-31" };
    static const char *const regimes[] = { "monthly", "monthly", "simplified", "quarterly",
                                           "none" };
    static const char *const plans[] = { "Essentiel", "Essentiel", "Sérénité", "Pilotage" };

    assert(demo_trade_count == COUNT_OF(trades));
    client->activity = trades[trade].activity;
    client->sector = trades[trade].sector;
    client->legal_form = pick(chance, forms, COUNT_OF(forms));
    client->year_ends = pick(chance, ends, COUNT_OF(ends));
    client->vat_regime = pick(chance, regimes, COUNT_OF(regimes));
    client->plan = pick(chance, plans, COUNT_OF(plans));
    client->entries = 120 + 10 * (int64_t)chance_roll(chance, 900);
    client->headcount = one_in(chance, 3) ? 0 : 1 + (int64_t)chance_roll(chance, 24);
    client->has_payroll = client->headcount > 0 && !one_in(chance, 4);
    client->basis = one_in(chance, 12) ? "cash" : "accrual";
    client->is_historic = one_in(chance, 15);
    client->is_confidential = number % 250 == 120;
    client->state = state_of(number);
}

static bool add_person(struct ctx *cx, struct chance *chance, int number, struct contact *person)
{
    const char *first = pick(chance, demo_first_names, demo_first_name_count);
    const char *name =
        arena_format(cx->arena, "%s %s", first, pick(chance, demo_names, demo_name_count));

    *person = (struct contact){
        .name = name,
        .phone = arena_format(cx->arena, "02 99 00 %02d %02d", number / 100, number % 100),
        .email =
            demo_address(cx->arena, name, arena_format(cx->arena, "d%04d.example", number + 1)),
    };
    if (number >= PLAIN && one_in(chance, 25))
        person->email = "";
    return contact_add(cx, person);
}

static bool bounce_some(struct ctx *cx, struct chance *chance, int number,
                        const struct contact *person)
{
    if (number < PLAIN || !*person->email || !one_in(chance, 30))
        return true;
    return contact_bounce(cx, person->email, "550 5.1.1 Recipient address rejected");
}

static bool add_bookkeeper(struct ctx *cx, struct chance *chance, int number, int64_t client)
{
    struct contact_role role = { .client = client, .is_operational = true };
    struct contact person;

    if (!add_person(cx, chance, number, &person))
        return false;
    role.contact = person.id;
    role.is_finance = one_in(chance, 2);
    return contact_join(cx, &role);
}

/* A legal representative for nearly all, somebody of the books beside for some. */
static bool add_contacts(struct ctx *cx, struct chance *chance, int number, int64_t client)
{
    struct contact person;
    struct contact_role role = { .client = client, .is_legal = true, .is_main = true };

    if (number >= PLAIN && one_in(chance, 30))
        return true;
    if (!add_person(cx, chance, number, &person))
        return false;
    role.contact = person.id;
    if (!contact_join(cx, &role) || !bounce_some(cx, chance, number, &person))
        return false;
    return !one_in(chance, 4) || add_bookkeeper(cx, chance, number, client);
}

static bool assign(struct ctx *cx, int64_t client, int64_t member,
                   enum assignment_function function)
{
    struct assignment added = { .client = client, .member = member, .function = function };

    return assignment_add(cx, &added);
}

/* Somebody of the payroll at some that have one, among them those who have missions (P-3). */
static bool add_payroll(struct ctx *cx, struct chance *chance, int number,
                        const struct client *client)
{
    struct contact_role role = { .client = client->id, .is_payroll = true };
    struct contact person;

    if (!client->has_payroll || number % 7 != 0)
        return true;
    if (!add_person(cx, chance, number, &person))
        return false;
    role.contact = person.id;
    return contact_join(cx, &role);
}

/* Most have one or two; the first member holds what the demo shows first. */
static bool add_team(struct ctx *cx, struct chance *chance, int number, const struct client *client)
{
    int64_t holder = number < PLAIN && number % 2 == 0 ? 1 : 1 + chance_roll(chance, MEMBERS);
    int64_t other = holder % MEMBERS + 1;

    if (number >= PLAIN && !client->is_confidential && one_in(chance, 60))
        return true;
    if (!assign(cx, client->id, holder, ASSIGNMENT_HOLDER))
        return false;
    if (client->has_payroll && one_in(chance, 2)
        && !assign(cx, client->id, other, ASSIGNMENT_PAYROLL))
        return false;
    return !one_in(chance, 4) || assign(cx, client->id, other, ASSIGNMENT_REVIEWER);
}

static bool add_tags(struct ctx *cx, struct chance *chance, int64_t client)
{
    static const char *const tags[] = { "à rappeler",    "TNS",        "multi-sites",
                                        "dématérialisé", "saisonnier", "visite annuelle" };

    return !one_in(chance, 3) || tag_add(cx, client, pick(chance, tags, COUNT_OF(tags)));
}

bool demo_people(struct ctx *cx, struct chance *chance, int number, const struct client *client)
{
    return add_contacts(cx, chance, number, client->id) && add_team(cx, chance, number, client)
        && add_tags(cx, chance, client->id) && add_payroll(cx, chance, number, client);
}

bool demo_asks(struct ctx *cx)
{
    struct invitation asks[] = {
        { .name = "Cidrerie des Embruns",
          .siren = demo_siren(cx->arena, 5001),
          .person = "Soizic Le Bihan",
          .email = "soizic@embruns.example",
          .note = "Recommandés par notre banque : nous changeons de cabinet au 1er janvier." },
        { .name = "Atelier Vélo",
          .siren = demo_siren(cx->arena, 7),
          .person = "Hugo Prévost",
          .email = "hugo@atelier-velo.example",
          .note = "" },
        { .name = "Garage Perrin", .siren = "", .person = "Luc Perrin", .email = "", .note = "" },
    };
    int64_t made;

    for (size_t i = 0; i < COUNT_OF(asks); i++)
        if (!invitation_add(cx, &asks[i]))
            return false;
    return tester_make_all(cx, &made);
}
