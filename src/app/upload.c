/* Files in parts, for a client's page of the firm and for the pieces of a client's own people. */
#include "document/upload.h"

#include "app/documents.h"
#include "app/handlers.h"
#include "base/limits.h"
#include "request/answer.h"

const struct field upload_begin_fields[] = {
    { .name = "name", .check = CHECK_NOTE, .required = true },
    { .name = "size", .check = CHECK_INT, .required = true },
    { 0 },
};

const struct field upload_part_fields[] = {
    { .name = "key", .check = CHECK_TEXT, .required = true },
    { .name = "offset", .check = CHECK_TEXT, .required = true },
    { .name = "part", .check = CHECK_FILE, .required = true, .limit = LIMIT_UPLOAD_BYTES },
    { 0 },
};

const struct field upload_key_fields[] = {
    { .name = "key", .check = CHECK_TEXT, .required = true },
    { 0 },
};

static void put(struct json *model, const struct upload_begun *upload)
{
    json_put_text(model, "name", upload->name);
    json_put_int(model, "size", upload->size);
    json_put_int(model, "got", upload->got);
    json_put_bool(model, "is_done", upload->document > 0);
    if (upload->document > 0)
        json_put_int(model, "document", upload->document);
}

bool upload_begin_ask(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct upload_begun upload = {
        .client = request_id(request, "client"),
        .member = request_member(request),
        .name = request_text(request, "name"),
        .size = request_int(request, "size"),
    };
    const char *key;

    if (!documents_vault(cx, request) || !upload_begin(cx, &upload, &key))
        return false;
    put(answer->model, &upload);
    json_put_text(answer->model, "key", key);
    return true;
}

/* Of a piece that the contact may see, and that still takes something. */
static bool find_piece(struct ctx *cx, const struct request *request, int64_t id,
                       struct demand *demand)
{
    const struct hand by = { .way = WAY_SPACE, .contact = request_contact(request) };

    return item_takes_file(cx, id, &by, demand);
}

bool own_upload_begin(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct upload_begun upload = {
        .item = request_id(request, "item"),
        .contact = request_contact(request),
        .name = request_text(request, "name"),
        .size = request_int(request, "size"),
    };
    struct demand demand;
    const char *key;

    if (!find_piece(cx, request, upload.item, &demand) || !documents_vault(cx, request))
        return false;
    upload.client = demand.client;
    if (!upload_begin(cx, &upload, &key))
        return false;
    put(answer->model, &upload);
    json_put_text(answer->model, "key", key);
    return true;
}

/* The key alone opens nothing: it is the same person's, who may still see the piece (T-11). */
static bool find(struct ctx *cx, const struct request *request, struct upload_begun *upload)
{
    struct demand demand;

    if (!upload_find(cx, request_text(request, "key"), upload))
        return false;
    if (upload->contact != request_contact(request))
        return fail(cx, FAULT_ABSENT, "UPLOAD-ABSENT", NULL);
    return upload->contact == 0 || upload->document > 0
        || find_piece(cx, request, upload->item, &demand);
}

bool upload_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct upload_begun upload;

    if (!find(cx, request, &upload))
        return false;
    put(answer->model, &upload);
    return true;
}

/* Digits alone; -1 else. A part says where it belongs in text, since multipart knows no numbers. */
static int64_t offset_of(const char *text)
{
    int64_t offset = 0;

    for (; *text >= '0' && *text <= '9' && offset <= LIMIT_UPLOAD_BYTES; text++)
        offset = offset * 10 + (*text - '0');
    return *text ? -1 : offset;
}

bool upload_part(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const struct vault *vault = documents_vault(cx, request);
    struct upload_begun upload;
    struct upload part;

    if (!vault || !find(cx, request, &upload))
        return false;
    if (!request_upload(request, "part", &part))
        return fail(cx, FAULT_INPUT, "CHAMP-MANQUE", "field", "part", NULL);
    const struct vault_source source = { .path = part.path };
    if (!upload_append(cx, vault, &upload, offset_of(request_text(request, "offset")), &source))
        return false;
    put(answer->model, &upload);
    return true;
}

/* The piece is given by the same transaction: this one, or that of who ended it before. */
static bool write_end(struct ctx *cx, struct upload_begun *upload, struct document *document)
{
    const struct hand by = { .way = WAY_SPACE, .contact = upload->contact };

    return upload_end(cx, upload, document)
        && (upload->contact == 0 || document->id == 0
            || item_given(cx, upload->item, document->name, &by));
}

static bool finish(struct ctx *cx, const struct vault *vault, struct upload_begun *upload)
{
    struct document document;

    if (upload->document > 0)
        return true;
    if (!upload_take(cx, vault, upload, &document) || !store_begin(cx)
        || !store_end(cx, write_end(cx, upload, &document)))
        return false;
    upload_clear(cx, vault, upload);
    return true;
}

bool upload_finish(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const struct vault *vault = documents_vault(cx, request);
    struct upload_begun upload;
    struct document document;

    if (!vault || !find(cx, request, &upload) || !finish(cx, vault, &upload)
        || !document_find(cx, upload.document, &document))
        return false;
    put(answer->model, &upload);
    if (upload.contact > 0)
        answer->notice = "notice.own_received";
    return documents_put(cx, request, &document, json_put_map(answer->model, "kept"));
}

bool upload_cancel(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const struct vault *vault = documents_vault(cx, request);
    struct upload_begun upload;

    (void)answer;
    return vault && find(cx, request, &upload) && upload_drop(cx, vault, &upload);
}
