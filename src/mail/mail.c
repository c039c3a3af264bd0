#include "mail/mail.h"

#include <string.h>

#include "chase/obligation.h"
#include "chase/plan.h"

enum { HASH_BYTES = 32 };

static const char *const states[MAIL_STATE_COUNT] = {
    [MAIL_FILED] = "filed",
    [MAIL_TRIAGE] = "triage",
    [MAIL_DROPPED] = "dropped",
    [MAIL_BOUNCE] = "bounce",
};

const char *mail_state_text(enum mail_state state)
{
    return states[state];
}

bool mail_state_parse(const char *text, enum mail_state *state)
{
    for (enum mail_state i = 0; i < MAIL_STATE_COUNT; i++)
        if (strcmp(states[i], text) == 0) {
            *state = i;
            return true;
        }
    return false;
}

SQL(KNOWN, FIRM, "SELECT id FROM mail WHERE firm = $1 AND sha256 = $2");

bool mail_known(struct ctx *cx, const unsigned char *hash, int64_t *id)
{
    struct rows *rows = store_query(cx, &KNOWN, ARGS(arg_bytes(hash, HASH_BYTES)));
    int64_t found = rows_next(rows) ? rows_int(rows, 0) : 0;

    if (!rows_done(rows))
        return false;
    *id = found;
    return true;
}

SQL(ADD_FILE, FIRM,
    "INSERT INTO mail_file (firm, mail, place, name, size, problem, document, item)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");

static struct arg or_nothing(int64_t id)
{
    return arg_int_or_null(id != 0, id);
}

bool mail_add_files(struct ctx *cx, const struct mail *mail)
{
    for (size_t i = 0; i < mail->file_count; i++) {
        const struct mail_file *file = &mail->files[i];
        if (!store_run(cx, &ADD_FILE,
                       ARGS(arg_int(mail->id), arg_int(file->place), arg_text(file->name),
                            arg_int(file->size), arg_text(file->problem),
                            or_nothing(file->document), or_nothing(file->item))))
            return false;
    }
    return true;
}

SQL(ISSUER, FIRM, "SELECT client FROM customer WHERE firm = $1 AND id = $2");

/* What it answers may have spoken of several accounts that share an address (P-2). */
SQL(SPOKEN_OF, FIRM,
    "SELECT DISTINCT o.person FROM reminder r JOIN obligation o ON o.firm = r.firm"
    " AND o.id = r.obligation WHERE r.firm = $1 AND r.message = $2 AND o.kind = 'invoice'"
    " AND o.person <> $3 ORDER BY o.person LIMIT $4");

enum { ACCOUNTS_MOST = 100 };

static bool tell_others(struct ctx *cx, const struct mail *mail, int64_t issuer)
{
    struct rows *rows =
        store_query(cx, &SPOKEN_OF,
                    ARGS(arg_int(mail->message), arg_int(mail->customer), arg_int(ACCOUNTS_MOST)));
    int64_t others[ACCOUNTS_MOST];
    size_t count = 0;

    while (rows_next(rows))
        others[count++] = rows_int(rows, 0);
    if (!rows_done(rows))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!chase_touch(cx, "invoice", issuer, others[i]))
            return false;
    return true;
}

/* What was worded for the debtor is looked at again, now that a reply waits, or waits no more. */
static bool tell_chase(struct ctx *cx, const struct mail *mail)
{
    if (mail->customer == 0)
        return true;
    struct rows *rows = store_query(cx, &ISSUER, ARGS(arg_int(mail->customer)));
    int64_t issuer = rows_next(rows) ? rows_int(rows, 0) : 0;
    return rows_done(rows) && chase_touch(cx, "invoice", issuer, mail->customer)
        && (mail->message == 0 || tell_others(cx, mail, issuer));
}

static struct arg day_or_nothing(struct arena *arena, struct date day)
{
    return day.day == NO_DAY.day ? arg_text(NULL) : arg_date(arena, day);
}

SQL(ADD, FIRM,
    "INSERT INTO mail (firm, id, sha256, size, mail_id, sender, sender_name, subject, text,"
    " taken_at, state, reason, client, contact, message, customer, assignee, handed, escalate_on,"
    " decided_by, decided_at, collected, said, defect)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 0, $18,"
    " NULL, NULL, $19, $20, $21) ON CONFLICT (firm, sha256) DO NOTHING");

bool mail_add(struct ctx *cx, struct mail *mail, bool *is_new)
{
    int64_t added, id;

    if (!store_id(cx, "mail", 1, &id)
        || !store_change(
            cx, &ADD,
            ARGS(arg_int(id), arg_bytes(mail->hash, HASH_BYTES), arg_int(mail->size),
                 arg_text(mail->mail_id), arg_text(mail->sender), arg_text(mail->sender_name),
                 arg_text(mail->subject), arg_text(mail->text), arg_instant(cx->now),
                 arg_text(states[mail->state]), arg_text(mail->reason), or_nothing(mail->client),
                 or_nothing(mail->contact), or_nothing(mail->message), or_nothing(mail->customer),
                 or_nothing(mail->assignee), day_or_nothing(cx->arena, mail->escalate_on),
                 arg_text(mail->collected), arg_text(mail->said), arg_text(mail->defect)),
            &added))
        return false;
    *is_new = added == 1;
    if (!*is_new)
        return mail_known(cx, mail->hash, &mail->id);
    mail->id = id;
    mail->taken_at = cx->now;
    return tell_chase(cx, mail);
}

#define COLUMNS                                                                                    \
    "m.id, m.sha256, m.size, m.mail_id, m.sender, m.sender_name, m.subject, m.text, m.taken_at,"   \
    " m.state, m.reason, m.client, m.contact, m.message, m.decided_by, m.decided_at,"              \
    " COALESCE(c.name, ''), m.customer, m.assignee, m.escalate_on, COALESCE(d.name, ''),"          \
    " COALESCE(a.name, ''), m.swept_at, m.collected, m.said, m.defect"
#define JOINED                                                                                     \
    " FROM mail m LEFT JOIN client c ON c.firm = m.firm AND c.id = m.client"                       \
    " LEFT JOIN customer d ON d.firm = m.firm AND d.id = m.customer"                               \
    " LEFT JOIN member a ON a.firm = m.firm AND a.id = m.assignee"

static enum mail_state state_of(const char *text)
{
    enum mail_state state = MAIL_TRIAGE;

    return mail_state_parse(text, &state) ? state : MAIL_TRIAGE;
}

static struct mail mail_row(struct rows *rows)
{
    size_t size;

    return (struct mail){
        .id = rows_int(rows, 0),
        .hash = rows_bytes(rows, 1, &size),
        .size = rows_int(rows, 2),
        .mail_id = rows_text(rows, 3),
        .sender = rows_text(rows, 4),
        .sender_name = rows_text(rows, 5),
        .subject = rows_text(rows, 6),
        .text = rows_text(rows, 7),
        .taken_at = rows_instant(rows, 8),
        .state = state_of(rows_text(rows, 9)),
        .reason = rows_text(rows, 10),
        .client = rows_int(rows, 11),
        .contact = rows_int(rows, 12),
        .message = rows_int(rows, 13),
        .decided_by = rows_int(rows, 14),
        .decided_at = rows_instant(rows, 15),
        .client_name = rows_text(rows, 16),
        .customer = rows_int(rows, 17),
        .assignee = rows_int(rows, 18),
        .escalate_on = rows_null(rows, 19) ? NO_DAY : rows_date(rows, 19),
        .customer_name = rows_text(rows, 20),
        .assignee_name = rows_text(rows, 21),
        .is_swept = !rows_null(rows, 22),
        .collected = rows_null(rows, 23) ? NULL : rows_text(rows, 23),
        .said = rows_null(rows, 24) ? NULL : rows_text(rows, 24),
        .defect = rows_text(rows, 25),
    };
}

SQL(FILES, FIRM,
    "SELECT place, name, size, problem, document, item FROM mail_file"
    " WHERE firm = $1 AND mail = $2 ORDER BY place");

static bool find_files(struct ctx *cx, struct mail *mail)
{
    struct rows *rows = store_query(cx, &FILES, ARGS(arg_int(mail->id)));
    size_t room = 0;

    while (rows_next(rows)) {
        if (mail->file_count == room)
            mail->files = arena_grow(cx->arena, mail->files, &room, sizeof *mail->files);
        mail->files[mail->file_count++] = (struct mail_file){
            .place = rows_int(rows, 0),
            .name = rows_text(rows, 1),
            .size = rows_int(rows, 2),
            .problem = rows_text(rows, 3),
            .document = rows_int(rows, 4),
            .item = rows_int(rows, 5),
        };
    }
    return rows_done(rows);
}

SQL(FIND, FIRM,
    "SELECT " COLUMNS JOINED " WHERE m.firm = $1 AND m.id = $2 AND " MAIL_VISIBLE("$3", "$4"));

bool mail_find(struct ctx *cx, int64_t id, struct mail *mail)
{
    struct mail found = { 0 };
    struct rows *rows = store_query(
        cx, &FIND, ARGS(arg_int(id), arg_int(cx->actor), arg_date(cx->arena, cx->today)));

    if (rows_next(rows))
        found = mail_row(rows);
    if (!rows_done(rows))
        return false;
    if (found.id == 0)
        return fail(cx, FAULT_ABSENT, "MAIL-ABSENT", NULL);
    if (!find_files(cx, &found))
        return false;
    *mail = found;
    return true;
}

SQL(LIST, FIRM,
    "SELECT " COLUMNS JOINED " WHERE m.firm = $1 AND m.state = $2 AND m.id < $3"
    " AND " MAIL_VISIBLE("$4", "$5") " ORDER BY m.id DESC LIMIT $6");

bool mail_list(struct ctx *cx, const struct mail_page *page, struct mail **mails, size_t *count)
{
    struct mail *list = NULL;
    size_t found = 0, room = 0;
    int64_t before = page->before ? page->before : INT64_C(1) << 53;
    struct rows *rows =
        store_query(cx, &LIST,
                    ARGS(arg_text(states[page->state]), arg_int(before), arg_int(cx->actor),
                         arg_date(cx->arena, cx->today), arg_int(page->limit)));

    while (rows_next(rows)) {
        if (found == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[found++] = mail_row(rows);
    }
    if (!rows_done(rows))
        return false;
    *mails = list;
    *count = found;
    return true;
}

SQL(COUNT, FIRM,
    "SELECT COUNT(*) FROM mail m WHERE m.firm = $1 AND m.state = $2"
    " AND " MAIL_VISIBLE("$3", "$4"));

static bool read_count(struct rows *rows, int64_t *count)
{
    int64_t found = rows_next(rows) ? rows_int(rows, 0) : 0;

    if (!rows_done(rows))
        return false;
    *count = found;
    return true;
}

bool mail_count(struct ctx *cx, enum mail_state state, int64_t *count)
{
    return read_count(store_query(cx, &COUNT,
                                  ARGS(arg_text(states[state]), arg_int(cx->actor),
                                       arg_date(cx->arena, cx->today))),
                      count);
}

SQL(COUNT_REPLIES, FIRM,
    "SELECT COUNT(*) FROM mail m WHERE m.firm = $1 AND m.state = 'triage'"
    " AND m.customer IS NOT NULL AND " MAIL_VISIBLE("$2", "$3"));

bool mail_count_replies(struct ctx *cx, int64_t *count)
{
    return read_count(
        store_query(cx, &COUNT_REPLIES, ARGS(arg_int(cx->actor), arg_date(cx->arena, cx->today))),
        count);
}

SQL(DECIDE, FIRM,
    "UPDATE mail SET state = $3, reason = $4, client = $5, decided_by = $6, decided_at = $7,"
    " escalate_on = $8 WHERE firm = $1 AND id = $2 AND state = $9");
SQL(FILE_DECIDE, FIRM,
    "UPDATE mail_file SET document = $4, item = $5, problem = $6"
    " WHERE firm = $1 AND mail = $2 AND place = $3");

static bool decide(struct ctx *cx, const struct mail *mail, enum mail_state from)
{
    bool is_back = mail->state == MAIL_TRIAGE;
    int64_t changed;

    if (!store_change(cx, &DECIDE,
                      ARGS(arg_int(mail->id), arg_text(states[mail->state]), arg_text(mail->reason),
                           or_nothing(mail->client), or_nothing(is_back ? 0 : cx->actor),
                           arg_int_or_null(!is_back, cx->now.ms),
                           day_or_nothing(cx->arena, is_back ? mail->escalate_on : NO_DAY),
                           arg_text(states[from])),
                      &changed))
        return false;
    if (changed == 0)
        return fail(cx, FAULT_CONFLICT, "MAIL-CHANGE", NULL);
    for (size_t i = 0; i < mail->file_count; i++)
        if (!store_run(cx, &FILE_DECIDE,
                       ARGS(arg_int(mail->id), arg_int(mail->files[i].place),
                            or_nothing(mail->files[i].document), or_nothing(mail->files[i].item),
                            arg_text(mail->files[i].problem))))
            return false;
    return tell_chase(cx, mail);
}

bool mail_decide(struct ctx *cx, const struct mail *mail, enum mail_state from)
{
    if (store_in_transaction(cx->store))
        return decide(cx, mail, from);
    return store_begin(cx) && store_end(cx, decide(cx, mail, from));
}

SQL(ORIGIN, FIRM,
    "SELECT kind, recipient, client, person FROM message WHERE firm = $1 AND id = $2");
SQL(ORIGIN_REQUESTS, FIRM,
    "SELECT DISTINCT r.subject FROM reminder r WHERE r.firm = $1 AND r.message = $2"
    " AND r.kind = 'request' ORDER BY r.subject");
SQL(ORIGIN_CLIENTS, FIRM,
    "SELECT COUNT(DISTINCT o.client) FROM reminder r JOIN obligation o ON o.firm = r.firm"
    " AND o.id = r.obligation WHERE r.firm = $1 AND r.message = $2");

bool mail_origin(struct ctx *cx, int64_t message, struct mail_origin *origin)
{
    struct mail_origin found = { 0 };
    int64_t clients = 0;
    size_t room = 0;
    struct rows *rows = store_query(cx, &ORIGIN, ARGS(arg_int(message)));

    if (rows_next(rows))
        found = (struct mail_origin){ .message = message,
                                      .kind = rows_text(rows, 0),
                                      .recipient = rows_text(rows, 1),
                                      .client = rows_int(rows, 2),
                                      .person = rows_int(rows, 3) };
    if (!rows_done(rows))
        return false;
    if (found.message == 0)
        return fail(cx, FAULT_ABSENT, "MESSAGE-ABSENT", NULL);
    rows = store_query(cx, &ORIGIN_REQUESTS, ARGS(arg_int(message)));
    while (rows_next(rows)) {
        if (found.request_count == room)
            found.requests = arena_grow(cx->arena, found.requests, &room, sizeof(int64_t));
        found.requests[found.request_count++] = rows_int(rows, 0);
    }
    if (!rows_done(rows)
        || !read_count(store_query(cx, &ORIGIN_CLIENTS, ARGS(arg_int(message))), &clients))
        return false;
    found.is_of_many = clients > 1;
    *origin = found;
    return true;
}
