/* What a member sees in a client's space, page by page, by the models of the client's own pages. */
#include <string.h>

#include "app/colleague.h"
#include "app/documents.h"
#include "app/handlers.h"
#include "app/own_doing.h"
#include "app/own_put.h"
#include "app/page.h"
#include "app/space.h"
#include "base/limits.h"
#include "client/offer.h"

const struct field space_documents_fields[] = {
    { .name = "after", .check = CHECK_INT },
    { 0 },
};

/* A request that the client does not see is not there for who looks as the client does. */
static bool find(struct ctx *cx, const struct request *request, struct demand *demand)
{
    return request_find(cx, request_id(request, "demand"), demand)
        && (demand->state != REQUEST_DROPPED || fail(cx, FAULT_ABSENT, "DEMANDE-ABSENTE", NULL));
}

bool space_request_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct demand demand;
    struct space space;

    return space_enter(cx, request, &space) && find(cx, request, &demand)
        && space_put(cx, &space, answer->model)
        && own_put_request_page(cx, request, &demand, answer->model);
}

const struct field space_request_fields[] = {
    { .name = "act",
      .check = CHECK_CHOICE,
      .required = true,
      .choices = "answer file back comment" },
    { .name = "item", .check = CHECK_INT },
    { .name = "answer", .check = CHECK_NOTE },
    { .name = "text", .check = CHECK_NOTE },
    { .name = "piece",
      .check = CHECK_FILE,
      .limit = LIMIT_UPLOAD_BYTES,
      .many = DOCUMENTS_AT_ONCE },
    { 0 },
};

static const struct {
    const char *name;
    bool (*run)(struct ctx *cx, const struct own_doing *doing);
    const char *notice;
} acts[] = {
    { "answer", own_answer_item, "notice.own_answered" },
    { "file", own_file_item, "notice.space_filed" },
    { "back", own_back_item, "notice.own_back" },
    { "comment", own_comment, "notice.space_commented" },
};

static bool is_item_of(struct ctx *cx, const struct demand *demand, int64_t item)
{
    for (size_t i = 0; i < demand->item_count; i++)
        if (demand->items[i].id == item)
            return true;
    return fail(cx, FAULT_ABSENT, "DEMANDE-ABSENTE", NULL);
}

static bool act(struct ctx *cx, const struct own_doing *doing, const char **notice)
{
    const char *name = request_text(doing->request, "act");

    for (size_t i = 0; i < COUNT_OF(acts); i++) {
        if (strcmp(acts[i].name, name) != 0)
            continue;
        *notice = acts[i].notice;
        return acts[i].run(cx, doing);
    }
    return true;
}

/* Who chose to change does it in the client's place, in their own name, and the visit keeps it. */
bool space_request_do(struct ctx *cx, const struct request *request, struct answer *answer)
{
    bool is_word = strcmp(request_text(request, "act"), "comment") == 0;
    struct own_doing doing = { .request = request, .item = request_int(request, "item") };
    struct demand demand;
    struct space space;

    if (!space_enter(cx, request, &space) || !find(cx, request, &demand))
        return false;
    if (!space_may(&space, SPACE_CHANGE))
        return fail(cx, FAULT_DENIED, "VISITE-LECTURE", NULL);
    if (!(is_word && doing.item == 0) && !is_item_of(cx, &demand, doing.item))
        return false;
    doing.id = demand.id;
    doing.client = demand.client;
    doing.by = (struct hand){ .way = WAY_SPACE, .visit = space.visit.id };
    answer->redirect = arena_format(cx->arena, "/clients/%lld/espace/demandes/%lld",
                                    (long long)space.client, (long long)demand.id);
    return act(cx, &doing, &answer->notice);
}

/* A page that the client's plan hides is not there (P-6). */
static bool is_shown(struct ctx *cx, int64_t client, enum offer_part part)
{
    bool hides[OFFER_PART_COUNT];

    return offer_of_client(cx, client, hides)
        && (!hides[part] || fail(cx, FAULT_ABSENT, "ABSENT", NULL));
}

/* One more than a page is read, to know whether there are older ones. */
static bool put_documents(struct ctx *cx, const struct request *request, int64_t client,
                          struct json *model)
{
    const struct document_query query = { .client = client,
                                          .after = request_int(request, "after"),
                                          .limit = PAGE_ROWS + 1 };
    struct json *list = json_put_list(model, "documents");
    struct document *documents;
    size_t count;

    if (!document_list_own(cx, 0, &query, &documents, &count))
        return false;
    for (size_t i = 0; i < count && i < PAGE_ROWS; i++)
        if (!documents_put(cx, request, &documents[i], json_add_map(list)))
            return false;
    json_put_bool(model, "has_documents", count > 0);
    if (count > PAGE_ROWS)
        json_put_text(model, "older_url",
                      arena_format(cx->arena, "/clients/%lld/espace/documents?after=%lld",
                                   (long long)client, (long long)(query.after + PAGE_ROWS)));
    return true;
}

bool space_documents_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct space space;

    return is_shown(cx, request_id(request, "client"), OFFER_DOCUMENTS)
        && space_enter(cx, request, &space) && space_put(cx, &space, answer->model)
        && put_documents(cx, request, space.client, answer->model);
}

bool space_users_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct space space;

    return is_shown(cx, request_id(request, "client"), OFFER_USERS)
        && space_enter(cx, request, &space) && space_put(cx, &space, answer->model)
        && own_put_users(cx, space.client, 0, answer->model)
        && colleague_put(cx, space.client, answer->model);
}
