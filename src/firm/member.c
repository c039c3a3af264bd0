#include "firm/member.h"

#include <assert.h>
#include <string.h>

#include "firm/delay.h"
#include "firm/password.h"

SQL(ADD, FIRM,
    "INSERT INTO member (firm, id, name, email, email_folded, password_hash, role, language, state,"
    "                    created_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'active', $9)");

SQL(FIND, FIRM, "SELECT id, name, email, language, role FROM member WHERE firm = $1 AND id = $2");

SQL(FIND_BY_EMAIL, FIRM,
    "SELECT id, name, email, language, role FROM member WHERE firm = $1 AND email_folded = $2");

SQL(HASH, FIRM,
    "SELECT id, name, email, language, role, password_hash FROM member"
    " WHERE firm = $1 AND email_folded = $2 AND state = 'active' AND password_hash IS NOT NULL");

SQL(CHANGE_LANGUAGE, FIRM, "UPDATE member SET language = $3 WHERE firm = $1 AND id = $2");

static const char *const role_texts[MEMBER_ROLE_COUNT] = {
    [MEMBER_ACCOUNTANT] = "accountant",
    [MEMBER_ADMIN] = "admin",
};

const char *member_role_text(enum member_role role)
{
    assert(role < MEMBER_ROLE_COUNT);
    return role_texts[role];
}

bool member_role_parse(const char *text, enum member_role *role)
{
    for (enum member_role i = 0; i < MEMBER_ROLE_COUNT; i++)
        if (strcmp(role_texts[i], text) == 0) {
            *role = i;
            return true;
        }
    return false;
}

/* Addresses are compared without case (P-2); they are ASCII. */
static const char *folded(struct arena *arena, const char *email)
{
    size_t size = strlen(email);
    char *text = arena_new(arena, char, size + 1);

    for (size_t i = 0; i < size; i++)
        text[i] = email[i] >= 'A' && email[i] <= 'Z' ? (char)(email[i] | 0x20) : email[i];
    return text;
}

bool member_insert(struct ctx *cx, struct member *member, const char *hash)
{
    int64_t id;

    if (!store_id(cx, "member", 1, &id))
        return false;
    if (store_run(cx, &ADD,
                  ARGS(arg_int(id), arg_text(member->name), arg_text(member->email),
                       arg_text(folded(cx->arena, member->email)), arg_text(hash),
                       arg_text(member_role_text(member->role)), arg_text(member->language),
                       arg_instant(cx->now)))) {
        member->id = id;
        return true;
    }
    if (cx->fault.kind != FAULT_CONFLICT)
        return false;
    cx->fault = (struct fault){ 0 };
    return fail(cx, FAULT_CONFLICT, "MEMBRE-EXISTE", "field", "email", "value", member->email,
                NULL);
}

bool member_add(struct ctx *cx, struct member *member, const char *password)
{
    const char *hash;

    return password_check(cx, "password", password) && password_hash(cx, password, &hash)
        && store_begin(cx) && store_end(cx, member_insert(cx, member, hash));
}

static bool read_one(struct rows *rows, struct member *member, const char **hash, bool *found)
{
    *found = false;
    while (rows_next(rows)) {
        *found = true;
        *member = (struct member){
            .id = rows_int(rows, 0),
            .name = rows_text(rows, 1),
            .email = rows_text(rows, 2),
            .language = rows_text(rows, 3),
        };
        *found = member_role_parse(rows_text(rows, 4), &member->role);
        if (hash)
            *hash = rows_text(rows, 5);
    }
    return rows_done(rows);
}

static bool find_one(struct ctx *cx, struct rows *rows, struct member *member)
{
    struct member found;
    bool is_there;

    if (!read_one(rows, &found, NULL, &is_there))
        return false;
    if (!is_there)
        return fail(cx, FAULT_ABSENT, "MEMBRE-ABSENT", NULL);
    *member = found;
    return true;
}

bool member_find(struct ctx *cx, int64_t id, struct member *member)
{
    return find_one(cx, store_query(cx, &FIND, ARGS(arg_int(id))), member);
}

bool member_find_by_email(struct ctx *cx, const char *email, struct member *member)
{
    const char *text = folded(cx->arena, email);

    return find_one(cx, store_query(cx, &FIND_BY_EMAIL, ARGS(arg_text(text))), member);
}

static bool attempt_count(struct ctx *cx, const char *email, const char *address)
{
    return store_begin(cx)
        && store_end(cx,
                     delay_take(cx, DELAY_EMAIL, email) && delay_take(cx, DELAY_ADDRESS, address));
}

static bool attempt_forget(struct ctx *cx, const char *email, const char *address)
{
    return store_begin(cx)
        && store_end(cx,
                     delay_forget(cx, DELAY_EMAIL, email)
                         && delay_give_back(cx, DELAY_ADDRESS, address));
}

static bool check_in_line(struct ctx *cx, const struct credentials *credentials,
                          struct member *member)
{
    const char *email = folded(cx->arena, credentials->email);
    const char *hash = NULL;
    struct member found;
    bool is_there;

    if (!attempt_count(cx, email, credentials->address)
        || !read_one(store_query(cx, &HASH, ARGS(arg_text(email))), &found, &hash, &is_there))
        return false;
    if (!password_is(is_there ? hash : NULL, credentials->password))
        return fail(cx, FAULT_DENIED, "IDENTIFIANTS", NULL);
    if (!attempt_forget(cx, email, credentials->address))
        return false;
    *member = found;
    return true;
}

bool member_check_password(struct ctx *cx, const struct credentials *credentials,
                           struct member *member)
{
    if (!password_line_enter(cx))
        return false;
    bool is_right = check_in_line(cx, credentials, member);
    password_line_leave();
    return is_right;
}

bool member_change_language(struct ctx *cx, int64_t id, const char *language)
{
    return store_run(cx, &CHANGE_LANGUAGE, ARGS(arg_int(id), arg_text(language)));
}
