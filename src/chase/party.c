#include "chase/round.h"

#include <stdlib.h>
#include <string.h>

#include "chase/obligation.h"
#include "chase/told.h"
#include "outbox/source.h"
#include "store/visible.h"

#define SEEN " AND " CLIENT_UNHIDDEN("o.client", "$6", "$7")

SQL(DUE, FIRM,
    "SELECT " OBLIGATION_COLUMNS ", o.next_look_on, o.held FROM obligation o"
    " WHERE o.firm = $1 AND o.capacity = $2 AND o.next_look_on <= $3"
    " AND (CAST($4 AS BIGINT) = 0 OR o.issuer = $4)" SEEN
    " ORDER BY o.issuer, o.person, o.due_on, o.id LIMIT $5");

SQL(DUE_OR_HELD, FIRM,
    "SELECT " OBLIGATION_COLUMNS ", o.next_look_on, o.held FROM obligation o"
    " WHERE o.firm = $1 AND o.capacity = $2 AND o.next_look_on <= $3"
    " AND (CAST($4 AS BIGINT) = 0 OR o.issuer = $4)" SEEN " UNION ALL SELECT " OBLIGATION_COLUMNS
    ", o.next_look_on, o.held FROM obligation o"
    " WHERE o.firm = $1 AND o.capacity = $2 AND o.held <> ''"
    " AND (o.next_look_on IS NULL OR o.next_look_on > $3)"
    " AND (CAST($4 AS BIGINT) = 0 OR o.issuer = $4)" SEEN
    " ORDER BY issuer, person, due_on, id LIMIT $5");

static bool batch_read(struct ctx *cx, struct rows *rows, struct owing *batch)
{
    size_t owed_room = 0, look_room = 0;

    *batch = (struct owing){ 0 };
    while (rows_next(rows)) {
        if (batch->count == owed_room) {
            batch->owed = arena_grow(cx->arena, batch->owed, &owed_room, sizeof *batch->owed);
            batch->look_on = arena_grow(cx->arena, batch->look_on, &look_room, sizeof(struct date));
        }
        batch->owed[batch->count] = obligation_row(cx, rows);
        bool looks = !rows_null(rows, OBLIGATION_WIDTH) && !*rows_text(rows, OBLIGATION_WIDTH + 1);
        batch->look_on[batch->count++] = looks ? rows_date(rows, OBLIGATION_WIDTH) : NO_DAY;
    }
    return rows_done(rows);
}

static bool same_person(const struct obligation *a, const struct obligation *b)
{
    return a->issuer == b->issuer && a->person == b->person;
}

static bool batch_fetch(struct ctx *cx, const char *kind, const struct reach *reach,
                        struct owing *batch)
{
    return batch_read(cx,
                      store_query(cx, reach->held_too ? &DUE_OR_HELD : &DUE,
                                  ARGS(arg_text(kind), arg_date(cx->arena, reach->until),
                                       arg_int(reach->client), arg_int(reach->limit),
                                       arg_int(reach->member), arg_date(cx->arena, cx->today))),
                      batch);
}

SQL(OF_PERSON, FIRM,
    "SELECT " OBLIGATION_COLUMNS ", o.next_look_on, o.held FROM obligation o"
    " WHERE o.firm = $1 AND o.issuer = $2 AND o.person = $3 AND o.capacity = $4 AND o.state = "
    "'open'"
    " ORDER BY o.due_on, o.id");

bool party_mates(const struct party *one, const struct party *other)
{
    const struct debtor *a = &one->debtor, *b = &other->debtor;

    return a->mailbox && b->mailbox && a->client == b->client
        && strcmp(a->mailbox, b->mailbox) == 0;
}

struct party party_copy(struct arena *arena, const struct party *party)
{
    struct party copy = *party;

    copy.owed = arena_new(arena, struct obligation, party->count + 1);
    copy.look_on = arena_new(arena, struct date, party->count + 1);
    copy.mates = arena_new(arena, struct party, party->mate_count + 1);
    for (size_t i = 0; i < party->count; i++) {
        copy.owed[i] = party->owed[i];
        copy.look_on[i] = party->look_on[i];
    }
    for (size_t i = 0; i < party->mate_count; i++)
        copy.mates[i] = party_copy(arena, &party->mates[i]);
    return copy;
}

SQL(DUE_OF_PERSON, FIRM,
    "SELECT " OBLIGATION_COLUMNS ", o.next_look_on, o.held FROM obligation o"
    " WHERE o.firm = $1 AND o.issuer = $2 AND o.person = $3 AND o.capacity = $4"
    " AND (o.next_look_on <= $5 OR (CAST($6 AS BIGINT) = 1 AND o.held <> ''))"
    " ORDER BY o.due_on, o.id");

/* A batch that was cut by its limit gives up its last person, unless there is no other. */
static void give_up_cut(struct owing *batch, const struct reach *reach)
{
    size_t whole = batch->count;

    if (batch->count < (size_t)reach->limit)
        return;
    while (whole > 0 && same_person(&batch->owed[whole - 1], &batch->owed[batch->count - 1]))
        whole--;
    if (whole > 0)
        batch->count = whole;
}

static size_t parties_of(struct arena *arena, const struct owing *batch, struct party **parties)
{
    struct party *list = arena_new(arena, struct party, batch->count + 1);
    size_t count = 0;

    for (size_t i = 0; i < batch->count; i++) {
        struct obligation *owed = &batch->owed[i];
        if (count == 0 || !same_person(owed, &list[count - 1].owed[0])) {
            list[count++] = (struct party){
                .debtor = { .id = owed->person,
                            .client = owed->issuer,
                            .paused_until = NO_DAY,
                            .name = "",
                            .address = "",
                            .language = "fr" },
                .owed = owed,
                .look_on = &batch->look_on[i],
            };
        }
        list[count - 1].count++;
    }
    *parties = list;
    return count;
}

SQL(LEAVES, FIRM,
    "SELECT EXISTS (SELECT 1 FROM approval a WHERE a.firm = $1 AND a.client = $2),"
    " " SOURCE_STANDS("$2"));

/* The firm imports nothing of its own. */
static bool leaves(struct ctx *cx, struct party *party)
{
    int64_t client = party->debtor.client;
    struct rows *rows = store_query(cx, &LEAVES, ARGS(arg_int(client)));

    while (rows_next(rows)) {
        party->sourced = rows_int(rows, 1) == 1;
        party->approved = client == 0 || (rows_int(rows, 0) == 1 && !party->sourced);
    }
    return rows_done(rows);
}

/* What the books know of each person; a client is asked for once in a row. */
static bool complete(struct ctx *cx, const struct chase_kind *kind, struct party *parties,
                     size_t count)
{
    struct debtor *debtors = arena_new(cx->arena, struct debtor, count + 1);

    for (size_t i = 0; i < count; i++)
        debtors[i] = parties[i].debtor;
    if (!kind->debtors(cx, debtors, count))
        return false;
    for (size_t i = 0; i < count; i++) {
        parties[i].debtor = debtors[i];
        if (!told_load(cx, kind->name, &parties[i].debtor))
            return false;
        if (i > 0 && parties[i - 1].debtor.client == parties[i].debtor.client) {
            parties[i].approved = parties[i - 1].approved;
            parties[i].sourced = parties[i - 1].sourced;
        } else if (!leaves(cx, &parties[i])) {
            return false;
        }
    }
    return true;
}

static bool party_read(struct ctx *cx, const struct chase_kind *leader, struct rows *rows,
                       struct party *party)
{
    struct owing batch;
    struct party *list;

    *party = (struct party){ 0 };
    if (!batch_read(cx, rows, &batch))
        return false;
    size_t listed = parties_of(cx->arena, &batch, &list);
    if (!complete(cx, leader, list, listed))
        return false;
    if (listed > 0)
        *party = list[0];
    return true;
}

static bool is_listed(const struct party *list, size_t count, int64_t client, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].debtor.id == id && list[i].debtor.client == client)
            return true;
    return false;
}

/* A party that a cut batch left out though one of its mates stands in it. */
struct left_out {
    const struct chase_kind *kind;
    const struct reach *reach;
    struct party *list;
    size_t count, room;
};

static bool bring_mate(struct ctx *cx, struct left_out *out, int64_t client, int64_t id)
{
    struct party party;

    if (!party_read(cx, out->kind,
                    store_query(cx, &DUE_OF_PERSON,
                                ARGS(arg_int(client), arg_int(id), arg_text(out->kind->name),
                                     arg_date(cx->arena, out->reach->until),
                                     arg_int(out->reach->held_too))),
                    &party))
        return false;
    if (party.count == 0)
        return true;
    if (out->count >= out->room) {
        struct party *more = arena_new(cx->arena, struct party, 2 * out->count + 1);
        memcpy(more, out->list, out->count * sizeof *more);
        out->list = more;
        out->room = 2 * out->count + 1;
    }
    out->list[out->count++] = party;
    return true;
}

static int by_person(const void *left, const void *right)
{
    const struct party *a = left, *b = right;
    int order = (a->debtor.client > b->debtor.client) - (a->debtor.client < b->debtor.client);

    return order ? order : (a->debtor.id > b->debtor.id) - (a->debtor.id < b->debtor.id);
}

/* Whoever is brought stands in the order of the list, by which it is found. */
static bool bring_mates(struct ctx *cx, struct left_out *out)
{
    for (size_t i = 0; i < out->count; i++) {
        const struct debtor debtor = out->list[i].debtor;
        for (size_t j = 0; j < debtor.mate_count; j++)
            if (!is_listed(out->list, out->count, debtor.client, debtor.mates[j])
                && !bring_mate(cx, out, debtor.client, debtor.mates[j]))
                return false;
    }
    qsort(out->list, out->count, sizeof *out->list, by_person);
    return true;
}

bool party_list(struct ctx *cx, const struct chase_kind *kind, const struct reach *reach,
                struct party **parties, size_t *count)
{
    struct owing batch;
    struct party *list;

    if (!batch_fetch(cx, kind->name, reach, &batch))
        return false;
    bool is_cut = batch.count >= (size_t)reach->limit;
    give_up_cut(&batch, reach);
    arrival_add(cx->arena, kind, reach, &batch);
    size_t listed = parties_of(cx->arena, &batch, &list);
    if (!complete(cx, kind, list, listed))
        return false;
    struct left_out out = { kind, reach, list, listed, listed };
    if (is_cut && !bring_mates(cx, &out))
        return false;
    for (size_t i = 0; i < out.count; i++)
        out.list[i].arrivals = reach->arrivals;
    *parties = out.list;
    *count = out.count;
    return true;
}

static struct rows *of_person(struct ctx *cx, const struct chase_kind *leader, int64_t issuer,
                              int64_t person)
{
    return store_query(cx, &OF_PERSON,
                       ARGS(arg_int(issuer), arg_int(person), arg_text(leader->name)));
}

bool party_find(struct ctx *cx, const struct chase_kind *leader, int64_t issuer, int64_t person,
                struct party *party)
{
    if (!party_read(cx, leader, of_person(cx, leader, issuer, person), party))
        return false;
    const struct debtor *debtor = &party->debtor;
    party->mates = arena_new(cx->arena, struct party, debtor->mate_count + 1);
    for (size_t i = 0; i < debtor->mate_count; i++) {
        struct party *mate = &party->mates[party->mate_count];
        if (!party_read(cx, leader, of_person(cx, leader, issuer, debtor->mates[i]), mate))
            return false;
        party->mate_count += mate->count > 0;
    }
    return true;
}
