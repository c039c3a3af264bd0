#include "client/contact.h"

#include <string.h>

#include "base/str.h"
#include "chase/obligation.h"
#include "client/change.h"
#include "client/contact_wall.h"

/* As whom a client's person is spoken to: of requests. */
#define OWES "request"

#define COLUMNS                                                                                    \
    "id, name, email, phone, language, email_state, email_said, email_at, created_at, paused,"     \
    " paused_until_on, paused_why, paused_by, paused_at"

const char *contact_folded(struct arena *arena, const char *email)
{
    size_t size = strlen(email);
    char *text = arena_new(arena, char, size + 1);

    for (size_t i = 0; i < size; i++)
        text[i] = email[i] >= 'A' && email[i] <= 'Z' ? (char)(email[i] | 0x20) : email[i];
    return text;
}

static struct contact contact_row(struct rows *rows)
{
    struct contact contact = {
        .id = rows_int(rows, 0),
        .name = rows_text(rows, 1),
        .email = rows_text(rows, 2),
        .phone = rows_text(rows, 3),
        .language = rows_text(rows, 4),
        .email_state = rows_text(rows, 5),
        .email_said = rows_text(rows, 6),
        .email_at = rows_instant(rows, 7),
        .created_at = rows_instant(rows, 8),
        .paused = rows_int(rows, 9) == 1,
        .paused_ends = !rows_null(rows, 10),
        .paused_why = rows_text(rows, 11),
        .paused_by = rows_int(rows, 12),
        .paused_at = rows_instant(rows, 13),
    };

    if (contact.paused_ends)
        contact.paused_until = rows_date(rows, 10);
    return contact;
}

static bool find_one(struct ctx *cx, const struct statement *const *statement,
                     const struct arg *args, struct contact *contact)
{
    struct rows *rows = store_query(cx, statement, args);
    struct contact found = { 0 };

    if (rows_next(rows))
        found = contact_row(rows);
    if (!rows_done(rows))
        return false;
    *contact = found;
    return true;
}

SQL(FIND, FIRM, "SELECT " COLUMNS " FROM contact WHERE firm = $1 AND id = $2");

bool contact_find(struct ctx *cx, int64_t id, struct contact *contact)
{
    struct contact found;

    if (!find_one(cx, &FIND, ARGS(arg_int(id)), &found))
        return false;
    if (found.id == 0)
        return fail(cx, FAULT_ABSENT, "CONTACT-ABSENT", NULL);
    *contact = found;
    return true;
}

SQL(BY_EMAIL, FIRM,
    "SELECT " COLUMNS " FROM contact WHERE firm = $1 AND email_folded = $2"
    " AND email_folded <> ''");

bool contact_find_by_email(struct ctx *cx, const char *email, struct contact *contact)
{
    return find_one(cx, &BY_EMAIL, ARGS(arg_text(contact_folded(cx->arena, email))), contact);
}

static const char *or_empty(struct arena *arena, const char *text)
{
    return text ? str_trim(arena, text) : "";
}

static void tidy(struct arena *arena, struct contact *contact)
{
    contact->name = or_empty(arena, contact->name);
    contact->email = or_empty(arena, contact->email);
    contact->phone = or_empty(arena, contact->phone);
    contact->language = contact->language && *contact->language ? contact->language : "fr";
}

/* The name is there and the address nobody else's. */
static bool check(struct ctx *cx, const struct contact *contact)
{
    struct contact other;

    if (*contact->name == '\0')
        return fail(cx, FAULT_INPUT, "CONTACT-NOM", "field", "name", NULL);
    if (!contact_find_by_email(cx, contact->email, &other))
        return false;
    if (other.id == 0 || other.id == contact->id)
        return true;
    if (!contact_find_open(cx, contact->email, &other))
        return false;
    return fail(cx, FAULT_CONFLICT, "CONTACT-EXISTE", "field", "email", "value", contact->email,
                "name", other.name, "contact", arena_format(cx->arena, "%lld", (long long)other.id),
                NULL);
}

SQL(ADD, FIRM,
    "INSERT INTO contact (firm, id, name, name_folded, email, email_folded, email_state,"
    " email_said, phone, language, created_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, '', $8, $9, $10)");

struct adding {
    struct ctx *cx;
    const struct contact *contacts;
};

static void add_bind(void *state, size_t i, struct arg *args)
{
    const struct adding *adding = state;
    const struct contact *contact = &adding->contacts[i];
    struct arena *arena = adding->cx->arena;
    const struct arg values[] = {
        arg_int(contact->id),
        arg_text(contact->name),
        arg_text(str_fold(arena, contact->name)),
        arg_text(contact->email),
        arg_text(contact_folded(arena, contact->email)),
        arg_text(*contact->email ? "ok" : "missing"),
        arg_text(contact->phone),
        arg_text(contact->language),
        arg_instant(adding->cx->now),
        { .type = ARG_END },
    };

    memcpy(args, values, sizeof values);
}

static bool insert(struct ctx *cx, struct contact *contacts, size_t count)
{
    struct adding adding = { cx, contacts };
    int64_t first;

    if (!store_id(cx, "contact", count, &first))
        return false;
    for (size_t i = 0; i < count; i++)
        contacts[i].id = first + (int64_t)i;
    return store_many(cx, &ADD, count, add_bind, &adding);
}

bool contact_add_many(struct ctx *cx, struct contact *contacts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        tidy(cx->arena, &contacts[i]);
        if (*contacts[i].name == '\0')
            return fail(cx, FAULT_INPUT, "CONTACT-NOM", "field", "name", NULL);
    }
    return count == 0 || insert(cx, contacts, count);
}

static bool add(struct ctx *cx, struct contact *contact)
{
    return check(cx, contact) && insert(cx, contact, 1);
}

bool contact_add(struct ctx *cx, struct contact *contact)
{
    struct contact added = *contact;
    bool is_own;

    added.id = 0;
    tidy(cx->arena, &added);
    added.email_state = *added.email ? "ok" : "missing";
    added.email_said = "";
    added.created_at = cx->now;
    if (!client_begin(cx, &is_own) || !client_end(cx, is_own, add(cx, &added)))
        return false;
    *contact = added;
    return true;
}

SQL(CLIENTS_OF, FIRM, "SELECT client FROM client_contact WHERE firm = $1 AND contact = $2");

/* The list shows a client's people: each client of the person has changed. */
static bool touch_clients(struct ctx *cx, int64_t contact)
{
    size_t room = 8, count = 0;
    int64_t *clients = arena_new(cx->arena, int64_t, room);
    struct rows *rows = store_query(cx, &CLIENTS_OF, ARGS(arg_int(contact)));

    while (rows_next(rows)) {
        if (count == room)
            clients = arena_grow(cx->arena, clients, &room, sizeof *clients);
        clients[count++] = rows_int(rows, 0);
    }
    if (!rows_done(rows))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!client_touch(cx, clients[i]))
            return false;
    return true;
}

SQL(SAVE, FIRM,
    "UPDATE contact SET name = $3, name_folded = $4, phone = $5, language = $6"
    " WHERE firm = $1 AND id = $2");
SQL(SET_EMAIL, FIRM,
    "UPDATE contact SET email = $3, email_folded = $4, email_state = $5, email_said = '',"
    " email_at = $6 WHERE firm = $1 AND id = $2 AND email <> $3");

static bool save(struct ctx *cx, const struct contact *contact)
{
    const char *email = contact_folded(cx->arena, contact->email);

    return check(cx, contact)
        && store_run(cx, &SAVE,
                     ARGS(arg_int(contact->id), arg_text(contact->name),
                          arg_text(str_fold(cx->arena, contact->name)), arg_text(contact->phone),
                          arg_text(contact->language)))
        && store_run(cx, &SET_EMAIL,
                     ARGS(arg_int(contact->id), arg_text(contact->email), arg_text(email),
                          arg_text(*email ? "ok" : "missing"), arg_instant(cx->now)))
        && chase_touch(cx, OWES, 0, contact->id) && touch_clients(cx, contact->id);
}

static bool is_changed(const struct contact *before, const struct contact *after)
{
    return strcmp(before->name, after->name) != 0 || strcmp(before->email, after->email) != 0
        || strcmp(before->phone, after->phone) != 0
        || strcmp(before->language, after->language) != 0;
}

static bool may_save(struct ctx *cx, const struct contact *contact)
{
    struct contact standing;

    return contact_find(cx, contact->id, &standing)
        && (!is_changed(&standing, contact) || contact_look(cx, contact->id));
}

bool contact_rewrite(struct ctx *cx, struct contact *contact)
{
    struct contact saved = *contact;
    bool is_own;

    tidy(cx->arena, &saved);
    if (!client_begin(cx, &is_own)
        || !client_end(cx, is_own, save(cx, &saved) && contact_find(cx, saved.id, &saved)))
        return false;
    *contact = saved;
    return true;
}

bool contact_save(struct ctx *cx, struct contact *contact)
{
    struct contact tidied = *contact;
    bool is_own;

    tidy(cx->arena, &tidied);
    return client_begin(cx, &is_own)
        && client_end(cx, is_own, may_save(cx, &tidied) && contact_rewrite(cx, contact));
}

SQL(BOUNCE, FIRM,
    "UPDATE contact SET email_state = 'bounced', email_said = $3, email_at = $4"
    " WHERE firm = $1 AND id = $2");

static bool bounce(struct ctx *cx, const char *email, const char *said)
{
    struct contact found;

    if (!contact_find_by_email(cx, email, &found))
        return false;
    return found.id == 0
        || (store_run(cx, &BOUNCE, ARGS(arg_int(found.id), arg_text(said), arg_instant(cx->now)))
            && chase_touch(cx, OWES, 0, found.id) && touch_clients(cx, found.id));
}

bool contact_bounce(struct ctx *cx, const char *email, const char *said)
{
    bool is_own;

    return client_begin(cx, &is_own) && client_end(cx, is_own, bounce(cx, email, said));
}
