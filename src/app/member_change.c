#include "firm/member_change.h"
#include "app/desk.h"
#include "app/handlers.h"
#include "app/member_leave.h"
#include "app/people.h"
#include "client/tester.h"
#include "firm/absence.h"
#include "firm/firm.h"
#include "firm/member_link.h"
#include "http/session.h"
#include "view/view.h"

const struct field member_fields[] = {
    { .name = "name", .check = CHECK_TEXT, .required = true },
    { .name = "email", .check = CHECK_EMAIL, .required = true },
    { .name = "role", .check = CHECK_CHOICE, .choices = "accountant admin", .required = true },
    { .name = "language", .check = CHECK_CHOICE, .choices = "fr en", .required = true },
    { .name = "hub", .check = CHECK_INT },
    { .name = "deputy", .check = CHECK_INT },
    { .name = "super_user", .check = CHECK_FLAG },
    { .name = "migration_lead", .check = CHECK_FLAG },
    { 0 },
};

const struct field member_archive_fields[] = {
    { .name = "to", .check = CHECK_INT },
    { 0 },
};

const struct field absence_fields[] = {
    { .name = "first", .check = CHECK_DATE, .required = true },
    { .name = "last", .check = CHECK_DATE },
    { .name = "deputy", .check = CHECK_INT },
    { .name = "note", .check = CHECK_TEXT },
    { 0 },
};

static const char PAGE[] = "/cabinet/collaborateurs";

static struct member read_member(const struct request *request, int64_t id)
{
    struct member member = {
        .id = id,
        .name = request_text(request, "name"),
        .email = request_text(request, "email"),
        .language = request_text(request, "language"),
        .hub = request_int(request, "hub"),
        .deputy = request_int(request, "deputy"),
        .is_super_user = request_has(request, "super_user"),
        .is_migration_lead = request_has(request, "migration_lead"),
    };

    if (!member_role_parse(request_text(request, "role"), &member.role))
        member.role = MEMBER_ACCOUNTANT;
    return member;
}

/* Back to the member's page; the API gets the member as it now stands. */
static bool answer_member(struct ctx *cx, const struct request *request, int64_t member,
                          struct answer *answer)
{
    struct people people;

    if (!request_is_api(request)) {
        answer->redirect = arena_format(cx->arena, "%s/%lld", PAGE, (long long)member);
        return true;
    }
    if (!people_load(cx, &people))
        return false;
    people_put(&people, people_find(&people, member), json_put_map(answer->model, "member"));
    return true;
}

/* The link is told once, here, and leaves by mail: the books keep hashes alone. */
static bool answer_link(struct ctx *cx, const struct request *request, int64_t member,
                        struct answer *answer)
{
    struct member_link link;
    struct people people;

    if (!member_link_send(cx, member, &link) || !people_load(cx, &people))
        return false;
    const char *base = desk_of(request)->firm->base_url;
    const struct member *found = people_find(&people, member);
    struct json *map = json_put_map(answer->model, "link");
    people_put(&people, found, json_put_map(answer->model, "member"));
    json_put_text(map, "address", arena_format(cx->arena, "%s/bienvenue?key=%s", base, link.token));
    json_put_text(map, "until", instant_text(cx->arena, link.expires_at));
    json_put_int(map, "message", link.message);
    json_put_bool(map, "is_invitation", found->state == MEMBER_INVITED);
    return true;
}

bool member_new(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct member member = read_member(request, 0);
    int64_t test;

    return member_invite(cx, &member) && tester_make(cx, member.id, &test)
        && answer_link(cx, request, member.id, answer);
}

bool member_link(struct ctx *cx, const struct request *request, struct answer *answer)
{
    return answer_link(cx, request, request_id(request, "member"), answer);
}

bool member_save(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const struct member member = read_member(request, request_id(request, "member"));

    answer->notice = "notice.member";
    return member_change(cx, &member) && answer_member(cx, request, member.id, answer);
}

bool member_put_away(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct leave leave = {
        .member = request_id(request, "member"),
        .to = request_int(request, "to"),
        .reason = view_text(cx->arena, desk_of(request)->firm->language, "member.left", NULL),
    };

    if (!member_leave(cx, &leave))
        return false;
    if (request_is_api(request)) {
        json_put_int(answer->model, "clients", leave.clients);
        json_put_int(answer->model, "tasks", leave.tasks);
        json_put_int(answer->model, "by_hand", leave.by_hand);
    }
    answer->notice = "notice.member_left";
    return answer_member(cx, request, leave.member, answer);
}

bool member_bring_back(struct ctx *cx, const struct request *request, struct answer *answer)
{
    int64_t member = request_id(request, "member");

    answer->notice = "notice.member_back";
    return member_take_back(cx, member) && answer_member(cx, request, member, answer);
}

bool member_session_end(struct ctx *cx, const struct request *request, struct answer *answer)
{
    int64_t member = request_id(request, "member");

    answer->notice = "notice.session_ended";
    return session_end(cx, member, request_id(request, "session"))
        && answer_member(cx, request, member, answer);
}

static bool add_absence(struct ctx *cx, const struct request *request, int64_t member)
{
    struct absence absence = {
        .member = member,
        .deputy = request_int(request, "deputy"),
        .note = request_text(request, "note"),
    };

    if (!request_date(request, "first", &absence.first))
        return fail(cx, FAULT_INPUT, "CHAMP-MANQUE", "field", "first", NULL);
    if (!request_date(request, "last", &absence.last))
        absence.last = absence.first;
    return absence_add(cx, &absence);
}

bool member_absence(struct ctx *cx, const struct request *request, struct answer *answer)
{
    int64_t member = request_id(request, "member");

    answer->notice = "notice.absence";
    return add_absence(cx, request, member) && answer_member(cx, request, member, answer);
}

static bool end_absence(struct ctx *cx, const struct request *request, int64_t member)
{
    struct absence absence;
    int64_t id = request_id(request, "absence");

    if (!absence_find(cx, id, &absence))
        return false;
    if (absence.member != member)
        return fail(cx, FAULT_ABSENT, "ABSENCE-ABSENTE", NULL);
    return absence_end(cx, id, &absence);
}

bool member_absence_end(struct ctx *cx, const struct request *request, struct answer *answer)
{
    int64_t member = request_id(request, "member");

    answer->notice = "notice.absence_ended";
    return end_absence(cx, request, member) && answer_member(cx, request, member, answer);
}

static const char ACCOUNT[] = "/mon-compte";

bool account_absence(struct ctx *cx, const struct request *request, struct answer *answer)
{
    answer->redirect = ACCOUNT;
    answer->notice = "notice.absence";
    return add_absence(cx, request, request_member(request));
}

bool account_absence_end(struct ctx *cx, const struct request *request, struct answer *answer)
{
    answer->redirect = ACCOUNT;
    answer->notice = "notice.absence_ended";
    return end_absence(cx, request, request_member(request));
}
