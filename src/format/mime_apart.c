#include "format/mime.h"

#include <gmime/gmime.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/str.h"
#include "format/mime_defect.h"
#include "format/mime_text.h"
#include "format/sheet.h"

static void prepare(void)
{
    static const char *const guesses[] = { "utf-8", "windows-1252", NULL };

    g_mime_init();
    g_mime_parser_options_set_fallback_charsets(g_mime_parser_options_get_default(),
                                                (const char **)(uintptr_t)guesses);
    mime_text_prepare();
}

void mime_prepare(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, prepare);
}

static bool block_put(void *into, const char *bytes, size_t size)
{
    wire_put_block(into, bytes, size);
    return !wire_broken(into);
}

static void texts_put(struct wire *results, const char *const *texts, size_t count)
{
    wire_put(results, (int64_t)count);
    for (size_t i = 0; i < count; i++)
        wire_put_text(results, texts[i]);
}

static void parts_put(struct wire *results, const struct mime *mime)
{
    wire_put(results, (int64_t)mime->part_count);
    for (size_t i = 0; i < mime->part_count; i++) {
        wire_put_text(results, mime->parts[i].type);
        wire_put_text(results, mime->parts[i].name);
        wire_put(results, mime->parts[i].size);
        wire_put(results, mime->parts[i].at);
        wire_put(results, mime->parts[i].is_file);
        wire_put(results, mime->parts[i].is_cut);
    }
}

static void reports_put(struct wire *results, const struct mime *mime)
{
    wire_put(results, (int64_t)mime->report_count);
    for (size_t i = 0; i < mime->report_count; i++) {
        wire_put_text(results, mime->reports[i].address);
        wire_put_text(results, mime->reports[i].original);
        wire_put_text(results, mime->reports[i].action);
        wire_put_text(results, mime->reports[i].status);
        wire_put_text(results, mime->reports[i].said);
    }
}

static const char **texts_of(struct mime *mime, size_t i)
{
    const char **const texts[] = { &mime->sender,   &mime->sender_name, &mime->subject,
                                   &mime->text,     &mime->message_id,  &mime->envelope,
                                   &mime->returned, &mime->problem,     &mime->defect };

    return i < COUNT_OF(texts) ? texts[i] : NULL;
}

static void mime_put(struct wire *results, struct mime *mime)
{
    const char **text;

    for (size_t i = 0; (text = texts_of(mime, i)); i++)
        wire_put_text(results, *text);
    wire_put(results, mime->kind);
    wire_put(results, mime->date.ms);
    wire_put(results, mime->hops);
    wire_put(results, mime->is_cut);
    wire_put(results, mime->is_multipart);
    wire_put(results, mime->is_bare);
    wire_put(results, mime->is_joined);
    wire_put(results, mime->is_doubtful);
    wire_put(results, mime->is_of_list);
    texts_put(results, mime->recipients, mime->recipient_count);
    texts_put(results, mime->answers, mime->answer_count);
    parts_put(results, mime);
    reports_put(results, mime);
}

bool mime_child(struct ctx *cx, int count, char **words, struct wire *results)
{
    const struct mime_sink sink = { block_put, results };
    struct mime mime;

    (void)count, (void)words;
    bool read = mime_read(cx, STDIN_FILENO, &sink, &mime);
    wire_put(results, 0); /* the end of the blocks */
    sheet_wire_end(results, &cx->fault);
    if (read)
        mime_put(results, &mime);
    return true;
}

/* A child that was taken over may say anything: UTF-8 is all that is believed. */
static const char *text_take(struct arena *arena, struct wire *results)
{
    const char *text = wire_take_text(arena, results);

    return text && str_is_utf8(text, strlen(text)) ? text : "";
}

static const char *const *texts_take(struct arena *arena, struct wire *results, size_t *count)
{
    *count = (size_t)wire_take_within(results, 0, LIMIT_MAIL_ADDRESSES);
    const char **texts = arena_new(arena, const char *, *count);
    for (size_t i = 0; i < *count; i++)
        texts[i] = text_take(arena, results);
    return texts;
}

static void parts_take(struct arena *arena, struct wire *results, struct mime *mime)
{
    mime->part_count = (size_t)wire_take_within(results, 0, LIMIT_MAIL_PARTS);
    mime->parts = arena_new(arena, struct mime_part, mime->part_count);
    for (size_t i = 0; i < mime->part_count; i++)
        mime->parts[i] = (struct mime_part){
            .type = text_take(arena, results),
            .name = text_take(arena, results),
            .size = wire_take_within(results, 0, LIMIT_MAIL_BYTES),
            .at = wire_take_within(results, -1, LIMIT_MAIL_BYTES),
            .is_file = wire_take_within(results, 0, 1) == 1,
            .is_cut = wire_take_within(results, 0, 1) == 1,
        };
}

static void reports_take(struct arena *arena, struct wire *results, struct mime *mime)
{
    mime->report_count = (size_t)wire_take_within(results, 0, LIMIT_MAIL_REPORTS);
    mime->reports = arena_new(arena, struct mime_report, mime->report_count);
    for (size_t i = 0; i < mime->report_count; i++)
        mime->reports[i] = (struct mime_report){
            .address = text_take(arena, results),
            .original = text_take(arena, results),
            .action = text_take(arena, results),
            .status = text_take(arena, results),
            .said = text_take(arena, results),
        };
}

static void mime_take(struct arena *arena, struct wire *results, struct mime *mime)
{
    const char **text;

    for (size_t i = 0; (text = texts_of(mime, i)); i++)
        *text = text_take(arena, results);
    if (!*mime->problem)
        mime->problem = NULL;
    mime->defect = mime_defect_known(mime->defect);
    mime->kind = (enum mime_kind)wire_take_within(results, 0, MIME_KIND_COUNT - 1);
    mime->date.ms = wire_take(results);
    mime->hops = wire_take_within(results, 0, LIMIT_MAIL_HEAD);
    mime->is_cut = wire_take_within(results, 0, 1) == 1;
    mime->is_multipart = wire_take_within(results, 0, 1) == 1;
    mime->is_bare = wire_take_within(results, 0, 1) == 1;
    mime->is_joined = wire_take_within(results, 0, 1) == 1;
    mime->is_doubtful = wire_take_within(results, 0, 1) == 1;
    mime->is_of_list = wire_take_within(results, 0, 1) == 1;
    mime->recipients = texts_take(arena, results, &mime->recipient_count);
    mime->answers = texts_take(arena, results, &mime->answer_count);
    parts_take(arena, results, mime);
    reports_take(arena, results, mime);
}

struct taking {
    int parts;
    struct fault fault;
    struct mime mime;
};

/* What is written is bounded, whatever a child says. */
static bool blocks_take(struct wire *results, int file)
{
    char bytes[WIRE_BLOCK];
    size_t size, total = 0;

    while ((size = wire_take_block(results, bytes)) > 0) {
        total += size;
        if (total > LIMIT_MAIL_BYTES || !file_write(file, bytes, size))
            return false;
    }
    return !wire_broken(results);
}

/* A message has none; where they would stand, a fault begins. */
static void row_ignore(void *into, const struct sheet_row *row)
{
    (void)into, (void)row;
}

static bool taking_take(struct ctx *cx, struct wire *results, void *into)
{
    struct taking *taking = into;

    if (!blocks_take(results, taking->parts) || !sheet_wire_take(results, row_ignore, NULL)
        || !sheet_wire_fault(cx, results, &taking->fault))
        return false;
    if (taking->fault.kind == FAULT_NONE)
        mime_take(cx->arena, results, &taking->mime);
    return !wire_broken(results);
}

bool mime_read_apart(struct ctx *cx, int file, int parts, struct mime *mime)
{
    struct taking taking = { .parts = parts };
    const struct child_task task = {
        .parser = "mime",
        .file = file,
        .limits = CHILD_UPLOAD,
        .limit_code = "MIME-LIMITE",
        .crash_code = "MIME-PARSEUR",
    };

    if (!child_run(cx, &task, taking_take, &taking))
        return false;
    cx->fault = taking.fault;
    if (taking.fault.kind != FAULT_NONE)
        return false;
    *mime = taking.mime;
    return true;
}
