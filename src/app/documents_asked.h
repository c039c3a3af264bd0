/*
 * What a list of documents may be asked, on the firm's page of a client and in the client's own
 * space: a kind, days, who sent it.
 */
#ifndef APP_DOCUMENTS_ASKED_H
#define APP_DOCUMENTS_ASKED_H

#include "document/document.h"
#include "http/route.h"

/* To stand in a table of fields. */
#define DOCUMENTS_ASKED_FIELDS                                                                     \
    { .name = "kind", .check = CHECK_CHOICE, .choices = "purchases sales sort other" },            \
        { .name = "from", .check = CHECK_DATE }, { .name = "to", .check = CHECK_DATE },            \
    {                                                                                              \
        .name = "sender", .check = CHECK_TEXT                                                      \
    }

/*
 * Fills kind, sender, since and before, and puts "asked": { kind, is_KIND, from, to, sender } with
 * is_asked; *coded is the part of an address that asks it again.
 */
void documents_asked(struct ctx *cx, const struct request *request, struct document_query *query,
                     struct json *model);
const char *documents_asked_coded(struct ctx *cx, const struct request *request);

/* "other" is none of the kinds of a receipt. */
enum document_kind documents_kind(const struct request *request);

#endif
