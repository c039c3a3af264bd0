/* « À vérifier »: what was decided is taken back, while nothing has left. */
#include <string.h>

#include "outbox/check.h"
#include "store/visible.h"

/* A word that stands, and what its message was before it. */
struct word {
    int64_t message;
    const char *verdict, *reason, *said, *why;
    struct arg point_at, ended_at;
};

#define WORD "SELECT d.message, d.verdict, d.reason, d.said, d.why, d.point_at, d.ended_at"

#define OF_MESSAGE                                                                                 \
    WORD " FROM message m JOIN decision d ON d.firm = m.firm AND d.message = m.id"                 \
         " WHERE m.firm = $1 AND m.id = $2 AND" DECISION_STANDS

#define OF_BATCH                                                                                   \
    WORD " FROM decision b CROSS JOIN decision d JOIN message m ON m.firm = d.firm"                \
         " AND m.id = d.message WHERE b.firm = $1 AND b.id = $2 AND d.firm = b.firm"               \
         " AND d.batch = b.batch AND" DECISION_STANDS                                              \
         " AND " CLIENT_VISIBLE("m.client", "$3", "$4") " ORDER BY d.id"

/* On PostgreSQL none passes its point meanwhile; SQLite has one writer. */
SQL_EACH(MESSAGE_WORD, FIRM, OF_MESSAGE, OF_MESSAGE " FOR UPDATE OF m");
SQL_EACH(BATCH_WORDS, FIRM, OF_BATCH, OF_BATCH " FOR UPDATE OF m");

static struct arg instant_or_null(struct rows *rows, int column)
{
    return arg_int_or_null(!rows_null(rows, column), rows_int(rows, column));
}

static bool words_read(struct ctx *cx, struct rows *rows, struct word **words, size_t *count)
{
    size_t read = 0, room = 0;
    struct word *list = NULL;

    while (rows_next(rows)) {
        if (read == room)
            list = arena_grow(cx->arena, list, &room, sizeof *list);
        list[read++] = (struct word){ .message = rows_int(rows, 0),
                                      .verdict = rows_text(rows, 1),
                                      .reason = rows_text(rows, 2),
                                      .said = rows_text(rows, 3),
                                      .why = rows_text(rows, 4),
                                      .point_at = instant_or_null(rows, 5),
                                      .ended_at = instant_or_null(rows, 6) };
    }
    *words = list;
    *count = read;
    return rows_done(rows);
}

/* Whoever had taken it finds at the point that it is his no more. */
SQL(CHECK, FIRM,
    "UPDATE message SET state = 'check', owner = '', why = $3, ended_at = $4, point_at = $5,"
    " said = $6 WHERE firm = $1 AND id = $2 AND state IN ('waiting', 'due', 'taken', 'sent')");

SQL(KEEP, FIRM,
    "INSERT INTO decision (firm, id, message, verdict, batch, decided_at, decided_by, reason,"
    " point_at, said, why, ended_at) VALUES ($1, $2, $3, 'back', $4, $5, $6, $7, $8, $9, '', "
    "NULL)");

SQL(CHECK_REMINDERS, FIRM,
    "UPDATE reminder SET state = 'check', why = $3"
    " WHERE firm = $1 AND message = $2 AND state = 'sent' AND why = $4");

#define SAME_STEP(OTHER)                                                                           \
    OTHER ".firm = $1 AND " OTHER ".message = $2 AND " OTHER ".kind = reminder.kind AND " OTHER    \
          ".subject = reminder.subject AND " OTHER ".cycle = reminder.cycle AND " OTHER            \
          ".step = reminder.step AND " OTHER ".rank = reminder.rank AND " OTHER                    \
          ".resend > reminder.resend AND " OTHER ".state = "

/* Those of which another was made by the order that is taken back, not by one before it. */
SQL(RECHECK_REMINDERS, FIRM,
    "UPDATE reminder SET why = $3 WHERE firm = $1 AND message = $2 AND state = 'check'"
    " AND why = 'resent' AND EXISTS (SELECT 1 FROM reminder n WHERE " SAME_STEP(
        "n") "'planned')"
             " AND NOT EXISTS (SELECT 1 FROM reminder l WHERE " SAME_STEP("l") "'check')");

/* No message carries them any more: the next order's text says nothing of them. */
SQL(CANCEL_REMINDERS, FIRM,
    "UPDATE reminder SET state = 'cancelled', why = 'taken_back', message = NULL"
    " WHERE firm = $1 AND message = $2 AND state = 'planned'");

static bool reminders_back(struct ctx *cx, const struct word *word)
{
    struct arg message = arg_int(word->message), why = arg_text(word->why);

    if (strcmp(word->verdict, "sent") == 0)
        return store_run(cx, &CHECK_REMINDERS, ARGS(message, why, arg_text(word->reason)));
    return store_run(cx, &RECHECK_REMINDERS, ARGS(message, why))
        && store_run(cx, &CANCEL_REMINDERS, ARGS(message));
}

static bool word_back(struct ctx *cx, const struct word *word, const struct arg *kept)
{
    return store_run(cx, &CHECK,
                     ARGS(arg_int(word->message), arg_text(word->why), word->ended_at,
                          word->point_at, arg_text(word->said)))
        && store_run(cx, &KEEP, kept) && reminders_back(cx, word);
}

static bool words_back(struct ctx *cx, const struct word *words, size_t count, const char *reason)
{
    int64_t first;

    if (count == 0)
        return fail(cx, FAULT_CONFLICT, "DECISION-PARTIE", NULL);
    if (!store_id(cx, "decision", count, &first))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!word_back(cx, &words[i],
                       ARGS(arg_int(first + (int64_t)i), arg_int(words[i].message), arg_int(first),
                            arg_instant(cx->now), arg_int(cx->actor), arg_text(reason),
                            words[i].point_at, arg_text(words[i].said))))
            return false;
    return true;
}

static bool take_back(struct ctx *cx, struct rows *rows, const char *reason, size_t *count)
{
    struct word *words;

    return words_read(cx, rows, &words, count) && words_back(cx, words, *count, reason);
}

bool outbox_unsay(struct ctx *cx, int64_t message, const char *reason)
{
    size_t count;

    return store_begin(cx)
        && store_end(cx,
                     take_back(cx, store_query(cx, &MESSAGE_WORD, ARGS(arg_int(message))), reason,
                               &count));
}

bool outbox_unsay_all(struct ctx *cx, int64_t decision, const char *reason, size_t *count)
{
    return store_begin(cx)
        && store_end(cx,
                     take_back(cx,
                               store_query(cx, &BATCH_WORDS,
                                           ARGS(arg_int(decision), arg_int(cx->actor),
                                                arg_date(cx->arena, cx->today))),
                               reason, count));
}
