/*
 * For the lists of this folder alone: a document as a row of them, and what both are asked.
 */
#ifndef DOCUMENT_ROW_H
#define DOCUMENT_ROW_H

#include "document/document.h"

#define DOCUMENT_COLUMNS                                                                           \
    "SELECT d.id, d.client, d.item, d.sha256, d.size, d.name, d.type, d.way, d.member, d.contact," \
    " d.received_at, d.scan, d.scan_said, d.removed_at, d.kind, d.again, d.again_at, d.sender"     \
    " FROM document d"

/* Of what kind, from whom, and when it came. */
#define DOCUMENT_ASKED(KIND, SENDER, SINCE, BEFORE)                                                \
    " AND (CAST(" KIND " AS TEXT) = '*' OR d.kind = CAST(" KIND " AS TEXT))"                       \
    " AND (CAST(" SENDER " AS TEXT) = '' OR d.sender LIKE CAST(" SENDER " AS TEXT) ESCAPE '!'"     \
    " OR EXISTS (SELECT 1 FROM contact by_whom WHERE by_whom.firm = d.firm"                        \
    " AND by_whom.id = d.contact AND (by_whom.name_folded LIKE CAST(" SENDER                       \
    " AS TEXT) ESCAPE '!' OR by_whom.email_folded LIKE CAST(" SENDER " AS TEXT) ESCAPE '!')))"     \
    " AND d.received_at >= CAST(" SINCE " AS BIGINT)"                                              \
    " AND (CAST(" BEFORE " AS BIGINT) = 0 OR d.received_at < CAST(" BEFORE " AS BIGINT))"

#define DOCUMENT_ASKED_ARGS(arena, query)                                                          \
    arg_text((query)->kind ? (query)->kind : "*"),                                                 \
        arg_text(document_pattern((arena), (query)->sender)), arg_instant((query)->since),         \
        arg_instant((query)->before)

/* False: the row is none that we wrote. */
MUST_USE bool document_row(struct rows *rows, struct document *document);

/*
 * What holds the words anywhere, for LIKE with '!' before what it would read otherwise; "" all. A
 * blank is any one character: addresses keep the dashes that folding opens.
 */
const char *document_pattern(struct arena *arena, const char *words);

#endif
