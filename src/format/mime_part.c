#include "format/mime_part.h"

#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/limits.h"
#include "format/mime_body.h"
#include "format/mime_decode.h"
#include "format/mime_defect.h"
#include "format/mime_report.h"
#include "format/mime_text.h"

struct walk {
    struct ctx *cx;
    const struct mime_sink *sink;
    struct mime *mime;
    int64_t at; /* in the file of parts */
    struct mime_body *body;
    bool failed;
};

/* Where in the tree a part stands. */
struct place {
    int depth;
    bool in_related, in_report, in_returned; /* what a report brings back nobody reads */
    bool is_open; /* nothing says where it ends: the message was cut within it */
    bool is_last; /* of each that is open around it: the file ends with it */
};

static bool is_type(GMimeObject *object, const char *type, const char *subtype)
{
    return g_mime_content_type_is_type(g_mime_object_get_content_type(object), type, subtype);
}

/* A container whose boundary stands nowhere in it is a text. */
static bool is_hollow(GMimeObject *object)
{
    return GMIME_IS_MULTIPART(object) && g_mime_multipart_get_count(GMIME_MULTIPART(object)) == 0;
}

static GMimeObject *message_within(GMimeObject *object)
{
    GMimeMessage *message = GMIME_IS_MESSAGE_PART(object)
        ? g_mime_message_part_get_message(GMIME_MESSAGE_PART(object))
        : NULL;

    return message ? g_mime_message_get_mime_part(message) : NULL;
}

/* Counts before anything is read: what is too much is not read at all. */
static void judge(GMimeObject *object, int depth, struct mime *mime)
{
    int count =
        GMIME_IS_MULTIPART(object) ? g_mime_multipart_get_count(GMIME_MULTIPART(object)) : 0;
    GMimeObject *within = message_within(object);

    if (depth > LIMIT_MAIL_DEPTH)
        mime->problem = "MIME-PROFONDEUR";
    if (count == 0 && !within && ++mime->part_count > LIMIT_MAIL_PARTS)
        mime->problem = "MIME-PARTIES";
    if (within && !mime->problem)
        judge(within, depth + 1, mime);
    for (int i = 0; i < count && !mime->problem; i++)
        judge(g_mime_multipart_get_part(GMIME_MULTIPART(object), i), depth + 1, mime);
}

static bool says(GMimePart *part, const char *parameter, const char *value)
{
    const char *said = g_mime_object_get_content_type_parameter(GMIME_OBJECT(part), parameter);

    return said && strcasecmp(said, value) == 0;
}

static const char *part_text(struct walk *walk, GMimePart *part)
{
    struct arena *arena = walk->cx->arena;
    struct buf bytes = { .arena = arena };
    const char *charset = g_mime_object_get_content_type_parameter(GMIME_OBJECT(part), "charset");

    mime_decode_head(part, &bytes);
    if (!charset)
        charset = "utf-8"; /* what is none is read as Windows wrote it */
    const char *text =
        mime_text(arena, charset, buf_string(&bytes), bytes.size, &walk->mime->is_doubtful);
    bool is_flowed = says(part, "format", "flowed") && says(part, "delsp", "yes");
    return is_flowed ? mime_text_flowed(arena, text) : text;
}

static bool is_attached(GMimeObject *object)
{
    GMimeContentDisposition *disposition = g_mime_object_get_content_disposition(object);

    return disposition && g_mime_content_disposition_is_attachment(disposition);
}

/* A logo, a signature's figure: it belongs to the body. */
static bool is_ornament(GMimePart *part, struct place place)
{
    GMimeObject *object = GMIME_OBJECT(part);

    return place.in_related && g_mime_object_get_content_id(object) && !is_attached(object)
        && is_type(object, "image", "*") && mime_decode_size(part) < LIMIT_MAIL_ORNAMENT;
}

static bool is_file(GMimePart *part, const char *name, struct place place)
{
    GMimeObject *object = GMIME_OBJECT(part);
    bool is_body = is_type(object, "text", "plain") || is_type(object, "text", "html")
        || is_type(object, "text", "calendar");

    if (place.in_report || is_ornament(part, place)
        || (is_type(object, "message", "*") && !is_type(object, "message", "rfc822"))
        || is_type(object, "application", "pkcs7-signature")
        || is_type(object, "application", "x-pkcs7-signature")
        || is_type(object, "application", "pgp-signature"))
        return false;
    return !is_body || *name || is_attached(object);
}

static const char *type_text(struct arena *arena, GMimeObject *object)
{
    char *type = g_mime_content_type_get_mime_type(g_mime_object_get_content_type(object));
    char *lower = g_ascii_strdown(type, -1);
    const char *text = mime_text_line(arena, lower);

    g_free(type);
    g_free(lower);
    return text;
}

/* Of a report the first words are the server's, what follows is what came back. */
static bool is_told(const struct walk *walk, struct place place)
{
    return place.in_report && *mime_body_said(walk->body);
}

static void body_read(struct walk *walk, GMimePart *part, struct place place)
{
    struct arena *arena = walk->cx->arena;
    bool is_page = is_type(GMIME_OBJECT(part), "text", "html");

    if (is_told(walk, place) || !(is_page || is_type(GMIME_OBJECT(part), "text", "plain")))
        return;
    const char *text = part_text(walk, part);
    walk->mime->is_doubtful |= mime_text_is_coded(text);
    text =
        mime_text_lines(arena, is_page ? mime_text_page(arena, text) : text, LIMIT_MAIL_TEXT_CHARS);
    if (is_page)
        mime_body_page(walk->body, text);
    else
        mime_body_text(walk->body, text);
}

/* What a report says of itself, and of the message that came back. */
static void notice_read(struct walk *walk, GMimePart *part)
{
    struct arena *arena = walk->cx->arena;
    GMimeObject *object = GMIME_OBJECT(part);

    if (is_type(object, "message", "delivery-status")
        || is_type(object, "message", "global-delivery-status")) {
        walk->mime->kind = MIME_BOUNCE;
        mime_report_read(arena, part_text(walk, part), walk->mime);
    }
    if (is_type(object, "text", "rfc822-headers")) {
        const char *head = mime_text_lines(arena, part_text(walk, part), LIMIT_MAIL_HEAD);
        const char *id = mime_report_field(arena, head, "Message-ID");
        walk->mime->returned = id ? mime_report_id(arena, id) : "";
    }
}

static void part_read(struct walk *walk, GMimePart *part, struct place place)
{
    struct arena *arena = walk->cx->arena;
    const char *name = g_mime_part_get_filename(part);
    struct mime_part read = { .type = type_text(arena, GMIME_OBJECT(part)),
                              .name = mime_text_line(arena, name ? name : ""),
                              .at = -1 };

    read.is_file = is_file(part, read.name, place);
    read.is_cut = place.is_open || mime_decode_is_cut(part);
    if (place.is_open && place.is_last)
        mime_decode_end(part);
    if (read.is_file) {
        read.at = walk->at;
        walk->failed = !mime_decode_write(part, walk->sink, &walk->at);
        read.size = walk->at - read.at;
    } else {
        read.size = mime_decode_size(part);
        body_read(walk, part, place);
        notice_read(walk, part);
    }
    walk->mime->parts[walk->mime->part_count++] = read;
}

static void hollow_read(struct walk *walk, GMimeObject *object, struct place place)
{
    const char *text = g_mime_multipart_get_prologue(GMIME_MULTIPART(object));
    struct arena *arena = walk->cx->arena;
    size_t size = text ? strlen(text) : 0;

    walk->mime->parts[walk->mime->part_count++] = (struct mime_part){
        .type = type_text(arena, object), .name = "", .size = (int64_t)size, .at = -1
    };
    if (text && !is_told(walk, place))
        mime_body_text(
            walk->body,
            mime_text_lines(arena, mime_text(arena, "utf-8", text, size, &walk->mime->is_doubtful),
                            LIMIT_MAIL_TEXT_CHARS));
}

static void returned_read(struct walk *walk, GMimeObject *object)
{
    const char *id =
        g_mime_message_get_message_id(g_mime_message_part_get_message(GMIME_MESSAGE_PART(object)));

    if (id && !*walk->mime->returned)
        walk->mime->returned = mime_text_line(walk->cx->arena, id);
}

/* A report without a part for machines is a bounce that a person must read; a receipt is none. */
static bool report_begins(struct walk *walk, GMimeObject *object)
{
    const char *type = g_mime_object_get_content_type_parameter(object, "report-type");

    if (!is_type(object, "multipart", "report"))
        return false;
    walk->mime->kind =
        type && strcasecmp(type, "disposition-notification") == 0 ? MIME_AUTOMATIC : MIME_BOUNCE;
    return true;
}

/* RFC 2045, 5.2: what names no type is a text; unless it is a file. */
static void type_mend(GMimeObject *object)
{
    const char *told = g_mime_object_get_header(object, "Content-Type");

    if (!told || strchr(told, '/') || !GMIME_IS_PART(object) || is_attached(object)
        || g_mime_part_get_filename(GMIME_PART(object)))
        return;
    GMimeContentType *type = g_mime_content_type_new("text", "plain");
    g_mime_object_set_content_type(object, type);
    g_object_unref(type);
}

static void object_read(struct walk *walk, GMimeObject *object, struct place place);

static void container_read(struct walk *walk, GMimeObject *object, struct place place)
{
    GMimeMultipart *container = GMIME_MULTIPART(object);
    int count = g_mime_multipart_get_count(container);
    bool is_open = !container->write_end_boundary, is_last = place.is_last;

    place.in_report |= report_begins(walk, object);
    place.in_related |= is_type(object, "multipart", "related");
    for (int i = 0; i < count; i++) {
        place.is_open = is_open && i == count - 1;
        place.is_last = is_last && place.is_open;
        object_read(walk, g_mime_multipart_get_part(container, i), place);
    }
}

/* A text and its page say the same: one of them is read. */
static void either_read(struct walk *walk, GMimeObject *object, struct place place)
{
    struct mime_body inner = { .arena = walk->cx->arena, .is_either = true }, *outer = walk->body;

    walk->body = &inner;
    container_read(walk, object, place);
    walk->body = outer;
    if (!is_told(walk, place))
        mime_body_add(outer, &inner);
}

/* Files, or a server's word. */
static bool holds_more(GMimeObject *object, struct place place)
{
    GMimeObject *within = message_within(object);
    int count =
        GMIME_IS_MULTIPART(object) ? g_mime_multipart_get_count(GMIME_MULTIPART(object)) : 0;
    bool holds = false;

    if (GMIME_IS_PART(object)) {
        const char *name = g_mime_part_get_filename(GMIME_PART(object));
        return is_file(GMIME_PART(object), name ? name : "", place);
    }
    if (is_type(object, "multipart", "report"))
        return true;
    place.in_related |= is_type(object, "multipart", "related");
    for (int i = 0; i < count && !holds; i++)
        holds = holds_more(g_mime_multipart_get_part(GMIME_MULTIPART(object), i), place);
    return holds || (within && holds_more(within, place));
}

static const char *forward_name(struct arena *arena, GMimeObject *object)
{
    GMimeMessage *message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
    const char *name = g_mime_object_get_content_disposition_parameter(object, "filename");
    const char *subject = g_mime_message_get_subject(message);

    if (!name)
        name = g_mime_object_get_content_type_parameter(object, "name");
    if (!name || !*name) { /* a subject may have slashes, that of a file stand behind folders */
        char *titled =
            g_strdelimit(g_strdup(subject && *subject ? subject : "message"), "/\\", '-');
        name = arena_copy(arena, titled);
        g_free(titled);
    }
    name = mime_text_line(arena, name);
    size_t size = strlen(name);
    return size > 4 && strcasecmp(name + size - 4, ".eml") == 0
        ? name
        : arena_format(arena, "%s.eml", name);
}

/* A mail of words that is attached is a file, as it came. */
static void forward_write(struct walk *walk, GMimeObject *object, struct place place)
{
    GMimeMessage *message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
    GMimeFormatOptions *lines = g_mime_format_options_new();
    GMimeStream *stream = g_mime_stream_mem_new();
    struct mime_part read = { .type = "message/rfc822",
                              .name = forward_name(walk->cx->arena, object),
                              .at = walk->at,
                              .is_file = true,
                              .is_cut = place.is_open };

    g_mime_format_options_set_newline_format(lines, GMIME_NEWLINE_FORMAT_DOS);
    g_mime_object_write_to_stream(GMIME_OBJECT(message), lines, stream);
    g_mime_format_options_free(lines);
    const GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
    walk->failed = !walk->sink->write(walk->sink->into, (const char *)bytes->data, bytes->len);
    read.size = bytes->len;
    walk->at += read.size;
    g_object_unref(stream);
    walk->mime->parts[walk->mime->part_count++] = read;
}

/* Of one that brings more than words its parts are read; its words seem to be another's. */
static void forward_read(struct walk *walk, GMimeObject *object, struct place place)
{
    struct mime_body inner = { .arena = walk->cx->arena }, *outer = walk->body;

    if (!holds_more(message_within(object), place)) {
        forward_write(walk, object, place);
        return;
    }
    walk->body = &inner;
    object_read(walk, message_within(object), place);
    walk->body = outer;
    walk->mime->is_doubtful |= *mime_body_said(&inner) != '\0';
    mime_body_quote(outer, &inner);
}

static void object_read(struct walk *walk, GMimeObject *object, struct place place)
{
    if (!place.in_returned)
        mime_defect_container(walk->mime, object);
    mime_text_words(object);
    type_mend(object);
    if (is_hollow(object)) {
        hollow_read(walk, object, place);
    } else if (is_type(object, "multipart", "alternative") && GMIME_IS_MULTIPART(object)) {
        either_read(walk, object, place);
    } else if (GMIME_IS_MULTIPART(object)) {
        container_read(walk, object, place);
    } else if (message_within(object) && place.in_report) {
        returned_read(walk, object);
        place.in_returned = true;
        object_read(walk, message_within(object), place);
    } else if (message_within(object) && !walk->failed) {
        forward_read(walk, object, place);
    } else if (GMIME_IS_PART(object) && !walk->failed) {
        part_read(walk, GMIME_PART(object), place);
    }
}

bool mime_parts_read(struct ctx *cx, GMimeMessage *message, const struct mime_sink *sink,
                     struct mime *mime)
{
    struct mime_body body = { .arena = cx->arena };
    struct walk walk = { .cx = cx, .sink = sink, .mime = mime, .body = &body };
    GMimeObject *root = g_mime_message_get_mime_part(message);

    if (!root)
        return true;
    judge(root, 0, mime);
    mime->parts = arena_new(cx->arena, struct mime_part, mime->part_count);
    mime->part_count = 0;
    if (mime->problem)
        return true;
    mime->is_multipart = GMIME_IS_MULTIPART(root) && !is_hollow(root);
    mime->is_bare = GMIME_IS_PART(root)
        && mime_decode_encoding(GMIME_PART(root)) == GMIME_CONTENT_ENCODING_BASE64;
    object_read(&walk, root, (struct place){ .is_last = true });
    mime->text = mime_text_lines(cx->arena, mime_body_said(&body), LIMIT_MAIL_TEXT_CHARS);
    mime->is_joined = body.is_joined;
    return !walk.failed || fail(cx, FAULT_BROKEN, "MIME-ECRITURE", NULL);
}
