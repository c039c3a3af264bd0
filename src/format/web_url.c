#include "format/web_url.h"

#include <string.h>

#include "base/attributes.h"
#include "base/str.h"

enum { URL_CHARS = 1000 }; /* with its query; real ones stay under 200 */

static const char HTTPS[] = "https://", HTTP[] = "http://";

static const char *host_of(const char *url)
{
    if (str_starts(url, HTTPS))
        return url + strlen(HTTPS);
    return str_starts(url, HTTP) ? url + strlen(HTTP) : "";
}

bool web_url_is_near(const char *url)
{
    static const char *const near[] = { "127.0.0.1", "localhost", "[::1]" };
    const char *host = host_of(url);

    for (size_t i = 0; i < COUNT_OF(near); i++) {
        size_t size = strlen(near[i]);
        if (str_starts(host, near[i]) && strchr(":/?", host[size]))
            return true;
    }
    return false;
}

bool web_url_is(const char *url)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                  "-._~:/?[]!$&()*+,=%";
    const char *host = host_of(url);
    size_t size = strcspn(host, ":/?");

    return (size > 0 || str_starts(host, "[::1]")) && strlen(url) <= URL_CHARS
        && strspn(url, letters) == strlen(url) && (str_starts(url, HTTPS) || web_url_is_near(url));
}
