/*
 * Why a message that stands apart has left: a subscription, or what an admin sent by hand.
 */
#ifndef APP_MESSAGE_TOLD_H
#define APP_MESSAGE_TOLD_H

#include "app/message_rows.h"

/*
 * Whether the reader is shown what it says. A digest speaks of clients that others may not see: its
 * own reader is; the answer to who asked for the firm and what is said of the help are the admins'.
 * A reminder of the firm tells all that its person owes or holds: not to who does not see one of
 * that person's clients (P-9). A link with which somebody signs in is shown to nobody, nor worded
 * but to leave.
 */
MUST_USE bool message_is_shown(struct ctx *cx, const struct request *request,
                               const struct message_row *row, bool *is_shown);
bool message_is_sealed(const struct message_row *row);

/* The text's key of what stands for a subject that was not written. */
const char *message_unwritten(const struct message_row *row);

/*
 * Puts "told": see views/message.mustache; nothing for a message that does
 * not stand apart.
 */
MUST_USE bool message_put_told(struct ctx *cx, const struct request *request,
                               const struct message_row *row, struct json *model);

/*
 * Why a reminder ended, or a message was dropped, in the words of its kind; NULL for what is no
 * code of ours.
 */
const char *message_fate_why(struct arena *arena, const char *language, const char *kind,
                             const char *code);

#endif
