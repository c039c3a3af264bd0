#include "request/event.h"

#include <assert.h>

#include "store/said.h"

SQL(ADD, FIRM,
    "INSERT INTO request_event (firm, id, request, item, act, way, member, contact, at, text,"
    " visit) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");

bool event_add(struct ctx *cx, const struct request_event *event)
{
    int64_t id;

    return store_id(cx, "request_event", 1, &id)
        && store_run(cx, &ADD,
                     ARGS(arg_int(id), arg_int(event->request),
                          arg_int_or_null(event->item > 0, event->item), arg_text(event->act),
                          arg_text(event->way), arg_int_or_null(event->member > 0, event->member),
                          arg_int_or_null(event->contact > 0, event->contact), arg_instant(cx->now),
                          arg_text(event->text), arg_int_or_null(event->visit > 0, event->visit)));
}

SQL(OF_REQUEST, FIRM,
    "SELECT e.id, e.request, e.item, e.act, e.way, e.member, e.contact,"
    " COALESCE(m.name, c.name, ''), e.at, e.text, e.visit FROM request_event e"
    " LEFT JOIN member m ON m.firm = e.firm AND m.id = e.member"
    " LEFT JOIN contact c ON c.firm = e.firm AND c.id = e.contact"
    " WHERE e.firm = $1 AND e.request = $2 ORDER BY e.id");

static struct request_event row_read(struct rows *rows)
{
    return (struct request_event){
        .id = rows_int(rows, 0),
        .request = rows_int(rows, 1),
        .item = rows_int(rows, 2),
        .act = rows_text(rows, 3),
        .way = rows_text(rows, 4),
        .member = rows_int(rows, 5),
        .contact = rows_int(rows, 6),
        .by_name = rows_text(rows, 7),
        .at = rows_instant(rows, 8),
        .text = rows_text(rows, 9),
        .visit = rows_int(rows, 10),
    };
}

bool request_events(struct ctx *cx, int64_t request, struct request_event **events, size_t *count)
{
    struct rows *rows = store_query(cx, &OF_REQUEST, ARGS(arg_int(request)));
    struct request_event *list = NULL;
    size_t listed = 0, room = 0;

    while (rows_next(rows)) {
        if (listed == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[listed++] = row_read(rows);
    }
    if (!rows_done(rows))
        return false;
    *events = list;
    *count = listed;
    return true;
}

SQL(REPLY_REMOVE, FIRM,
    "DELETE FROM request_event WHERE firm = $1 AND contact = $2 AND act = 'comment'"
    " AND way = 'mail' AND at = $3 AND text = $4");

bool request_reply_remove(struct ctx *cx, const struct reply_said *reply)
{
    return store_run(cx, &REPLY_REMOVE,
                     ARGS(arg_int(reply->contact), arg_instant(reply->at), arg_text(reply->text)));
}

#define NAME SAID("r.name", "$3")
#define ITEM_NAME SAID("i.name", "$3")

SQL(OF_VISIT, FIRM,
    "SELECT e.act, " NAME ", COALESCE(" ITEM_NAME ", ''), e.text, e.at,"
    " COALESCE(i.kind, 'document') FROM request_event e"
    " JOIN request r ON r.firm = e.firm AND r.id = e.request"
    " LEFT JOIN item i ON i.firm = e.firm AND i.id = e.item"
    " WHERE e.firm = $1 AND e.visit = $2 ORDER BY e.id");

bool request_visit_acts(struct ctx *cx, int64_t visit, struct visit_act **acts, size_t *count)
{
    struct rows *rows = store_query(cx, &OF_VISIT, ARGS(arg_int(visit), arg_language(cx)));
    struct visit_act *list = NULL;
    size_t listed = 0, room = 0;

    while (rows_next(rows)) {
        if (listed == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        struct visit_act *act = &list[listed++];
        *act = (struct visit_act){ .act = rows_text(rows, 0),
                                   .request = rows_text(rows, 1),
                                   .item = rows_text(rows, 2),
                                   .text = rows_text(rows, 3),
                                   .at = rows_instant(rows, 4) };
        bool is_known = item_kind_parse(rows_text(rows, 5), &act->kind);
        assert(is_known);
    }
    if (!rows_done(rows))
        return false;
    *acts = list;
    *count = listed;
    return true;
}
