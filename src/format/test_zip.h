/*
 * For tests only: workbooks out of strings, well made or not. Each part may lie about itself.
 */
#ifndef FORMAT_TEST_ZIP_H
#define FORMAT_TEST_ZIP_H

#include <string.h>
#include <zlib.h>

#include "base/buf.h"

struct test_part {
    const char *name, *text; /* NULL ends a list */
    size_t repeat;           /* the text so many times; 0 for once */
    bool packed;
    unsigned flags, method; /* method: instead of the true one, when not 0 */
    uint32_t lie_size;      /* instead of the true one, when not 0 */
    bool over_first;        /* claims the place of the first part */
    const char *local_name; /* before its bytes, instead of the name; as long as that, or NULL */
};

struct test_placed {
    uint32_t offset, packed, size, sum;
    unsigned method;
};

static inline void test_number(struct buf *out, uint32_t number, int bytes)
{
    for (int i = 0; i < bytes; i++)
        buf_byte(out, (char)(number >> (8 * i)));
}

static inline struct buf test_content(struct arena *arena, const struct test_part *part)
{
    struct buf content = { .arena = arena };

    for (size_t i = 0; i < (part->repeat > 0 ? part->repeat : 1); i++)
        buf_text(&content, part->text);
    return content;
}

static inline struct buf test_deflate(struct arena *arena, const struct buf *content)
{
    z_stream stream = { 0 };
    size_t room = content->size + content->size / 1000 + 64;
    char *bytes = arena_new(arena, char, room);
    struct buf packed = { .arena = arena };

    (void)deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
    stream.next_in = (Bytef *)content->bytes;
    stream.avail_in = (uInt)content->size;
    stream.next_out = (Bytef *)bytes;
    stream.avail_out = (uInt)room;
    (void)deflate(&stream, Z_FINISH);
    buf_add(&packed, bytes, stream.total_out);
    (void)deflateEnd(&stream);
    return packed;
}

/* What the local header and the directory have in common, from the flags on. */
static inline void test_common(struct buf *out, const struct test_part *part,
                               const struct test_placed *placed)
{
    test_number(out, part->flags, 2);
    test_number(out, placed->method, 2);
    test_number(out, 0x5A210000, 4);
    test_number(out, placed->sum, 4);
    test_number(out, placed->packed, 4);
    test_number(out, placed->size, 4);
    test_number(out, (uint32_t)strlen(part->name), 2);
    test_number(out, 0, 2);
}

static inline struct test_placed test_place(struct buf *out, const struct test_part *part)
{
    struct buf content = test_content(out->arena, part);
    struct test_placed placed = { .offset = (uint32_t)out->size, .size = (uint32_t)content.size };

    placed.sum = (uint32_t)crc32(0, (const Bytef *)buf_string(&content), (uInt)content.size);
    if (part->packed)
        content = test_deflate(out->arena, &content);
    placed.packed = (uint32_t)content.size;
    placed.method = part->method > 0 ? part->method : part->packed ? 8 : 0;
    if (part->lie_size > 0)
        placed.size = part->lie_size;
    buf_add(out, "PK\3\4\24\0", 6);
    test_common(out, part, &placed);
    buf_text(out, part->local_name ? part->local_name : part->name);
    buf_add(out, buf_string(&content), content.size);
    return placed;
}

static inline struct buf test_zip(struct arena *arena, const struct test_part *parts)
{
    struct buf out = { .arena = arena };
    struct test_placed placed[64] = { 0 };
    uint32_t count = 0;

    for (; parts[count].name; count++)
        placed[count] = test_place(&out, &parts[count]);
    uint32_t directory = (uint32_t)out.size;
    for (uint32_t i = 0; i < count; i++) {
        buf_add(&out, "PK\1\2\24\0\24\0", 8);
        test_common(&out, &parts[i], &placed[i]);
        buf_add(&out, "\0\0\0\0\0\0\0\0\0\0", 10);
        test_number(&out, placed[parts[i].over_first ? 0 : i].offset, 4);
        buf_text(&out, parts[i].name);
    }
    uint32_t size = (uint32_t)out.size - directory;
    buf_add(&out, "PK\5\6\0\0\0\0", 8);
    test_number(&out, count, 2);
    test_number(&out, count, 2);
    test_number(&out, size, 4);
    test_number(&out, directory, 4);
    test_number(&out, 0, 2);
    return out;
}

#endif
