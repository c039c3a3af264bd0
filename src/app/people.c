#include "app/people.h"

#include <string.h>

#include "app/plan_model.h"
#include "base/str.h"
#include "client/assignment.h"
#include "firm/absence.h"
#include "http/session.h"
#include "store/visible.h"

bool people_load(struct ctx *cx, struct people *people)
{
    return member_list(cx, &people->members, &people->count)
        && hub_list(cx, &people->hubs, &people->hub_count) && stand_in_load(cx, &people->away)
        && member_mail_list(cx, &people->mails, &people->mail_count);
}

const struct member *people_find(const struct people *people, int64_t id)
{
    for (size_t i = 0; i < people->count; i++)
        if (people->members[i].id == id)
            return &people->members[i];
    return NULL;
}

const char *people_hub(const struct people *people, int64_t id)
{
    for (size_t i = 0; i < people->hub_count; i++)
        if (people->hubs[i].id == id)
            return people->hubs[i].name;
    return "";
}

static void put_person(const struct people *people, struct json *map, const char *key, int64_t id)
{
    const struct member *member = people_find(people, id);

    if (member)
        put_named(map, key, id, member->name);
}

static void put_mail(const struct people *people, int64_t member, struct json *map)
{
    for (size_t i = 0; i < people->mail_count; i++) {
        const struct member_mail *mail = &people->mails[i];
        if (mail->member != member)
            continue;
        struct json *put = json_put_map(map, "mail");
        json_put_int(put, "message", mail->message);
        json_put_bool(put, "is_sent", mail->fate == MEMBER_MAIL_SENT);
        json_put_bool(put, "is_failed", mail->fate == MEMBER_MAIL_FAILED);
        json_put_text(put, "said", mail->said);
    }
}

void people_put(const struct people *people, const struct member *member, struct json *map)
{
    json_put_int(map, "id", member->id);
    json_put_text(map, "name", member->name);
    json_put_text(map, "email", member->email);
    json_put_text(map, "role", member_role_text(member->role));
    json_put_text(map, "language", member->language);
    json_put_text(map, "state", member_state_text(member->state));
    json_put_bool(map, "is_admin", member->role == MEMBER_ADMIN);
    json_put_bool(map, "is_active", member->state == MEMBER_ACTIVE);
    json_put_bool(map, "is_invited", member->state == MEMBER_INVITED);
    json_put_bool(map, "is_archived", member->state == MEMBER_ARCHIVED);
    json_put_bool(map, "is_super_user", member->is_super_user);
    json_put_bool(map, "is_migration_lead", member->is_migration_lead);
    if (member->hub > 0)
        put_named(map, "hub", member->hub, people_hub(people, member->hub));
    put_person(people, map, "deputy", member->deputy);
    json_put_bool(map, "is_away", stand_in_is_away(&people->away, member->id));
    if (stand_in_is_away(&people->away, member->id))
        put_person(people, map, "acting", stand_in_of(&people->away, member->id));
    put_mail(people, member->id, map);
}

static void put_choice(struct json *list, int64_t id, const char *name, int64_t chosen)
{
    struct json *choice = json_add_map(list);

    json_put_int(choice, "id", id);
    json_put_text(choice, "name", name);
    json_put_bool(choice, "is_chosen", id == chosen);
}

void people_put_choices(const struct people *people, int64_t except, int64_t chosen,
                        struct json *list)
{
    for (size_t i = 0; i < people->count; i++)
        if (people->members[i].state == MEMBER_ACTIVE && people->members[i].id != except)
            put_choice(list, people->members[i].id, people->members[i].name, chosen);
}

void people_put_hubs(const struct people *people, int64_t chosen, struct json *list)
{
    for (size_t i = 0; i < people->hub_count; i++)
        put_choice(list, people->hubs[i].id, people->hubs[i].name, chosen);
}

SQL(ASSIGNED, FIRM,
    "SELECT a.member, COUNT(DISTINCT a.client) FROM assignment a WHERE a.firm = $1"
    " AND a.first_on <= $2 AND (a.last_on IS NULL OR a.last_on >= $2)"
    " AND " CLIENT_UNHIDDEN("a.client", "$3",
                            "$2") " GROUP BY a.member /* scan: a count for each member */");

SQL(BY_HAND, FIRM,
    "SELECT r.assignee, COUNT(*) FROM reminder r JOIN obligation o ON o.firm = r.firm"
    " AND o.id = r.obligation WHERE r.firm = $1 AND r.state = 'todo'"
    " AND " CLIENT_UNHIDDEN("o.client", "$3", "$2") " GROUP BY r.assignee");

static struct work *work_at(struct arena *arena, struct works *works, int64_t member)
{
    for (size_t i = 0; i < works->count; i++)
        if (works->of[i].member == member)
            return &works->of[i];
    if (works->count == works->room)
        works->of = arena_grow(arena, works->of, &works->room, sizeof *works->of);
    works->of[works->count] = (struct work){ .member = member };
    return &works->of[works->count++];
}

bool works_load(struct ctx *cx, struct works *works)
{
    struct arg day = arg_date(cx->arena, cx->today), reader = arg_int(cx->actor);
    struct rows *rows = store_query(cx, &ASSIGNED, ARGS(day, reader));

    *works = (struct works){ 0 };
    while (rows_next(rows))
        work_at(cx->arena, works, rows_int(rows, 0))->clients = rows_int(rows, 1);
    if (!rows_done(rows))
        return false;
    rows = store_query(cx, &BY_HAND, ARGS(day, reader));
    while (rows_next(rows))
        work_at(cx->arena, works, rows_int(rows, 0))->by_hand = rows_int(rows, 1);
    return rows_done(rows);
}

struct work work_of(const struct works *works, int64_t member)
{
    for (size_t i = 0; i < works->count; i++)
        if (works->of[i].member == member)
            return works->of[i];
    return (struct work){ .member = member };
}

/* What no deputy may see waits for who is back: it is said while there is time (P-5, P-9). */
static bool put_uncovered(struct ctx *cx, const struct absence *absence, int64_t own_deputy,
                          struct json *row)
{
    const struct cover cover = { .member = absence->member,
                                 .deputy = absence->deputy ? absence->deputy : own_deputy,
                                 .first = absence->first,
                                 .last = absence->last };
    int64_t count;

    if (!assignment_uncovered(cx, &cover, &count))
        return false;
    json_put_int(row, "uncovered", count);
    json_put_bool(row, "has_uncovered", count > 0);
    return true;
}

bool people_put_absences(struct ctx *cx, int64_t member, struct json *list)
{
    struct absence *absences;
    struct member own;
    size_t count;

    if (!member_find(cx, member, &own) || !absence_list(cx, member, &absences, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct json *row = json_add_map(list);
        json_put_int(row, "id", absences[i].id);
        put_named(row, "member", absences[i].member, absences[i].member_name);
        json_put_date(row, "first", absences[i].first);
        json_put_date(row, "last", absences[i].last);
        json_put_bool(row, "is_range", absences[i].first.day != absences[i].last.day);
        json_put_bool(row, "is_now", absences[i].first.day <= cx->today.day);
        json_put_text(row, "note", absences[i].note);
        if (absences[i].deputy > 0)
            put_named(row, "deputy", absences[i].deputy, absences[i].deputy_name);
        if (!put_uncovered(cx, &absences[i], own.deputy, row))
            return false;
    }
    return true;
}

/* « Firefox » of "Mozilla/5.0 (X11; …) Gecko/20100101 Firefox/126.0"; what claims to be all of them
 * comes last. */
static const char *browser_of(const char *agent)
{
    static const struct {
        const char *mark, *name;
    } browsers[] = {
        { "Edg/", "Edge" },          { "OPR/", "Opera" },     { "Firefox/", "Firefox" },
        { "Chromium/", "Chromium" }, { "Chrome/", "Chrome" }, { "Safari/", "Safari" },
    };

    for (size_t i = 0; i < COUNT_OF(browsers); i++)
        if (strstr(agent, browsers[i].mark))
            return browsers[i].name;
    return agent;
}

bool people_put_sessions(struct ctx *cx, const struct request *request, int64_t member,
                         struct json *list)
{
    struct session_row *sessions;
    size_t count;

    if (!session_list(cx, member, &sessions, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct json *row = json_add_map(list);
        json_put_int(row, "id", sessions[i].id);
        json_put_text(row, "address", sessions[i].address);
        json_put_text(row, "browser", browser_of(sessions[i].agent));
        json_put_text(row, "opened_at", instant_text(cx->arena, sessions[i].created_at));
        json_put_text(row, "seen_at", instant_text(cx->arena, sessions[i].seen_at));
        json_put_bool(row, "is_this", sessions[i].id == request_session(request));
    }
    return true;
}
