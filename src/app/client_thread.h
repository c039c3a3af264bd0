/*
 * The thread of a client: what was written, decided and received, the latest first.
 */
#ifndef APP_CLIENT_THREAD_H
#define APP_CLIENT_THREAD_H

#include "client/client.h"
#include "http/route.h"

/*
 * Puts "thread": [{ at, is_mail | is_life | is_team | is_act | is_import, title (worded), words,
 * by (absent when there are none), page_path (absent when it has none) }], "has_thread".
 */
MUST_USE bool client_thread_put(struct ctx *cx, const struct request *request,
                                const struct client *client, struct json *model);

#endif
