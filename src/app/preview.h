/*
 * A message before it is written: worded exactly as it would leave, by what words it when it does.
 */
#ifndef APP_PREVIEW_H
#define APP_PREVIEW_H

#include "app/message_rows.h"

/* What is kept but not yet rendered, as it would leave now. */
MUST_USE bool preview_word(struct ctx *cx, const struct desk *desk, const struct message_row *row,
                           struct worded *worded);

/* The head and the plain text of a message, as its page shows them. */
struct letter {
    const char *from_name, *from, *to_name, *to, *reply_to, *subject, *text;
};
void letter_put(const struct letter *letter, struct json *map);

#endif
