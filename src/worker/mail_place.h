/*
 * A person's word on mail that waits (E-18): it is a client's, or nothing to do, or neither after
 * all. The actor is who decides; whose client and request these may be, the caller has looked at.
 */
#ifndef WORKER_MAIL_PLACE_H
#define WORKER_MAIL_PLACE_H

#include "document/document.h"
#include "worker/mail_take.h"

struct mail_place {
    int64_t client;
    int64_t request; /* one of its requests; 0: with the client alone */
};

/*
 * Of all: ABSENT MAIL-BALAYE when its files are wanted, and the message is kept no more.
 *
 * Its files become documents of the client; those named like a piece that the request still lacks
 * are given to it, as those of a reply are, and the words of a contact of the request go to its
 * history; without a request, to that of the client's which the mail answers. Outside a
 * transaction. Faults: CONFLICT MAIL-CHANGE when it waits no more, ABSENT DEMANDE-ABSENTE for
 * a request of another client, those of mail_take.
 */
MUST_USE bool mail_place(struct ctx *cx, const struct mail_site *site, int64_t id,
                         const struct mail_place *place);

MUST_USE bool mail_dismiss(struct ctx *cx, int64_t id);

/*
 * It waits again, as it did: documents that a person made of it are removed, and pieces that have
 * none left are missing again; words that a person's filing said are said no more. Faults: CONFLICT
 * MAIL-CHANGE when no person decided, those of item_take_back.
 */
MUST_USE bool mail_undo(struct ctx *cx, int64_t id);

/*
 * A file of it, to be read: its document, or one that stands in the vault and not in the books.
 * Outside a transaction. Faults: ABSENT MAIL-PIECE; INPUT MAIL-PIECE-REFUSEE with "name" (damaged,
 * or of a kind that is not taken).
 */
MUST_USE bool mail_piece(struct ctx *cx, const struct mail_site *site, const struct mail *mail,
                         int64_t place, struct document *document);

#endif
