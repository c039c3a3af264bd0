#include "mail/renewed.h"

#include "client/offer.h"
#include "firm/firm.h"

/* Who writes a hundred times is answered once a day: the key says so. */
SQL(CLAIM, FIRM,
    "INSERT INTO collection_answer (firm, client, contact, day_on, kind) VALUES ($1, $2, $3, $4,"
    " $5) ON CONFLICT (firm, client, contact, day_on) DO NOTHING");

SQL(CARRY, FIRM,
    "UPDATE collection_answer SET message = $5"
    " WHERE firm = $1 AND client = $2 AND contact = $3 AND day_on = $4");

SQL(PERSON, FIRM,
    "SELECT p.name, p.email, p.language FROM contact p WHERE p.firm = $1 AND p.id = $2");

struct person {
    const char *name, *email, *language;
};

static bool find_person(struct ctx *cx, int64_t contact, struct person *person)
{
    struct rows *rows = store_query(cx, &PERSON, ARGS(arg_int(contact)));

    *person = (struct person){ "", "", "fr" };
    if (rows_next(rows))
        *person = (struct person){ rows_text(rows, 0), rows_text(rows, 1), rows_text(rows, 2) };
    return rows_done(rows);
}

bool renewed_answer(struct ctx *cx, const struct collect *collect, int64_t contact)
{
    struct arg client = arg_int(collect->client), by = arg_int(contact),
               day = arg_date(cx->arena, cx->today);
    struct person person;
    int64_t claimed;

    if (!store_change(cx, &CLAIM, ARGS(client, by, day, arg_text(collect_kind_text(collect->kind))),
                      &claimed))
        return false;
    if (claimed == 0)
        return true;
    if (!find_person(cx, contact, &person))
        return false;
    struct message message = { .client = collect->client,
                               .person = contact,
                               .kind = renewed_kind.name,
                               .medium = "email",
                               .tone = renewed_kind.name,
                               .recipient = person.email,
                               .language = person.language,
                               .apart = true };
    return outbox_post(cx, &message, 1)
        && store_run(cx, &CARRY, ARGS(client, by, day, arg_int(message.id)));
}

/* Whoever is no more of the client is told nothing of its addresses. */
SQL(OF_MESSAGE, FIRM,
    "SELECT a.client, c.name, a.kind, p.name FROM collection_answer a"
    " JOIN client c ON c.firm = a.firm AND c.id = a.client"
    " JOIN client_contact k ON k.firm = a.firm AND k.client = a.client AND k.contact = a.contact"
    " JOIN contact p ON p.firm = a.firm AND p.id = a.contact"
    " WHERE a.firm = $1 AND a.message = $2");

struct carried {
    int64_t client; /* 0: there is nobody to be told any more */
    const char *client_name, *kind, *name;
};

static bool carried_find(struct ctx *cx, int64_t message, struct carried *carried)
{
    struct rows *rows = store_query(cx, &OF_MESSAGE, ARGS(arg_int(message)));

    *carried = (struct carried){ 0 };
    if (rows_next(rows))
        *carried = (struct carried){ rows_int(rows, 0), rows_text(rows, 1), rows_text(rows, 2),
                                     rows_text(rows, 3) };
    return rows_done(rows);
}

static bool stands(struct ctx *cx, int64_t message, const char **why)
{
    struct carried carried;

    if (!carried_find(cx, message, &carried))
        return false;
    *why = carried.client > 0 ? "" : "nothing_to_say";
    return true;
}

static bool debtors(struct ctx *cx, struct debtor *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct person person;
        if (!find_person(cx, list[i].id, &person))
            return false;
        list[i].name = person.name;
        list[i].address = person.email;
        list[i].language = person.language;
        list[i].balance.cents = *person.email != '\0'; /* who wrote is answered */
    }
    return true;
}

static bool word(struct ctx *cx, const struct wording *wording, struct json *model)
{
    bool hides[OFFER_PART_COUNT];
    struct carried carried;
    struct firm firm;

    if (!carried_find(cx, wording->message, &carried))
        return false;
    if (carried.client == 0)
        return fail(cx, FAULT_INPUT, "LIEN-ABSENT", NULL);
    if (!firm_find(cx, &firm) || !offer_of_client(cx, carried.client, hides))
        return false;
    json_put_text(model, "name", carried.name);
    json_put_text(json_put_map(model, "client"), "name", carried.client_name);
    json_put_bool(model, carried.kind, true);
    json_put_text(model, "base_url", firm.base_url);
    if (*firm.base_url && !hides[OFFER_DOCUMENTS])
        json_put_text(model, "page_url",
                      arena_format(cx->arena, "%s/espace/collecte", firm.base_url));
    return true;
}

const struct chase_kind renewed_kind = {
    .name = "renewed",
    .reader = "contact",
    .mail = "mail/renewed",
    .for_firm = true,
    .at_once = true,
    .debtors = debtors,
    .word = word,
    .stands = stands,
};
