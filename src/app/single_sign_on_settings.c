/* « Réglages › Connexion »: where the firm's people and its clients' sign in elsewhere. */
#include <string.h>

#include "app/handlers_sign_on.h"
#include "app/single_sign_on.h"
#include "app/single_sign_on_ask.h"
#include "base/str.h"
#include "client/contact_identity.h"
#include "firm/member_identity.h"
#include "format/jose.h"
#include "format/web_url.h"
#include "view/view.h"

#define ALGORITHMS "RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512"

const struct field sign_on_new_fields[] = {
    { .name = "modele", .check = CHECK_TEXT },
    { 0 },
};

const struct field sign_on_form_fields[] = {
    { .name = "name", .check = CHECK_TEXT, .required = true },
    { .name = "issuer", .check = CHECK_TEXT, .required = true },
    { .name = "client_id", .check = CHECK_TEXT, .required = true },
    { .name = "algorithm", .check = CHECK_CHOICE, .required = true, .choices = ALGORITHMS },
    { .name = "for_members", .check = CHECK_FLAG },
    { .name = "for_people", .check = CHECK_FLAG },
    { 0 },
};

static const char PAGE[] = "/reglages/connexion";

/* What is asked for most; TENANT is the reader's to replace. */
static const struct preset {
    const char *key, *name, *issuer;
} presets[] = {
    { "microsoft", "Microsoft", "https://login.microsoftonline.com/TENANT/v2.0" },
    { "google", "Google", "https://accounts.google.com" },
};

static void put_algorithms(struct arena *arena, const char *chosen, struct json *list)
{
    const char *at = JOSE_ALGORITHMS;

    while (*at) {
        size_t size = strcspn(at, " ");
        const char *name = arena_text(arena, at, size);
        struct json *row = json_add_map(list);
        json_put_text(row, "value", name);
        json_put_bool(row, "is_chosen", strcmp(name, chosen) == 0);
        at += size + (at[size] == ' ');
    }
}

static void put_sign_on(struct ctx *cx, const struct request *request,
                        const struct sign_on *sign_on, struct json *map)
{
    json_put_int(map, "id", sign_on->id);
    json_put_text(map, "name", sign_on->name);
    json_put_text(map, "issuer", sign_on->issuer);
    json_put_text(map, "client_id", sign_on->client_id);
    json_put_text(map, "algorithm", sign_on->algorithm);
    json_put_bool(map, "for_members", sign_on->for_members);
    json_put_bool(map, "for_people", sign_on->for_people);
    json_put_bool(map, "has_secret",
                  *sign_on_secret(cx->arena, desk_of(request), sign_on->id) != '\0');
    json_put_text(map, "fetched_at",
                  sign_on->fetched_at.ms > 0 ? instant_text(cx->arena, sign_on->fetched_at) : NULL);
}

bool sign_ons_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct json *list = json_put_list(answer->model, "sign_ons");
    struct sign_on *sign_ons;
    size_t count;

    if (!sign_on_list(cx, &sign_ons, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        put_sign_on(cx, request, &sign_ons[i], json_add_map(list));
    json_put_bool(answer->model, "has_sign_ons", count > 0);
    return true;
}

/* What was typed goes before what stands. */
static void put_form(struct ctx *cx, const struct request *request, struct sign_on *sign_on,
                     struct json *model)
{
    bool is_typed = *request_typed(request, "name") || *request_typed(request, "issuer");
    struct json *form = json_put_map(model, "form");

    if (is_typed) {
        sign_on->name = request_typed(request, "name");
        sign_on->issuer = sign_on->id > 0 ? sign_on->issuer : request_typed(request, "issuer");
        sign_on->client_id = request_typed(request, "client_id");
        sign_on->algorithm = request_typed(request, "algorithm");
        sign_on->for_members = *request_typed(request, "for_members") != '\0';
        sign_on->for_people = *request_typed(request, "for_people") != '\0';
    }
    put_sign_on(cx, request, sign_on, form);
    put_algorithms(cx->arena, sign_on->algorithm, json_put_list(form, "algorithms"));
    json_put_text(model, "members_return", sign_on_return_url(cx->arena, request, SIGN_ON_FIRM));
    json_put_text(model, "people_return", sign_on_return_url(cx->arena, request, SIGN_ON_SPACE));
}

bool sign_on_new_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *key = request_text(request, "modele");
    struct sign_on sign_on = { .name = "",
                               .issuer = "",
                               .client_id = "",
                               .algorithm = "RS256",
                               .for_members = true,
                               .for_people = true };

    for (size_t i = 0; i < COUNT_OF(presets); i++)
        if (strcmp(presets[i].key, key) == 0) {
            sign_on.name = presets[i].name;
            sign_on.issuer = presets[i].issuer;
            json_put_bool(answer->model, arena_format(cx->arena, "is_%s", key), true);
        }
    put_form(cx, request, &sign_on, answer->model);
    json_put_bool(answer->model, "is_new", true);
    return true;
}

bool sign_on_provider_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct sign_on sign_on;

    if (!sign_on_find(cx, request_id(request, "sign_on"), &sign_on))
        return false;
    put_form(cx, request, &sign_on, answer->model);
    return true;
}

static bool read(struct ctx *cx, const struct request *request, struct sign_on *sign_on)
{
    const char *issuer = request_text(request, "issuer");

    *sign_on = (struct sign_on){
        .id = sign_on->id,
        .name = request_text(request, "name"),
        .issuer = issuer,
        .client_id = request_text(request, "client_id"),
        .algorithm = request_text(request, "algorithm"),
        .for_members = request_has(request, "for_members"),
        .for_people = request_has(request, "for_people"),
    };
    if (!web_url_is(issuer) || strchr(issuer, '?') || strstr(issuer, "TENANT"))
        return fail(cx, FAULT_INPUT, "EMETTEUR-FORME", "field", "issuer", "value", issuer, NULL);
    if (!sign_on->for_members && !sign_on->for_people)
        return fail(cx, FAULT_INPUT, "CONNEXION-PERSONNE", "field", "for_members", NULL);
    return true;
}

static bool answer_one(struct ctx *cx, const struct request *request, const struct sign_on *sign_on,
                       struct answer *answer)
{
    if (request_is_api(request))
        put_sign_on(cx, request, sign_on, json_put_map(answer->model, "sign_on"));
    else
        answer->redirect = arena_format(cx->arena, "%s/%lld", PAGE, (long long)sign_on->id);
    answer->notice = "notice.sign_on";
    return true;
}

bool sign_on_new(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct sign_on sign_on = { 0 };

    return read(cx, request, &sign_on) && sign_on_add(cx, &sign_on)
        && answer_one(cx, request, &sign_on, answer);
}

/* The issuer stays: who is linked is one of its subjects. */
bool sign_on_save(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct sign_on standing, sign_on = { .id = request_id(request, "sign_on") };

    if (!sign_on_find(cx, sign_on.id, &standing) || !read(cx, request, &sign_on))
        return false;
    if (strcmp(standing.issuer, sign_on.issuer) != 0)
        return fail(cx, FAULT_CONFLICT, "EMETTEUR-FIXE", "field", "issuer", "value",
                    standing.issuer, NULL);
    return sign_on_change(cx, &sign_on) && answer_one(cx, request, &sign_on, answer);
}

static bool drop(struct ctx *cx, int64_t id)
{
    return member_identity_drop(cx, id) && contact_identity_drop(cx, id) && sign_on_remove(cx, id);
}

bool sign_on_drop(struct ctx *cx, const struct request *request, struct answer *answer)
{
    answer->redirect = PAGE;
    answer->notice = "notice.sign_on_dropped";
    return store_begin(cx) && store_end(cx, drop(cx, request_id(request, "sign_on")));
}

/* What is not wrong, yet worth knowing. */
static void put_remarks(const struct discovery *discovery, bool has_secret, struct json *test)
{
    json_put_bool(test, "has_secret", has_secret);
    json_put_bool(test, "announces_pkce", discovery->announces_pkce);
    json_put_bool(test, "tells_issuer", discovery->tells_issuer);
}

bool sign_on_test(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct discovery discovery = { 0 };
    struct sign_on sign_on;

    if (!sign_on_find(cx, request_id(request, "sign_on"), &sign_on))
        return false;
    bool is_well = sign_on_fetch(cx, desk_of(request), &sign_on, &discovery);
    const struct fault fault = cx->fault;
    if (fault.kind == FAULT_BROKEN || fault.kind == FAULT_FULL)
        return false;
    cx->fault = (struct fault){ 0 };
    struct json *test = json_put_map(answer->model, "test");
    json_put_bool(test, "is_well", is_well);
    if (!is_well) {
        json_put_text(test, "code", fault.code);
        json_put_text(test, "message", view_fault(cx->arena, request_language(request), &fault));
    }
    put_remarks(&discovery, *sign_on_secret(cx->arena, desk_of(request), sign_on.id) != '\0', test);
    put_form(cx, request, &sign_on, answer->model);
    return true;
}
