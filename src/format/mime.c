#include "format/mime.h"

#include <gmime/gmime.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"
#include "format/address.h"
#include "format/mime_defect.h"
#include "format/mime_head.h"
#include "format/mime_part.h"
#include "format/mime_report.h"
#include "format/mime_text.h"

static const char *header(struct arena *arena, GMimeMessage *message, const char *name)
{
    GMimeHeaderList *list = g_mime_object_get_header_list(GMIME_OBJECT(message));
    GMimeHeader *found = g_mime_header_list_get_header(list, name);

    return found ? mime_text_header(arena, g_mime_header_get_raw_value(found)) : NULL;
}

static bool header_is(struct arena *arena, GMimeMessage *message, const char *name,
                      const char *wanted)
{
    const char *value = header(arena, message, name);

    return value && strncasecmp(value, wanted, strlen(wanted)) == 0;
}

static void sender_read(struct arena *arena, GMimeMessage *message, struct mime *mime)
{
    InternetAddressList *list = g_mime_message_get_from(message);
    const char *written = header(arena, message, "From"); /* "MAILER-DAEMON <>" */
    int count = list ? internet_address_list_length(list) : 0;

    for (int i = 0; i < count && !*mime->sender; i++) {
        InternetAddress *each = internet_address_list_get_address(list, i);
        const char *name = internet_address_get_name(each);
        if (!INTERNET_ADDRESS_IS_MAILBOX(each))
            continue;
        const char *address = internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(each));
        if (address && !email_problem(address))
            mime->sender = arena_copy(arena, address);
        mime->sender_name = mime_text_line(arena, name ? name : "");
    }
    if (!*mime->sender && !*mime->sender_name && written)
        mime->sender_name = written;
}

struct addresses {
    struct arena *arena;
    const char **list;
    size_t count;
};

static void address_add(struct addresses *addresses, const char *address)
{
    if (address && addresses->count < LIMIT_MAIL_ADDRESSES && !email_problem(address))
        addresses->list[addresses->count++] = arena_copy(addresses->arena, address);
}

static void addresses_add(struct addresses *addresses, InternetAddressList *list)
{
    int count = list ? internet_address_list_length(list) : 0;

    for (int i = 0; i < count; i++) {
        InternetAddress *each = internet_address_list_get_address(list, i);
        if (INTERNET_ADDRESS_IS_MAILBOX(each))
            address_add(addresses,
                        internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(each)));
    }
}

/* Where servers say that it came to stands first: a copy or a forward has another To. */
static void recipients_read(struct arena *arena, GMimeMessage *message, struct mime *mime)
{
    static const char *const delivered[] = { "Delivered-To", "X-Original-To", "Envelope-To" };
    struct addresses all = { arena, arena_new(arena, const char *, LIMIT_MAIL_ADDRESSES), 0 };

    for (size_t i = 0; i < COUNT_OF(delivered); i++) {
        const char *value = header(arena, message, delivered[i]);
        address_add(&all, value ? mime_report_id(arena, value) : NULL);
    }
    addresses_add(&all, g_mime_message_get_to(message));
    addresses_add(&all, g_mime_message_get_cc(message));
    mime->recipients = all.list;
    mime->recipient_count = all.count;
}

/* Of « References » the last is the nearest. */
static void answers_add(struct addresses *answers, const char *value)
{
    const char *at = value ? value + strlen(value) : NULL;

    while (at && at > value && answers->count < LIMIT_MAIL_ADDRESSES) {
        for (at--; at > value && *at != '<'; at--)
            continue;
        const char *id = *at == '<' ? mime_report_id(answers->arena, at) : "";
        if (*id)
            answers->list[answers->count++] = id;
    }
}

static void answers_read(struct arena *arena, GMimeMessage *message, struct mime *mime)
{
    struct addresses all = { arena, arena_new(arena, const char *, LIMIT_MAIL_ADDRESSES), 0 };

    answers_add(&all, header(arena, message, "In-Reply-To"));
    answers_add(&all, header(arena, message, "References"));
    mime->answers = all.list;
    mime->answer_count = all.count;
}

static int64_t hops_count(GMimeMessage *message)
{
    GMimeHeaderList *list = g_mime_object_get_header_list(GMIME_OBJECT(message));
    int64_t hops = 0;

    for (int i = 0; i < g_mime_header_list_get_count(list); i++)
        hops += strcasecmp(g_mime_header_get_name(g_mime_header_list_get_header_at(list, i)),
                           "Received")
            == 0;
    return hops;
}

static bool is_server(const struct mime *mime)
{
    static const char *const names[] = { "mailer-daemon", "postmaster" };
    const char *name = *mime->sender ? mime->sender : mime->sender_name;

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        size_t size = strlen(names[i]);
        if (strncasecmp(name, names[i], size) == 0 && (name[size] == '@' || !*mime->sender))
            return true;
    }
    return false;
}

static bool is_mail(const struct mime_part *part)
{
    return strcmp(part->type, "message/rfc822") == 0;
}

/* A mail that is attached to an answer may be the one that it answers. */
static bool brings_files(const struct mime *mime)
{
    for (size_t i = 0; i < mime->part_count; i++)
        if (mime->parts[i].is_file && !is_mail(&mime->parts[i]))
            return true;
    return false;
}

/* A mail that a machine sends back is nothing to file. */
static void returned_drop(struct mime *mime)
{
    for (size_t i = 0; i < mime->part_count; i++)
        if (is_mail(&mime->parts[i]))
            mime->parts[i].is_file = false;
}

static bool is_of_list(struct arena *arena, GMimeMessage *message)
{
    return header_is(arena, message, "Precedence", "list") || header(arena, message, "List-Id")
        || header(arena, message, "List-Post") || header(arena, message, "List-Unsubscribe");
}

/* By these a machine says what it is; "" is any value. */
static const struct {
    const char *name, *begins;
} machines[] = {
    { "Precedence", "auto_reply" },
    { "Precedence", "auto-reply" },
    { "Precedence", "bulk" },
    { "Precedence", "junk" },
    { "Precedence", "vacation" },
    { "X-Autoreply", "" },
    { "X-Auto-Reply", "" },
    { "X-Autoreply-From", "" },
    { "X-Autorespond", "" },
    { "X-Autoresponder", "" },
    { "X-Autoresponse", "" },
    { "X-Mail-Autoreply", "" },
    { "X-Autogenerated", "" },
    { "X-FC-MachineGenerated", "true" },
    { "X-POST-MessageClass", "9; Autoresponder" },
    { "Delivered-To", "Autoresponder" },
};

static bool is_automatic(struct arena *arena, GMimeMessage *message, const struct mime *mime)
{
    const char *submitted = header(arena, message, "Auto-Submitted");

    if (submitted)
        return strncasecmp(submitted, "no", 2) != 0;
    for (size_t i = 0; i < COUNT_OF(machines); i++)
        if (header_is(arena, message, machines[i].name, machines[i].begins))
            return true;
    return !brings_files(mime) && mime_report_absent(arena, mime->subject) == ABSENT_SURE;
}

static enum mime_kind kind_of(struct arena *arena, GMimeMessage *message, const struct mime *mime)
{
    if (mime->kind != MIME_LETTER) /* its parts say so */
        return mime->kind;
    if (is_server(mime) || header(arena, message, "X-Failed-Recipients"))
        return MIME_BOUNCE;
    if (is_automatic(arena, message, mime))
        return MIME_AUTOMATIC;
    return header_is(arena, message, "Return-Path", "<>") ? MIME_BOUNCE : MIME_LETTER;
}

static bool message_read(struct ctx *cx, GMimeMessage *message, const struct mime_sink *sink,
                         struct mime *mime)
{
    struct arena *arena = cx->arena;
    GDateTime *date = g_mime_message_get_date(message);
    mime_text_words(GMIME_OBJECT(message));
    const char *id = header(arena, message, "Message-ID");
    const char *subject = header(arena, message, "Subject");

    sender_read(arena, message, mime);
    recipients_read(arena, message, mime);
    answers_read(arena, message, mime);
    mime->subject = subject ? subject : "";
    mime->message_id = id ? mime_report_id(arena, id) : "";
    mime->date.ms = date ? g_date_time_to_unix(date) * 1000 : 0;
    mime->hops = hops_count(message);
    mime->is_of_list = is_of_list(arena, message);
    if (!mime_parts_read(cx, message, sink, mime))
        return false;
    mime->kind = kind_of(arena, message, mime);
    if (mime->kind != MIME_LETTER)
        returned_drop(mime);
    else if (mime_report_absent(arena, mime->subject) != ABSENT_NO)
        mime->is_doubtful = true;
    return true;
}

/* Its last line begins as a boundary does, and lacks its end. */
static bool is_open_ended(int file)
{
    char bytes[LIMIT_MAIL_LINE];
    off_t size = lseek(file, 0, SEEK_END);
    off_t from = size > LIMIT_MAIL_LINE ? size - LIMIT_MAIL_LINE : 0;
    ssize_t got = lseek(file, from, SEEK_SET) == from ? read(file, bytes, sizeof bytes) : 0;
    const char *last = got > 0 ? memrchr(bytes, '\n', (size_t)got) : NULL;

    return last && bytes + got - last > 2 && last[1] == '-' && last[2] == '-';
}

/* Of a line end before a boundary that ends the input GMime leaves the '\r' to the part. */
static GMimeStream *message_open(int file)
{
    const char *end = is_open_ended(file) ? "\r\n" : "";
    GMimeStream *whole = g_mime_stream_cat_new();
    GMimeStream *came = g_mime_stream_fs_new_with_bounds(file, 0, -1);
    GMimeStream *added = g_mime_stream_mem_new_with_buffer(end, strlen(end));

    g_mime_stream_fs_set_owner(GMIME_STREAM_FS(came), FALSE);
    g_mime_stream_cat_add_source(GMIME_STREAM_CAT(whole), came);
    g_mime_stream_cat_add_source(GMIME_STREAM_CAT(whole), added);
    g_object_unref(came);
    g_object_unref(added);
    return whole;
}

static GMimeMessage *parse(int file, struct mime *mime)
{
    GMimeParserOptions *options = mime_defect_options(mime);
    GMimeStream *stream = message_open(file);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);

    g_mime_parser_set_persist_stream(parser, TRUE); /* parts stay in the file */
    GMimeMessage *message = g_mime_parser_construct_message(parser, options);
    g_mime_parser_options_free(options);
    g_object_unref(parser);
    g_object_unref(stream);
    return message;
}

bool mime_read(struct ctx *cx, int file, const struct mime_sink *sink, struct mime *mime)
{
    struct mime read = { .sender = "", .sender_name = "", .subject = "", .text = "" };

    read.message_id = read.envelope = read.returned = read.defect = "";
    if (!mime_head_check(cx, file, &read.problem))
        return false;
    mime_prepare();
    GMimeMessage *message = read.problem ? NULL : parse(file, &read);
    if (!message && !read.problem)
        read.problem = "MIME-ENTETE";
    bool well = !message || message_read(cx, message, sink, &read);
    if (read.problem)
        read.defect = ""; /* nothing was read as best one could */
    if (message)
        g_object_unref(message);
    if (well)
        *mime = read;
    return well;
}
