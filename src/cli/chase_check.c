#include <stdlib.h>

#include "base/str.h"
#include "cli/chase_acts.h"
#include "cli/house.h"
#include "cli/table.h"
#include "outbox/outbox.h"
#include "worker/kinds.h"

SQL(TO_CHECK, FIRM,
    "SELECT m.id, COALESCE(m.point_at, m.ended_at, m.posted_at), m.recipient,"
    " COALESCE(w.name, p.name, c.name, v.person), l.name, m.subject, m.why, m.said, m.kind FROM "
    "message m"
    " LEFT JOIN client l ON l.firm = m.firm AND l.id = m.client"
    " LEFT JOIN member w ON w.firm = m.firm AND w.id = m.person"
    " AND m.kind IN ('task', 'digest', 'notice', 'member_link')"
    " LEFT JOIN contact p ON p.firm = m.firm AND p.id = m.person"
    " AND m.kind IN ('access', 'request')"
    " LEFT JOIN invitation v ON v.firm = m.firm AND v.id = m.person AND m.kind = 'invitation'"
    " LEFT JOIN customer c ON c.firm = m.firm AND c.id = m.person AND m.kind = 'invoice'"
    " WHERE m.firm = $1 AND m.state = 'check'"
    " AND m.state IN ('waiting', 'due', 'taken', 'point', 'check') ORDER BY m.id");

static bool list(struct ctx *cx, struct json *model)
{
    struct rows *rows = store_query(cx, &TO_CHECK, NO_ARGS);
    struct json *messages = json_put_list(model, "messages");

    while (rows_next(rows)) {
        struct json *message = json_add_map(messages);
        json_put_int(message, "id", rows_int(rows, 0));
        json_put_text(message, "since", instant_text(cx->arena, rows_instant(rows, 1)));
        json_put_text(message, "to", rows_text(rows, 2));
        json_put_text(message, worker_reader(rows_text(rows, 8)), rows_text(rows, 3));
        json_put_text(message, "client", rows_text(rows, 4));
        json_put_text(message, "subject", rows_text(rows, 5));
        json_put_text(message, "why", rows_text(rows, 6));
        json_put_text(message, "words", rows_text(rows, 7));
    }
    return rows_done(rows);
}

static bool decide(struct ctx *cx, const struct call *call, struct json *model)
{
    const char *given = call_option(call, "reason");
    const char *reason = given ? str_trim(cx->arena, given) : "";
    bool is_sent = call_option(call, "sent") != NULL;
    char *rest;
    int64_t id = strtoll(call->operands[0], &rest, 10);

    if (*rest || id <= 0 || is_sent == (call_option(call, "resend") != NULL))
        return fail(cx, FAULT_INPUT, "USAGE", NULL);
    if (!*reason)
        return fail(cx, FAULT_INPUT, "MOTIF", "field", "reason", NULL);
    if (!outbox_decide(cx, id, is_sent ? ORDER_COUNTS_AS_SENT : ORDER_RESEND, reason))
        return false;
    json_put_int(model, "id", id);
    json_put_text(model, "decision", is_sent ? "sent" : "resend");
    return true;
}

bool chase_check_run(struct ctx *cx, struct call *call, struct json *model)
{
    bool is_order = call->count > 0;
    struct house house;

    if (!is_order && (call_option(call, "sent") || call_option(call, "resend")))
        return fail(cx, FAULT_INPUT, "USAGE", NULL);
    if (!house_open(cx, call, is_order ? HOUSE_ALONE : HOUSE_READ, &house))
        return false;
    bool done = is_order ? decide(cx, call, model) : list(cx, model);
    house_close(cx, &house);
    return done;
}

void chase_check_print(struct buf *out, const struct call *call, const struct json *model)
{
    const struct json *messages = json_get(model, "messages");
    struct table *table =
        table_new(out->arena,
                  (const char *const[]){ ">N°", "Depuis", "À", "Débiteur", "Objet", "Pourquoi",
                                         "Derniers mots du serveur", NULL });

    if (!messages) {
        buf_format(out, "%lld : %s\n", (long long)json_int(json_get(model, "id")),
                   model_text(model, "decision"));
        return;
    }
    for (size_t i = 0; i < json_count(messages); i++) {
        const struct json *row = json_at(messages, i);
        table_row(table,
                  (const char *const[]){
                      arena_format(out->arena, "%lld", (long long)json_int(json_get(row, "id"))),
                      model_text(row, "since"), model_text(row, "to"), model_reader(row),
                      model_text(row, "subject"),
                      chase_code_word(out->arena, call, "fate_why", model_text(row, "why")),
                      model_text(row, "words") });
    }
    table_print(out, table);
}
