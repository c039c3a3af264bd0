#include "app/message_links.h"

#include <string.h>

#include "base/buf.h"

static const char name[] = "/espace/agir?lien=";

/* What a link is made of, as it stands in an address: « 12.34.SIGNATURE ». */
static size_t link_size(const char *text)
{
    return strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-%");
}

const char *message_links_cut(struct arena *arena, const char *text)
{
    struct buf cut = { .arena = arena };
    const char *found;

    if (!text)
        return NULL;
    while ((found = strstr(text, name))) {
        const char *end = found + strlen(name);
        buf_add(&cut, text, (size_t)(end - text));
        text = end + link_size(end);
    }
    buf_text(&cut, text);
    return buf_string(&cut);
}
