#include <string.h>

#include "chase/obligation.h"
#include "client/change.h"
#include "request/remind.h"

/* Somebody at a client who can be reached; of a client the best to turn to stands first. */
struct person {
    int64_t client, contact;
    bool may_payroll, is_payroll;
};

SQL(PEOPLE, FIRM,
    "SELECT cc.client, cc.contact, cc.is_payroll, cc.is_legal FROM client_contact cc"
    " JOIN contact p ON p.firm = cc.firm AND p.id = cc.contact"
    " WHERE cc.firm = $1 AND cc.client BETWEEN $2 AND $3 AND p.email_state = 'ok'"
    " ORDER BY cc.client, cc.is_operational DESC, cc.is_main DESC, cc.is_legal DESC, cc.contact");

struct people {
    struct person *list;
    size_t count, room;
};

static bool people_read(struct ctx *cx, int64_t first, int64_t last, struct people *people)
{
    struct rows *rows = store_query(cx, &PEOPLE, ARGS(arg_int(first), arg_int(last)));

    while (rows_next(rows)) {
        if (people->count == people->room)
            people->list =
                arena_grow(cx->arena, people->list, &people->room, sizeof(struct person));
        people->list[people->count++] = (struct person){
            .client = rows_int(rows, 0),
            .contact = rows_int(rows, 1),
            .is_payroll = rows_int(rows, 2) == 1,
            .may_payroll = rows_int(rows, 2) == 1 || rows_int(rows, 3) == 1,
        };
    }
    return rows_done(rows);
}

/* The place of the first one of a client, or of one after it. */
static size_t people_place(const struct people *people, int64_t client)
{
    size_t first = 0, end = people->count;

    while (first < end) {
        size_t middle = first + (end - first) / 2;
        if (people->list[middle].client < client)
            first = middle + 1;
        else
            end = middle;
    }
    return first;
}

/* The payroll's own person comes before a legal representative (P-3). */
static int64_t payroll_of(const struct people *people, size_t place, int64_t client)
{
    int64_t legal = 0;

    for (; place < people->count && people->list[place].client == client; place++) {
        const struct person *person = &people->list[place];
        if (person->is_payroll)
            return person->contact;
        if (person->may_payroll && legal == 0)
            legal = person->contact;
    }
    return legal;
}

static int64_t person_of(const struct people *people, const struct demand *request)
{
    size_t place = people_place(people, request->client);

    if (request->needs_payroll)
        return payroll_of(people, place, request->client);
    bool is_there = place < people->count && people->list[place].client == request->client;
    return is_there ? people->list[place].contact : 0;
}

/* One look at a client each time costs less for a few of them, one look at all for many. */
enum { FEW = 16 };

static bool address_each(struct ctx *cx, const struct demand *requests, size_t count,
                         int64_t *persons)
{
    for (size_t i = 0; i < count; i++) {
        struct people people = { 0 };
        if (!people_read(cx, requests[i].client, requests[i].client, &people))
            return false;
        persons[i] = person_of(&people, &requests[i]);
    }
    return true;
}

bool request_addressees(struct ctx *cx, const struct demand *requests, size_t count,
                        int64_t *persons)
{
    int64_t first = INT64_MAX, last = 0;
    struct people people = { 0 };

    if (count <= FEW)
        return address_each(cx, requests, count, persons);
    for (size_t i = 0; i < count; i++) {
        first = requests[i].client < first ? requests[i].client : first;
        last = requests[i].client > last ? requests[i].client : last;
    }
    if (!people_read(cx, first, last, &people))
        return false;
    for (size_t i = 0; i < count; i++)
        persons[i] = person_of(&people, &requests[i]);
    return true;
}

#define OWED                                                                                       \
    "SELECT r.id, r.client, r.needs_payroll, o.person FROM obligation o"                           \
    " JOIN request r ON r.firm = o.firm AND r.id = o.subject"                                      \
    " WHERE o.firm = $1 AND o.kind = 'request' AND o.state = 'open'"

/* Nobody's, or a person's who may not be told of it any more. */
#define LEFT                                                                                       \
    " AND NOT EXISTS (SELECT 1 FROM client_contact cc WHERE cc.firm = o.firm"                      \
    " AND cc.client = o.client AND cc.contact = o.person"                                          \
    " AND (r.needs_payroll = 0 OR cc.is_payroll = 1 OR cc.is_legal = 1))"

/* By its client, so that the index leads there which knows what is open alone. */
SQL(ASTRAY, FIRM, OWED " AND o.client > 0" LEFT);
SQL(ASTRAY_AT, FIRM, OWED " AND o.client = $2" LEFT);

struct astray {
    struct demand request; /* id, client, needs_payroll */
    int64_t before;        /* who was spoken to; 0: nobody */
};

static bool list_astray(struct ctx *cx, struct rows *rows, struct astray **astray, size_t *count)
{
    size_t room = 0;

    *astray = NULL;
    *count = 0;
    while (rows_next(rows)) {
        if (*count == room)
            *astray = arena_grow(cx->arena, *astray, &room, sizeof **astray);
        (*astray)[(*count)++] =
            (struct astray){ .request = { .id = rows_int(rows, 0),
                                          .client = rows_int(rows, 1),
                                          .needs_payroll = rows_int(rows, 2) == 1 },
                             .before = rows_int(rows, 3) };
    }
    return rows_done(rows);
}

static bool readdress(struct ctx *cx, struct rows *rows, int64_t *count)
{
    struct astray *astray;
    size_t listed;

    *count = 0;
    if (!list_astray(cx, rows, &astray, &listed))
        return false;
    struct demand *requests = arena_new(cx->arena, struct demand, listed + 1);
    int64_t *persons = arena_new(cx->arena, int64_t, listed + 1);
    for (size_t i = 0; i < listed; i++)
        requests[i] = astray[i].request;
    if (!request_addressees(cx, requests, listed, persons))
        return false;
    for (size_t i = 0; i < listed; i++) {
        if (persons[i] == astray[i].before)
            continue;
        *count += 1;
        if (!chase_pass(cx, &request_kind, requests[i].id, persons[i]))
            return false;
    }
    return true;
}

bool request_readdress(struct ctx *cx, int64_t *count)
{
    bool is_own;
    int64_t moved;

    if (!client_begin(cx, &is_own)
        || !client_end(cx, is_own, readdress(cx, store_query(cx, &ASTRAY, NO_ARGS), &moved)))
        return false;
    *count = moved;
    return true;
}

bool request_readdress_at(struct ctx *cx, int64_t client)
{
    int64_t moved;

    return readdress(cx, store_query(cx, &ASTRAY_AT, ARGS(arg_int(client))), &moved);
}
