#include "worker/bounce.h"

#include <string.h>

#include "base/str.h"
#include "chase/calendar_load.h"
#include "client/change.h"
#include "client/contact.h"
#include "firm/member_link.h"
#include "invoice/customer.h"
#include "task/task.h"
#include "task/work.h"
#include "worker/obtain.h"

/* An enhanced code at the head of these words (RFC 3463): "5.1.1"; "" none. */
static const char *enhanced_at(struct arena *arena, const char *words)
{
    size_t size = strspn(words, "0123456789.");
    const char *code = arena_text(arena, words, size), *second = strchr(code, '.');

    return second && strchr(second + 1, '.') ? code : "";
}

/* "5.0.0", "5.5.0" and "5.7.0" say no more than that it failed. */
static bool is_told(const char *code)
{
    return *code && !str_ends(code, ".0.0") && strcmp(code, "5.5.0") != 0;
}

static bool is_any(const char *word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(word, list[i]) == 0)
            return true;
    return false;
}

/* Which a server may say under a code of the address: of us, of our mail, of the day. */
static bool is_of_us(struct arena *arena, const char *said)
{
    static const char *const words[] = {
        "spf",          "dkim",         "dmarc",        "spam",      "blocked",
        "block list",   "blocklist",    "blacklist",    "banned",    "dnsbl",
        "rbl",          "reputation",   "policy",       "frequency", "rate limit",
        "too many",     "quota",        "mailbox full", "is full",   "frozen",
        "relay denied", "relay access", "virus",        "too large", "sender address",
        "boite pleine",
    };
    const char *folded = str_fold(arena, said);

    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strstr(folded, words[i]))
            return true;
    return false;
}

/* Microsoft's servers say so of every mailbox that they do not know. */
static bool is_unknown_there(struct arena *arena, const char *code, const char *said)
{
    return strcmp(code, "5.4.1") == 0
        && strstr(str_fold(arena, said), "recipient address rejected: access denied");
}

bool bounce_is_of_address(struct arena *arena, const char *status, const char *said)
{
    static const char *const enhanced[] = { "5.1.1",  "5.1.2",   "5.1.3", "5.1.6",
                                            "5.1.10", "5.1.351", "5.2.1", "5.4.4" };
    static const char *const plain[] = { "550", "551", "553" };
    size_t digits = strspn(said, "0123456789");
    bool has_reply = digits == 3 && (said[3] == ' ' || said[3] == '-' || !said[3]);
    const char *reply = has_reply ? arena_text(arena, said, 3) : "";
    const char *code = enhanced_at(arena, has_reply ? said + 3 + (said[3] != '\0') : said);

    if (*reply && *reply != '5')
        return false;
    if (is_told(code))
        return is_any(code, enhanced, COUNT_OF(enhanced)) || is_unknown_there(arena, code, said);
    if (is_of_us(arena, said))
        return false;
    if (is_told(status))
        return is_any(status, enhanced, COUNT_OF(enhanced));
    return !*code && is_any(reply, plain, COUNT_OF(plain));
}

/* A client without any address that works, and who obtains one. */
struct left {
    int64_t client, owner;
    const char *name, *language;
};

SQL(LEFT, FIRM,
    "SELECT c.id, c.name, m.id, m.language FROM client_contact r JOIN client c"
    " ON c.firm = r.firm AND c.id = r.client JOIN assignment a ON a.firm = c.firm"
    " AND a.client = c.id AND a.first_on <= $3 AND (a.last_on IS NULL OR a.last_on >= $3)"
    " JOIN member m ON m.firm = a.firm AND m.id = a.member AND m.state = 'active'"
    " WHERE r.firm = $1 AND r.contact = $2 AND c.state <> 'archived' AND c.tester IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM client_contact o JOIN contact p ON p.firm = o.firm"
    " AND p.id = o.contact WHERE o.firm = c.firm AND o.client = c.id AND p.email_state = 'ok')"
    " ORDER BY c.id, CASE WHEN a.function = 'holder' THEN 0 ELSE 1 END, a.id");

/* The first row of a client is its holder's. */
static bool list_left(struct ctx *cx, int64_t contact, struct left **list, size_t *count)
{
    struct rows *rows =
        store_query(cx, &LEFT, ARGS(arg_int(contact), arg_date(cx->arena, cx->today)));
    size_t room = 0;

    *list = NULL;
    *count = 0;
    while (rows_next(rows)) {
        if (*count > 0 && (*list)[*count - 1].client == rows_int(rows, 0))
            continue;
        if (*count == room)
            *list = arena_grow(cx->arena, *list, &room, sizeof **list);
        (*list)[(*count)++] = (struct left){ .client = rows_int(rows, 0),
                                             .name = rows_text(rows, 1),
                                             .owner = rows_int(rows, 2),
                                             .language = rows_text(rows, 3) };
    }
    return rows_done(rows);
}

SQL(ASKED, FIRM,
    "SELECT t.id FROM task t WHERE t.firm = $1 AND t.client = $2"
    " AND t.state IN ('todo', 'doing', 'review') AND t.occurrence IS NULL"
    " AND t.title IN ($3, $4) ORDER BY t.id LIMIT 1");

static bool find_asked(struct ctx *cx, int64_t client, int64_t *task)
{
    struct rows *rows = store_query(cx, &ASKED,
                                    ARGS(arg_int(client), arg_text(obtain_title(cx->arena, "fr")),
                                         arg_text(obtain_title(cx->arena, "en"))));

    *task = rows_next(rows) ? rows_int(rows, 0) : 0;
    return rows_done(rows);
}

static bool ask(struct ctx *cx, const struct calendar *calendar, const struct left *left)
{
    struct task task = { .client = left->client,
                         .owner = left->owner,
                         .title = obtain_title(cx->arena, left->language),
                         .due_on = calendar_after(calendar, cx->today, OBTAIN_DAYS) };
    int64_t asked;

    return find_asked(cx, left->client, &asked) && (asked > 0 || task_add(cx, &task));
}

static bool ask_all(struct ctx *cx, int64_t contact)
{
    struct calendar calendar;
    struct left *list;
    size_t count;

    if (!calendar_load(cx, &calendar) || !list_left(cx, contact, &list, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!ask(cx, &calendar, &list[i]))
            return false;
    return true;
}

static bool mark_customer(struct ctx *cx, const struct mail_origin *origin, const char *said)
{
    int64_t customer;

    return customer_find_by_email(cx, origin->client, origin->recipient, &customer)
        && (customer == 0 || customer_bounced(cx, customer, said));
}

static bool mark_contact(struct ctx *cx, const struct mail_origin *origin, const char *said)
{
    struct contact contact;

    return contact_bounce(cx, origin->recipient, said)
        && contact_find_by_email(cx, origin->recipient, &contact)
        && (contact.id == 0 || ask_all(cx, contact.id));
}

/* A member's own address is the admins' to mend: the link is told to have failed. */
static bool mark(struct ctx *cx, const struct mail_origin *origin, const char *said)
{
    if (strcmp(origin->kind, "invoice") == 0)
        return mark_customer(cx, origin, said);
    if (strcmp(origin->kind, member_link_kind.name) == 0)
        return member_link_bounced(cx, origin->message, said);
    return mark_contact(cx, origin, said);
}

bool bounce_mark(struct ctx *cx, const struct mail_origin *origin, const char *said)
{
    bool is_own;

    return client_begin(cx, &is_own) && client_end(cx, is_own, mark(cx, origin, said));
}

void bounce_refused(struct ctx *cx, int64_t message, const char *said)
{
    struct mail_origin origin;

    if (!bounce_is_of_address(cx->arena, "", said))
        return;
    if (!mail_origin(cx, message, &origin) || !bounce_mark(cx, &origin, said))
        cx->fault = (struct fault){ 0 };
}

SQL(CLIENTS, FIRM,
    "SELECT r.client FROM client_contact r JOIN contact p ON p.firm = r.firm AND p.id = r.contact"
    " WHERE r.firm = $1 AND r.contact = $2 AND p.email_state = 'ok' ORDER BY r.client");

static bool settle(struct ctx *cx, int64_t contact)
{
    struct rows *rows = store_query(cx, &CLIENTS, ARGS(arg_int(contact)));
    int64_t *clients = NULL, task;
    size_t count = 0, room = 0;

    while (rows_next(rows)) {
        if (count == room)
            clients = arena_grow(cx->arena, clients, &room, sizeof *clients);
        clients[count++] = rows_int(rows, 0);
    }
    if (!rows_done(rows))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!find_asked(cx, clients[i], &task) || (task > 0 && !task_move(cx, task, TASK_DONE)))
            return false;
    return true;
}

bool bounce_settle(struct ctx *cx, int64_t contact)
{
    bool is_own;

    return client_begin(cx, &is_own) && client_end(cx, is_own, settle(cx, contact));
}
