#include "request/campaign_list.h"

#include <assert.h>
#include <string.h>

#include "client/visible.h"

static const char *const standings[STANDING_COUNT] = {
    [STANDING_PLANNED] = "planned",   [STANDING_REFUSED] = "refused",
    [STANDING_LATE] = "late",         [STANDING_OPEN] = "open",
    [STANDING_ANSWERED] = "answered", [STANDING_ACCEPTED] = "accepted",
    [STANDING_DROPPED] = "dropped",
};

const char *campaign_standing_text(enum campaign_standing standing)
{
    assert(standing < STANDING_COUNT);
    return standings[standing];
}

bool campaign_standing_parse(const char *text, enum campaign_standing *standing)
{
    for (enum campaign_standing each = 0; each < STANDING_COUNT; each++)
        if (strcmp(text, standings[each]) == 0) {
            *standing = each;
            return true;
        }
    return false;
}

/* $2 is the campaign, $3 who reads and $4 the day. */
#define STANDING                                                                                   \
    "CASE WHEN r.id IS NULL THEN x.fate WHEN r.state = 'open' AND r.due_on < $4 THEN 'late'"       \
    " ELSE r.state END"
#define ROWS                                                                                       \
    " FROM campaign_client x LEFT JOIN request r ON r.firm = x.firm AND r.campaign = x.campaign"   \
    " AND r.client = x.client"
#define OF_CAMPAIGN                                                                                \
    " WHERE x.firm = $1 AND x.campaign = $2 AND " CLIENT_UNHIDDEN("x.client", "$3", "$4")

SQL(COUNTS, FIRM, "SELECT " STANDING ", COUNT(*)" ROWS OF_CAMPAIGN " GROUP BY 1");

bool campaign_counts(struct ctx *cx, int64_t id, int64_t counts[STANDING_COUNT])
{
    struct rows *rows = store_query(
        cx, &COUNTS, ARGS(arg_int(id), arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    enum campaign_standing standing;

    memset(counts, 0, STANDING_COUNT * sizeof *counts);
    while (rows_next(rows))
        if (campaign_standing_parse(rows_text(rows, 0), &standing))
            counts[standing] = rows_int(rows, 1);
    return rows_done(rows);
}

SQL(ROWS_OF, FIRM,
    "SELECT x.place, x.client, c.name, c.code, c.siren, x.why, " STANDING
    ", r.id, r.due_on, r.changed_at,"
    " (SELECT COUNT(*) FROM item i WHERE i.firm = $1 AND i.request = r.id"
    "  AND i.state IN ('given', 'accepted', 'none')),"
    " (SELECT COUNT(*) FROM item i WHERE i.firm = $1 AND i.request = r.id"
    "  AND i.state <> 'dropped')" ROWS
    " JOIN client c ON c.firm = x.firm AND c.id = x.client" OF_CAMPAIGN
    " AND x.place > $5 AND (CAST($6 AS TEXT) = '' OR " STANDING " = $6)"
    " ORDER BY x.place LIMIT $7");

static struct campaign_row row_read(struct rows *rows)
{
    struct campaign_row row = {
        .place = rows_int(rows, 0),
        .client = rows_int(rows, 1),
        .name = rows_text(rows, 2),
        .code = rows_text(rows, 3),
        .siren = rows_text(rows, 4),
        .why = rows_text(rows, 5),
        .request = rows_int(rows, 7),
        .has_due = !rows_null(rows, 8),
        .changed_at = rows_instant(rows, 9),
        .got = rows_int(rows, 10),
        .wanted = rows_int(rows, 11),
    };
    bool is_known = campaign_standing_parse(rows_text(rows, 6), &row.standing);

    assert(is_known);
    (void)is_known; /* the table holds no other */
    if (row.has_due)
        row.due_on = rows_date(rows, 8);
    return row;
}

bool campaign_rows(struct ctx *cx, int64_t id, const struct campaign_page *page,
                   struct campaign_row **rows, size_t *count)
{
    struct rows *found =
        store_query(cx, &ROWS_OF,
                    ARGS(arg_int(id), arg_int(cx->actor), arg_date(cx->arena, cx->today),
                         arg_int(page->after), arg_text(page->standing), arg_int(page->limit)));
    struct campaign_row *list = NULL;
    size_t listed = 0, room = 0;

    while (rows_next(found)) {
        if (listed == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[listed++] = row_read(found);
    }
    if (!rows_done(found))
        return false;
    *rows = list;
    *count = listed;
    return true;
}
