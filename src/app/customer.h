/*
 * The customer that a path names, beside the client that it names: absent when one is not the
 * other's (T-5).
 */
#ifndef APP_CUSTOMER_H
#define APP_CUSTOMER_H

#include "client/client.h"
#include "http/route.h"
#include "invoice/customer.h"

MUST_USE bool customer_of(struct ctx *cx, const struct request *request, struct client *client,
                          struct customer *customer);

const char *customer_path(struct arena *arena, const struct customer *customer);

#endif
