#include "firm/member_identity.h"

SQL(ENTER, FIRM,
    "UPDATE member_identity SET used_at = $4 WHERE firm = $1 AND provider = $2 AND subject = $3"
    " AND EXISTS (SELECT 1 FROM member m WHERE m.firm = $1 AND m.id = member_identity.member"
    " AND m.state = 'active') RETURNING member");

bool member_identity_enter(struct ctx *cx, int64_t provider, const char *subject,
                           struct member *member)
{
    struct rows *rows =
        store_query(cx, &ENTER, ARGS(arg_int(provider), arg_text(subject), arg_instant(cx->now)));
    int64_t id = 0;

    while (rows_next(rows))
        id = rows_int(rows, 0);
    if (!rows_done(rows))
        return false;
    *member = (struct member){ 0 };
    return id == 0 || member_find(cx, id, member);
}

SQL(LINK, FIRM,
    "INSERT INTO member_identity (firm, provider, subject, member, label, linked_at)"
    " SELECT m.firm, $2, $3, m.id, $5, $6 FROM member m"
    " WHERE m.firm = $1 AND m.id = $4 AND m.state = 'active'"
    " ON CONFLICT (firm, provider, subject) DO NOTHING");

SQL(WHOSE, FIRM,
    "SELECT member FROM member_identity WHERE firm = $1 AND provider = $2 AND subject = $3");

static bool whose(struct ctx *cx, const struct linked_identity *identity, int64_t *member)
{
    struct rows *rows =
        store_query(cx, &WHOSE, ARGS(arg_int(identity->provider), arg_text(identity->subject)));

    *member = rows_next(rows) ? rows_int(rows, 0) : 0;
    return rows_done(rows);
}

bool member_identity_link(struct ctx *cx, const struct linked_identity *identity)
{
    int64_t member;

    if (!store_run(cx, &LINK,
                   ARGS(arg_int(identity->provider), arg_text(identity->subject),
                        arg_int(identity->person), arg_text(identity->label), arg_instant(cx->now)))
        || !whose(cx, identity, &member))
        return false;
    if (member == 0)
        return fail(cx, FAULT_ABSENT, "MEMBRE-ABSENT", NULL);
    return member == identity->person || fail(cx, FAULT_CONFLICT, "IDENTITE-PRISE", NULL);
}

SQL(LIST, FIRM,
    "SELECT i.provider, i.subject, i.label, p.name, i.linked_at, i.used_at FROM member_identity i"
    " JOIN sign_on_provider p ON p.firm = i.firm AND p.id = i.provider"
    " WHERE i.firm = $1 AND i.member = $2 ORDER BY p.name, i.linked_at, i.subject");

bool member_identity_list(struct ctx *cx, int64_t member, struct linked_identity **list,
                          size_t *count)
{
    return linked_identity_read(cx, store_query(cx, &LIST, ARGS(arg_int(member))), member, list,
                                count);
}

SQL(UNLINK, FIRM,
    "DELETE FROM member_identity WHERE firm = $1 AND member = $2 AND provider = $3"
    " AND subject = $4");

SQL(WAYS, FIRM,
    "SELECT (SELECT COUNT(*) FROM member m WHERE m.firm = $1 AND m.id = $2"
    " AND m.password_hash IS NOT NULL) + (SELECT COUNT(*) FROM member_identity i"
    " JOIN sign_on_provider p ON p.firm = i.firm AND p.id = i.provider AND p.for_members = 1"
    " WHERE i.firm = $1 AND i.member = $2)");

static bool unlink_one(struct ctx *cx, int64_t member, int64_t provider, const char *subject)
{
    if (!store_run(cx, &UNLINK, ARGS(arg_int(member), arg_int(provider), arg_text(subject))))
        return false;
    struct rows *rows = store_query(cx, &WAYS, ARGS(arg_int(member)));
    bool is_left = rows_next(rows) && rows_int(rows, 0) > 0;
    if (!rows_done(rows))
        return false;
    return is_left || fail(cx, FAULT_CONFLICT, "IDENTITE-SEULE", NULL);
}

bool member_identity_unlink(struct ctx *cx, int64_t member, int64_t provider, const char *subject)
{
    return store_begin(cx) && store_end(cx, unlink_one(cx, member, provider, subject));
}

SQL(DROP, FIRM, "DELETE FROM member_identity WHERE firm = $1 AND provider = $2");

bool member_identity_drop(struct ctx *cx, int64_t provider)
{
    return store_run(cx, &DROP, ARGS(arg_int(provider)));
}
