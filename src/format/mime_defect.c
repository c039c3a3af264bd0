#include "format/mime_defect.h"

#include <string.h>
#include <strings.h>

#include "base/str.h"

/* The gravest last: of what ends too early something may be missing. */
static const char *const codes[] = { "", "MIME-LIGNE", "MIME-SEPARATEUR", "MIME-FIN" };

static size_t gravity(const char *code)
{
    size_t at = COUNT_OF(codes) - 1;

    while (at > 0 && strcmp(codes[at], code) != 0)
        at--;
    return at;
}

const char *mime_defect_known(const char *text)
{
    return codes[gravity(text)];
}

void mime_defect_tell(struct mime *mime, const char *code)
{
    if (gravity(code) > gravity(mime->defect))
        mime->defect = mime_defect_known(code);
}

/* The line that a mailbox of files puts before each message is no field, and no fault. */
static void warned(gint64 offset, GMimeParserWarning warning, const gchar *item, gpointer into)
{
    (void)offset;
    if (warning == GMIME_CRIT_INVALID_HEADER_NAME && !(item && str_starts(item, "From ")))
        mime_defect_tell(into, "MIME-LIGNE");
}

GMimeParserOptions *mime_defect_options(struct mime *mime)
{
    GMimeParserOptions *options = g_mime_parser_options_clone(g_mime_parser_options_get_default());

    g_mime_parser_options_set_warning_callback(options, warned, mime);
    return options;
}

/* What stands behind the name of a parameter, past « = »; NULL when it is not that name. */
static const char *value_at(const char *at, const char *name)
{
    size_t size = strlen(name);

    if (strncasecmp(at, name, size) != 0)
        return NULL;
    at += size;
    at += strspn(at, " \t\r\n");
    if (*at != '=')
        return NULL;
    return at + 1 + strspn(at + 1, " \t\r\n");
}

/* RFC 2045, 5.1: a value that holds one of the tspecials stands in quotes. */
static bool is_bare(const char *field, const char *boundary)
{
    bool is_quoted = false;

    if (!strpbrk(boundary, "()<>@,;:\\\"/[]?="))
        return false;
    for (const char *at = field; *at; at++) {
        const char *value = is_quoted ? NULL : value_at(at, "boundary");
        if (value && str_starts(value, boundary))
            return true;
        if (is_quoted && *at == '\\' && at[1])
            at++;
        else if (*at == '"')
            is_quoted = !is_quoted;
    }
    return false;
}

/* RFC 6522, 3: with the message that it returns a report has said all. */
static bool is_said(GMimeMultipart *container)
{
    GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(container));
    int count = g_mime_multipart_get_count(container);

    return g_mime_content_type_is_type(type, "multipart", "report") && count > 0
        && GMIME_IS_MESSAGE_PART(g_mime_multipart_get_part(container, count - 1));
}

void mime_defect_container(struct mime *mime, GMimeObject *object)
{
    if (!GMIME_IS_MULTIPART(object))
        return;
    GMimeMultipart *container = GMIME_MULTIPART(object);
    GMimeHeaderList *list = g_mime_object_get_header_list(object);
    GMimeHeader *type = g_mime_header_list_get_header(list, "Content-Type");
    const char *field = type ? g_mime_header_get_raw_value(type) : NULL;
    const char *boundary = g_mime_multipart_get_boundary(container);
    bool is_hollow = g_mime_multipart_get_count(container) == 0;
    bool is_open = !container->write_end_boundary;

    mime->is_cut |= is_open;
    if (is_hollow || (field && boundary && is_bare(field, boundary)))
        mime_defect_tell(mime, "MIME-SEPARATEUR");
    if (is_open && !is_hollow && !is_said(container))
        mime_defect_tell(mime, "MIME-FIN");
}
