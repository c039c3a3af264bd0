/* What a client's people sent, over all the companies of one of them. */
#include "app/documents.h"
#include "app/handlers.h"
#include "client/contact.h"
#include "client/offer.h"

enum { DOCUMENTS_SHOWN = 100 };

/* What the payroll's people sent is theirs and the legal representative's (P-3). */
SQL(SENT, FIRM,
    "SELECT d.id, c.name FROM client_contact k CROSS JOIN document d"
    " JOIN client c ON c.firm = d.firm AND c.id = d.client"
    " LEFT JOIN item i ON i.firm = d.firm AND i.id = d.item"
    " LEFT JOIN request r ON r.firm = i.firm AND r.id = i.request"
    " WHERE k.firm = $1 AND k.contact = $2 AND d.firm = k.firm AND d.client = k.client"
    " AND d.removed_at IS NULL AND d.member IS NULL"
    " AND (r.id IS NULL OR r.needs_payroll = 0 OR k.is_payroll = 1 OR k.is_legal = 1)"
    " AND " OFFER_SHOWS("d.client",
                        "documents") " ORDER BY d.received_at DESC, d.id DESC LIMIT $3");

bool own_documents_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct rows *rows =
        store_query(cx, &SENT, ARGS(arg_int(request_contact(request)), arg_int(DOCUMENTS_SHOWN)));
    struct json *list = json_put_list(answer->model, "documents");
    size_t count = 0;
    int64_t ids[DOCUMENTS_SHOWN];

    while (rows_next(rows)) {
        ids[count++] = rows_int(rows, 0);
        json_put_text(json_add_map(list), "company", rows_text(rows, 1));
    }
    if (!rows_done(rows))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct document document;
        if (!document_find(cx, ids[i], &document)
            || !documents_put(cx, request, &document, json_at(list, i)))
            return false;
    }
    json_put_bool(answer->model, "has_documents", count > 0);
    return true;
}

bool own_document_give(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct document document;

    return document_find(cx, request_id(request, "document"), &document)
        && documents_give(cx, request, &document, answer);
}
