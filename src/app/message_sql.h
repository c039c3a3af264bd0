/*
 * What the statements of message_rows.c and message_count.c share: rows of messages, and which.
 */
#ifndef APP_MESSAGE_SQL_H
#define APP_MESSAGE_SQL_H

#include "store/store.h"
#include "store/visible.h"

#define MESSAGE_FROM                                                                               \
    " FROM message m LEFT JOIN client l ON l.firm = m.firm AND l.id = m.client"                    \
    " LEFT JOIN contact p ON p.firm = m.firm AND p.id = m.person"                                  \
    " AND m.kind IN ('access', 'request')"                                                         \
    " LEFT JOIN member w ON w.firm = m.firm AND w.id = m.person"                                   \
    " AND m.kind IN ('task', 'digest', 'notice', 'member_link')"                                   \
    " LEFT JOIN invitation v ON v.firm = m.firm AND v.id = m.person AND m.kind = 'invitation'"     \
    " LEFT JOIN customer c ON c.firm = m.firm AND c.id = m.person AND m.kind = 'invoice'"          \
    " WHERE m.firm = $1"
#define MESSAGE_MAY_SAY(WORDS)                                                                     \
    " AND (CAST(" WORDS " AS TEXT) = '' OR m.words_folded LIKE " WORDS " ESCAPE '!'"               \
    " OR c.name_folded LIKE " WORDS " ESCAPE '!')"
#define MESSAGE_MAY_BE_OF(CLIENT, PERSON)                                                          \
    " AND m.client = " CLIENT " AND (CAST(" PERSON " AS BIGINT) = 0"                               \
    " OR (m.is_apart = 0 AND (m.person = " PERSON " OR EXISTS (SELECT 1 FROM reminder q"           \
    " JOIN obligation d ON d.firm = q.firm AND d.id = q.obligation WHERE q.firm = $1"              \
    " AND q.message = m.id AND d.kind = 'invoice' AND d.person = " PERSON "))))"

#define MESSAGE_MAY_BE_OF_CLIENT(CLIENT)                                                           \
    " AND (CAST(" CLIENT " AS BIGINT) = 0 OR m.client = " CLIENT ")"
#define MESSAGE_STILL "m.is_apart = 0 AND m.state IN ('waiting', 'due', 'taken', 'point')"
#define MESSAGE_ENDED                                                                              \
    "m.is_apart = 0 AND m.ended_at >= $3 AND m.day_on = $4 AND m.state NOT IN ('waiting', 'due', " \
    "'taken', 'point')"

/* Not taken yet, and all that it speaks of was settled since: taken, it is dropped (C-5). */
#define MESSAGE_SETTLED                                                                            \
    " m.is_apart = 0 AND m.state IN ('waiting', 'due') AND NOT EXISTS (SELECT 1 FROM reminder r"   \
    " JOIN obligation o ON o.firm = r.firm AND o.id = r.obligation WHERE r.firm = $1"              \
    " AND r.message = m.id AND r.state = 'planned' AND o.state = 'open')"

/* Not at its point yet, with something left to say, and its turn in a span. */
#define MESSAGE_LEAVING(FROM, UNTIL)                                                               \
    "m.is_apart = 0 AND m.state IN ('waiting', 'due', 'taken') AND m.not_before >= " FROM          \
    " AND m.not_before < " UNTIL " AND NOT (" MESSAGE_SETTLED ")"

/* For LIKE, with '!' before what it would read otherwise; "" for no words. */
const char *message_pattern(struct arena *arena, const char *words);

/* Well before any midnight of today, so that an index leads to few rows. */
struct arg message_lately(const struct ctx *cx);

#endif
