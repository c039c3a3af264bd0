#include "channel/email_parts.h"

#include <gmime/gmime.h>
#include <pthread.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "format/mime_text.h"

static void start_gmime(void)
{
    g_mime_init();
}

static const char *kept(struct arena *arena, const char *text)
{
    return text && str_is_utf8(text, strlen(text)) ? arena_copy(arena, text) : "";
}

static void read_mailbox(struct arena *arena, InternetAddressList *list, const char **name,
                         const char **address)
{
    *name = *address = "";
    if (!list || internet_address_list_length(list) == 0)
        return;
    InternetAddress *first = internet_address_list_get_address(list, 0);
    *name = kept(arena, internet_address_get_name(first));
    if (INTERNET_ADDRESS_IS_MAILBOX(first))
        *address = kept(arena, internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(first)));
}

/* With the line ends of a text, not those of the wire. */
static const char *part_text(struct arena *arena, GMimeObject *part)
{
    char *text = g_mime_text_part_get_text(GMIME_TEXT_PART(part));
    struct buf lines = { .arena = arena };

    for (const char *at = kept(arena, text); *at; at++)
        if (at[0] != '\r' || at[1] != '\n')
            buf_byte(&lines, *at);
    g_free(text);
    return buf_string(&lines);
}

/* The first part of each kind. */
struct reading {
    struct arena *arena;
    struct email_parts *parts;
};

static void read_part(GMimeObject *parent, GMimeObject *part, void *state)
{
    struct reading *reading = state;

    (void)parent;
    if (!GMIME_IS_TEXT_PART(part))
        return;
    GMimeContentType *type = g_mime_object_get_content_type(part);
    if (g_mime_content_type_is_type(type, "text", "html") && !reading->parts->html)
        reading->parts->html = part_text(reading->arena, part);
    else if (g_mime_content_type_is_type(type, "text", "plain") && !*reading->parts->text)
        reading->parts->text = part_text(reading->arena, part);
}

static void read_message(struct arena *arena, GMimeMessage *message, struct email_parts *parts)
{
    struct reading reading = { .arena = arena, .parts = parts };
    GDateTime *date = g_mime_message_get_date(message);
    const char *ignored;

    read_mailbox(arena, g_mime_message_get_from(message), &parts->from_name, &parts->from);
    read_mailbox(arena, g_mime_message_get_to(message), &parts->to_name, &parts->to);
    read_mailbox(arena, g_mime_message_get_reply_to(message), &ignored, &parts->reply_to);
    parts->subject = kept(arena, g_mime_message_get_subject(message));
    parts->message_id = kept(arena, g_mime_message_get_message_id(message));
    parts->date.ms = date ? g_date_time_to_unix(date) * 1000 : 0;
    g_mime_message_foreach(message, read_part, &reading);
}

bool email_parts(struct ctx *cx, const char *bytes, size_t size, struct email_parts *parts)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct email_parts read = { .text = "" };

    pthread_once(&once, start_gmime);
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, size);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
    if (message) {
        mime_text_words(GMIME_OBJECT(message));
        read_message(cx->arena, message, &read);
        g_object_unref(message);
    }
    g_object_unref(parser);
    g_object_unref(stream);
    if (!message)
        return fail(cx, FAULT_BROKEN, "COURRIEL-ILLISIBLE", NULL);
    *parts = read;
    return true;
}
