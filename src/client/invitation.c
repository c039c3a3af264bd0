#include "client/invitation.h"

#include <assert.h>
#include <string.h>

#include "base/str.h"
#include "client/change.h"
#include "client/check.h"
#include "client/contact_wall.h"
#include "client/duplicate.h"
#include "client/life.h"
#include "client/visible.h"

static const char *const state_texts[INVITATION_STATE_COUNT] = {
    [INVITATION_WAITING] = "waiting",
    [INVITATION_ACCEPTED] = "accepted",
    [INVITATION_REFUSED] = "refused",
};

const char *invitation_state_text(enum invitation_state state)
{
    assert(state < INVITATION_STATE_COUNT);
    return state_texts[state];
}

static const char *trimmed(struct arena *arena, const char *text)
{
    return text ? str_trim(arena, text) : "";
}

/* Name and SIREN are those of a client, the SIRET cut off. */
bool invitation_check(struct ctx *cx, struct invitation *invitation)
{
    struct client client = { .name = invitation->name, .siren = invitation->siren };
    struct client_flaw flaws[CLIENT_FLAWS];

    client_tidy(cx->arena, &client);
    if (client_check(cx->arena, &client, flaws) > 0)
        return client_flaw_fail(cx, &flaws[0]);
    invitation->name = client.name;
    invitation->siren = client.siren;
    invitation->person = trimmed(cx->arena, invitation->person);
    invitation->email = trimmed(cx->arena, invitation->email);
    invitation->phone = trimmed(cx->arena, invitation->phone);
    invitation->note = trimmed(cx->arena, invitation->note);
    if (!invitation->language || !*invitation->language)
        invitation->language = "fr";
    return *invitation->person || fail(cx, FAULT_INPUT, "CONTACT-NOM", "field", "person", NULL);
}

SQL(ADD, FIRM,
    "INSERT INTO invitation (firm, id, name, siren, person, email, note, state, asked_at, reason,"
    " phone, language, consented_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', $8, '', $9, $10, $11)");

static bool add(struct ctx *cx, struct invitation *added)
{
    return store_id(cx, "invitation", 1, &added->id)
        && store_run(cx, &ADD,
                     ARGS(arg_int(added->id), arg_text(added->name), arg_text(added->siren),
                          arg_text(added->person), arg_text(added->email), arg_text(added->note),
                          arg_instant(cx->now), arg_text(added->phone), arg_text(added->language),
                          arg_int_or_null(added->consented_at.ms > 0, added->consented_at.ms)));
}

bool invitation_add(struct ctx *cx, struct invitation *invitation)
{
    struct invitation added = *invitation;
    bool is_own;

    added.state = INVITATION_WAITING;
    added.asked_at = cx->now;
    if (!invitation_check(cx, &added) || !client_begin(cx, &is_own)
        || !client_end(cx, is_own, add(cx, &added)))
        return false;
    *invitation = added;
    return true;
}

#define COLUMNS                                                                                    \
    "i.id, i.name, i.siren, i.person, i.email, i.note, i.state, i.asked_at, i.decided_at,"         \
    " i.client, i.decided_by, m.name, i.reason, i.phone, i.language, i.consented_at, i.message"    \
    " FROM invitation i"                                                                           \
    " LEFT JOIN member m ON m.firm = i.firm AND m.id = i.decided_by"

static enum invitation_state state_of(const char *text)
{
    enum invitation_state state = INVITATION_WAITING;

    while (state < INVITATION_REFUSED && strcmp(state_texts[state], text) != 0)
        state++;
    return state;
}

static struct invitation invitation_row(struct rows *rows)
{
    return (struct invitation){
        .id = rows_int(rows, 0),
        .name = rows_text(rows, 1),
        .siren = rows_text(rows, 2),
        .person = rows_text(rows, 3),
        .email = rows_text(rows, 4),
        .note = rows_text(rows, 5),
        .state = state_of(rows_text(rows, 6)),
        .asked_at = rows_instant(rows, 7),
        .decided_at = rows_instant(rows, 8),
        .client = rows_int(rows, 9),
        .decided_by = rows_int(rows, 10),
        .decided_by_name = rows_text(rows, 11),
        .reason = rows_text(rows, 12),
        .phone = rows_text(rows, 13),
        .language = rows_text(rows, 14),
        .consented_at = rows_instant(rows, 15),
        .message = rows_int(rows, 16),
    };
}

SQL(FIND, FIRM,
    "SELECT " COLUMNS " WHERE i.firm = $1 AND i.id = $2"
    " AND (i.client IS NULL OR " CLIENT_VISIBLE("i.client", "$3", "$4") ")");

bool invitation_find(struct ctx *cx, int64_t id, struct invitation *invitation)
{
    struct rows *rows = store_query(
        cx, &FIND, ARGS(arg_int(id), arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    struct invitation found = { 0 };

    if (rows_next(rows))
        found = invitation_row(rows);
    if (!rows_done(rows))
        return false;
    if (found.id == 0)
        return fail(cx, FAULT_ABSENT, "INVITATION-ABSENTE", NULL);
    *invitation = found;
    return true;
}

SQL(WAITING, FIRM,
    "SELECT " COLUMNS " WHERE i.firm = $1 AND i.state = 'waiting' AND (i.asked_at > $3"
    " OR (i.asked_at = $3 AND i.id > $4)) ORDER BY i.asked_at, i.id LIMIT $2");
SQL(DECIDED, FIRM,
    "SELECT " COLUMNS " WHERE i.firm = $1 AND i.state IN ('accepted', 'refused')"
    " AND (i.client IS NULL OR " CLIENT_VISIBLE(
        "i.client", "$3", "$4") ")"
                                " ORDER BY i.decided_at DESC, i.id DESC LIMIT $2");

bool invitation_list(struct ctx *cx, const struct invitation_place *place,
                     struct invitation **invitations, size_t *count)
{
    struct invitation *list = arena_new(cx->arena, struct invitation, (size_t)place->limit + 1);
    size_t listed = 0;
    struct rows *rows = place->is_waiting
        ? store_query(
            cx, &WAITING,
            ARGS(arg_int(place->limit), arg_instant(place->asked_at), arg_int(place->after)))
        : store_query(
            cx, &DECIDED,
            ARGS(arg_int(place->limit), arg_int(cx->actor), arg_date(cx->arena, cx->today)));

    while (rows_next(rows))
        list[listed++] = invitation_row(rows);
    if (!rows_done(rows))
        return false;
    *invitations = list;
    *count = listed;
    return true;
}

SQL(COUNT_WAITING, FIRM, "SELECT COUNT(*) FROM invitation WHERE firm = $1 AND state = 'waiting'");

bool invitation_count(struct ctx *cx, int64_t *waiting)
{
    struct rows *rows = store_query(cx, &COUNT_WAITING, NO_ARGS);

    *waiting = rows_next(rows) ? rows_int(rows, 0) : 0;
    return rows_done(rows);
}

static bool waiting_find(struct ctx *cx, int64_t id, struct invitation *invitation)
{
    if (!invitation_find(cx, id, invitation))
        return false;
    return invitation->state == INVITATION_WAITING
        || fail(cx, FAULT_CONFLICT, "INVITATION-DECIDEE", "name", invitation->name, NULL);
}

SQL(DECIDE, FIRM,
    "UPDATE invitation SET state = $3, client = $4, decided_at = $5, decided_by = $6, reason = $7"
    " WHERE firm = $1 AND id = $2 AND state = 'waiting'");

static bool decide(struct ctx *cx, int64_t id, int64_t client, const char *reason)
{
    enum invitation_state state = client > 0 ? INVITATION_ACCEPTED : INVITATION_REFUSED;

    return store_run(cx, &DECIDE,
                     ARGS(arg_int(id), arg_text(state_texts[state]),
                          arg_int_or_null(client > 0, client), arg_instant(cx->now),
                          arg_int(cx->actor), arg_text(reason)));
}

static bool check_duplicates(struct ctx *cx, const struct invitation *invitation)
{
    const struct likeness likeness = { invitation->siren, invitation->name, invitation->email };
    struct duplicate *duplicates;
    size_t count;

    if (!duplicate_list(cx, &likeness, &duplicates, &count))
        return false;
    return count == 0
        || fail(cx, FAULT_CONFLICT, "INVITATION-DOUBLON", "name", duplicates[0].name, "count",
                arena_format(cx->arena, "%zu", count), NULL);
}

/* One address is one person: who is known joins, who is not is added. */
static bool join(struct ctx *cx, const struct invitation *invitation, int64_t client)
{
    struct contact_role *people;
    struct contact_role role = { .client = client };
    struct contact person;
    size_t count;

    if (!contact_of_client(cx, client, &people, &count)
        || !contact_find_open(cx, invitation->email, &person))
        return false;
    for (size_t i = 0; i < count; i++)
        if (people[i].contact == person.id)
            return true;
    if (person.id == 0) {
        person = (struct contact){ .name = invitation->person,
                                   .email = invitation->email,
                                   .phone = invitation->phone,
                                   .language = invitation->language };
        if (!contact_add(cx, &person))
            return false;
    }
    role.contact = person.id;
    return contact_join(cx, &role);
}

static bool make(struct ctx *cx, const struct invitation *invitation, int64_t *id)
{
    struct client client = { .name = invitation->name,
                             .siren = invitation->siren,
                             .state = client_state_text(CLIENT_INVITED) };

    if (!client_add(cx, &client) || !join(cx, invitation, client.id))
        return false;
    *id = client.id;
    return *invitation->email == '\0' || life_move(cx, client.id, CLIENT_ONBOARDING, "");
}

static bool accept(struct ctx *cx, int64_t id, struct acceptance *acceptance)
{
    struct invitation invitation;
    int64_t client = acceptance->client;

    if (!waiting_find(cx, id, &invitation))
        return false;
    if (client == 0 && !acceptance->is_another && !check_duplicates(cx, &invitation))
        return false;
    if (client == 0 ? !make(cx, &invitation, &client)
                    : !client_look(cx, client) || !join(cx, &invitation, client))
        return false;
    acceptance->client = client;
    return decide(cx, id, client, "") && (!acceptance->tells || invitation_tell(cx, id));
}

bool invitation_accept(struct ctx *cx, int64_t id, struct acceptance *acceptance)
{
    struct acceptance accepted = *acceptance;
    bool is_own;

    if (!client_begin(cx, &is_own) || !client_end(cx, is_own, accept(cx, id, &accepted)))
        return false;
    *acceptance = accepted;
    return true;
}

static bool refuse(struct ctx *cx, int64_t id, const char *reason, bool tells)
{
    struct invitation invitation;

    return waiting_find(cx, id, &invitation) && decide(cx, id, 0, reason)
        && (!tells || invitation_tell(cx, id));
}

bool invitation_refuse(struct ctx *cx, int64_t id, const char *reason, bool tells)
{
    const char *why = trimmed(cx->arena, reason);
    bool is_own;

    if (*why == '\0')
        return fail(cx, FAULT_INPUT, "INVITATION-MOTIF", "field", "reason", NULL);
    return client_begin(cx, &is_own) && client_end(cx, is_own, refuse(cx, id, why, tells));
}
