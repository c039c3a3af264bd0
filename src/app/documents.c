#include "app/documents.h"

#include <string.h>

#include "app/desk.h"
#include "app/page.h"
#include "base/buf.h"
#include "client/contact.h"
#include "http/files.h"

const struct vault *documents_vault(struct ctx *cx, const struct request *request)
{
    const struct desk *desk = desk_of(request);

    if (desk && desk->vault)
        return desk->vault;
    (void)fail(cx, FAULT_BROKEN, "DOCUMENT-LECTURE", NULL);
    return NULL;
}

/* The names of the files of one form that were refused, by the reason. */
struct refused {
    struct buf type, empty, large;
};

/* False when the fault is of no single file. */
static bool refuse_one(struct ctx *cx, const char *name, struct refused *refused)
{
    struct buf *names = strcmp(cx->fault.code, "UPLOAD-TYPE") == 0 ? &refused->type
        : strcmp(cx->fault.code, "UPLOAD-VIDE") == 0               ? &refused->empty
        : strcmp(cx->fault.code, "UPLOAD-LONG") == 0               ? &refused->large
                                                                   : NULL;

    if (!names)
        return false;
    names->arena = cx->arena;
    buf_format(names, "%s%s", names->size > 0 ? ", " : "", name);
    cx->fault = (struct fault){ 0 };
    return true;
}

static const char *names_text(struct buf *names)
{
    return names->size > 0 ? buf_string(names) : NULL;
}

static bool refuse_all(struct ctx *cx, struct refused *refused)
{
    const char *type = names_text(&refused->type), *empty = names_text(&refused->empty),
               *large = names_text(&refused->large);

    return (!type && !empty && !large)
        || fail(cx, FAULT_INPUT, "UPLOAD-REFUSES", "field", "piece", "type", type, "empty", empty,
                "large", large, NULL);
}

/* Who sends several files is told of each that is refused, at once. */
static bool take_all(struct ctx *cx, const struct vault *vault, const struct upload *uploads,
                     struct document *documents, size_t count)
{
    struct refused refused = { 0 };

    for (size_t i = 0; i < count; i++) {
        const struct document_source source = { .bytes = { .path = uploads[i].path },
                                                .name = uploads[i].name };
        if (!document_take(cx, vault, &source, &documents[i])
            && (count == 1 || !refuse_one(cx, uploads[i].name, &refused)))
            return false;
    }
    return refuse_all(cx, &refused);
}

bool documents_add(struct ctx *cx, struct document *documents, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!document_add(cx, &documents[i]))
            return false;
    return true;
}

bool documents_take(struct ctx *cx, const struct request *request, const struct document *like,
                    struct document **documents, size_t *count)
{
    const struct vault *vault = documents_vault(cx, request);
    size_t came;
    const struct upload *uploads = request_uploads(cx->arena, request, "piece", &came);
    struct document *list = arena_new(cx->arena, struct document, came);

    if (came == 0)
        return fail(cx, FAULT_INPUT, "CHAMP-MANQUE", "field", "piece", NULL);
    for (size_t i = 0; i < came; i++)
        list[i] = *like;
    if (!vault || !take_all(cx, vault, uploads, list, came))
        return false;
    *documents = list;
    *count = came;
    return true;
}

bool documents_receive(struct ctx *cx, const struct request *request, const struct document *like,
                       struct document **documents, size_t *count)
{
    return documents_take(cx, request, like, documents, count) && store_begin(cx)
        && store_end(cx, documents_add(cx, *documents, *count));
}

/* Who brought it, as the page says it. */
static bool put_by(struct ctx *cx, const struct request *request, const struct document *document,
                   struct json *map)
{
    struct contact contact;
    const char *name = "";

    if (document->contact > 0) {
        if (!contact_find(cx, document->contact, &contact))
            return false;
        name = contact.name;
    } else if (document->member > 0 && !page_member(cx, request, document->member, &name)) {
        return false;
    }
    json_put_text(map, "by", *name ? name : document->sender);
    return true;
}

/* What it is to the books, and whether the same came again. */
static void put_receipt(struct ctx *cx, const struct document *document, struct json *map)
{
    static const char *const flags[DOCUMENT_KIND_COUNT] = {
        [DOCUMENT_OTHER] = "is_other",
        [DOCUMENT_PURCHASES] = "is_purchases",
        [DOCUMENT_SALES] = "is_sales",
        [DOCUMENT_TO_SORT] = "is_sort",
    };

    json_put_text(map, "kind", document_kind_text(document->kind));
    json_put_bool(map, flags[document->kind], true);
    json_put_text(map, "sender", document->sender);
    if (document->again_at.ms == 0)
        return;
    json_put_int(map, "again", document->again);
    json_put_text(map, "again_at", instant_text(cx->arena, document->again_at));
}

/* « 12 Ko »: what a person asks of a size. */
static void put_size(struct json *map, int64_t size)
{
    enum { KILO = 1000, MEGA = 1000000 };
    int64_t unit = size < KILO ? 1 : size < MEGA ? KILO : MEGA;

    json_put_int(map, "size", size);
    json_put_int(map, "size_shown", (size + unit / 2) / unit);
    json_put_bool(map, "is_kilo", unit == KILO);
    json_put_bool(map, "is_mega", unit == MEGA);
}

bool documents_put(struct ctx *cx, const struct request *request, const struct document *document,
                   struct json *map)
{
    json_put_int(map, "id", document->id);
    json_put_text(map, "name", document->name);
    json_put_text(map, "type", document->type);
    put_size(map, document->file.size);
    json_put_text(map, "at", instant_text(cx->arena, document->received_at));
    json_put_text(map, "sha256", document_hash_text(cx->arena, document->file.hash));
    json_put_text(map, "way", document_way_text(document->way));
    for (size_t i = 0; i < DOCUMENT_WAY_COUNT; i++)
        json_put_bool(map,
                      arena_format(cx->arena, "is_%s", document_way_text((enum document_way)i)),
                      document->way == (enum document_way)i);
    json_put_bool(map, "is_instead", document->member > 0 && document->way == DOCUMENT_BY_SPACE);
    if (document->item > 0)
        json_put_int(map, "item", document->item);
    json_put_bool(map, "is_danger", strcmp(document->scan, "danger") == 0);
    json_put_bool(map, "is_clean", strcmp(document->scan, "clean") == 0);
    json_put_text(map, "said", document->scan_said);
    put_receipt(cx, document, map);
    if (document->removed_at.ms > 0)
        json_put_text(map, "removed_at", instant_text(cx->arena, document->removed_at));
    return put_by(cx, request, document, map);
}

bool documents_give(struct ctx *cx, const struct request *request, const struct document *document,
                    struct answer *answer)
{
    const struct vault *vault = documents_vault(cx, request);
    const void *bytes;

    if (!vault || !document_read(cx, vault, document, &bytes))
        return false;
    answer->file_name = document->name;
    answer->file_type = document->type;
    answer->file_bytes = bytes;
    answer->file_size = (size_t)document->file.size;
    return true;
}
