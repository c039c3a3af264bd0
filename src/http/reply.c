#include "http/reply.h"

#include <assert.h>

void reply_header(struct reply *reply, const char *name, const char *value)
{
    assert(reply->count < REPLY_HEADERS);
    reply->headers[reply->count++] = (struct reply_header){ .name = name, .value = value };
}

void reply_dress(struct reply *reply, const struct site *site)
{
    static const char policy[] =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self';"
        " media-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self';"
        " base-uri 'none'; frame-ancestors 'none'";
    static const struct reply_header always[] = {
        { "X-Content-Type-Options", "nosniff" },
        { "Cross-Origin-Opener-Policy", "same-origin" },
        { "Cross-Origin-Resource-Policy", "same-origin" },
        { "Referrer-Policy", "same-origin" },
    };

    reply_header(reply, "Content-Security-Policy", reply->policy ? reply->policy : policy);
    for (size_t i = 0; i < COUNT_OF(always); i++)
        reply_header(reply, always[i].name, always[i].value);
    if (site_is_secure(site))
        reply_header(reply, "Strict-Transport-Security", "max-age=31536000");
}

void reply_text(struct reply *reply, int status, const char *type, const char *text, size_t size)
{
    reply->status = status;
    reply->bytes = text;
    reply->size = size;
    reply_header(reply, "Content-Type", type);
}
