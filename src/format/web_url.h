/*
 * Addresses that the house itself asks: https alone, and plain http on this very machine, where
 * nobody listens in between.
 */
#ifndef FORMAT_WEB_URL_H
#define FORMAT_WEB_URL_H

#include <stdbool.h>

/*
 * A host, perhaps a port and a path; no user, no fragment, nothing that would need coding or that
 * two readers could understand differently.
 */
bool web_url_is(const char *url);

/* 127.0.0.1, localhost or ::1 is its host. */
bool web_url_is_near(const char *url);

#endif
