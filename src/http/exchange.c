#include "http/exchange.h"

#include <string.h>
#include <strings.h>

#include "base/str.h"
#include "http/admit.h"

enum {
    ADMITTED_BYTES = 16 * 1024,     /* a body up to this size is read before anybody is asked */
    ANYONE_FORM_BYTES = 256 * 1024, /* what somebody without a session may have us keep */
};

static const char MULTIPART[] = "multipart/form-data";

static bool is_type(const struct head *head, const char *type)
{
    const char *sent = head_find(head, "Content-Type");
    size_t size = strlen(type);

    return sent && strncasecmp(sent, type, size) == 0 && strchr("; \t", sent[size]);
}

static const struct field *file_field(const struct field *fields)
{
    for (; fields && fields->name; fields++)
        if (fields->check == CHECK_FILE)
            return fields;
    return NULL;
}

static int64_t limit_of(const struct route *route, bool is_api)
{
    int64_t limit = is_api ? LIMIT_JSON_BYTES : LIMIT_FORM_BYTES;

    if (route->roles & ROLE_ANYONE)
        limit = ANYONE_FORM_BYTES;
    for (const struct field *field = file_field(route->fields); field;
         field = file_field(field + 1))
        limit += field->limit * (field->many > 0 ? (int64_t)field->many : 1);
    return limit;
}

/* A page takes forms, the API takes JSON; both take files where the row has a field for one. */
static bool is_body_type(struct exchange *exchange)
{
    const struct request *request = &exchange->request;

    exchange->body.is_json = request->is_api && is_type(&exchange->head, "application/json");
    exchange->body.is_form =
        !request->is_api && is_type(&exchange->head, "application/x-www-form-urlencoded");
    return exchange->body.is_json || exchange->body.is_form
        || (file_field(request->route->fields) && is_type(&exchange->head, MULTIPART));
}

static struct refusal judge_body(struct exchange *exchange)
{
    if (!is_body_type(exchange))
        return REFUSAL(415, "TYPE-CORPS");
    exchange->limit = limit_of(exchange->request.route, exchange->request.is_api);
    return head_length(&exchange->head) > exchange->limit ? REFUSAL(413, "CORPS-LONG") : NO_REFUSAL;
}

static struct refusal judge(struct exchange *exchange, const struct match_table *table,
                            const char *const *hosts)
{
    struct request *request = &exchange->request;
    struct refusal refusal = head_check(&exchange->head, hosts);

    if (refusal.status == 405)
        match_find(table, request->path, &request->match); /* for Allow */
    if (refusal.status)
        return refusal;
    const char *coding = head_find(&exchange->head, "Content-Encoding");
    if (coding && strcasecmp(coding, "identity") != 0)
        return REFUSAL(415, "COMPRESSION");
    if (!match_find(table, request->path, &request->match))
        return REFUSAL(404, "ABSENT");
    bool is_post = strcmp(exchange->head.method, "POST") == 0;
    request->route = request->match.rows[is_post ? METHOD_POST : METHOD_GET];
    if (!request->route)
        return REFUSAL(405, "METHODE");
    return head_has_body(&exchange->head) ? judge_body(exchange) : NO_REFUSAL;
}

/* A large body, or one that is not told, must not come from just anybody. */
static bool is_asked(const struct exchange *exchange)
{
    int64_t length = head_length(&exchange->head);

    return head_has_body(&exchange->head) && !(exchange->request.route->roles & ROLE_ANYONE)
        && (length < 0 || length > ADMITTED_BYTES || is_type(&exchange->head, MULTIPART));
}

void exchange_begin(struct exchange *exchange, const struct match_table *table,
                    const char *const *hosts)
{
    struct request *request = &exchange->request;

    request->head = &exchange->head;
    exchange->cx.arena = &exchange->arena;
    exchange->bytes.arena = &exchange->arena;
    request_open(&exchange->arena, request);
    exchange->refusal = judge(exchange, table, hosts);
    exchange->stage = STAGE_RUN;
    if (exchange->refusal.status == 404
        && reply_asset(&exchange->arena, &exchange->head, request->path, &exchange->reply))
        exchange->refusal = NO_REFUSAL;
    if (exchange->refusal.status || exchange->reply.status)
        return;
    (void)!form_parse(&exchange->cx, request->query, strlen(request->query), &request->form);
    exchange->stage = is_asked(exchange) ? STAGE_ADMIT : STAGE_BODY;
    if (exchange->stage == STAGE_BODY)
        exchange_body(exchange);
}

/* The token of a form comes first: no byte of a file is kept before it was there. */
static bool file_open(struct ctx *cx, void *state, const char *field, const char *name)
{
    struct exchange *exchange = state;

    if (!admit_token(&exchange->request))
        return fail(cx, FAULT_DENIED, "CSRF", NULL);
    return uploads_begin(cx, exchange->request.uploads, field, name);
}

static bool file_write(struct ctx *cx, void *state, const char *bytes, size_t size)
{
    struct exchange *exchange = state;

    return uploads_write(cx, exchange->request.uploads, bytes, size);
}

void exchange_body(struct exchange *exchange)
{
    struct request *request = &exchange->request;

    exchange->stage = STAGE_BODY;
    if (!head_has_body(&exchange->head) || !is_type(&exchange->head, MULTIPART)
        || exchange->cx.fault.kind != FAULT_NONE)
        return;
    const struct multipart_sink sink = { .state = exchange,
                                         .open = file_open,
                                         .write = file_write };
    request->uploads =
        uploads_open(&exchange->arena, request->site->temporary, request->route->fields);
    exchange->multipart = multipart_open(&exchange->cx, head_find(&exchange->head, "Content-Type"),
                                         &sink, &request->form);
}

bool exchange_read(struct exchange *exchange, const char *bytes, size_t size)
{
    exchange->received += (int64_t)size;
    if (exchange->received > exchange->limit)
        return false;
    if (exchange->cx.fault.kind != FAULT_NONE)
        return true; /* it is read to its end, so that the answer can leave, and not kept */
    if (exchange->multipart)
        (void)!multipart_read(&exchange->cx, exchange->multipart, bytes, size);
    else
        buf_add(&exchange->bytes, bytes, size);
    return true;
}

void exchange_read_end(struct exchange *exchange)
{
    exchange->stage = STAGE_RUN;
    exchange->body.bytes = buf_string(&exchange->bytes);
    exchange->body.size = exchange->bytes.size;
    if (exchange->multipart && exchange->cx.fault.kind == FAULT_NONE)
        (void)!multipart_end(&exchange->cx, exchange->multipart);
}

void exchange_run(struct exchange *exchange, struct ctx *cx)
{
    struct request *request = &exchange->request;
    struct reply *reply = &exchange->reply;

    if (exchange->refusal.status) {
        if (!request->is_api && exchange->refusal.status == 404)
            admit_session(cx, request);
        reply_refusal(cx, request, exchange->refusal, reply);
    } else if (exchange->stage == STAGE_ADMIT) {
        (void)!handle_admit(cx, request, reply);
    } else {
        cx->actor = request_member(request);
        cx->fault = exchange->cx.fault;
        handle(cx, request, &exchange->body, reply);
    }
}

void exchange_end(struct exchange *exchange)
{
    if (exchange->request.uploads)
        uploads_close(exchange->request.uploads);
    arena_free(&exchange->arena);
}
