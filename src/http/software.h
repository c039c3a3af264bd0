/*
 * Rows for programs (ROLE_SOFTWARE), which speak a protocol that others wrote. What the door
 * refuses them is JSON (RFC 6749, 5.2; RFC 6750, 3): « error », which is the fault's argument of
 * that name or follows from the status, and « error_description », the fault's code.
 */
#ifndef HTTP_SOFTWARE_H
#define HTTP_SOFTWARE_H

#include "http/route.h"

struct reply;

void reply_software(struct arena *arena, int status, const struct fault *fault,
                    struct reply *reply);

/* What Authorization says behind « Basic », as it is coded; "" for none. */
const char *request_basic(const struct request *request);

/* What our own addresses begin with, by the configuration alone (T-10); no slash at its end. */
const char *request_base_url(struct arena *arena, const struct request *request);

#endif
