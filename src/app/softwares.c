/* « Logiciels cibles »: what the clients' people may enter by their space; admins alone (E-21). */
#include "app/handlers.h"
#include "app/page.h"
#include "client/software.h"
#include "client/software_key.h"
#include "client/software_trace.h"
#include "http/software.h"

const struct field software_fields[] = {
    { .name = "name", .check = CHECK_TEXT, .required = true },
    { .name = "addresses", .check = CHECK_NOTE, .required = true },
    { .name = "open_url", .check = CHECK_NOTE },
    { .name = "algorithm", .check = CHECK_CHOICE, .choices = "ES256 RS256", .required = true },
    { .name = "for_all", .check = CHECK_FLAG },
    { .name = "for_legal", .check = CHECK_FLAG },
    { .name = "for_finance", .check = CHECK_FLAG },
    { .name = "for_payroll", .check = CHECK_FLAG },
    { .name = "for_operational", .check = CHECK_FLAG },
    { 0 },
};

static const char PAGE[] = "/reglages/logiciels";
enum { TRACE_SHOWN = 50 };

static void put_software(const struct software *software, struct json *map)
{
    json_put_int(map, "id", software->id);
    json_put_text(map, "name", software->name);
    json_put_text(map, "key", software->key);
    json_put_text(map, "opening", software->open_url);
    json_put_text(map, "addresses", software->addresses);
    json_put_bool(map, "is_rs256", software->algorithm == JOSE_RS256);
    json_put_bool(map, "for_all", software->for_all);
    json_put_bool(map, "for_legal", software->for_legal);
    json_put_bool(map, "for_finance", software->for_finance);
    json_put_bool(map, "for_payroll", software->for_payroll);
    json_put_bool(map, "for_operational", software->for_operational);
}

bool softwares_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct json *list = json_put_list(answer->model, "softwares");
    struct software *softwares;
    size_t count;

    if (!software_list(cx, &softwares, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        put_software(&softwares[i], json_add_map(list));
    json_put_bool(answer->model, "has_softwares", count > 0);
    json_put_text(answer->model, "issuer", request_base_url(cx->arena, request));
    return true;
}

/* As typed, when the form was wrong: boxes that were left empty are not in it. */
static struct software typed(const struct request *request)
{
    return (
        struct software){ .name = request_typed(request, "name"),
                          .open_url = request_typed(request, "open_url"),
                          .addresses = request_typed(request, "addresses"),
                          .algorithm = jose_algorithm_parse(request_typed(request, "algorithm")),
                          .for_all = *request_typed(request, "for_all") != '\0',
                          .for_legal = *request_typed(request, "for_legal") != '\0',
                          .for_finance = *request_typed(request, "for_finance") != '\0',
                          .for_payroll = *request_typed(request, "for_payroll") != '\0',
                          .for_operational = *request_typed(request, "for_operational") != '\0' };
}

bool software_new_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct software software = typed(request);

    (void)cx;
    if (!*request_typed(request, "algorithm"))
        software = (struct software){
            .name = "", .open_url = "", .addresses = "", .algorithm = JOSE_RS256, .for_all = true
        };
    put_software(&software, json_put_map(answer->model, "software"));
    json_put_bool(answer->model, "is_new", true);
    json_put_text(answer->model, "form_path", request_path(request));
    return true;
}

static bool put_trace(struct ctx *cx, int64_t software, struct json *list)
{
    struct software_event *events;
    size_t count;

    if (!software_trace_of(cx, software, TRACE_SHOWN, &events, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct json *map = json_add_map(list);
        json_put_text(map, "person", events[i].person);
        json_put_text(map, "email", events[i].email);
        json_put_text(map, "at", instant_text(cx->arena, events[i].at));
        json_put_text(map, "address", events[i].address);
        json_put_bool(map, software_deed_texts[events[i].what], true);
    }
    return true;
}

bool software_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct json *list = json_put_list(answer->model, "events");
    struct software software;

    if (!software_find(cx, request_id(request, "software"), &software)
        || !put_trace(cx, software.id, list))
        return false;
    if (*request_typed(request, "algorithm")) {
        const int64_t id = software.id;
        const char *key = software.key;
        software = typed(request);
        software.id = id;
        software.key = key;
    }
    put_software(&software, json_put_map(answer->model, "software"));
    json_put_bool(answer->model, "is_new", false);
    json_put_text(answer->model, "form_path", request_path(request));
    json_put_bool(answer->model, "has_events", json_count(list) > 0);
    json_put_text(answer->model, "issuer", request_base_url(cx->arena, request));
    return true;
}

static struct software read_form(const struct request *request)
{
    return (struct software){ .name = request_text(request, "name"),
                              .open_url = request_text(request, "open_url"),
                              .addresses = request_text(request, "addresses"),
                              .algorithm = jose_algorithm_parse(request_text(request, "algorithm")),
                              .for_all = request_has(request, "for_all"),
                              .for_legal = request_has(request, "for_legal"),
                              .for_finance = request_has(request, "for_finance"),
                              .for_payroll = request_has(request, "for_payroll"),
                              .for_operational = request_has(request, "for_operational") };
}

/* The secret is told once, here: the books keep its hash alone. */
static void tell_secret(struct ctx *cx, const struct request *request,
                        const struct software *software, const char *secret, struct answer *answer)
{
    put_software(software, json_put_map(answer->model, "software"));
    json_put_text(answer->model, "secret", secret);
    json_put_text(answer->model, "issuer", request_base_url(cx->arena, request));
}

bool software_new(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct software software = read_form(request);
    const char *secret;

    if (!software_add(cx, &software, &secret))
        return false;
    tell_secret(cx, request, &software, secret, answer);
    return true;
}

bool software_change(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct software software = read_form(request);

    software.id = request_id(request, "software");
    answer->redirect = request_path(request);
    answer->notice = "notice.software";
    return software_save(cx, &software);
}

bool software_secret(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct software software;
    const char *secret;

    if (!software_find(cx, request_id(request, "software"), &software)
        || !software_renew(cx, software.id, &secret))
        return false;
    tell_secret(cx, request, &software, secret, answer);
    return true;
}

bool software_drop(struct ctx *cx, const struct request *request, struct answer *answer)
{
    answer->redirect = PAGE;
    answer->notice = "notice.software_removed";
    return software_remove(cx, request_id(request, "software"));
}

bool software_keys(struct ctx *cx, const struct request *request, struct answer *answer)
{
    (void)request;
    answer->redirect = PAGE;
    answer->notice = "notice.software_keys";
    return software_key_rotate(cx);
}
