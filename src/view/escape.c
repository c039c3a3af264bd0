#include "view/escape.h"

void escape_html(struct buf *out, const char *text, size_t size)
{
    const char *end = text + size;

    while (text < end) {
        size_t plain = 0, left = (size_t)(end - text);
        while (plain < left && text[plain] != '&' && text[plain] != '<' && text[plain] != '>'
               && text[plain] != '"')
            plain++;
        buf_add(out, text, plain);
        text += plain;
        if (text == end)
            return;
        buf_text(out,
                 *text == '&'       ? "&amp;"
                     : *text == '<' ? "&lt;"
                     : *text == '>' ? "&gt;"
                                    : "&quot;");
        text++;
    }
}
