/*
 * An ageing as a page and the API tell it.
 */
#ifndef APP_AGEING_MODEL_H
#define APP_AGEING_MODEL_H

#include "base/json.h"
#include "client/client.h"
#include "invoice/ageing.h"

/* « client »: {id, name, siren, missing_addresses, has_missing}. */
void ageing_put_client(struct json *model, const struct client *client,
                       const struct ageing *ageing);

/*
 * « buckets » and « all »; see views/part/bucket_table.mustache. start is the address of the list
 * up to the field « bucket », current that field's value, "" for none. A start of "" is a bar
 * without links, NULL neither of them (the API).
 */
void ageing_put_buckets(struct json *model, struct arena *arena, const struct ageing *ageing,
                        const char *start, const char *current);

/* The names of the ages in a model of amounts: "not_due", "late_30", …, "late_more". */
const char *ageing_amount_name(enum items_age age);

/* part in tenths of a percent of the whole, "41.0"; "0.0" of nothing. */
const char *ageing_share(struct arena *arena, struct money part, struct money whole);

#endif
