#include "app/single_sign_on_ask.h"

#include <stdatomic.h>
#include <string.h>

#include "base/str.h"
#include "channel/https.h"
#include "format/jose.h"

enum { ASKING_AT_ONCE = 3 }; /* of the threads of the door */

static const int64_t FRESH_MS = INT64_C(86400000);

/* What is limited is this process's threads: so is this. */
static atomic_int asking;

static bool ask(struct ctx *cx, const struct https_question *question, struct https_answer *answer)
{
    bool enters = atomic_fetch_add(&asking, 1) < ASKING_AT_ONCE;
    bool done = enters ? https_ask(cx, question, answer) : fail(cx, FAULT_BUSY, "OCCUPE", NULL);

    atomic_fetch_sub(&asking, 1);
    return done;
}

/* « 1=abc 2=def » */
const char *sign_on_secret(struct arena *arena, const struct desk *desk, int64_t id)
{
    const char *start = arena_format(arena, "%lld=", (long long)id);
    const char *at = desk && desk->sign_on_secrets ? desk->sign_on_secrets : "";

    while (*at) {
        size_t size = strcspn(at, " ");
        if (str_starts(at, start) && size > strlen(start))
            return arena_text(arena, at + strlen(start), size - strlen(start));
        at += size + strspn(at + size, " ");
    }
    return "";
}

static bool get(struct ctx *cx, const struct desk *desk, const char *url, const char **text)
{
    const struct https_question question = { .url = url, .ca_file = desk->sign_on_ca_file };
    struct https_answer answer;

    if (!ask(cx, &question, &answer))
        return false;
    *text = answer.text;
    return answer.status == 200
        || fail(cx, answer.status < 500 ? FAULT_INPUT : FAULT_BUSY, "EMETTEUR-STATUT", "url", url,
                "status", arena_format(cx->arena, "%d", answer.status), NULL);
}

static bool document_read(struct ctx *cx, const struct sign_on *sign_on,
                          struct discovery *discovery)
{
    const struct discovery_wanted wanted = { sign_on->issuer, sign_on->algorithm };

    return discovery_read(cx, sign_on->document, &wanted, discovery);
}

/* NULL, without a fault, for what is no key set. */
static const struct json *keys_read(struct ctx *cx, const char *text)
{
    const struct json *keys = json_parse(cx, text, strlen(text));

    if (!keys)
        cx->fault = (struct fault){ 0 };
    return json_count(json_get(keys, "keys")) > 0 ? keys : NULL;
}

static bool keys_fetch(struct ctx *cx, const struct desk *desk, const struct discovery *discovery,
                       struct sign_on *sign_on)
{
    if (!get(cx, desk, discovery->keys_url, &sign_on->keys))
        return false;
    if (!keys_read(cx, sign_on->keys))
        return fail(cx, FAULT_INPUT, "EMETTEUR-CLES", "url", discovery->keys_url, NULL);
    return sign_on_keep(cx, sign_on);
}

bool sign_on_fetch(struct ctx *cx, const struct desk *desk, struct sign_on *sign_on,
                   struct discovery *discovery)
{
    struct sign_on fetched = *sign_on;

    fetched.fetched_at = cx->now;
    if (!get(cx, desk, discovery_url(cx->arena, sign_on->issuer), &fetched.document)
        || !document_read(cx, &fetched, discovery) || !keys_fetch(cx, desk, discovery, &fetched))
        return false;
    *sign_on = fetched;
    return true;
}

bool sign_on_discover(struct ctx *cx, const struct desk *desk, struct sign_on *sign_on,
                      struct discovery *discovery)
{
    bool is_kept = sign_on->fetched_at.ms > 0;

    if (is_kept && cx->now.ms - sign_on->fetched_at.ms < FRESH_MS)
        return document_read(cx, sign_on, discovery);
    if (sign_on_fetch(cx, desk, sign_on, discovery))
        return true;
    if (!is_kept || cx->fault.kind != FAULT_BUSY)
        return false;
    cx->fault = (struct fault){ 0 };
    return document_read(cx, sign_on, discovery);
}

/* A code on its way to who it was given for. */
struct redeeming {
    const struct desk *desk;
    struct sign_on *sign_on;
    const struct sign_on_code *code;
    struct discovery discovery;
    const char *token;
};

/* What a form or HTTP Basic bears (RFC 6749, 2.3.1). */
static const char *coded_secret(struct arena *arena, const struct redeeming *redeeming)
{
    return https_coded(arena, sign_on_secret(arena, redeeming->desk, redeeming->sign_on->id));
}

static const char *form_of(struct arena *arena, const struct redeeming *redeeming)
{
    const struct sign_on_code *code = redeeming->code;
    const char *secret = coded_secret(arena, redeeming);
    struct buf form = { .arena = arena };

    buf_format(&form, "grant_type=authorization_code&code=%s", https_coded(arena, code->code));
    buf_format(&form, "&redirect_uri=%s", https_coded(arena, code->redirect_url));
    buf_format(&form, "&code_verifier=%s", https_coded(arena, code->verifier));
    buf_format(&form, "&client_id=%s", https_coded(arena, redeeming->sign_on->client_id));
    if (*secret && !redeeming->discovery.takes_basic)
        buf_format(&form, "&client_secret=%s", secret);
    return buf_string(&form);
}

static bool token_read(struct ctx *cx, const struct https_answer *answer, const char **token)
{
    const struct json *map = json_parse(cx, answer->text, strlen(answer->text));
    const char *error = json_text(json_get(map, "error"));

    cx->fault = (struct fault){ 0 };
    *token = json_text(json_get(map, "id_token"));
    if (answer->status == 200 && *token)
        return true;
    if (!error || str_has_control(error))
        error = arena_format(cx->arena, "HTTP %d", answer->status);
    return fail(cx, FAULT_DENIED, "RETOUR-ECHANGE", "reason", error, NULL);
}

static bool token_ask(struct ctx *cx, struct redeeming *redeeming)
{
    const char *secret = coded_secret(cx->arena, redeeming);
    struct https_question question = { .url = redeeming->discovery.token_url,
                                       .form = form_of(cx->arena, redeeming),
                                       .ca_file = redeeming->desk->sign_on_ca_file };
    struct https_answer answer;

    if (*secret && redeeming->discovery.takes_basic) {
        question.user = https_coded(cx->arena, redeeming->sign_on->client_id);
        question.secret = secret;
    }
    return ask(cx, &question, &answer) && token_read(cx, &answer, &redeeming->token);
}

static bool verify(struct ctx *cx, struct redeeming *redeeming, const struct json **claims)
{
    struct sign_on *sign_on = redeeming->sign_on;
    struct jose_trust trust = { sign_on->algorithm, keys_read(cx, sign_on->keys) };

    if (jose_verify(cx, redeeming->token, &trust, claims))
        return true;
    if (cx->fault.kind != FAULT_ABSENT)
        return false;
    cx->fault = (struct fault){ 0 };
    if (!keys_fetch(cx, redeeming->desk, &redeeming->discovery, sign_on))
        return false;
    trust.keys = keys_read(cx, sign_on->keys);
    return jose_verify(cx, redeeming->token, &trust, claims);
}

bool sign_on_redeem(struct ctx *cx, const struct desk *desk, struct sign_on *sign_on,
                    const struct sign_on_code *code, struct identity *identity)
{
    struct redeeming redeeming = { .desk = desk, .sign_on = sign_on, .code = code };
    const struct id_expected expected = { sign_on->issuer, sign_on->client_id, code->nonce };
    const struct json *claims;

    return sign_on_discover(cx, desk, sign_on, &redeeming.discovery) && token_ask(cx, &redeeming)
        && verify(cx, &redeeming, &claims) && id_token_check(cx, claims, &expected, identity);
}
