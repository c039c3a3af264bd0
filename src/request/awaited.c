#include "request/awaited.h"

#include "client/offer.h"
#include "firm/firm.h"
#include "store/said.h"
#include "store/visible.h"

#define REACHED                                                                                    \
    "p.email_state = 'ok' AND (p.paused = 0 OR (p.paused_until_on IS NOT NULL"                     \
    " AND p.paused_until_on < $4))"

#define DECIDES                                                                                    \
    "k.is_legal = 1 AND c.state <> 'archived' AND " OFFER_SHOWS(                                   \
        "c.id", "users") " AND " CLIENT_VISIBLE("c.id", "$3", "$4")

SQL(REPRESENTATIVES, FIRM,
    "SELECT p.id, p.email, p.language FROM client_contact k"
    " JOIN client c ON c.firm = k.firm AND c.id = k.client"
    " JOIN contact p ON p.firm = k.firm AND p.id = k.contact"
    " WHERE k.firm = $1 AND k.client = $2 AND k.contact <> $5 AND " DECIDES " AND " REACHED
    " ORDER BY p.id");

bool awaited_tell(struct ctx *cx, const struct forward *forward)
{
    struct rows *rows =
        store_query(cx, &REPRESENTATIVES,
                    ARGS(arg_int(forward->client), arg_int(0), arg_date(cx->arena, cx->today),
                         arg_int(forward->asked_by)));
    struct message *posts = NULL;
    size_t count = 0, room = 0;

    while (rows_next(rows)) {
        if (count == room)
            posts = arena_grow(cx->arena, posts, &room, sizeof *posts);
        posts[count++] = (struct message){ .client = forward->client,
                                           .person = rows_int(rows, 0),
                                           .kind = awaited_kind.name,
                                           .medium = "email",
                                           .tone = awaited_kind.name,
                                           .recipient = rows_text(rows, 1),
                                           .language = rows_text(rows, 2),
                                           .apart = true };
    }
    return rows_done(rows) && outbox_post(cx, posts, count);
}

SQL(WAITING, FIRM,
    "SELECT f.name, f.email, c.name, r.name, r.name_en FROM client_contact k"
    " JOIN request_forward f ON f.firm = k.firm AND f.client = k.client AND " FORWARD_WAITS
    " JOIN request r ON r.firm = f.firm AND r.id = f.request"
    " JOIN client c ON c.firm = k.firm AND c.id = k.client"
    " WHERE k.firm = $1 AND k.contact = $2 AND " DECIDES " ORDER BY f.id");

static bool put_people(struct ctx *cx, const struct wording *wording, const char *language,
                       struct json *model)
{
    struct rows *rows = store_query(
        cx, &WAITING,
        ARGS(arg_int(wording->person), arg_int(wording->looker), arg_date(cx->arena, cx->today)));
    struct json *people = json_put_list(model, "people");

    while (rows_next(rows)) {
        struct json *map = json_add_map(people);
        json_put_text(map, "name", rows_text(rows, 0));
        json_put_text(map, "email", rows_text(rows, 1));
        json_put_text(map, "company", rows_text(rows, 2));
        json_put_text(map, "request", rows_said(rows, 3, 4, language));
    }
    json_put_bool(model, "is_one", json_count(people) == 1);
    return rows_done(rows);
}

SQL(PERSON, FIRM, "SELECT name, email, language FROM contact WHERE firm = $1 AND id = $2");

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

/* It stands while somebody waits whose representative the reader still is, and may be written to.
 */
SQL(STANDS, FIRM,
    "SELECT 1 FROM message m JOIN contact p ON p.firm = m.firm AND p.id = m.person"
    " JOIN client_contact k ON k.firm = m.firm AND k.contact = m.person"
    " JOIN request_forward f ON f.firm = k.firm AND f.client = k.client AND " FORWARD_WAITS
    " JOIN client c ON c.firm = k.firm AND c.id = k.client"
    " WHERE m.firm = $1 AND m.id = $2 AND " DECIDES " AND " REACHED " LIMIT 1");

static bool stands(struct ctx *cx, int64_t message, const char **why)
{
    struct rows *rows = store_query(
        cx, &STANDS, ARGS(arg_int(message), arg_int(0), arg_date(cx->arena, cx->today)));

    *why = rows_next(rows) ? "" : "nothing_to_say";
    return rows_done(rows);
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
        list[i].balance.cents = *person.email != '\0'; /* who is asked for a word is told */
    }
    return true;
}

static bool word(struct ctx *cx, const struct wording *wording, struct json *model)
{
    struct person person;
    struct firm firm;

    if (!find_person(cx, wording->person, &person) || !firm_find(cx, &firm))
        return false;
    json_put_text(model, "name", person.name);
    json_put_text(model, "base_url", firm.base_url);
    if (*firm.base_url)
        json_put_text(model, "page_url",
                      arena_format(cx->arena, "%s/espace/utilisateurs", firm.base_url));
    return put_people(cx, wording, person.language, model);
}

const struct chase_kind awaited_kind = {
    .name = "awaited",
    .reader = "contact",
    .mail = "mail/awaited",
    .for_firm = true,
    .at_once = true,
    .debtors = debtors,
    .word = word,
    .stands = stands,
};
