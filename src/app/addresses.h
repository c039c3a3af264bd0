/*
 * « Compléter les adresses »: its two forms show the same page.
 */
#ifndef APP_ADDRESSES_H
#define APP_ADDRESSES_H

#include "client/client.h"
#include "http/route.h"

/* What was typed into one row, and the code of its fault; NULL when it is right. */
struct typed {
    int64_t customer;
    const char *email, *problem;
};

struct typed_list {
    const struct typed *items;
    size_t count;
};

/* Fills the page's model but for what was pasted, each row with what was typed there. */
MUST_USE bool addresses_put(struct ctx *cx, const struct request *request,
                            const struct client *client, const struct typed_list *typed,
                            struct json *model);

/* The sentence of a code of channel/email.h. */
const char *address_problem_word(struct arena *arena, const char *language, const char *problem,
                                 const char *email);

#endif
