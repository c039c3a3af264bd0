/*
 * « Notifications »: what the member who reads has subscribed to, on a client's page and together.
 */
#ifndef APP_NOTIFICATION_H
#define APP_NOTIFICATION_H

#include "http/route.h"

/*
 * Puts "notification": { is_on, is_daily, is_weekly, is_monthly (the one chosen; weekly at first),
 * next_on (absent when off, or when no such day comes) }, for part/notification.
 */
MUST_USE bool notification_put(struct ctx *cx, int64_t client, struct json *model);

#endif
