#include <string.h>

#include "base/buf.h"
#include "base/log.h"
#include "http/reply.h"
#include "http/software.h"
#include "view/view.h"

/* What went wrong, apart from the context that will word it. */
struct problem {
    int status;
    struct fault fault;
    const struct field_fault *faults; /* of fields; NULL when it is not about any */
    const char *label;
};

static const char *status_text(int status)
{
    static const struct {
        int status;
        const char *text;
    } texts[] = {
        { 400, "Bad Request" },
        { 401, "Unauthorized" },
        { 403, "Forbidden" },
        { 404, "Not Found" },
        { 405, "Method Not Allowed" },
        { 409, "Conflict" },
        { 413, "Content Too Large" },
        { 414, "URI Too Long" },
        { 415, "Unsupported Media Type" },
        { 421, "Misdirected Request" },
        { 422, "Unprocessable Content" },
        { 431, "Request Header Fields Too Large" },
        { 503, "Service Unavailable" },
        { 507, "Insufficient Storage" },
    };

    for (size_t i = 0; i < COUNT_OF(texts); i++)
        if (texts[i].status == status)
            return texts[i].text;
    return "Internal Server Error";
}

static int status_of(enum fault_kind kind)
{
    static const int statuses[FAULT_COUNT] = {
        [FAULT_NONE] = 500,   [FAULT_INPUT] = 400, [FAULT_ABSENT] = 404, [FAULT_CONFLICT] = 409,
        [FAULT_DENIED] = 403, [FAULT_BUSY] = 503,  [FAULT_FULL] = 507,   [FAULT_BROKEN] = 500,
    };

    return statuses[kind];
}

/* A client's person reads what their own pages call it; a program, the field's own name. */
static const char *label_of(struct arena *arena, const struct request *request, const char *field)
{
    static const char *const tables[] = { "own_field", "field" };

    if (request->is_api)
        return field;
    for (size_t i = request_contact(request) > 0 ? 0 : 1; i < COUNT_OF(tables); i++) {
        const char *key = arena_format(arena, "%s.%s", tables[i], field);
        const char *label = view_text(arena, request->language, key, NULL);
        if (strcmp(label, key) != 0)
            return label;
    }
    return field;
}

static struct json *args_of(struct arena *arena, const struct request *request,
                            const struct fault *fault)
{
    struct json *args = json_map(arena);
    const char *field = fault_arg(fault, "field");

    for (size_t i = 0; i < FAULT_ARGS_LIMIT && fault->args[i].name; i++)
        json_put_text(args, fault->args[i].name, fault->args[i].value);
    if (*field)
        json_put_text(args, "label", label_of(arena, request, field));
    return args;
}

static const char *worded(struct arena *arena, const struct request *request,
                          const struct fault *fault)
{
    const char *key = arena_format(arena, "fault.%s", fault->code);

    return view_text(arena, request->language, key, args_of(arena, request, fault));
}

static struct json *errors_of(struct arena *arena, const struct request *request,
                              const struct problem *problem, struct buf *detail)
{
    struct json *errors = json_list(arena);

    for (const struct field_fault *at = problem->faults; at; at = at->next) {
        const char *field = fault_arg(&at->fault, "field");
        const char *message = worded(arena, request, &at->fault);
        struct json *error = json_add_map(errors);
        if (request->is_api)
            json_put_text(error, "pointer", arena_format(arena, "#/%s", field));
        json_put_text(error, "field", field);
        json_put_text(error, "code", at->fault.code);
        json_put_text(error, request->is_api ? "detail" : "message", message);
        if (detail->size > 0)
            buf_byte(detail, '\n');
        buf_text(detail, message);
    }
    return errors;
}

/* A handler's fault about one field is shown beside that field like those of the form. */
static void point(struct arena *arena, const struct request *request, struct problem *problem)
{
    const char *field = fault_arg(&problem->fault, "field");

    if (problem->faults || !*field || !request->fields)
        return;
    for (size_t i = 0; i < request->fields->count; i++)
        if (strcmp(request->fields->table[i].name, field) == 0) {
            struct field_fault *fault = arena_new(arena, struct field_fault, 1);
            fault->fault = problem->fault;
            problem->faults = fault;
        }
}

static void reply_json_problem(struct arena *arena, const struct request *request,
                               const struct problem *problem, struct reply *reply)
{
    struct buf detail = { .arena = arena };
    struct json *errors = errors_of(arena, request, problem, &detail);
    struct json *model = json_map(arena);

    json_put_text(model, "type", "about:blank");
    json_put_text(model, "title", status_text(problem->status));
    json_put_int(model, "status", problem->status);
    json_put_text(model, "code", problem->fault.code);
    json_put_text(model, "detail",
                  detail.size > 0 ? buf_string(&detail) : worded(arena, request, &problem->fault));
    if (json_count(errors) > 0)
        json_put(model, "errors", errors);
    const char *text = json_write(arena, model);
    reply_text(reply, problem->status, "application/problem+json", text, strlen(text));
}

/* As typed, so that nobody types it again; secrets and files are not given back. */
static struct json *values_of(struct arena *arena, const struct request *request)
{
    struct json *values = json_map(arena);

    for (size_t i = 0; request->fields && i < request->fields->count; i++) {
        const struct field *field = &request->fields->table[i];
        const struct pair *pair = form_find(&request->form, field->name);
        if (pair && field->check != CHECK_PASSWORD && field->check != CHECK_FILE)
            json_put_text(values, field->name, pair->value);
    }
    return values;
}

/* What a page may say of a status, as a template can ask for it. */
static const char *flag_of(int status)
{
    switch (status) {
    case 403:
        return "is_denied";
    case 404:
        return "is_absent";
    case 409:
        return "is_conflict";
    case 503:
        return "is_busy";
    case 507:
        return "is_full";
    default:
        return status < 500 ? "is_input" : "is_broken";
    }
}

/* What the refusal was, for a page that is about it alone. */
static void refusal_put(struct arena *arena, const struct request *request,
                        const struct problem *problem, struct json *map)
{
    json_put_int(map, "status", problem->status);
    json_put_bool(map, flag_of(problem->status), true);
    json_put_text(map, "request", request->id);
    json_put_text(map, "code", problem->fault.code);
    json_put(map, "args", args_of(arena, request, &problem->fault));
}

/* The sentence of all that is wrong. */
static const char *model_fill(struct arena *arena, const struct request *request,
                              const struct problem *problem, struct json *model)
{
    struct buf detail = { .arena = arena };

    json_put(model, "errors", errors_of(arena, request, problem, &detail));
    json_put(model, "values", values_of(arena, request));
    return detail.size > 0 ? buf_string(&detail) : worded(arena, request, &problem->fault);
}

void reply_page(struct ctx *cx, const struct request *request, const char *page, struct json *model,
                struct reply *reply)
{
    struct buf html = { .arena = cx->arena };
    int status = reply->status ? reply->status : 200;

    if (request->site->render(cx, request, page, model, &html)) {
        reply_text(reply, status, "text/html; charset=utf-8", buf_string(&html), html.size);
        return;
    }
    static const char SORRY[] = "Quitus : erreur interne. Internal error.\n";
    log_fault("render", &cx->fault);
    cx->fault = (struct fault){ 0 };
    reply_text(reply, 500, "text/plain; charset=utf-8", SORRY, strlen(SORRY));
}

/* What was typed stands under its own name too, where the page's model says nothing of it. */
static void values_spread(struct json *model)
{
    struct json_entry entry = { 0 };

    while (json_next(json_get(model, "values"), &entry))
        if (!json_get(model, entry.key))
            json_put(model, entry.key, entry.value);
}

/* A page above the form's path; its form says in « back » with which query it stood there. */
static void move_above(struct arena *arena, struct request *shown, size_t above)
{
    const struct pair *back = form_find(&shown->form, "back");
    size_t size = strlen(shown->path);

    for (; above > 0; above--)
        while (shown->path[--size] != '/')
            continue;
    shown->path = arena_text(arena, shown->path, size);
    bool is_back = back && strncmp(back->value, shown->path, size) == 0 && back->value[size] == '?';
    shown->query = is_back ? back->value + size + 1 : "";
}

/* The page of a form, as it is asked by GET. */
static bool page_ask(struct ctx *cx, struct request *shown, const struct route *row,
                     struct answer *answer)
{
    shown->route = row;
    shown->form = (struct form){ 0 };
    if (!form_parse(cx, shown->query, strlen(shown->query), &shown->form)) {
        cx->fault = (struct fault){ 0 };
        shown->form = (struct form){ 0 };
    }
    shown->fields = fields_check(cx->arena, row->fields, &shown->form);
    bool asked = request_handle(cx, shown, answer) && !answer->redirect;
    cx->fault = (struct fault){ 0 };
    return asked;
}

/*
 * The page of the form itself, or that on which it stands: its model comes from the GET row. What
 * it says of « request » or « code » is the page's own; the refusal's stands in a map of its own.
 */
static bool reply_form_again(struct ctx *cx, const struct request *request,
                             const struct problem *problem, struct reply *reply)
{
    const struct site *site = request->site;
    struct request shown = *request;
    struct answer answer = { .model = json_map(cx->arena) };
    size_t above;

    if (!request->route || request->route->method != METHOD_POST)
        return false;
    const struct route *row = match_page(site->routes, site->count, request->route, &above);
    if (!row || !(row->roles & (ROLE_ANYONE | request_role(request))))
        return false;
    shown.typed = &request->form;
    if (above > 0)
        move_above(cx->arena, &shown, above);
    if (!page_ask(cx, &shown, row, &answer))
        return false;
    json_put_text(answer.model, "fault", model_fill(cx->arena, request, problem, answer.model));
    refusal_put(cx->arena, request, problem, json_put_map(answer.model, "refusal"));
    if (above == 0)
        values_spread(answer.model);
    reply->status = problem->status;
    reply_page(cx, &shown, answer.page ? answer.page : row->page, answer.model, reply);
    return true;
}

static bool is_about_the_form(const struct problem *problem)
{
    enum fault_kind kind = problem->fault.kind;

    return kind == FAULT_INPUT || kind == FAULT_CONFLICT || kind == FAULT_DENIED
        || kind == FAULT_BUSY;
}

static void reply_problem(struct ctx *cx, struct request *request, struct problem *problem,
                          struct reply *reply)
{
    struct json *model = json_map(cx->arena);

    point(cx->arena, request, problem);
    const char *seconds = fault_arg(&problem->fault, "seconds");
    if (problem->status == 503)
        reply_header(reply, "Retry-After", *seconds ? seconds : "2");
    if (request->route && request->route->roles & ROLE_SOFTWARE) {
        reply_software(cx->arena, problem->status, &problem->fault, reply);
        return;
    }
    if (request->is_api) {
        reply_json_problem(cx->arena, request, problem, reply);
        return;
    }
    if (is_about_the_form(problem) && reply_form_again(cx, request, problem, reply))
        return;
    refusal_put(cx->arena, request, problem, model);
    json_put_text(model, "message", model_fill(cx->arena, request, problem, model));
    reply->status = problem->status;
    reply_page(cx, request, "error", model, reply);
}

static const char *allowed(const struct request *request)
{
    if (request->match.rows[METHOD_GET] && request->match.rows[METHOD_POST])
        return "GET, HEAD, POST";
    if (request->match.rows[METHOD_POST])
        return "POST";
    return "GET, HEAD";
}

void reply_refusal(struct ctx *cx, struct request *request, struct refusal refusal,
                   struct reply *reply)
{
    struct problem problem = { .status = refusal.status };

    cx->fault = (struct fault){ 0 };
    problem.fault.code = refusal.code;
    if (refusal.status == 403 || refusal.status == 421)
        log_write(LOG_WARN, "refused", "id", request->id, "code", refusal.code, "path",
                  request->path, "address", request->address, NULL);
    if (refusal.status == 401)
        reply_header(reply, "WWW-Authenticate",
                     request_is_by_token(request)
                         ? "Bearer realm=\"quitus\", error=\"invalid_token\""
                         : "Bearer realm=\"quitus\"");
    if (refusal.status == 405)
        reply_header(reply, "Allow", allowed(request));
    if (!request->route && refusal.status != 404 && refusal.status != 405)
        reply_header(reply, "Connection", "close"); /* who knows what follows such a head */
    reply_header(reply, "Cache-Control", "no-store");
    reply_problem(cx, request, &problem, reply);
}

void reply_fault(struct ctx *cx, struct request *request, struct reply *reply)
{
    struct problem problem = { .status = status_of(cx->fault.kind), .fault = cx->fault };

    if (cx->fault.kind == FAULT_BROKEN) {
        log_write(LOG_ERROR, "request", "id", request->id, "method", request->head->method, "path",
                  request->path, NULL);
        log_fault("fault", &cx->fault);
    }
    cx->fault = (struct fault){ 0 };
    if (problem.status == 404) /* what is another firm's looks like what is not there (T-5) */
        problem.fault = (struct fault){ .kind = FAULT_ABSENT, .code = "ABSENT" };
    else if (problem.status == 500) /* how the house is built is for the log alone */
        problem.fault = (struct fault){ .kind = FAULT_BROKEN, .code = "INTERNE" };
    else if (request->fields)
        problem.faults = request->fields->faults;
    reply_header(reply, "Cache-Control", "no-store");
    reply_problem(cx, request, &problem, reply);
}
