#include "firm/member_change.h"

#include <assert.h>

#include "firm/hub.h"

static bool check_hub(struct ctx *cx, const struct member *member)
{
    struct hub hub;

    if (member->hub == 0)
        return !member->is_super_user
            || fail(cx, FAULT_INPUT, "SUPER-HUB", "field", "super_user", NULL);
    if (hub_find(cx, member->hub, &hub))
        return true;
    if (cx->fault.kind != FAULT_ABSENT)
        return false;
    cx->fault = (struct fault){ 0 };
    return fail(cx, FAULT_INPUT, "HUB-INCONNU", "field", "hub", NULL);
}

static bool check_deputy(struct ctx *cx, const struct member *member)
{
    struct member deputy;

    if (member->deputy == 0)
        return true;
    if (member->deputy == member->id)
        return fail(cx, FAULT_INPUT, "SUPPLEANT-SOI", "field", "deputy", NULL);
    if (!member_find(cx, member->deputy, &deputy)) {
        if (cx->fault.kind != FAULT_ABSENT)
            return false;
        cx->fault = (struct fault){ 0 };
        deputy.state = MEMBER_ARCHIVED;
    }
    return deputy.state == MEMBER_ACTIVE
        || fail(cx, FAULT_INPUT, "SUPPLEANT-ABSENT", "field", "deputy", NULL);
}

SQL(LOCK, FIRM, "UPDATE firm SET name = name WHERE id = $1");

SQL(OTHER_ADMINS, FIRM,
    "SELECT COUNT(*) FROM member WHERE firm = $1 AND role = 'admin' AND state = 'active'"
    " AND id <> $2");

/* Two who do this at once come one after the other: each sees what the other has left. */
static bool keep_admin(struct ctx *cx, const struct member *before)
{
    if (before->role != MEMBER_ADMIN || before->state != MEMBER_ACTIVE)
        return true;
    if (!store_run(cx, &LOCK, NO_ARGS))
        return false;
    struct rows *rows = store_query(cx, &OTHER_ADMINS, ARGS(arg_int(before->id)));
    bool is_last = !rows_next(rows) || rows_int(rows, 0) == 0;
    return rows_done(rows)
        && (!is_last || fail(cx, FAULT_CONFLICT, "ADMIN-DERNIER", "field", "role", NULL));
}

static bool invite(struct ctx *cx, struct member *member)
{
    return check_hub(cx, member) && check_deputy(cx, member) && member_insert(cx, member, NULL);
}

bool member_invite(struct ctx *cx, struct member *member)
{
    struct member invited = *member;

    invited.id = 0;
    if (!store_begin(cx) || !store_end(cx, invite(cx, &invited)))
        return false;
    member->id = invited.id;
    member->state = MEMBER_INVITED;
    return true;
}

SQL(CHANGE, FIRM,
    "UPDATE member SET name = $3, email = $4, email_folded = $5, role = $6, language = $7,"
    " hub = $8, deputy = $9, is_super_user = $10, is_migration_lead = $11"
    " WHERE firm = $1 AND id = $2");

static bool update(struct ctx *cx, const struct member *member)
{
    return store_run(cx, &CHANGE,
                     ARGS(arg_int(member->id), arg_text(member->name), arg_text(member->email),
                          arg_text(member_email_folded(cx->arena, member->email)),
                          arg_text(member_role_text(member->role)), arg_text(member->language),
                          arg_int_or_null(member->hub > 0, member->hub),
                          arg_int_or_null(member->deputy > 0, member->deputy),
                          arg_int(member->is_super_user), arg_int(member->is_migration_lead)));
}

SQL(OWNER, FIRM, "SELECT id FROM member WHERE firm = $1 AND email_folded = $2 AND id <> $3");

static bool check_email(struct ctx *cx, const struct member *member)
{
    struct rows *rows = store_query(
        cx, &OWNER,
        ARGS(arg_text(member_email_folded(cx->arena, member->email)), arg_int(member->id)));
    bool is_taken = rows_next(rows);

    return rows_done(rows)
        && (!is_taken
            || fail(cx, FAULT_CONFLICT, "MEMBRE-EXISTE", "field", "email", "value", member->email,
                    NULL));
}

static bool change(struct ctx *cx, const struct member *member)
{
    struct member before;

    return member_find(cx, member->id, &before) && check_hub(cx, member)
        && (member->deputy == before.deputy || check_deputy(cx, member))
        && (member->role == MEMBER_ADMIN || keep_admin(cx, &before)) && check_email(cx, member)
        && update(cx, member);
}

bool member_change(struct ctx *cx, const struct member *member)
{
    return store_begin(cx) && store_end(cx, change(cx, member));
}

SQL(ARCHIVE, FIRM, "UPDATE member SET state = 'archived' WHERE firm = $1 AND id = $2");

SQL(NO_DEPUTY, FIRM, "UPDATE member SET deputy = NULL WHERE firm = $1 AND deputy = $2");

SQL(NO_LINK, FIRM, "DELETE FROM member_link WHERE firm = $1 AND member = $2");

bool member_archive(struct ctx *cx, int64_t id)
{
    struct member before;

    assert(store_in_transaction(cx->store));
    if (!member_find(cx, id, &before))
        return false;
    if (before.state == MEMBER_ARCHIVED)
        return fail(cx, FAULT_CONFLICT, "MEMBRE-ARCHIVE", NULL);
    if (id == cx->actor)
        return fail(cx, FAULT_CONFLICT, "MEMBRE-SOI", NULL);
    return keep_admin(cx, &before) && store_run(cx, &ARCHIVE, ARGS(arg_int(id)))
        && store_run(cx, &NO_DEPUTY, ARGS(arg_int(id)))
        && store_run(cx, &NO_LINK, ARGS(arg_int(id)));
}

SQL(TAKE_BACK, FIRM,
    "UPDATE member SET state = CASE WHEN password_hash IS NULL THEN 'invited' ELSE 'active' END"
    " WHERE firm = $1 AND id = $2 AND state = 'archived'");

bool member_take_back(struct ctx *cx, int64_t id)
{
    struct member before;
    int64_t changed;

    if (!member_find(cx, id, &before) || !store_change(cx, &TAKE_BACK, ARGS(arg_int(id)), &changed))
        return false;
    return changed > 0 || fail(cx, FAULT_CONFLICT, "MEMBRE-ACTIF", NULL);
}
