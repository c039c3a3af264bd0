/*
 * What all pages of one client tell: who it is, its state and what may be done with it.
 */
#ifndef APP_CLIENT_PAGE_H
#define APP_CLIENT_PAGE_H

#include "client/client.h"
#include "http/route.h"
#include "invoice/ageing.h"

/*
 * Finds the client of the request's path, which the member may see, and puts "client": { id, name,
 * siren, missing_addresses, has_missing, and every field of client/client.h, hub_name, tags,
 * has_tags, next_closing (absent while its year end is unknown), is_INVITED and so on for its
 * state, is_test, no_address, no_legal } and "moves": [{ to, is_STATE, obstacle (a code), why
 * (worded); both absent when it may be done }].
 */
MUST_USE bool client_page_put(struct ctx *cx, const struct request *request, struct client *client,
                              struct json *model);

/* The same and the ageing of today that it reads. */
MUST_USE bool client_page_put_ageing(struct ctx *cx, const struct request *request,
                                     struct client *client, struct ageing *ageing,
                                     struct json *model);

/* The fields alone: those that a form and the API hold. */
void client_put_fields(struct arena *arena, struct json *map, const struct client *client);

/* "/clients/12/personnes" */
const char *client_path(struct arena *arena, int64_t client, const char *rest);

#endif
