#include "firm/member.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "firm/password.h"

#define COLUMNS                                                                                    \
    "SELECT id, name, email, language, role, state, hub, deputy, is_super_user,"                   \
    " is_migration_lead FROM member WHERE firm = $1"

SQL(ADD, FIRM,
    "INSERT INTO member (firm, id, name, email, email_folded, password_hash, role, language, state,"
    "                    created_at, hub, deputy, is_super_user, is_migration_lead)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)");

SQL(FIND, FIRM, COLUMNS " AND id = $2");

SQL(FIND_BY_EMAIL, FIRM, COLUMNS " AND email_folded = $2");

SQL(LIST, FIRM, COLUMNS " ORDER BY id");

SQL(CHANGE_LANGUAGE, FIRM, "UPDATE member SET language = $3 WHERE firm = $1 AND id = $2");

static const char *const role_texts[MEMBER_ROLE_COUNT] = {
    [MEMBER_ACCOUNTANT] = "accountant",
    [MEMBER_ADMIN] = "admin",
};

static const char *const state_texts[MEMBER_STATE_COUNT] = {
    [MEMBER_ACTIVE] = "active",
    [MEMBER_INVITED] = "invited",
    [MEMBER_ARCHIVED] = "archived",
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

const char *member_state_text(enum member_state state)
{
    assert(state < MEMBER_STATE_COUNT);
    return state_texts[state];
}

static enum member_state state_of(const char *text)
{
    for (enum member_state i = 0; i < MEMBER_STATE_COUNT; i++)
        if (strcmp(state_texts[i], text) == 0)
            return i;
    return MEMBER_ARCHIVED;
}

/* Addresses are ASCII. */
const char *member_email_folded(struct arena *arena, const char *email)
{
    size_t size = strlen(email);
    char *text = arena_new(arena, char, size + 1);

    for (size_t i = 0; i < size; i++)
        text[i] = email[i] >= 'A' && email[i] <= 'Z' ? (char)(email[i] | 0x20) : email[i];
    return text;
}

static bool insert(struct ctx *cx, const struct member *member, int64_t id, const char *hash)
{
    const char *folded = member_email_folded(cx->arena, member->email);
    enum member_state state = hash ? MEMBER_ACTIVE : MEMBER_INVITED;

    return store_run(cx, &ADD,
                     ARGS(arg_int(id), arg_text(member->name), arg_text(member->email),
                          arg_text(folded), arg_text(hash),
                          arg_text(member_role_text(member->role)), arg_text(member->language),
                          arg_text(member_state_text(state)), arg_instant(cx->now),
                          arg_int_or_null(member->hub > 0, member->hub),
                          arg_int_or_null(member->deputy > 0, member->deputy),
                          arg_int(member->is_super_user), arg_int(member->is_migration_lead)));
}

bool member_insert(struct ctx *cx, struct member *member, const char *hash)
{
    int64_t id;

    if (!store_id(cx, "member", 1, &id))
        return false;
    if (insert(cx, member, id, hash)) {
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

static struct member row_read(struct rows *rows)
{
    struct member member = {
        .id = rows_int(rows, 0),
        .name = rows_text(rows, 1),
        .email = rows_text(rows, 2),
        .language = rows_text(rows, 3),
        .state = state_of(rows_text(rows, 5)),
        .hub = rows_int(rows, 6),
        .deputy = rows_int(rows, 7),
        .is_super_user = rows_int(rows, 8) != 0,
        .is_migration_lead = rows_int(rows, 9) != 0,
    };

    if (!member_role_parse(rows_text(rows, 4), &member.role))
        member.role = MEMBER_ACCOUNTANT;
    return member;
}

static bool find_one(struct ctx *cx, struct rows *rows, struct member *member)
{
    struct member found = { 0 };

    if (rows_next(rows))
        found = row_read(rows);
    if (!rows_done(rows))
        return false;
    if (found.id == 0)
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
    const char *text = member_email_folded(cx->arena, email);

    return find_one(cx, store_query(cx, &FIND_BY_EMAIL, ARGS(arg_text(text))), member);
}

struct named_member {
    const char *folded;
    struct member member;
};

static int by_name(const void *left, const void *right)
{
    const struct named_member *a = left, *b = right;
    int order = strcmp(a->folded, b->folded);

    return order ? order : (a->member.id > b->member.id) - (a->member.id < b->member.id);
}

bool member_list(struct ctx *cx, struct member **members, size_t *count)
{
    struct rows *rows = store_query(cx, &LIST, NO_ARGS);
    struct named_member *named = NULL;
    size_t size = 0, room = 0;

    while (rows_next(rows)) {
        if (size == room)
            named = arena_grow(cx->arena, named, &room, sizeof *named);
        named[size].member = row_read(rows);
        named[size].folded = str_fold(cx->arena, named[size].member.name);
        size++;
    }
    if (!rows_done(rows))
        return false;
    if (size > 0)
        qsort(named, size, sizeof *named, by_name);
    struct member *list = arena_new(cx->arena, struct member, size + 1);
    for (size_t i = 0; i < size; i++)
        list[i] = named[i].member;
    *members = list;
    *count = size;
    return true;
}

bool member_change_language(struct ctx *cx, int64_t id, const char *language)
{
    return store_run(cx, &CHANGE_LANGUAGE, ARGS(arg_int(id), arg_text(language)));
}
