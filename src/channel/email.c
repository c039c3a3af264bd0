#include "channel/email.h"

#include <gmime/gmime.h>
#include <pthread.h>
#include <sodium.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"

enum {
    HEADER_LIMIT = 4 * LIMIT_FIELD_CHARS, /* in bytes; a line may have 998 */
    NAME_LIMIT = 60,                      /* of a display name that GMime need not fold */
    WORD_BYTES = 42,                      /* in an encoded word, which may have 75 characters */
};

static bool is_made_of(const char *text, const char *allowed)
{
    size_t size = text ? strlen(text) : 0;

    return size > 0 && size <= LIMIT_FIELD_CHARS && strspn(text, allowed) == size;
}

#define LETTERS_DIGITS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

static bool is_message_id(const char *id)
{
    if (!is_made_of(id, LETTERS_DIGITS "._-+@"))
        return false;
    const char *at = strchr(id, '@');
    return at && at > id && at[1] && !strchr(at + 1, '@');
}

static bool is_header(const char *text)
{
    size_t size = strlen(text);

    return size <= HEADER_LIMIT && !str_has_control(text) && str_is_utf8(text, size);
}

static bool is_mailbox(const char *name, const char *address)
{
    return (!name || is_header(name)) && !email_problem(address);
}

static bool is_date(struct instant date)
{
    return date.ms >= 0 && date.ms / 86400000 < DATE_LAST.day;
}

/* The first header at fault, NULL when there is none. */
static const char *wrong_header(const struct email *email)
{
    if (!is_message_id(email->message_id))
        return "Message-ID";
    if (!is_date(email->date))
        return "Date";
    if (!is_mailbox(email->from_name, email->from))
        return "From";
    if (email->reply_to && email_problem(email->reply_to))
        return "Reply-To";
    if (!is_mailbox(email->to_name, email->to))
        return "To";
    if (!email->subject || !is_header(email->subject))
        return "Subject";
    if (email->language && !is_made_of(email->language, LETTERS_DIGITS "-"))
        return "Content-Language";
    return NULL;
}

static bool check_email(struct ctx *cx, const struct email *email)
{
    const char *header = wrong_header(email);

    if (header)
        return fail(cx, FAULT_INPUT, "COURRIEL-ENTETE", "header", header, NULL);
    if (!str_is_utf8(email->text, strlen(email->text)))
        return fail(cx, FAULT_INPUT, "COURRIEL-TEXTE", "part", "text", NULL);
    if (email->html && !str_is_utf8(email->html, strlen(email->html)))
        return fail(cx, FAULT_INPUT, "COURRIEL-TEXTE", "part", "html", NULL);
    return true;
}

/* Lines that end in LF alone, the last one too: GMime makes each CRLF when it writes. */
static const char *plain_lines(struct arena *arena, const char *text)
{
    struct buf lines = { .arena = arena };

    while (*text) {
        size_t size = strcspn(text, "\r");
        buf_add(&lines, text, size);
        text += size;
        if (*text == '\r' && *++text != '\n')
            buf_byte(&lines, '\n');
    }
    if (lines.size > 0 && lines.bytes[lines.size - 1] != '\n')
        buf_byte(&lines, '\n');
    return buf_string(&lines);
}

static GMimeObject *make_part(struct arena *arena, const char *subtype, const char *text)
{
    const char *lines = plain_lines(arena, text);
    GMimePart *part = g_mime_part_new_with_type("text", subtype);
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(lines, strlen(lines));
    GMimeDataWrapper *content =
        g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);

    g_mime_object_set_content_type_parameter(GMIME_OBJECT(part), "charset", "utf-8");
    g_mime_part_set_content_encoding(part, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    g_mime_part_set_content(part, content);
    g_object_unref(content);
    g_object_unref(stream);
    return GMIME_OBJECT(part);
}

/* « =_ » stands nowhere in quoted-printable, so no body can hold the boundary. */
static const char *make_boundary(struct arena *arena, const char *message_id)
{
    struct buf boundary = { .arena = arena };
    unsigned char hash[crypto_generichash_BYTES_MIN];

    crypto_generichash(hash, sizeof hash, (const unsigned char *)message_id, strlen(message_id),
                       NULL, 0);
    buf_text(&boundary, "=_");
    for (size_t i = 0; i < sizeof hash; i++)
        buf_format(&boundary, "%02x", (unsigned)hash[i]);
    return buf_string(&boundary);
}

static GMimeObject *make_body(struct arena *arena, const struct email *email)
{
    GMimeObject *text = make_part(arena, "plain", email->text);

    if (!email->html)
        return text;
    GMimeObject *html = make_part(arena, "html", email->html);
    GMimeMultipart *both = g_mime_multipart_new_with_subtype("alternative");
    g_mime_multipart_set_boundary(both, make_boundary(arena, email->message_id));
    g_mime_multipart_add(both, text);
    g_mime_multipart_add(both, html);
    g_object_unref(text);
    g_object_unref(html);
    return GMIME_OBJECT(both);
}

static bool is_plain(const char *text, size_t limit)
{
    size_t size = 0;

    for (; text[size]; size++)
        if ((unsigned char)text[size] >= 0x80)
            return false;
    return size <= limit && !strstr(text, "=?");
}

/* The size of the text's beginning that fits into one encoded word, cut between two characters. */
static size_t word_size(const char *text)
{
    size_t size = strnlen(text, WORD_BYTES);

    while (size > 0 && ((unsigned char)text[size] & 0xC0) == 0x80)
        size--;
    return size;
}

/*
 * RFC 2047. Encoded here as a whole: GMime lets pass what only looks encoded, which a reader's
 * program would decode to line breaks, and folds long names by a tab that then stands in them.
 */
static const char *encode(struct arena *arena, const char *text, size_t plain_limit)
{
    struct buf words = { .arena = arena };

    if (is_plain(text, plain_limit))
        return text;
    while (*text) {
        size_t size = word_size(text);
        char *base64 = g_base64_encode((const guchar *)text, size);
        buf_format(&words, "%s=?utf-8?B?%s?=", words.size > 0 ? " " : "", base64);
        g_free(base64);
        text += size;
    }
    return buf_string(&words);
}

static const char *encode_name(struct arena *arena, const char *name)
{
    return name && *name ? encode(arena, name, NAME_LIMIT) : NULL;
}

static void add_mailbox(GMimeMessage *message, GMimeAddressType type, const char *name,
                        const char *address)
{
    InternetAddress *mailbox = internet_address_mailbox_new(name, address);

    internet_address_list_add(g_mime_message_get_addresses(message, type), mailbox);
    g_object_unref(mailbox);
}

static GMimeMessage *make_message(struct arena *arena, const struct email *email)
{
    GMimeMessage *message = g_mime_message_new(FALSE);
    GDateTime *date = g_date_time_new_from_unix_utc(email->date.ms / 1000);
    GMimeObject *body = make_body(arena, email);

    g_mime_message_set_date(message, date);
    add_mailbox(message, GMIME_ADDRESS_TYPE_FROM, encode_name(arena, email->from_name),
                email->from);
    if (email->reply_to)
        add_mailbox(message, GMIME_ADDRESS_TYPE_REPLY_TO, NULL, email->reply_to);
    add_mailbox(message, GMIME_ADDRESS_TYPE_TO, encode_name(arena, email->to_name), email->to);
    g_mime_message_set_subject(message, encode(arena, email->subject, HEADER_LIMIT), "utf-8");
    g_mime_message_set_message_id(message, email->message_id);
    if (email->automatic)
        g_mime_object_set_header(GMIME_OBJECT(message), "Auto-Submitted", "auto-generated", NULL);
    if (email->language)
        g_mime_object_set_header(GMIME_OBJECT(message), "Content-Language", email->language, NULL);
    g_mime_message_set_mime_part(message, body);
    g_object_unref(body);
    g_date_time_unref(date);
    return message;
}

static void start_gmime(void)
{
    g_mime_init();
}

static const char *write_message(struct arena *arena, GMimeMessage *message, size_t *size)
{
    GMimeFormatOptions *options = g_mime_format_options_new();
    GMimeStream *stream = g_mime_stream_mem_new();

    g_mime_format_options_set_newline_format(options, GMIME_NEWLINE_FORMAT_DOS);
    g_mime_object_write_to_stream(GMIME_OBJECT(message), options, stream);
    const GByteArray *array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
    const char *bytes = arena_text(arena, (const char *)array->data, array->len);
    *size = array->len;
    g_object_unref(stream);
    g_mime_format_options_free(options);
    return bytes;
}

bool email_build(struct ctx *cx, const struct email *email, const char **bytes, size_t *size)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    if (!check_email(cx, email))
        return false;
    pthread_once(&once, start_gmime);
    GMimeMessage *message = make_message(cx->arena, email);
    *bytes = write_message(cx->arena, message, size);
    g_object_unref(message);
    return true;
}

const char *email_mark(struct arena *arena, const char *bytes, const char *mark, size_t *size)
{
    static const char HEADER[] = "\r\nSubject: ";
    const char *subject = strstr(bytes, HEADER), *body = strstr(bytes, "\r\n\r\n");
    struct buf marked = { .arena = arena };

    if (!subject || (body && body < subject))
        return bytes;
    size_t before = (size_t)(subject - bytes) + strlen(HEADER);
    buf_add(&marked, bytes, before);
    buf_format(&marked, "%s ", mark);
    buf_add(&marked, bytes + before, *size - before);
    *size = marked.size;
    return buf_string(&marked);
}
