#include "http/multipart.h"

#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"

enum { BOUNDARY_LONGEST = 70, PART_HEAD_BYTES = 4096 };

/* Where in the text we stand. Behind a delimiter comes « -- » at the end of all, or a line end. */
enum place { PREAMBLE, BEHIND, BEHIND_DASH, BEHIND_CR, PART_HEAD, PART_BODY, EPILOGUE };

struct multipart {
    struct multipart_sink sink;
    struct form *form;
    const char *delimiter; /* CR LF - - boundary: its CR stands nowhere else in it */
    size_t delimiter_size, matched;
    enum place place;
    struct buf head, value;
    struct pair part;
    size_t fields_size;
};

static const char *boundary_of(struct arena *arena, const char *type)
{
    static const char NAME[] = "boundary=";
    const char *at = strcasestr(type, NAME);
    size_t size;

    if (!at)
        return NULL;
    at += strlen(NAME);
    if (*at == '"')
        size = strcspn(++at, "\"");
    else
        size = strcspn(at, "; \t");
    for (size_t i = 0; i < size; i++)
        if (at[i] <= ' ' || at[i] > '~')
            return NULL;
    return size > 0 && size <= BOUNDARY_LONGEST ? arena_text(arena, at, size) : NULL;
}

struct multipart *multipart_open(struct ctx *cx, const char *content_type,
                                 const struct multipart_sink *sink, struct form *form)
{
    const char *boundary = boundary_of(cx->arena, content_type);
    struct multipart *multipart = arena_new(cx->arena, struct multipart, 1);

    if (!boundary) {
        (void)fail(cx, FAULT_INPUT, "UPLOAD-BORNE", NULL);
        return NULL;
    }
    *multipart = (struct multipart){
        .sink = *sink,
        .form = form,
        .delimiter = arena_format(cx->arena, "\r\n--%s", boundary),
        .delimiter_size = strlen(boundary) + 4,
        .matched = 2, /* the first delimiter needs no line end before it */
        .head = { .arena = cx->arena },
        .value = { .arena = cx->arena },
    };
    return multipart;
}

/* The quoted value of a parameter; a quote inside is %22, or \" from some programs. */
static const char *parameter(struct arena *arena, const char *line, const char *name)
{
    struct buf value = { .arena = arena };
    const char *at = strcasestr(line, name);

    if (!at)
        return NULL;
    for (at += strlen(name); *at && *at != '"'; at++) {
        at += at[0] == '\\' && at[1] == '"';
        buf_byte(&value, *at);
    }
    return *at == '"' ? buf_string(&value) : NULL;
}

/* A line ends in CR LF and in nothing else: a name may hold either alone. Two dispositions are
 * none: another reader would take the other. */
static const char *disposition_of(struct arena *arena, const char *head)
{
    static const char NAME[] = "content-disposition:";
    const char *found = NULL;

    for (const char *end; (end = strstr(head, "\r\n")); head = end + 2) {
        if (strncasecmp(head, NAME, strlen(NAME)) != 0 || head + strlen(NAME) >= end)
            continue;
        if (found)
            return NULL;
        found = arena_text(arena, head + strlen(NAME), (size_t)(end - head) - strlen(NAME));
    }
    return found;
}

static bool part_open(struct ctx *cx, struct multipart *multipart)
{
    const char *head = buf_string(&multipart->head);
    const char *line = disposition_of(cx->arena, head);
    const char *name = line ? parameter(cx->arena, line, "; name=\"") : NULL;
    const char *file = line ? parameter(cx->arena, line, "; filename=\"") : NULL;

    if (!name || !*name)
        return fail(cx, FAULT_INPUT, "UPLOAD-FORME", NULL);
    if (!str_is_utf8(name, strlen(name)) || (file && !str_is_utf8(file, strlen(file))))
        return fail(cx, FAULT_INPUT, "FORM-CODAGE", NULL);
    multipart->part = (struct pair){ .name = name, .value = file ? file : "", .is_file = file };
    multipart->value = (struct buf){ .arena = cx->arena };
    multipart->place = PART_BODY;
    return !file || !*file || multipart->sink.open(cx, multipart->sink.state, name, file);
}

static bool part_bytes(struct ctx *cx, struct multipart *multipart, const char *bytes, size_t size)
{
    if (multipart->place != PART_BODY || size == 0)
        return true;
    if (multipart->part.is_file && *multipart->part.value)
        return multipart->sink.write(cx, multipart->sink.state, bytes, size);
    multipart->fields_size += size;
    if (multipart->fields_size > LIMIT_FORM_BYTES)
        return fail(cx, FAULT_INPUT, "FORM-LONG", "limit",
                    arena_format(cx->arena, "%d", LIMIT_FORM_BYTES), NULL);
    buf_add(&multipart->value, bytes, size);
    return true;
}

static bool part_close(struct ctx *cx, struct multipart *multipart)
{
    struct pair *part = &multipart->part;

    multipart->matched = 0;
    if (multipart->place != PART_BODY) {
        multipart->place = BEHIND;
        return true;
    }
    multipart->place = BEHIND;
    if (part->is_file && !*part->value && multipart->value.size > 0)
        return fail(cx, FAULT_INPUT, "UPLOAD-FORME", NULL);
    if (!part->is_file) {
        part->value = buf_string(&multipart->value);
        part->size = multipart->value.size;
        if (!str_is_utf8(part->value, part->size))
            return fail(cx, FAULT_INPUT, "FORM-CODAGE", NULL);
    }
    return form_add(cx, multipart->form, part);
}

/* One byte between a delimiter and the next part. */
static bool behind(struct ctx *cx, struct multipart *multipart, char byte)
{
    static const char WANTED[] = { [BEHIND_DASH] = '-', [BEHIND_CR] = '\n' };

    if (multipart->place == BEHIND && (byte == ' ' || byte == '\t'))
        return true;
    if (multipart->place == BEHIND && (byte == '-' || byte == '\r')) {
        multipart->place = byte == '-' ? BEHIND_DASH : BEHIND_CR;
        return true;
    }
    if (multipart->place == BEHIND || byte != WANTED[multipart->place])
        return fail(cx, FAULT_INPUT, "UPLOAD-FORME", NULL);
    multipart->place = multipart->place == BEHIND_DASH ? EPILOGUE : PART_HEAD;
    multipart->head = (struct buf){ .arena = cx->arena };
    return true;
}

static bool head_byte(struct ctx *cx, struct multipart *multipart, char byte)
{
    struct buf *head = &multipart->head;

    if (byte == '\0')
        return fail(cx, FAULT_INPUT, "UPLOAD-NOM", NULL);
    buf_byte(head, byte);
    if (head->size > PART_HEAD_BYTES || strcmp(head->bytes, "\r\n") == 0)
        return fail(cx, FAULT_INPUT, "UPLOAD-FORME", NULL);
    return !str_ends(buf_string(head), "\r\n\r\n") || part_open(cx, multipart);
}

/* Reads on in a preamble or a part's body; answers how many bytes it took, 0 for a fault. */
static size_t body_bytes(struct ctx *cx, struct multipart *multipart, const char *bytes,
                         size_t size)
{
    const char *delimiter = multipart->delimiter;

    if (*bytes == delimiter[multipart->matched]) {
        if (++multipart->matched < multipart->delimiter_size)
            return 1;
        return part_close(cx, multipart) ? 1 : 0;
    }
    size_t held = multipart->matched;
    multipart->matched = 0;
    if (held > 0 && !part_bytes(cx, multipart, delimiter, held))
        return 0;
    const char *end = memchr(bytes, '\r', size);
    size_t run = end ? (size_t)(end - bytes) : size;
    if (!part_bytes(cx, multipart, bytes, run))
        return 0;
    if (run > 0)
        return run;
    multipart->matched = 1; /* a CR that broke off a match may begin another */
    return 1;
}

static size_t step(struct ctx *cx, struct multipart *multipart, const char *bytes, size_t size)
{
    switch (multipart->place) {
    case PREAMBLE:
    case PART_BODY:
        return body_bytes(cx, multipart, bytes, size);
    case PART_HEAD:
        return head_byte(cx, multipart, *bytes) ? 1 : 0;
    case EPILOGUE:
        return size;
    default:
        return behind(cx, multipart, *bytes) ? 1 : 0;
    }
}

bool multipart_read(struct ctx *cx, struct multipart *multipart, const char *bytes, size_t size)
{
    while (size > 0) {
        size_t taken = step(cx, multipart, bytes, size);
        if (taken == 0)
            return false;
        bytes += taken;
        size -= taken;
    }
    return true;
}

bool multipart_end(struct ctx *cx, const struct multipart *multipart)
{
    return multipart->place == EPILOGUE || fail(cx, FAULT_INPUT, "UPLOAD-INCOMPLET", NULL);
}
