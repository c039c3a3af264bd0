#include "format/mime_decode.h"

#include <string.h>

#include "base/limits.h"

enum { BLOCK_BYTES = 32 * 1024 };

/* Some programs end its word like a parameter: « base64; ». */
GMimeContentEncoding mime_decode_encoding(GMimePart *part)
{
    GMimeContentEncoding encoding = g_mime_part_get_content_encoding(part);
    const char *told = g_mime_object_get_header(GMIME_OBJECT(part), "Content-Transfer-Encoding");

    if (encoding != GMIME_CONTENT_ENCODING_DEFAULT || !told)
        return encoding;
    char *word = g_strndup(told, strcspn(told, "; \t"));
    encoding = g_mime_content_encoding_from_string(word);
    g_free(word);
    return encoding;
}

static GMimeStream *raw_open(GMimePart *part)
{
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    GMimeStream *raw = content ? g_mime_data_wrapper_get_stream(content) : NULL;

    if (raw)
        g_mime_stream_reset(raw);
    return raw;
}

/* What a part that says it is base64 is made of. */
struct base64 {
    int64_t digits, pads, others;
};

static struct base64 base64_count(GMimePart *part)
{
    GMimeStream *raw = raw_open(part);
    struct base64 found = { 0 };
    char block[BLOCK_BYTES];
    ssize_t size;

    while (raw && (size = g_mime_stream_read(raw, block, sizeof block)) > 0)
        for (ssize_t i = 0; i < size; i++)
            if (block[i] == '=')
                found.pads++;
            else if (g_ascii_isalnum(block[i]) || block[i] == '+' || block[i] == '/')
                found.digits++, found.others += found.pads > 0;
            else
                found.others += !block[i] || !strchr(" \t\r\n", block[i]);
    return found;
}

/* The last characters of base64 without its padding are bytes all the same. */
static GMimeStream *padded(GMimePart *part)
{
    struct base64 found = base64_count(part);
    GMimeStream *all = g_mime_stream_cat_new();

    g_mime_stream_cat_add_source(GMIME_STREAM_CAT(all), raw_open(part));
    if (found.pads == 0 && found.digits % 4 >= 2) {
        GMimeStream *pads = g_mime_stream_mem_new_with_buffer("==", (size_t)(4 - found.digits % 4));
        g_mime_stream_cat_add_source(GMIME_STREAM_CAT(all), pads);
        g_object_unref(pads);
    }
    return all;
}

/* A stream of the part's decoded bytes; NULL for one without content. */
static GMimeStream *decoded_open(GMimePart *part)
{
    GMimeContentEncoding encoding = mime_decode_encoding(part);
    GMimeStream *raw = raw_open(part);

    if (!raw)
        return NULL;
    raw = encoding == GMIME_CONTENT_ENCODING_BASE64 ? padded(part) : g_object_ref(raw);
    GMimeStream *decoded = g_mime_stream_filter_new(raw);
    GMimeFilter *filter = g_mime_filter_basic_new(encoding, FALSE);
    g_mime_stream_filter_add(GMIME_STREAM_FILTER(decoded), filter);
    g_object_unref(filter);
    g_object_unref(raw);
    return decoded;
}

/* 0 at the end alone: a block may hold nothing that decodes. */
static ssize_t decoded_read(GMimeStream *stream, char *block)
{
    ssize_t size = 0;

    while (size == 0 && !g_mime_stream_eos(stream))
        size = g_mime_stream_read(stream, block, BLOCK_BYTES);
    return size;
}

int64_t mime_decode_size(GMimePart *part)
{
    GMimeStream *stream = decoded_open(part);
    char block[BLOCK_BYTES];
    int64_t total = 0;
    ssize_t size;

    while (stream && (size = decoded_read(stream, block)) > 0)
        total += size;
    if (stream)
        g_object_unref(stream);
    return total;
}

bool mime_decode_write(GMimePart *part, const struct mime_sink *sink, int64_t *at)
{
    GMimeStream *stream = decoded_open(part);
    char block[BLOCK_BYTES];
    bool done = true;
    ssize_t size;

    while (stream && done && (size = decoded_read(stream, block)) > 0) {
        done = sink->write(sink->into, block, (size_t)size);
        *at += size;
    }
    if (stream)
        g_object_unref(stream);
    return done;
}

void mime_decode_head(GMimePart *part, struct buf *bytes)
{
    GMimeStream *stream = decoded_open(part);
    char block[BLOCK_BYTES];
    ssize_t size;

    while (stream && bytes->size < LIMIT_MAIL_TEXT_BYTES
           && (size = decoded_read(stream, block)) > 0)
        buf_add(bytes, block, (size_t)size);
    if (stream)
        g_object_unref(stream);
}

bool mime_decode_is_cut(GMimePart *part)
{
    if (mime_decode_encoding(part) != GMIME_CONTENT_ENCODING_BASE64)
        return false;
    struct base64 found = base64_count(part);
    return found.others > 0 || found.pads > 2 || (found.digits + found.pads) % 4 != 0;
}

/* A part of a stream in pieces does not know its length: it is read. */
void mime_decode_end(GMimePart *part)
{
    GMimeStream *raw = raw_open(part);
    int64_t total = 0;
    char block[BLOCK_BYTES], last = 0, before = 0;
    ssize_t size;

    while (raw && (size = g_mime_stream_read(raw, block, sizeof block)) > 0) {
        before = size > 1 ? block[size - 2] : last;
        last = block[size - 1];
        total += size;
    }
    if (last == '\n')
        g_mime_stream_set_bounds(raw, raw->bound_start,
                                 raw->bound_start + total - (before == '\r' ? 2 : 1));
}
