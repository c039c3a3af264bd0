/*
 * The answer to who still writes to a collection address that was renewed (E-23): a person of that
 * client, whose mail waits in triage and would be missed by nobody but them. It says that the
 * address has changed and where the new one is shown, never the new one itself: From proves
 * nothing, and what came may go elsewhere than to whom it names. One a person, client and day,
 * however much they send; a machine's mail and a list's get none (RFC 3834).
 */
#ifndef MAIL_RENEWED_H
#define MAIL_RENEWED_H

#include "chase/kind.h"
#include "mail/collect.h"

/*
 * Posts it, to leave at once, to the address that the books have of the contact; nothing when one
 * left today. In the transaction that takes the mail.
 */
MUST_USE bool renewed_answer(struct ctx *cx, const struct collect *collect, int64_t contact);

/*
 * Messages « renewed » of the firm to a contact about a client. The model: « name », « client »
 * { name }, « purchases », « sales » or « smart » (which it was, a flag), « base_url », « page_url
 * » (absent where the client's plan hides it: the firm is to be asked).
 */
extern const struct chase_kind renewed_kind;

#endif
