#include "app/search_text.h"

#include <string.h>

#include "base/buf.h"
#include "base/str.h"

static void add_plain(struct buf *pattern, char byte)
{
    if (strchr("%_\\", byte))
        buf_byte(pattern, '\\');
    buf_byte(pattern, byte);
}

const char *search_name_like(struct arena *arena, const char *query)
{
    struct buf pattern = { .arena = arena };
    const char *folded = str_fold(arena, query);

    buf_text(&pattern, *folded ? "% " : "%");
    for (; *folded; folded++)
        if (*folded == ' ')
            buf_text(&pattern, "% ");
        else
            add_plain(&pattern, *folded);
    buf_byte(&pattern, '%');
    return buf_string(&pattern);
}
