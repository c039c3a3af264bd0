/*
 * The model of the clients page: see views/clients.mustache.
 */
#ifndef APP_CLIENTS_MODEL_H
#define APP_CLIENTS_MODEL_H

#include "chase/calendar_load.h"
#include "client/directory_query.h"
#include "client/shelf.h"
#include "http/route.h"

struct clients_page {
    const struct request *request;
    struct json *model;
    struct arena *arena;
    struct date today;
    struct calendar calendar;
    struct directory_query query;
    const char *text; /* the query as a part of an address, without place */
    struct directory *directory;
    struct directory_found found;
};

void clients_put_row(const struct clients_page *page, uint32_t row, struct json *map);

/* Tabs, filters with their counts, columns, sums, the pages beside this one. */
void clients_put_list(const struct clients_page *page);
void clients_put_sums(const struct clients_page *page);

/* The member's saved tabs, each with its count. */
MUST_USE bool clients_put_saved(struct ctx *cx, const struct clients_page *page);

/* The address of the list with a query. */
const char *clients_url(struct arena *arena, const struct directory_query *query);

#endif
