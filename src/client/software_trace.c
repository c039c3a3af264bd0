#include "client/software_trace.h"

#include <string.h>

#include "store/visible.h"

const char *const software_deed_texts[SOFTWARE_DEED_COUNT] = {
    [SOFTWARE_AGREED] = "agreed",
    [SOFTWARE_ENTERED] = "entered",
    [SOFTWARE_REVOKED] = "revoked",
    [SOFTWARE_REPLAYED] = "replayed",
};

static enum software_deed deed_parse(const char *text)
{
    enum software_deed deed = 0;

    while (deed < SOFTWARE_DEED_COUNT - 1 && strcmp(software_deed_texts[deed], text) != 0)
        deed++;
    return deed;
}

SQL(ADD, FIRM,
    "INSERT INTO software_event (firm, id, software, contact, what, at, address)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7)");

bool software_trace(struct ctx *cx, const struct software_event *event)
{
    int64_t id;

    return store_id(cx, "software_event", 1, &id)
        && store_run(cx, &ADD,
                     ARGS(arg_int(id), arg_int(event->software), arg_int(event->contact),
                          arg_text(software_deed_texts[event->what]), arg_instant(cx->now),
                          arg_text(event->address)));
}

static bool rows_read(struct ctx *cx, struct rows *rows, struct software_event **list,
                      size_t *count)
{
    struct software_event *found = NULL;
    size_t size = 0, room = 0;

    while (rows_next(rows)) {
        if (size == room)
            found = arena_grow(cx->arena, found, &room, sizeof *found);
        found[size++] = (struct software_event){ .software = rows_int(rows, 0),
                                                 .contact = rows_int(rows, 1),
                                                 .what = deed_parse(rows_text(rows, 2)),
                                                 .at = rows_instant(rows, 3),
                                                 .address = rows_text(rows, 4),
                                                 .name = rows_text(rows, 5),
                                                 .person = rows_text(rows, 6),
                                                 .email = rows_text(rows, 7) };
    }
    if (!rows_done(rows))
        return false;
    *list = found;
    *count = size;
    return true;
}

#define EVENTS                                                                                     \
    "SELECT e.software, e.contact, e.what, e.at, e.address, s.name, p.name, p.email"               \
    " FROM software_event e JOIN software s ON s.firm = e.firm AND s.id = e.software"              \
    " JOIN contact p ON p.firm = e.firm AND p.id = e.contact WHERE e.firm = $1"

SQL(OF_CONTACT, FIRM, EVENTS " AND e.contact = $2 ORDER BY e.id DESC LIMIT $3");

bool software_trace_of_contact(struct ctx *cx, int64_t contact, size_t limit,
                               struct software_event **list, size_t *count)
{
    return rows_read(cx,
                     store_query(cx, &OF_CONTACT, ARGS(arg_int(contact), arg_int((int64_t)limit))),
                     list, count);
}

#define SEEN CLIENT_VISIBLE("k.client", "$3", "$4")

/* A person of several clients is known by any of them. */
SQL(OF_SOFTWARE, FIRM,
    EVENTS " AND e.software = $2 AND (NOT EXISTS (SELECT 1 FROM client_contact k WHERE k.firm = $1"
           " AND k.contact = e.contact) OR EXISTS (SELECT 1 FROM client_contact k WHERE k.firm = $1"
           " AND k.contact = e.contact AND " SEEN ")) ORDER BY e.id DESC LIMIT $5");

bool software_trace_of(struct ctx *cx, int64_t software, size_t limit, struct software_event **list,
                       size_t *count)
{
    return rows_read(cx,
                     store_query(cx, &OF_SOFTWARE,
                                 ARGS(arg_int(software), arg_int(cx->actor),
                                      arg_date(cx->arena, cx->today), arg_int((int64_t)limit))),
                     list, count);
}
