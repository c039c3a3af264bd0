/* The general terms, before anything else (E-17): what was read is what is kept. */
#include <sodium.h>
#include <string.h>

#include "app/handlers.h"
#include "base/asset.h"
#include "base/str.h"
#include "client/terms.h"
#include "http/session.h"
#include "view/guard.h"

const struct field terms_fields[] = {
    { .name = "suite", .check = CHECK_PATH },
    { .name = "version", .check = CHECK_TEXT, .required = true },
    { .name = "accept", .check = CHECK_FLAG, .required = true },
    { 0 },
};

/* The text's own template, without the page around it. */
static const unsigned char *text_hash(struct arena *arena, const char *language)
{
    const char *name = arena_format(arena, "views/part/terms_%s.mustache", language);
    unsigned char *hash = arena_new(arena, unsigned char, crypto_hash_sha256_BYTES);
    const struct asset *text = asset_find(name);

    crypto_hash_sha256(hash, (const unsigned char *)(text ? text->bytes : ""),
                       text ? text->size : 0);
    return hash;
}

static const char *next_of(const struct request *request, const struct json *model)
{
    const char *next = request_text(request, "suite");

    return str_starts(next, "/espace") && guard_url(next, model) ? next : "/espace";
}

bool terms_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct terms terms;

    if (!terms_find(cx, request_contact(request), &terms))
        return false;
    bool is_accepted = strcmp(terms.version, TERMS_VERSION) == 0;
    json_put_text(answer->model, "version", TERMS_VERSION);
    json_put_bool(answer->model, "is_english", strcmp(request_language(request), "en") == 0);
    json_put_bool(answer->model, "is_accepted", is_accepted);
    json_put_bool(answer->model, "is_new_version", !is_accepted && *terms.version);
    if (is_accepted)
        json_put_text(answer->model, "accepted_at", instant_text(cx->arena, terms.accepted_at));
    json_put_text(answer->model, "next_path", next_of(request, answer->model));
    return true;
}

/* A change of what one may do is a new session (T-9). */
bool terms_take(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *language = request_language(request);
    const struct terms terms = { .contact = request_contact(request),
                                 .version = TERMS_VERSION,
                                 .language = language,
                                 .sha256 = text_hash(cx->arena, language),
                                 .address = request_address(request) };

    if (strcmp(request_text(request, "version"), TERMS_VERSION) != 0)
        return fail(cx, FAULT_CONFLICT, "CONDITIONS-VERSION", NULL);
    if (!terms_accept(cx, &terms))
        return false;
    answer->session = arena_new(cx->arena, struct session_change, 1);
    *answer->session = (struct session_change){ .signs_in = true, .contact = terms.contact };
    answer->redirect = next_of(request, answer->model);
    return true;
}
