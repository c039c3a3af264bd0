#include <string.h>

#include "base/str.h"
#include "http/reply.h"

static const char *type_of(const char *name)
{
    static const struct {
        const char *end, *type;
    } types[] = {
        { ".css", "text/css; charset=utf-8" },
        { ".js", "text/javascript; charset=utf-8" },
        { ".svg", "image/svg+xml" },
        { ".woff2", "font/woff2" },
        { ".png", "image/png" },
        { ".jpg", "image/jpeg" },
        { ".webm", "video/webm" },
        { ".ico", "image/x-icon" },
        { ".webmanifest", "application/manifest+json" },
        { ".txt", "text/plain; charset=utf-8" },
    };

    for (size_t i = 0; i < COUNT_OF(types); i++)
        if (str_ends(name, types[i].end))
            return types[i].type;
    return "application/octet-stream";
}

static bool takes_gzip(const struct head *head)
{
    const char *codings = head_find(head, "Accept-Encoding");
    const char *gzip = codings ? strstr(codings, "gzip") : NULL;

    return gzip && !str_starts(gzip, "gzip;q=0,") && strcmp(gzip, "gzip;q=0") != 0;
}

bool reply_asset(struct arena *arena, const struct head *head, const char *path,
                 struct reply *reply)
{
    const struct asset *asset = str_starts(path, "/static/") ? asset_find(path + 1) : NULL;

    if (!asset)
        return false;
    bool packed = asset->packed && takes_gzip(head);
    const char *tag = arena_format(arena, "\"%s%s\"", asset->name, packed ? "-gzip" : "");
    const char *known = head_find(head, "If-None-Match");
    bool is_known = known && strstr(known, tag);
    const char *bytes = packed ? asset->packed : asset->bytes;

    size_t size = packed ? asset->packed_size : asset->size;

    if (is_known)
        reply_text(reply, 304, type_of(asset->name), "", 0);
    else
        reply_text(reply, 200, type_of(asset->name), bytes, size);
    reply_header(reply, "Cache-Control", "public, max-age=31536000, immutable");
    reply_header(reply, "ETag", tag);
    if (asset->packed)
        reply_header(reply, "Vary", "Accept-Encoding");
    if (packed)
        reply_header(reply, "Content-Encoding", "gzip");
    return true;
}
