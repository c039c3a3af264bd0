/*
 * All pages and API calls of the house: the one table of routes (T-5).
 */
#ifndef APP_ROUTES_H
#define APP_ROUTES_H

#include "app/desk.h"
#include "http/server.h"

extern const struct route app_routes[];
extern const size_t app_route_count;

/* Sets the site's routes, the way its pages are worded, and its house: the desk, kept as long. */
void app_dress(struct site *site, const struct desk *desk);

#endif
