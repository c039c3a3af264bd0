#include "app/today_owed.h"

#include "mail/mail.h"
#include "store/visible.h"

/* Those of one beside the others': the rows of one come together. */
static struct today_share *share_of(struct arena *arena, struct today_share **shares, size_t *count,
                                    size_t *room)
{
    if (*count == *room)
        *shares = arena_grow(arena, *shares, room, sizeof **shares);
    (*shares)[*count] = (struct today_share){ 0 };
    return &(*shares)[(*count)++];
}

#define TASK_SEEN CLIENT_UNHIDDEN("t.client", "$2", "$3")

SQL(TASKS, FIRM,
    "SELECT t.client, COALESCE(t.holder, 0), COALESCE(h.name, ''), COUNT(*),"
    " SUM(CASE WHEN t.due_on < $3 THEN 1 ELSE 0 END) FROM task t"
    " LEFT JOIN member h ON h.firm = t.firm AND h.id = t.holder"
    " WHERE t.firm = $1 AND t.state IN ('todo', 'doing', 'review') AND t.due_on <= $3"
    " AND " TASK_SEEN " GROUP BY t.client, t.holder, h.name ORDER BY t.holder, t.client");

/* One's own view is of people: what nobody holds is in the others. */
static bool asks_task(const struct today_scope *scope, int64_t holder, int64_t client)
{
    return (scope->view != TODAY_ME || holder != 0) && today_scope_asks(scope, holder, client);
}

bool today_tasks(struct ctx *cx, const struct today_scope *scope, struct today_tasks *tasks)
{
    struct rows *rows =
        store_query(cx, &TASKS, ARGS(arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    struct today_tasks sums = { 0 };
    struct today_share *share = NULL;
    size_t room = 0;

    while (rows_next(rows)) {
        int64_t holder = rows_int(rows, 1);
        if (!asks_task(scope, holder, rows_int(rows, 0)))
            continue;
        sums.count += rows_int(rows, 3);
        sums.late += rows_int(rows, 4);
        if (scope->view != TODAY_ME || holder == scope->self)
            continue;
        if (!share || share->id != holder) {
            share = share_of(cx->arena, &sums.others, &sums.other_count, &room);
            share->id = holder;
            share->name = rows_text(rows, 2);
        }
        share->count += rows_int(rows, 3);
    }
    if (!rows_done(rows))
        return false;
    *tasks = sums;
    return true;
}

/* What is asked of an archived client waits, and is none. */
SQL(LATE_REQUESTS, FIRM,
    "SELECT r.client, COUNT(*) FROM request r JOIN client l ON l.firm = r.firm AND l.id = r.client"
    " WHERE r.firm = $1 AND r.state = 'open' AND r.due_on < $3 AND l.state <> 'archived'"
    " AND " CLIENT_UNHIDDEN("r.client", "$2", "$3") " GROUP BY r.client");

SQL(ANSWERS, FIRM,
    "SELECT i.client, COUNT(*), SUM(CASE WHEN r.state = 'open' THEN 1 ELSE 0 END)"
    " FROM item i JOIN request r ON r.firm = i.firm AND r.id = i.request"
    " WHERE i.firm = $1 AND i.state IN ('given', 'none') AND r.state IN ('open', 'answered')"
    " AND " CLIENT_UNHIDDEN("i.client", "$2", "$3") " GROUP BY i.client");

bool today_requests(struct ctx *cx, const struct today_scope *scope,
                    struct today_requests *requests)
{
    const struct arg *args = ARGS(arg_int(cx->actor), arg_date(cx->arena, cx->today));
    struct today_requests sums = { 0 };
    struct rows *rows = store_query(cx, &LATE_REQUESTS, args);

    while (rows_next(rows))
        if (today_scope_holds(scope, rows_int(rows, 0)))
            sums.late += rows_int(rows, 1);
    if (!rows_done(rows))
        return false;
    rows = store_query(cx, &ANSWERS, args);
    while (rows_next(rows)) {
        if (!today_scope_holds(scope, rows_int(rows, 0)))
            continue;
        sums.answers += rows_int(rows, 1);
        sums.is_partial = sums.is_partial || rows_int(rows, 2) > 0;
    }
    if (!rows_done(rows))
        return false;
    *requests = sums;
    return true;
}

SQL(MAILS, FIRM,
    "SELECT m.id, m.client, m.customer, m.assignee FROM mail m WHERE m.firm = $1"
    " AND m.state = 'triage' AND " MAIL_VISIBLE("$2", "$3") " ORDER BY m.id");

bool today_mails(struct ctx *cx, const struct today_scope *scope, struct today_mails *mails)
{
    struct rows *rows =
        store_query(cx, &MAILS, ARGS(arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    struct today_mails sums = { 0 };

    while (rows_next(rows)) {
        bool is_reply = rows_int(rows, 2) != 0;
        if (!today_scope_asks(scope, rows_int(rows, 3), rows_int(rows, 1)))
            continue;
        *(is_reply ? &sums.last_reply : &sums.last_triage) = rows_int(rows, 0);
        (*(is_reply ? &sums.replies : &sums.triage))++;
    }
    if (!rows_done(rows))
        return false;
    *mails = sums;
    return true;
}

#define RECEIPT_SEEN CLIENT_UNHIDDEN("d.client", "$2", "$3")

SQL(RECEIPTS, FIRM,
    "SELECT d.client, l.name, COUNT(*) FROM document d"
    " JOIN client l ON l.firm = d.firm AND l.id = d.client"
    " WHERE d.firm = $1 AND d.kind = 'sort' AND d.removed_at IS NULL"
    " AND " RECEIPT_SEEN " GROUP BY d.client, l.name ORDER BY COUNT(*) DESC, d.client");

bool today_receipts(struct ctx *cx, const struct today_scope *scope,
                    struct today_receipts *receipts)
{
    struct rows *rows =
        store_query(cx, &RECEIPTS, ARGS(arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    struct today_receipts sums = { 0 };
    size_t room = 0;

    while (rows_next(rows)) {
        if (!today_scope_holds(scope, rows_int(rows, 0)))
            continue;
        *share_of(cx->arena, &sums.clients, &sums.client_count, &room) = (struct today_share){
            .id = rows_int(rows, 0), .name = rows_text(rows, 1), .count = rows_int(rows, 2)
        };
        sums.count += rows_int(rows, 2);
    }
    if (!rows_done(rows))
        return false;
    *receipts = sums;
    return true;
}
