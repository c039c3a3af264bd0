#include "app/entry_prove.h"

#include "client/login.h"
#include "client/login_code.h"
#include "client/login_link.h"
#include "firm/delay.h"
#include "firm/password.h"

static bool count(struct ctx *cx, enum delay_of of, const char *email, const char *address)
{
    return store_begin(cx)
        && store_end(cx,
                     delay_take(cx, of, contact_folded(cx->arena, email))
                         && delay_take(cx, DELAY_ADDRESS, address));
}

static bool forget(struct ctx *cx, const char *email, const char *address)
{
    return delay_forget(cx, DELAY_CONTACT, contact_folded(cx->arena, email))
        && delay_give_back(cx, DELAY_ADDRESS, address);
}

/* NULL when there is none: the same work is done then. */
static bool hash_find(struct ctx *cx, const struct proof *proof, int64_t contact, const char **hash)
{
    struct login login;

    if (proof->is_code)
        return login_code_try(cx, contact, hash);
    if (!login_find(cx, contact, &login))
        return false;
    *hash = login.password_hash;
    return true;
}

static bool prove_in_line(struct ctx *cx, const struct proof *proof, struct contact *person,
                          bool *is_right)
{
    const char *hash;

    if (!count(cx, DELAY_CONTACT, proof->email, proof->address)
        || !login_by_email(cx, proof->email, person) || !hash_find(cx, proof, person->id, &hash))
        return false;
    *is_right = password_is(hash, proof->secret);
    return true;
}

static bool enter(struct ctx *cx, const struct proof *proof, int64_t contact)
{
    if (proof->is_code && !login_code_use(cx, contact))
        return false;
    return store_begin(cx)
        && store_end(cx, forget(cx, proof->email, proof->address) && login_enter(cx, contact));
}

bool entry_prove(struct ctx *cx, const struct proof *proof, int64_t *contact)
{
    struct contact person;
    bool is_right = false;

    if (!password_line_enter(cx))
        return false;
    bool done = prove_in_line(cx, proof, &person, &is_right);
    password_line_leave();
    if (!done)
        return false;
    if (!is_right)
        return fail(cx, FAULT_DENIED, proof->is_code ? "CODE-FAUX" : "IDENTIFIANTS", NULL);
    *contact = person.id;
    return enter(cx, proof, person.id);
}

static bool post_link(struct ctx *cx, int64_t contact, const char *next)
{
    return login_link_post(cx, contact, 0) && login_link_lead(cx, contact, next);
}

bool entry_ask_link(struct ctx *cx, const struct proof *proof, const char *next)
{
    struct contact person;

    if (!count(cx, DELAY_LINK, proof->email, proof->address)
        || !login_by_email(cx, proof->email, &person))
        return false;
    return person.id == 0 || (store_begin(cx) && store_end(cx, post_link(cx, person.id, next)));
}
