#include "mail/tag.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "mail/key.h"

static const char *words_of(struct arena *arena, int64_t firm, int64_t message)
{
    return arena_format(arena, "reply %" PRId64 " %" PRId64, firm, message);
}

bool tag_text(struct ctx *cx, int64_t message, const char **tag)
{
    int64_t firm = scope_firm_id(cx->store);
    const char *signature;

    if (!key_sign(cx, words_of(cx->arena, firm, message), &signature))
        return false;
    *tag = arena_format(cx->arena, "q%" PRId64 "-%" PRId64 "-%s", firm, message, signature);
    return true;
}

const char *tag_address(struct arena *arena, const char *address, const char *tag)
{
    size_t local = strcspn(address, "@");

    return arena_format(arena, "%.*s+%s%s", (int)local, address, tag, address + local);
}

bool tag_find(struct ctx *cx, const char *text, enum tag_verdict *verdict, int64_t *message)
{
    const char *tag = key_candidate(cx->arena, text);
    int64_t firm, number;
    int at = 0;
    bool is_ours = false;

    *verdict = TAG_NONE;
    if (sscanf(tag, "q%" SCNd64 "-%" SCNd64 "-%n", &firm, &number, &at) != 2 || at == 0)
        return true;
    *verdict = TAG_FORGED;
    if (firm != scope_firm_id(cx->store) || strlen(tag + at) != KEY_SIGNATURE_CHARS)
        return true;
    if (!key_verify(cx, words_of(cx->arena, firm, number), tag + at, &is_ours))
        return false;
    if (is_ours) {
        *verdict = TAG_OURS;
        *message = number;
    }
    return true;
}
