/*
 * The crafts of acts on many clients that are not the client's own (client/bulk_craft.h), and who
 * may do what: the same as on one client.
 */
#ifndef APP_BULK_CRAFT_H
#define APP_BULK_CRAFT_H

#include "client/bulk_craft.h"
#include "http/route.h"

extern const struct bulk_craft bulk_follow_craft, bulk_notify_craft;

/* NULL for the client's own acts. */
const struct bulk_craft *bulk_craft_of(enum bulk_act act);

/* Is it about what the member who began it is told? Then nobody else changes it. */
bool bulk_is_personal(enum bulk_act act);

#endif
