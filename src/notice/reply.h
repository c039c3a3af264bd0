/*
 * « À lire »: who must now read a reply that others left unread is told by mail (C-10), one a
 * member and day over all that came to them, however often the round runs. It names debtors and
 * clients and says nothing of what was written. Like a digest it answers to nothing and counts
 * against nobody's week (C-3).
 */
#ifndef NOTICE_REPLY_H
#define NOTICE_REPLY_H

#include "chase/kind.h"

/* Longer lists are cut: the rest is counted. */
enum { REPLY_ROWS = 100 };

/*
 * Posts what nobody was told of yet; *count is how many mails. Each member is a transaction. A
 * reply that its new reader may not see is told once they may (P-9). To be called once a day, after
 * replies were handed on (mail/unread.h).
 */
MUST_USE bool reply_post(struct ctx *cx, int64_t *count);

/*
 * Messages « reply » of the firm to a member. The model: « on », « replies » (each with client and
 * debtor, absent where there is none, at, url), « count », « more » (not shown), « base_url »,
 * « list_url ». What was read meanwhile is not in it.
 */
extern const struct chase_kind reply_kind;

#endif
