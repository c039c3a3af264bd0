/* What a client's people sent, over all the companies of one of them. */
#include "app/documents.h"
#include "app/documents_asked.h"
#include "app/handlers.h"
#include "app/page.h"
#include "client/contact.h"
#include "document/receipt.h"

const struct field own_documents_fields[] = {
    { .name = "client", .check = CHECK_INT },
    { .name = "after", .check = CHECK_INT },
    DOCUMENTS_ASKED_FIELDS,
    { 0 },
};

static const char *company_of(const struct contact_role *roles, size_t count, int64_t client)
{
    for (size_t i = 0; i < count; i++)
        if (roles[i].client == client)
            return roles[i].client_name;
    return "";
}

static void put_companies(const struct contact_role *roles, size_t count, int64_t chosen,
                          struct json *model)
{
    struct json *list = json_put_list(model, "companies");

    for (size_t i = 0; i < count; i++) {
        struct json *map = json_add_map(list);
        json_put_int(map, "id", roles[i].client);
        json_put_text(map, "name", roles[i].client_name);
        json_put_bool(map, "is_chosen", roles[i].client == chosen);
    }
    json_put_bool(model, "has_several", count > 1);
}

/* One more than a page is read, to know whether there are older ones. */
static void put_older(struct ctx *cx, const struct request *request,
                      const struct document_query *query, struct json *model)
{
    json_put_text(model, "older_url",
                  arena_format(cx->arena, "/espace/documents?after=%lld&client=%lld%s",
                               (long long)(query->after + PAGE_ROWS), (long long)query->client,
                               documents_asked_coded(cx, request)));
}

bool own_documents_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct document_query query = { .client = request_int(request, "client"),
                                    .after = request_int(request, "after"),
                                    .limit = PAGE_ROWS + 1 };
    struct json *list = json_put_list(answer->model, "documents");
    struct document *documents;
    struct contact_role *roles;
    size_t count, role_count;

    documents_asked(cx, request, &query, answer->model);
    if (!document_list_own(cx, request_contact(request), &query, &documents, &count)
        || !contact_clients(cx, request_contact(request), &roles, &role_count))
        return false;
    put_companies(roles, role_count, query.client, answer->model);
    if (count > PAGE_ROWS)
        put_older(cx, request, &query, answer->model);
    for (size_t i = 0; i < count && i < PAGE_ROWS; i++) {
        struct json *map = json_add_map(list);
        json_put_text(map, "company", company_of(roles, role_count, documents[i].client));
        if (!documents_put(cx, request, &documents[i], map))
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

bool own_document_sort(struct ctx *cx, const struct request *request, struct answer *answer)
{
    answer->redirect = "/espace/documents";
    answer->notice = "collection.done.sort";
    return receipt_sort(cx, request_id(request, "document"), documents_kind(request));
}
