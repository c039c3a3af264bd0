#include "chase/told.h"

/* Rows of a day and whether it is under way, the newest first. */
static bool read_days(struct ctx *cx, struct rows *rows, struct debtor *debtor)
{
    size_t under_way = 0;

    debtor->last_count = 0;
    while (rows_next(rows))
        if (rows_int(rows, 1) == 1)
            under_way++;
        else
            debtor->last_on[debtor->last_count++] = rows_date(rows, 0);
    while (under_way-- > 0)
        debtor_told(debtor, cx->today);
    return rows_done(rows);
}

/* Who shares an address is one person, whichever of them a message was posted to (P-2). */
#define TO_PERSON(MAILBOX)                                                                         \
    " (person = $3 OR (LOWER(recipient) = " MAILBOX " AND " MAILBOX " <> ''))"

static struct arg mailbox_of(const struct debtor *debtor)
{
    return arg_text(debtor->mailbox ? debtor->mailbox : "");
}

/* Past its point nobody knows whether it left; dropped when it was to go again, it counts still. */
#define MAY_HAVE_LEFT                                                                              \
    "(state = 'dropped' AND EXISTS (SELECT 1 FROM reminder r WHERE r.firm = $1"                    \
    " AND r.message = message.id AND r.why = 'resent'))"

/*
 * As many as a week may hold; the newest first. What a freeze holds counts on its own day: when it
 * ends the last of several speaks for all.
 */
#define TOLD_HEAD                                                                                  \
    "SELECT told_on, CASE WHEN state IN ('due', 'taken') AND NOT EXISTS (SELECT 1 FROM suspension" \
    " s WHERE s.firm = $1 AND s.cause <> '') THEN 1 ELSE 0 END FROM message WHERE firm = $1"       \
    " AND issuer = $2 AND kind = $4 AND"
#define TOLD_TAIL                                                                                  \
    " AND medium = 'email' AND (state <> 'dropped' OR " MAY_HAVE_LEFT                              \
    ") ORDER BY told_on DESC LIMIT $5"

SQL(LAST_MESSAGES, FIRM, TOLD_HEAD " person = $3" TOLD_TAIL);

/* Two indexes for one answer take nine times as long: of those alone who share an address. */
SQL(LAST_SHARED, FIRM, TOLD_HEAD TO_PERSON("$6") TOLD_TAIL);

static struct rows *told_ask(struct ctx *cx, const char *kind, const struct debtor *debtor)
{
    struct arg client = arg_int(debtor->client), id = arg_int(debtor->id);
    struct arg most = arg_int(CHASE_WEEK_MOST);

    if (debtor->mate_count == 0)
        return store_query(cx, &LAST_MESSAGES, ARGS(client, id, arg_text(kind), most));
    return store_query(cx, &LAST_SHARED,
                       ARGS(client, id, arg_text(kind), most, mailbox_of(debtor)));
}

bool told_load(struct ctx *cx, const char *kind, struct debtor *debtor)
{
    return read_days(cx, told_ask(cx, kind, debtor), debtor);
}

/* What a person ordered goes first. */
SQL(LEFT, FIRM,
    "SELECT told_on, CASE WHEN state IN ('due', 'taken') THEN 1 ELSE 0 END FROM message"
    " WHERE firm = $1 AND issuer = $2 AND kind = $4 AND medium = $5 AND id <> $6 AND" TO_PERSON(
        "$8") " AND (state IN ('point', 'sent', 'check') OR (state IN ('due', 'taken') AND ordered "
              "= 1)"
              " OR " MAY_HAVE_LEFT ") ORDER BY told_on DESC LIMIT $7");

bool told_left(struct ctx *cx, const struct message *message, struct debtor *debtor)
{
    struct rows *rows =
        store_query(cx, &LEFT,
                    ARGS(arg_int(message->client), arg_int(message->person),
                         arg_text(message->kind), arg_text(message->medium), arg_int(message->id),
                         arg_int(CHASE_WEEK_MOST), mailbox_of(debtor)));

    return read_days(cx, rows, debtor);
}
