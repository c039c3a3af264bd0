#include "request/forward.h"

#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "base/str.h"
#include "chase/obligation.h"
#include "client/change.h"
#include "client/offer.h"
#include "request/act.h"
#include "request/awaited.h"
#include "request/remind.h"
#include "store/said.h"
#include "store/visible.h"

/* One address, as a mail header may carry it: nobody is written to before a person approved it. */
static bool is_address(const char *email)
{
    const char *at = strchr(email, '@');

    return at && at > email && at[1] && !strchr(at + 1, '@') && !strpbrk(email, " \t<>,;\"")
        && !str_has_control(email) && str_chars(email) <= LIMIT_FIELD_CHARS;
}

static bool check(struct ctx *cx, const struct forward *forward)
{
    size_t chars = str_chars(forward->name);

    if (chars == 0 || chars > LIMIT_FIELD_CHARS || str_has_control(forward->name))
        return fail(cx, FAULT_INPUT, "COLLEGUE-NOM", "field", "name", NULL);
    if (!is_address(forward->email))
        return fail(cx, FAULT_INPUT, "COLLEGUE-ADRESSE", "field", "email", "value", forward->email,
                    NULL);
    return !*forward->note || text_check(cx, forward->note, "COMMENTAIRE-VIDE");
}

SQL(WAITING, FIRM,
    "SELECT id, email FROM request_forward WHERE firm = $1 AND request = $2"
    " AND state = 'waiting' ORDER BY id");

/* The one who is proposed already, however the address is written; 0: nobody. */
static bool waiting_find(struct ctx *cx, const struct forward *forward, int64_t *waiting)
{
    struct rows *rows = store_query(cx, &WAITING, ARGS(arg_int(forward->request)));

    *waiting = 0;
    while (rows_next(rows))
        if (strcasecmp(rows_text(rows, 1), forward->email) == 0)
            *waiting = rows_int(rows, 0);
    return rows_done(rows);
}

SQL(ADD, FIRM,
    "INSERT INTO request_forward (firm, id, request, client, name, email, note, asked_by, asked_at,"
    " state) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'waiting')");

static bool insert(struct ctx *cx, const struct act *act, struct forward *forward)
{
    return store_id(cx, "request_forward", 1, &forward->id)
        && store_run(cx, &ADD,
                     ARGS(arg_int(forward->id), arg_int(forward->request), arg_int(forward->client),
                          arg_text(forward->name), arg_text(forward->email),
                          arg_text(forward->note), arg_int(forward->asked_by),
                          arg_instant(forward->asked_at)))
        && act_tell(act, "forwarded",
                    arena_format(cx->arena, "%s (%s)", forward->name, forward->email));
}

SQL(OWN, FIRM, "SELECT email_folded FROM contact WHERE firm = $1 AND id = $2");

static bool is_another(struct ctx *cx, const struct forward *forward, const struct hand *by)
{
    struct rows *rows = store_query(cx, &OWN, ARGS(arg_int(by->contact)));
    bool is_own = rows_next(rows) && strcasecmp(rows_text(rows, 0), forward->email) == 0;

    if (!rows_done(rows))
        return false;
    return !is_own
        || fail(cx, FAULT_INPUT, "COLLEGUE-SOI", "field", "email", "value", forward->email, NULL);
}

#define COLUMNS                                                                                    \
    "SELECT f.id, f.request, f.client, f.name, f.email, f.note, f.asked_by, f.asked_at, f.state,"  \
    " r.name, r.name_en, r.needs_payroll, p.name FROM request_forward f"                           \
    " JOIN request r ON r.firm = f.firm AND r.id = f.request"                                      \
    " LEFT JOIN contact p ON p.firm = f.firm AND p.id = f.asked_by"                                \
    " WHERE f.firm = $1 AND "

#define SEEN CLIENT_VISIBLE("f.client", "$3", "$4")

SQL(LIST, FIRM,
    COLUMNS FORWARD_WAITS " AND (CAST($2 AS BIGINT) = 0 OR f.client = $2) AND " SEEN
                          " ORDER BY f.id + 0");

static struct forward row_read(struct rows *rows, const char *language)
{
    return (struct forward){
        .id = rows_int(rows, 0),
        .request = rows_int(rows, 1),
        .client = rows_int(rows, 2),
        .name = rows_text(rows, 3),
        .email = rows_text(rows, 4),
        .note = rows_text(rows, 5),
        .asked_by = rows_int(rows, 6),
        .asked_at = rows_instant(rows, 7),
        .state = rows_text(rows, 8),
        .request_name = rows_said(rows, 9, 10, language),
        .needs_payroll = rows_int(rows, 11) == 1,
        .asker_name = rows_text(rows, 12),
    };
}

bool forward_list(struct ctx *cx, int64_t client, struct forward **forwards, size_t *count)
{
    const struct arg *args =
        ARGS(arg_int(client), arg_int(cx->actor), arg_date(cx->arena, cx->today));
    struct rows *rows = store_query(cx, &LIST, args);
    struct forward *list = NULL;
    size_t listed = 0, room = 0;

    while (rows_next(rows)) {
        if (listed == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[listed++] = row_read(rows, cx->language);
    }
    if (!rows_done(rows))
        return false;
    *forwards = list;
    *count = listed;
    return true;
}

SQL(COUNT, FIRM,
    "SELECT COUNT(*) FROM client_contact k JOIN request_forward f ON f.firm = k.firm"
    " AND f.client = k.client AND " FORWARD_WAITS
    " JOIN client c ON c.firm = k.firm AND c.id = k.client"
    " WHERE k.firm = $1 AND k.contact = $2 AND k.is_legal = 1 AND c.state <> 'archived'"
    " AND " OFFER_SHOWS("c.id", "users") " AND " CLIENT_VISIBLE("c.id", "$3", "$4"));

bool forward_count(struct ctx *cx, int64_t contact, int64_t looker, int64_t *count)
{
    struct rows *rows = store_query(
        cx, &COUNT, ARGS(arg_int(contact), arg_int(looker), arg_date(cx->arena, cx->today)));

    *count = rows_next(rows) ? rows_int(rows, 0) : 0;
    return rows_done(rows);
}

SQL(FIND, FIRM, COLUMNS "f.state = 'waiting' AND f.id = $2 AND " SEEN);

bool forward_find(struct ctx *cx, int64_t id, struct forward *forward)
{
    const struct arg *args = ARGS(arg_int(id), arg_int(cx->actor), arg_date(cx->arena, cx->today));
    struct rows *rows = store_query(cx, &FIND, args);
    struct forward found = { 0 };

    if (rows_next(rows))
        found = row_read(rows, cx->language);
    if (!rows_done(rows))
        return false;
    if (found.id == 0)
        return fail(cx, FAULT_ABSENT, "COLLEGUE-ABSENT", NULL);
    *forward = found;
    return true;
}

SQL(DECIDE, FIRM,
    "UPDATE request_forward SET state = $3, contact = $4, decided_at = $5"
    " WHERE firm = $1 AND id = $2 AND state = 'waiting'");

static bool write_down(struct ctx *cx, int64_t id, int64_t contact)
{
    int64_t changed;

    if (!store_change(cx, &DECIDE,
                      ARGS(arg_int(id), arg_text(contact > 0 ? "accepted" : "refused"),
                           arg_int_or_null(contact > 0, contact), arg_instant(cx->now)),
                      &changed))
        return false;
    return changed == 1 || fail(cx, FAULT_ABSENT, "COLLEGUE-ABSENT", NULL);
}

static bool may_read(struct ctx *cx, int64_t contact, int64_t request, bool *may)
{
    struct demand found;

    *may = request_find_of(cx, contact, request, &found);
    if (!*may && cx->fault.kind != FAULT_ABSENT)
        return false;
    if (!*may)
        cx->fault = (struct fault){ 0 };
    return true;
}

static bool may_be_told(struct ctx *cx, int64_t contact, int64_t request)
{
    bool may;

    return may_read(cx, contact, request, &may)
        && (may || fail(cx, FAULT_CONFLICT, "COLLEGUE-CLIENT", NULL));
}

static bool hand_to(struct ctx *cx, const struct forward *forward, int64_t contact)
{
    return write_down(cx, forward->id, contact)
        && chase_pass(cx, &request_kind, forward->request, contact);
}

/* A legal representative of the client decides too, for it alone. */
SQL(IS_LEGAL, FIRM,
    "SELECT 1 FROM client_contact WHERE firm = $1 AND client = $2 AND contact = $3"
    " AND is_legal = 1");

static bool may_decide(struct ctx *cx, const struct forward *forward, const struct hand *by)
{
    if (by->contact == 0)
        return true;
    struct rows *rows =
        store_query(cx, &IS_LEGAL, ARGS(arg_int(forward->client), arg_int(by->contact)));
    bool may = rows_next(rows);
    return rows_done(rows) && (may || fail(cx, FAULT_ABSENT, "COLLEGUE-ABSENT", NULL));
}

/* Nobody comes in for what is not asked for any more. */
static bool awaits(struct ctx *cx, const struct forward *forward, const struct hand *by)
{
    struct act act;

    if (!act_on_request(cx, forward->request, by, &act))
        return false;
    return act.request.state == REQUEST_OPEN
        || fail(cx, FAULT_CONFLICT, "COLLEGUE-FINI", "name", forward->name, "request",
                act.request.name, NULL);
}

static bool decide(struct ctx *cx, int64_t id, int64_t contact, const struct hand *by)
{
    struct forward forward;

    if (!forward_find(cx, id, &forward) || !may_decide(cx, &forward, by))
        return false;
    if (contact == 0)
        return write_down(cx, id, 0);
    return awaits(cx, &forward, by) && may_be_told(cx, contact, forward.request)
        && hand_to(cx, &forward, contact);
}

bool forward_decide(struct ctx *cx, int64_t id, int64_t contact, const struct hand *by)
{
    bool is_own;

    return client_begin(cx, &is_own) && client_end(cx, is_own, decide(cx, id, contact, by));
}

SQL(PEOPLE, FIRM,
    "SELECT p.id, p.email_folded FROM client_contact k JOIN contact p ON p.firm = k.firm"
    " AND p.id = k.contact WHERE k.firm = $1 AND k.client = $2 ORDER BY p.id");

/* Who of the client's people may read the request already: they need nobody's word; 0: nobody. */
static bool reader_find(struct ctx *cx, const struct forward *forward, int64_t *reader)
{
    struct rows *rows = store_query(cx, &PEOPLE, ARGS(arg_int(forward->client)));
    int64_t contact = 0;
    bool may = false;

    while (rows_next(rows))
        if (strcasecmp(rows_text(rows, 1), forward->email) == 0)
            contact = rows_int(rows, 0);
    if (!rows_done(rows) || (contact > 0 && !may_read(cx, contact, forward->request, &may)))
        return false;
    *reader = may ? contact : 0;
    return true;
}

static bool ask(struct ctx *cx, struct forward *forward, const struct hand *by)
{
    struct act act;
    int64_t waiting, reader;

    if (!check(cx, forward) || !is_another(cx, forward, by)
        || !act_on_request(cx, forward->request, by, &act) || !act_stands(&act))
        return false;
    if (act.request.state != REQUEST_OPEN)
        return fail(cx, FAULT_CONFLICT, "DEMANDE-REPONDUE", "name", act.request.name, NULL);
    forward->client = act.request.client;
    forward->asked_by = by->contact;
    forward->asked_at = cx->now;
    if (!reader_find(cx, forward, &reader) || !waiting_find(cx, forward, &waiting))
        return false;
    forward->id = waiting;
    forward->state = reader > 0 ? "accepted" : "waiting";
    if (waiting == 0 && !insert(cx, &act, forward))
        return false;
    if (reader > 0)
        return hand_to(cx, forward, reader);
    return waiting > 0 || awaited_tell(cx, forward);
}

bool request_forward(struct ctx *cx, struct forward *forward, const struct hand *by)
{
    struct forward asked = *forward;
    bool is_own;

    asked.name = str_trim(cx->arena, forward->name);
    asked.email = str_trim(cx->arena, forward->email);
    asked.note = str_trim(cx->arena, forward->note ? forward->note : "");
    if (!client_begin(cx, &is_own) || !client_end(cx, is_own, ask(cx, &asked, by)))
        return false;
    *forward = asked;
    return true;
}
