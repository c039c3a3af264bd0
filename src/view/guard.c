#include "view/guard.h"

#include <string.h>

#include "base/str.h"

static bool is_web(const char *url)
{
    return str_starts(url, "https://") || str_starts(url, "http://");
}

/* What stands behind the base must not make another host of it. */
static bool is_ours(const char *url, const char *base)
{
    size_t size = strlen(base);

    return is_web(base) && str_starts(url, base)
        && (base[size - 1] == '/' || url[size] == '\0' || strchr("/?#", url[size]));
}

bool guard_url(const char *url, const struct json *model)
{
    const char *base = json_text(json_get(model, "base_url"));

    for (const char *at = url; *at; at++)
        if ((unsigned char)*at <= ' ' || *at == '\\' || *at == '\x7F')
            return false;
    return !*url || *url == '#' || *url == '?' || (*url == '/' && url[1] != '/')
        || str_starts(url, "tel:") || str_starts(url, "mailto:") || (base && is_ours(url, base));
}
