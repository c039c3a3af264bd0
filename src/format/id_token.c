#include "format/id_token.h"

#include <string.h>

#include "base/secret.h"
#include "base/str.h"

enum {
    SKEW_S = 120,        /* clocks of two houses */
    OLD_S = 15 * 60,     /* a token is used at once; the sign-in took ten minutes at most */
    SUBJECT_CHARS = 255, /* OpenID Connect Core 2 */
    LABEL_CHARS = 200,
};

static const char *text_of(const struct json *claims, const char *name)
{
    const char *text = json_text(json_get(claims, name));

    return text ? text : "";
}

static bool refuse(struct ctx *cx, const char *code, const char *value)
{
    return fail(cx, FAULT_INPUT, code, "value", value, NULL);
}

static bool is_among(const struct json *list, const char *wanted)
{
    for (size_t i = 0; i < json_count(list); i++) {
        const char *each = json_text(json_at(list, i));
        if (each && strcmp(each, wanted) == 0)
            return true;
    }
    return false;
}

/* One audience, or several of which the one it was made for is us. */
static bool is_for(const struct json *claims, const char *audience)
{
    const struct json *for_whom = json_get(claims, "aud"), *party = json_get(claims, "azp");
    bool is_list = json_kind(for_whom) == JSON_LIST;
    bool is_ours =
        is_list ? is_among(for_whom, audience) : strcmp(text_of(claims, "aud"), audience) == 0;

    if (json_kind(party) == JSON_NONE)
        return is_ours && (!is_list || json_count(for_whom) == 1);
    return is_ours && strcmp(text_of(claims, "azp"), audience) == 0;
}

static bool times_check(struct ctx *cx, const struct json *claims)
{
    int64_t now = cx->now.ms / 1000, until = json_int(json_get(claims, "exp"));
    int64_t from = json_int(json_get(claims, "nbf")), made = json_int(json_get(claims, "iat"));

    if (until <= now - SKEW_S)
        return refuse(cx, "JETON-EXPIRE",
                      instant_text(cx->arena, (struct instant){ until * 1000 }));
    if (from > now + SKEW_S || made > now + SKEW_S || made < now - OLD_S - SKEW_S)
        return refuse(cx, "JETON-DATE", instant_text(cx->arena, (struct instant){ made * 1000 }));
    return true;
}

static bool is_subject(const char *text)
{
    size_t size = strlen(text);

    return size > 0 && size <= SUBJECT_CHARS && !str_has_control(text);
}

static const char *label_of(struct arena *arena, const struct json *claims)
{
    static const char *const names[] = { "email", "preferred_username", "name", "sub" };
    const char *label = "";

    for (size_t i = 0; i < COUNT_OF(names) && !*label; i++)
        label = str_trim(arena, text_of(claims, names[i]));
    return str_has_control(label) || str_chars(label) > LABEL_CHARS ? "" : label;
}

bool id_token_check(struct ctx *cx, const struct json *claims, const struct id_expected *expected,
                    struct identity *identity)
{
    const char *subject = text_of(claims, "sub");

    if (strcmp(text_of(claims, "iss"), expected->issuer) != 0)
        return refuse(cx, "JETON-EMETTEUR", text_of(claims, "iss"));
    if (!is_for(claims, expected->audience))
        return refuse(cx, "JETON-PUBLIC", expected->audience);
    if (!times_check(cx, claims))
        return false;
    if (!*expected->nonce || !secret_equal(text_of(claims, "nonce"), expected->nonce))
        return refuse(cx, "JETON-NONCE", "");
    if (!is_subject(subject))
        return refuse(cx, "JETON-SUJET", "");
    *identity = (struct identity){ .subject = subject, .label = label_of(cx->arena, claims) };
    return true;
}
