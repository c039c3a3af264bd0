#include "app/client_page.h"
#include "app/documents.h"
#include "app/documents_asked.h"
#include "app/handlers.h"
#include "app/page.h"
#include "base/limits.h"
#include "document/receipt.h"

enum { MEGABYTE = 1000000 };

const struct field client_documents_fields[] = {
    { .name = "q", .check = CHECK_TEXT },
    { .name = "removed", .check = CHECK_FLAG },
    { .name = "undo", .check = CHECK_INT },
    { .name = "after", .check = CHECK_INT },
    DOCUMENTS_ASKED_FIELDS,
    { 0 },
};

const struct field client_documents_add_fields[] = {
    { .name = "dossier", .check = CHECK_INT },
    { .name = "piece",
      .check = CHECK_FILE,
      .required = true,
      .limit = LIMIT_UPLOAD_BYTES,
      .many = DOCUMENTS_AT_ONCE },
    { 0 },
};

static bool put_list(struct ctx *cx, const struct request *request, struct json *model,
                     const struct document_query *query)
{
    struct json *list = json_put_list(model, "documents");
    struct document *documents;
    size_t count;
    int64_t all;

    if (!document_list(cx, query, &documents, &count) || !document_count(cx, query, &all))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!documents_put(cx, request, &documents[i], json_add_map(list)))
            return false;
    const struct page_place place = {
        .path = client_path(cx->arena, query->client, "/documents"),
        .query =
            arena_format(cx->arena, "q=%s%s%s", page_coded(cx->arena, query->words),
                         query->removed ? "&removed=1" : "", documents_asked_coded(cx, request)),
        .after = query->after,
        .shown = (int64_t)count,
        .count = all,
    };
    page_put_pager(model, cx->arena, &place);
    json_put_bool(model, "has_documents", count > 0);
    return true;
}

/* What was just removed, so that one click puts it back. */
static bool put_undo(struct ctx *cx, int64_t client, int64_t id, struct json *model)
{
    struct document document;

    if (id == 0)
        return true;
    if (!document_find(cx, id, &document))
        return false;
    if (document.client != client || document.removed_at.ms == 0)
        return true;
    struct json *map = json_put_map(model, "undo");
    json_put_int(map, "id", document.id);
    json_put_text(map, "name", document.name);
    return true;
}

static bool show(struct ctx *cx, const struct request *request, const struct document_query *query,
                 struct json *model)
{
    struct client client;

    json_put_text(model, "query", query->words);
    json_put_bool(model, "has_query", *query->words != '\0');
    json_put_bool(model, "is_removed", query->removed);
    json_put_int(model, "limit_mb", LIMIT_UPLOAD_BYTES / MEGABYTE);
    json_put_int(model, "limit_files", DOCUMENTS_AT_ONCE);
    return client_page_put(cx, request, &client, model) && put_list(cx, request, model, query);
}

bool client_documents_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct document_query query = {
        .client = request_id(request, "client"),
        .words = request_text(request, "q"),
        .removed = request_has(request, "removed"),
        .after = request_int(request, "after"),
        .limit = PAGE_ROWS,
    };

    documents_asked(cx, request, &query, answer->model);
    return show(cx, request, &query, answer->model)
        && put_undo(cx, query.client, request_int(request, "undo"), answer->model);
}

/* A form may name the client again; another than the path's is not there. */
static bool is_of_path(struct ctx *cx, const struct request *request)
{
    int64_t named = request_int(request, "dossier");

    return !request_has(request, "dossier") || named == request_id(request, "client")
        || fail(cx, FAULT_ABSENT, "CLIENT-ABSENT", NULL);
}

bool client_documents_add(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const struct document like = {
        .client = request_id(request, "client"),
        .member = request_member(request),
        .way = DOCUMENT_BY_FIRM,
    };
    struct document *documents;
    size_t count;

    if (!is_of_path(cx, request) || !documents_receive(cx, request, &like, &documents, &count))
        return false;
    struct json *list = json_put_list(answer->model, "documents");
    for (size_t i = 0; i < count; i++)
        if (!documents_put(cx, request, &documents[i], json_add_map(list)))
            return false;
    answer->redirect = client_path(cx->arena, like.client, "/documents");
    answer->notice = "notice.documents_received";
    return true;
}

bool client_document_give(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct document document;

    return document_find(cx, request_id(request, "document"), &document)
        && documents_give(cx, request, &document, answer);
}

bool client_document_remove(struct ctx *cx, const struct request *request, struct answer *answer)
{
    int64_t id = request_id(request, "document");

    answer->redirect = arena_format(
        cx->arena, "%s?undo=%lld",
        client_path(cx->arena, request_id(request, "client"), "/documents"), (long long)id);
    return document_remove(cx, id);
}

bool client_document_restore(struct ctx *cx, const struct request *request, struct answer *answer)
{
    answer->redirect = client_path(cx->arena, request_id(request, "client"), "/documents");
    answer->notice = "notice.document_restored";
    return document_restore(cx, request_id(request, "document"));
}

bool client_document_sort(struct ctx *cx, const struct request *request, struct answer *answer)
{
    answer->redirect = client_path(cx->arena, request_id(request, "client"), "/documents");
    answer->notice = "collection.done.sort";
    return receipt_sort(cx, request_id(request, "document"), documents_kind(request));
}
