#include "app/why_place.h"

#include <string.h>

#include "mission/made.h"

static bool is(const char *text, const char *other)
{
    return strcmp(text, other) == 0;
}

/* A debtor's page, and a part of it; NULL: no debtor owes this. */
static const char *debtor(struct arena *arena, const struct obligation *owed, const char *part)
{
    if (!is(owed->kind, "invoice") || owed->client == 0)
        return NULL;
    return arena_format(arena, "/clients/%lld/debiteurs/%lld%s", (long long)owed->client,
                        (long long)owed->person, part);
}

static const char *client(struct arena *arena, const struct obligation *owed, const char *part)
{
    return owed->client > 0 ? arena_format(arena, "/clients/%lld%s", (long long)owed->client, part)
                            : NULL;
}

/* A client's own address is given among its people; a member's by an admin. */
static const char *address(struct arena *arena, const struct why_reader *reader,
                           const struct obligation *owed)
{
    long long person = owed->person;

    if (is(owed->kind, "invoice"))
        return debtor(arena, owed, "#adresse");
    if (is(owed->kind, "task"))
        return reader->is_admin && person > 0
            ? arena_format(arena, "/cabinet/collaborateurs/%lld", person)
            : NULL;
    return client(arena, owed,
                  person > 0 ? arena_format(arena, "/contacts/%lld", person) : "/personnes");
}

/* Who paused themselves, or was paused, is told on their own page. */
static const char *reopening(struct arena *arena, const struct obligation *owed)
{
    if (is(owed->kind, "request") && owed->person > 0)
        return arena_format(arena, "/contacts/%lld#reminders", (long long)owed->person);
    return debtor(arena, owed, "#relances");
}

SQL(REPLY, FIRM,
    "SELECT id FROM mail WHERE firm = $1 AND customer = $2 AND state = 'triage' ORDER BY id DESC"
    " LIMIT 1");

/* What waits may answer what was told to several: then it is among all that waits. */
static bool find_reply(struct ctx *cx, const struct obligation *owed, const char **url)
{
    struct rows *rows = store_query(cx, &REPLY, ARGS(arg_int(owed->person)));
    int64_t mail = rows_next(rows) ? rows_int(rows, 0) : 0;

    if (!rows_done(rows))
        return false;
    *url = mail > 0 ? arena_format(cx->arena, "/courrier/%lld", (long long)mail) : "/courrier";
    return true;
}

/* What is done elsewhere than on the obligation's own page. */
static const char *elsewhere(struct arena *arena, const struct why_reader *reader,
                             const struct why *why, enum remedy remedy)
{
    const struct obligation *owed = &why->owed;

    switch (remedy) {
    case REMEDY_DECIDE:
        return "/relances/retenu";
    case REMEDY_RESTART:
        return "/relances";
    case REMEDY_APPROVE:
        return owed->client > 0
            ? arena_format(arena, "/relances?client=%lld#approvals", (long long)owed->client)
            : "/relances";
    case REMEDY_JUDGE:
        return "/a-verifier";
    case REMEDY_REOPEN:
        return reopening(arena, owed);
    case REMEDY_LETTER:
    case REMEDY_NAMES:
        return debtor(arena, owed, "#relances");
    case REMEDY_CREDITS:
        return debtor(arena, owed, "#pieces");
    case REMEDY_ADDRESS:
        return address(arena, reader, owed);
    case REMEDY_SOURCE:
        return client(arena, owed, "#origine");
    case REMEDY_RETURN:
        return client(arena, owed, "");
    case REMEDY_DO:
        return why->decided.reminder > 0
            ? arena_format(arena, "/relances/%lld", (long long)why->decided.reminder)
            : NULL;
    default:
        return NULL;
    }
}

/* A rest ends with its mission's suspension (E-9). */
static bool find_resuming(struct ctx *cx, const struct obligation *owed, struct why_place *place)
{
    struct made_for mission;

    if (!made_rests_for(cx, owed->kind, owed->subject, &mission))
        return false;
    place->is_mission = mission.mission > 0;
    place->is_own = !place->is_mission;
    place->url = place->is_mission
        ? arena_format(cx->arena, "/clients/%lld/prestations/%lld", (long long)mission.client,
                       (long long)mission.mission)
        : arena_format(cx->arena, "/echeances/%lld#gestes", (long long)owed->id);
    return true;
}

bool why_place_find(struct ctx *cx, const struct why_reader *reader, const struct why *why,
                    enum remedy remedy, struct why_place *place)
{
    struct why_place found = { 0 };

    switch (remedy) {
    case REMEDY_RESUME:
        if (!find_resuming(cx, &why->owed, &found))
            return false;
        break;
    case REMEDY_RELEASE:
    case REMEDY_SEND:
    case REMEDY_SKIP:
    case REMEDY_MOVE:
        found.is_own = true;
        found.url = arena_format(cx->arena, "/echeances/%lld#gestes", (long long)why->owed.id);
        break;
    case REMEDY_READ:
        if (!find_reply(cx, &why->owed, &found.url))
            return false;
        break;
    default:
        found.url = elsewhere(cx->arena, reader, why, remedy);
    }
    *place = found;
    return true;
}
