/*
 * Receipts: documents of a client that are purchases, sales, or still to be told apart (E-23). The
 * same bytes are one receipt of a client: who sends them again is told when they first came.
 */
#ifndef DOCUMENT_RECEIPT_H
#define DOCUMENT_RECEIPT_H

#include "document/document.h"

/*
 * The row of what came to a collection address, in the caller's transaction. When the client has it
 * already it is not written: *is_again, and its id is that of the first, which notes it.
 */
MUST_USE bool receipt_add(struct ctx *cx, struct document *document, bool *is_again);

/* Of another kind from now on, by a person. Fault ABSENT DOCUMENT-ABSENT. */
MUST_USE bool receipt_sort(struct ctx *cx, int64_t id, enum document_kind kind);

#endif
