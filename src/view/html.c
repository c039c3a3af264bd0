#include "view/html.h"

#include <ctype.h>
#include <string.h>

#include "base/attributes.h"
#include "base/str.h"

static bool is_blank(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static const char *with_byte(struct arena *arena, const char *text, char byte)
{
    return arena_format(arena, "%s%c", text, tolower((unsigned char)byte));
}

static bool is_script(const char *element)
{
    return strcmp(element, "script") == 0 || strcmp(element, "style") == 0;
}

static void tag_open(struct html *html)
{
    html->attribute = html->value = "";
    html->place = HTML_TAG;
}

static void tag_close(struct html *html)
{
    html->attribute = html->value = "";
    html->place = is_script(html->element) ? HTML_SCRIPT : HTML_CONTENT;
}

static void less_read(struct arena *arena, struct html *html, char byte)
{
    html->place = HTML_CONTENT;
    if (byte == '/' || byte == '!' || byte == '?')
        html->place = HTML_END;
    else if (isalpha((unsigned char)byte)) {
        html->place = HTML_NAME;
        html->element = with_byte(arena, "", byte);
    }
}

static void name_read(struct arena *arena, struct html *html, char byte)
{
    if (byte == '>')
        tag_close(html);
    else if (is_blank(byte) || byte == '/')
        tag_open(html);
    else
        html->element = with_byte(arena, html->element, byte);
}

static void tag_read(struct arena *arena, struct html *html, char byte)
{
    if (byte == '>')
        tag_close(html);
    else if (byte == '=')
        html->place = HTML_EQUALS;
    else if (is_blank(byte) || byte == '/')
        html->place = HTML_TAG;
    else {
        html->attribute = with_byte(arena, html->place == HTML_TAG ? "" : html->attribute, byte);
        html->place = HTML_ATTRIBUTE;
    }
}

static void equals_read(struct arena *arena, struct html *html, char byte)
{
    if (is_blank(byte))
        return;
    html->value = byte == '"' || byte == '\'' ? "" : with_byte(arena, "", byte);
    html->place = byte == '"' ? HTML_DOUBLE : byte == '\'' ? HTML_SINGLE : HTML_UNQUOTED;
}

static void value_read(struct arena *arena, struct html *html, char byte)
{
    bool ends = html->place == HTML_DOUBLE ? byte == '"'
        : html->place == HTML_SINGLE       ? byte == '\''
                                           : is_blank(byte);

    if (html->place == HTML_UNQUOTED && byte == '>')
        tag_close(html);
    else if (ends)
        tag_open(html);
    else if (html_leads_away(html))
        html->value = with_byte(arena, html->value, byte);
}

static void byte_read(struct arena *arena, struct html *html, char byte)
{
    switch (html->place) {
    case HTML_CONTENT:
        if (byte == '<')
            html->place = HTML_LESS;
        return;
    case HTML_LESS:
        less_read(arena, html, byte);
        return;
    case HTML_NAME:
        name_read(arena, html, byte);
        return;
    case HTML_END:
        if (byte == '>')
            html->place = HTML_CONTENT;
        return;
    case HTML_TAG:
    case HTML_ATTRIBUTE:
        tag_read(arena, html, byte);
        return;
    case HTML_EQUALS:
        equals_read(arena, html, byte);
        return;
    default:
        value_read(arena, html, byte);
    }
}

/* How far it is to what stands behind the mark, where that place begins; else to the end. */
static size_t skip(struct html *html, const char *text, size_t size, enum html_place behind,
                   const char *mark)
{
    const char *found = memmem(text, size, mark, strlen(mark));

    if (!found)
        return size;
    html->place = behind;
    return (size_t)(found - text) + strlen(mark);
}

static bool is_comment(const struct html *html, const char *text, size_t size)
{
    return html->place == HTML_LESS && size >= 3 && memcmp(text, "!--", 3) == 0;
}

void html_read(struct arena *arena, struct html *html, const char *text, size_t size)
{
    for (size_t i = 0; i < size;) {
        if (html->place == HTML_COMMENT)
            i += skip(html, text + i, size - i, HTML_CONTENT, "-->");
        else if (html->place == HTML_SCRIPT)
            i += skip(html, text + i, size - i, HTML_END,
                      arena_format(arena, "</%s", html->element));
        else if (is_comment(html, text + i, size - i))
            html->place = HTML_COMMENT;
        else
            byte_read(arena, html, text[i++]);
    }
}

void html_put(struct html *html)
{
    if (html_leads_away(html) && !html_is_settled(html))
        html->value = "https://host";
}

void html_pause(struct html *html)
{
    if (html->place == HTML_NAME || html->place == HTML_ATTRIBUTE)
        html->place = HTML_TAG;
}

bool html_leads_away(const struct html *html)
{
    static const char *const names[] = {
        "action",         "background", "cite",     "data",    "formaction",  "href",
        "hx-delete",      "hx-get",     "hx-patch", "hx-post", "hx-push-url", "hx-put",
        "hx-replace-url", "ping",       "poster",   "src",     "srcset",      "xlink:href",
    };

    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (strcmp(names[i], html->attribute) == 0)
            return true;
    return false;
}

bool html_runs(const struct html *html)
{
    static const char *const names[] = { "hx-headers", "hx-vals", "srcdoc", "style" };

    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (strcmp(names[i], html->attribute) == 0)
            return true;
    return str_starts(html->attribute, "on") || str_starts(html->attribute, "hx-on");
}

bool html_is_settled(const struct html *html)
{
    const char *value = html->value;

    if (str_starts(value, "https://") || str_starts(value, "http://"))
        return strpbrk(strstr(value, "//") + 2, "/?#");
    return *value == '#' || *value == '?' || str_starts(value, "mailto:")
        || str_starts(value, "tel:")
        || (*value == '/' && value[1] && value[1] != '/' && value[1] != '\\');
}
