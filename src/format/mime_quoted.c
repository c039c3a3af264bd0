#include "format/mime_quoted.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/str.h"

/* What tells of a tag. */
struct marks {
    const char *id, *class, *style; /* small letters; "" none */
};

bool mime_quoted_is(const char *tag, const char *name)
{
    size_t size = strlen(name);

    return strncasecmp(tag, name, size) == 0 && strchr(" \t\r\n/>", tag[size]);
}

static const char *value_at(struct arena *arena, const char *at)
{
    char quote = *at == '"' || *at == '\'' ? *at : '\0';
    const char *ends = quote ? (quote == '"' ? "\"" : "'") : " \t\r\n";

    at += quote != '\0';
    return arena_text(arena, at, strcspn(at, ends));
}

/* Of a tag in small letters. */
static const char *attribute(struct arena *arena, const char *tag, const char *name)
{
    size_t size = strlen(name);

    for (const char *at = strstr(tag, name); at; at = strstr(at + size, name)) {
        const char *sign = at + size + strspn(at + size, " \t\r\n");
        if (at > tag && strchr(" \t\r\n\"'", at[-1]) && *sign == '=')
            return value_at(arena, sign + 1 + strspn(sign + 1, " \t\r\n"));
    }
    return "";
}

/* A style is compared without its blanks. */
static const char *squeezed(struct arena *arena, const char *style)
{
    char *bare = arena_new(arena, char, strlen(style) + 1);
    size_t size = 0;

    for (const char *at = style; *at; at++)
        if (!isspace((unsigned char)*at))
            bare[size++] = *at;
    return bare;
}

static struct marks marks_read(struct arena *arena, const char *tag, const char *end)
{
    size_t size = (size_t)(end - tag);
    char *small = arena_new(arena, char, size + 1);

    for (size_t i = 0; i < size; i++)
        small[i] = (char)tolower((unsigned char)tag[i]);
    return (struct marks){
        .id = attribute(arena, small, "id"),
        .class = attribute(arena, small, "class"),
        .style = squeezed(arena, attribute(arena, small, "style")),
    };
}

static bool has_word(const char *list, const char *word)
{
    size_t size = strlen(word);

    for (const char *at = strstr(list, word); at; at = strstr(at + size, word))
        if ((at == list || at[-1] == ' ') && (at[size] == '\0' || at[size] == ' '))
            return true;
    return false;
}

static bool has_any(const char *list, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (has_word(list, words[i]))
            return true;
    return false;
}

/* Outlook and Zimbra set a head above what they quote, and no end below. */
static bool begins_rest(const struct marks *marks)
{
    static const char *const ids[] = { "divrplyfwdmsg", "appendonsend", "stopspelling", "zwchr" };
    const char *id = marks->id;

    while (str_starts(id, "x_")) /* of a message that was quoted before */
        id += 2;
    for (size_t i = 0; i < COUNT_OF(ids); i++)
        if (strcmp(id, ids[i]) == 0)
            return true;
    return has_word(marks->class, "outlookmessageheader")
        || (strstr(marks->style, "border:none;border-top:solid")
            && strstr(marks->style, "padding:3.0pt0"));
}

/* « ---------- Forwarded message ---------- », right behind the tag. */
static bool is_passed_on(const char *end)
{
    enum { NEAR = 300 };

    return memmem(end, strnlen(end, NEAR), "-----", 5) != NULL;
}

/* Of those that may hold answers beside the blocks of a quotation the blocks tell. */
static bool is_quoting(const struct mime_quoted *quoted, const struct marks *marks, const char *end)
{
    static const char *const always[] = { "gmail_attr", "moz-cite-prefix", "moz-forward-container",
                                          "ms-outlook-mobile-reference-message" };
    static const char *const alone[] = { "gmail_quote", "yahoo_quoted", "protonmail_quote" };

    if (has_any(marks->class, always, COUNT_OF(always))
        || strcmp(marks->id, "mail-editor-reference-message-container") == 0)
        return true;
    return has_any(marks->class, alone, COUNT_OF(alone))
        && (!quoted->last_block || quoted->last_block < end || is_passed_on(end));
}

/* Programs indent what somebody writes by a block too: without a border, by 40 pixels. */
static bool is_indent(const struct marks *marks)
{
    return !*marks->class && strstr(marks->style, "40px")
        && (strstr(marks->style, "border:none") || strstr(marks->style, "border:0"));
}

void mime_quoted_begin(struct mime_quoted *quoted, const char *html)
{
    static const char block[] = "<blockquote";

    *quoted = (struct mime_quoted){ 0 };
    for (const char *at = strcasestr(html, block); at; at = strcasestr(at + 1, block))
        quoted->last_block = at;
}

/* Within what is quoted only its own end counts. */
static void count(struct mime_quoted *quoted, const char *tag)
{
    if (mime_quoted_is(tag, quoted->within))
        quoted->depth++;
    else if (*tag == '/' && mime_quoted_is(tag + 1, quoted->within))
        quoted->depth--;
    if (quoted->depth == 0)
        quoted->within = NULL;
}

void mime_quoted_tag(struct arena *arena, struct mime_quoted *quoted, const char *tag,
                     const char *end)
{
    bool is_div = mime_quoted_is(tag, "div"), is_block = mime_quoted_is(tag, "blockquote");

    if (quoted->is_rest)
        return;
    if (quoted->within) {
        count(quoted, tag);
        return;
    }
    if (!is_div && !is_block && !mime_quoted_is(tag, "hr"))
        return;
    const struct marks marks = marks_read(arena, tag, end);
    quoted->is_rest = begins_rest(&marks);
    if ((is_block && !is_indent(&marks)) || (is_div && is_quoting(quoted, &marks, end))) {
        quoted->within = is_div ? "div" : "blockquote";
        quoted->depth = 1;
    }
}

bool mime_quoted_now(const struct mime_quoted *quoted)
{
    return quoted->is_rest || quoted->within;
}
