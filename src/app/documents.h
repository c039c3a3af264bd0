/*
 * What pages tell of documents, and how files of a form become some: shared by the firm's page of a
 * client and by the client's own space.
 */
#ifndef APP_DOCUMENTS_H
#define APP_DOCUMENTS_H

#include "document/document.h"
#include "http/route.h"

enum { DOCUMENTS_AT_ONCE = 20 };

/* The house's vault; a fault where pages are served without one. */
MUST_USE const struct vault *documents_vault(struct ctx *cx, const struct request *request);

/*
 * All files of the field « piece » of a form, each like the model, with its client, item, people
 * and way: safe in the vault, outside a transaction. *documents is as many as files.
 */
MUST_USE bool documents_take(struct ctx *cx, const struct request *request,
                             const struct document *like, struct document **documents,
                             size_t *count);

/* Their rows, in the caller's transaction with what belongs to them. */
MUST_USE bool documents_add(struct ctx *cx, struct document *documents, size_t count);

/* Both, kept together or not at all, for who has nothing else to write. */
MUST_USE bool documents_receive(struct ctx *cx, const struct request *request,
                                const struct document *like, struct document **documents,
                                size_t *count);

/*
 * { id, name, type, size (octets), size_shown in units of is_kilo or is_mega, at, sha256, way,
 * is_WAY, by (worded), is_instead (by a member in the client's place), item, is_danger,
 * is_clean, said, removed_at (absent while it stands), kind, is_purchases, is_sales, is_sort,
 * is_other, sender, again (how often the same came), again_at }
 */
MUST_USE bool documents_put(struct ctx *cx, const struct request *request,
                            const struct document *document, struct json *map);

/* A download: its bytes, an attachment of its type. */
MUST_USE bool documents_give(struct ctx *cx, const struct request *request,
                             const struct document *document, struct answer *answer);

#endif
