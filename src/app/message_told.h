/*
 * Why a message that stands apart has left: a subscription, or what an admin sent by hand.
 */
#ifndef APP_MESSAGE_TOLD_H
#define APP_MESSAGE_TOLD_H

#include "app/message_rows.h"

/*
 * Puts "told" { is_digest, on, member } or { is_notice, by, at }; nothing for a message that does
 * not stand apart.
 */
MUST_USE bool message_put_told(struct ctx *cx, const struct request *request,
                               const struct message_row *row, struct json *model);

#endif
