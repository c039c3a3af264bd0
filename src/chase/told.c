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

/* Past its point nobody knows whether it left: whatever it came to when it was to go again. */
#define MAY_HAVE_LEFT                                                                              \
    "(state IN ('dropped', 'refused') AND EXISTS (SELECT 1 FROM reminder r WHERE r.firm = $1"      \
    " AND r.message = message.id AND r.why = 'resent'))"

/*
 * As many as a week may hold; the newest first. What a freeze holds counts on its own day: when it
 * ends the last of several speaks for all.
 */
#define TOLD_HEAD                                                                                  \
    "SELECT told_on, CASE WHEN state IN ('due', 'taken') AND NOT EXISTS (SELECT 1 FROM suspension" \
    " s WHERE s.firm = $1 AND s.cause <> '') THEN 1 ELSE 0 END AS is_under_way FROM message"       \
    " WHERE firm = $1 AND issuer = $2 AND kind = $4 AND medium = 'email' AND"
#define TOLD_TAIL " AND ((state <> 'dropped' AND state <> 'refused') OR " MAY_HAVE_LEFT ")"

SQL(LAST_MESSAGES, FIRM, TOLD_HEAD " person = $3" TOLD_TAIL " ORDER BY told_on DESC LIMIT $5");

/*
 * Who shares an address is one person, whichever of them a message was posted to (P-2). Each half
 * has its own index; joined by OR they would read all that the issuer ever posted.
 */
SQL(LAST_SHARED, FIRM,
    "SELECT told_on, is_under_way FROM (" TOLD_HEAD " person = $3" TOLD_TAIL " UNION ALL " TOLD_HEAD
    " LOWER(recipient) = $6 AND person <> $3" TOLD_TAIL ") t ORDER BY told_on DESC LIMIT $5");

static struct rows *told_ask(struct ctx *cx, const char *kind, const struct debtor *debtor)
{
    struct arg client = arg_int(debtor->client), id = arg_int(debtor->id);
    struct arg most = arg_int(CHASE_WEEK_MOST);

    if (debtor->mate_count == 0)
        return store_query(cx, &LAST_MESSAGES, ARGS(client, id, arg_text(kind), most));
    return store_query(cx, &LAST_SHARED,
                       ARGS(client, id, arg_text(kind), most, arg_text(debtor->mailbox)));
}

bool told_load(struct ctx *cx, const char *kind, struct debtor *debtor)
{
    return read_days(cx, told_ask(cx, kind, debtor), debtor);
}

#define LEFT_HEAD                                                                                  \
    "SELECT told_on, CASE WHEN state IN ('due', 'taken') THEN 1 ELSE 0 END AS is_under_way"        \
    " FROM message WHERE firm = $1 AND issuer = $2 AND kind = $4 AND medium = $5 AND id <> $6 AND"
#define LEFT_TAIL                                                                                  \
    " AND (state IN ('point', 'sent', 'check') OR (state IN ('due', 'taken') AND ordered = 1)"     \
    " OR " MAY_HAVE_LEFT ")"

/* What a person ordered goes first. */
SQL(LEFT, FIRM, LEFT_HEAD " person = $3" LEFT_TAIL " ORDER BY told_on DESC LIMIT $7");

/* An address that nobody shares now may have been another's: what it was told counts. */
SQL(LEFT_SHARED, FIRM,
    "SELECT told_on, is_under_way FROM (" LEFT_HEAD " person = $3" LEFT_TAIL " UNION ALL " LEFT_HEAD
    " LOWER(recipient) = $8 AND person <> $3" LEFT_TAIL ") t ORDER BY told_on DESC LIMIT $7");

static struct rows *left_ask(struct ctx *cx, const struct message *message,
                             const struct debtor *debtor)
{
    struct arg client = arg_int(message->client), person = arg_int(message->person);
    struct arg kind = arg_text(message->kind), medium = arg_text(message->medium);
    struct arg id = arg_int(message->id), most = arg_int(CHASE_WEEK_MOST);

    if (!debtor->mailbox)
        return store_query(cx, &LEFT, ARGS(client, person, kind, medium, id, most));
    return store_query(cx, &LEFT_SHARED,
                       ARGS(client, person, kind, medium, id, most, arg_text(debtor->mailbox)));
}

bool told_left(struct ctx *cx, const struct message *message, struct debtor *debtor)
{
    return read_days(cx, left_ask(cx, message, debtor), debtor);
}
