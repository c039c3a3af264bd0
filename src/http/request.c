#include "http/request.h"

#include <arpa/inet.h>
#include <sodium.h>
#include <string.h>
#include <strings.h>

#include "base/str.h"
#include "http/number.h"
#include "http/software.h"

static const char API[] = "/api/";

bool site_is_secure(const struct site *site)
{
    return str_starts(site->base_url, "https://");
}

const char *request_cookie_name(const struct site *site)
{
    return site_is_secure(site) ? "__Host-quitus" : "quitus";
}

const char *request_contact_cookie_name(const struct site *site)
{
    return site_is_secure(site) ? "__Host-quitus-espace" : "quitus-espace";
}

const char *request_errand_cookie_name(const struct site *site)
{
    return site_is_secure(site) ? "__Host-quitus-retour" : "quitus-retour";
}

/* What was chosen here before, else what the browser asks for. */
static const char *language_of(struct arena *arena, const struct head *head)
{
    const char *chosen = head_cookie(arena, head, REQUEST_LANGUAGE_COOKIE);

    if (chosen && strcmp(chosen, "en") == 0)
        return "en";
    return chosen && strcmp(chosen, "fr") == 0 ? "fr" : head_language(head);
}

static bool is_loopback(const char *address)
{
    return str_starts(address, "127.") || strcmp(address, "::1") == 0;
}

static const char *forwarded(struct arena *arena, const struct request *request)
{
    const char *list = head_find(request->head, "X-Forwarded-For");
    const char *last = list ? strrchr(list, ',') : NULL;
    struct in6_addr bytes;

    if (!list || !site_is_secure(request->site) || !is_loopback(request->address))
        return request->address;
    const char *address = str_trim(arena, last ? last + 1 : list);
    bool is_one = inet_pton(AF_INET, address, &bytes) == 1 || inet_pton(AF_INET6, address, &bytes);
    return is_one ? address : request->address;
}

void request_open(struct arena *arena, struct request *request)
{
    const char *url = head_has_clean_url(request->head) ? request->head->url : "/";
    size_t size = strcspn(url, "?");

    request->id = arena_format(arena, "%08x", randombytes_random());
    request->path = arena_text(arena, url, size);
    request->query = url[size] == '?' ? url + size + 1 : "";
    request->is_api = str_starts(request->head->url, API);
    request->language = language_of(arena, request->head);
    request->address = forwarded(arena, request);
}

static const struct value *value_of(const struct request *request, const char *field)
{
    return &request->fields->values[field_index(request->fields, field)];
}

int64_t request_id(const struct request *request, const char *name)
{
    return match_id(&request->match, name);
}

int64_t request_object(const struct request *request, const char *name)
{
    int64_t id = match_id(&request->match, name);

    for (size_t i = 0; id == 0 && i < request->fields->count; i++) {
        const struct field *field = &request->fields->table[i];
        if (field->check == CHECK_INT && strcmp(field->name, name) == 0)
            id = request_int(request, name);
    }
    return id;
}

bool request_handle(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const struct site *site = request->site;

    cx->language = request->language;
    return (!site->look || site->look(cx, request)) && request->route->handle(cx, request, answer);
}

const char *request_text(const struct request *request, const char *field)
{
    return value_of(request, field)->text;
}

int64_t request_int(const struct request *request, const char *field)
{
    const char *text = request_text(request, field);
    int64_t number = 0;

    return number_parse(text, strlen(text), &number) ? number : 0;
}

bool request_date(const struct request *request, const char *field, struct date *date)
{
    return date_parse(request_text(request, field), date);
}

bool request_money(const struct request *request, const char *field, struct money *money)
{
    return request_has(request, field) && money_parse(request_text(request, field), money);
}

bool request_has(const struct request *request, const char *field)
{
    return value_of(request, field)->sent;
}

const struct named *request_named(const struct request *request, size_t *count)
{
    *count = request->fields->named_count;
    return request->fields->named;
}

const char *request_typed(const struct request *request, const char *field)
{
    const struct pair *pair = request->typed ? form_find(request->typed, field) : NULL;

    return pair ? pair->value : "";
}

const char *request_path(const struct request *request)
{
    return request->path;
}

const char *request_query(const struct request *request)
{
    return request->query;
}

/* What follows a scheme, "" for nothing; NULL when it is another or none. */
static const char *authorized(const struct request *request, const char *scheme)
{
    const char *sent = head_find(request->head, "Authorization");
    size_t size = strlen(scheme);

    if (!sent || strncasecmp(sent, scheme, size) != 0 || (sent[size] && sent[size] != ' '))
        return NULL;
    return sent[size] ? sent + size + 1 : "";
}

const char *request_bearer(const struct request *request)
{
    const char *sent = authorized(request, "Bearer");

    return sent ? sent : "";
}

bool request_is_by_token(const struct request *request)
{
    return request->is_api && authorized(request, "Bearer");
}

const char *request_basic(const struct request *request)
{
    const char *sent = authorized(request, "Basic");

    return sent ? sent : "";
}

const char *request_base_url(struct arena *arena, const struct request *request)
{
    const char *base = request->site->base_url;

    return arena_text(arena, base, strlen(base) - str_ends(base, "/"));
}

const char *request_errand(struct arena *arena, const struct request *request)
{
    const char *name = request_errand_cookie_name(request->site);
    const char *kept = head_cookie(arena, request->head, name);

    return kept ? kept : "";
}

const char *request_language(const struct request *request)
{
    return request->language;
}

unsigned request_role(const struct request *request)
{
    return request->session ? request->session->role : ROLE_ANYONE;
}

int64_t request_member(const struct request *request)
{
    return request->session ? request->session->member : 0;
}

int64_t request_contact(const struct request *request)
{
    return request->session ? request->session->contact : 0;
}

int64_t request_session(const struct request *request)
{
    return request->session ? request->session->id : 0;
}

const char *request_token(const struct request *request)
{
    return request->session ? request->session->token : "";
}

const char *request_notice(const struct request *request)
{
    return request->session ? request->session->notice : "";
}

const void *request_house(const struct request *request)
{
    return request->site->house;
}

const char *request_address(const struct request *request)
{
    return request->address;
}

bool request_is_api(const struct request *request)
{
    return request->is_api;
}

bool request_upload(const struct request *request, const char *field, struct upload *upload)
{
    return uploads_find(request->uploads, field, upload);
}

const struct upload *request_uploads(struct arena *arena, const struct request *request,
                                     const char *field, size_t *count)
{
    return uploads_list(arena, request->uploads, field, count);
}
