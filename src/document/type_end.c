#include <string.h>

#include "base/str.h"
#include "document/type.h"

/* Behind the mark some programs write more; a ZIP may have a comment of up to 64 KiB. */
enum { NEAR = 4096, ZIP_RECORD = 22 };

struct end {
    const char *begins, *ends;
    size_t begins_size, ends_size;
};

#define END(begins, ends)                                                                          \
    {                                                                                              \
        begins, ends, sizeof(begins) - 1, sizeof(ends) - 1                                         \
    }

static const struct end ends[] = {
    END("%PDF-", "%%EOF"),
    END("\xFF\xD8\xFF", "\xFF\xD9"),
    END("\x89PNG\r\n\x1A\n", "IEND"),
};

/* The last record of a ZIP, with all of its comment. */
static bool has_record(const struct type_sample *sample)
{
    const unsigned char *tail = sample->tail;

    for (size_t at = 0; at + ZIP_RECORD <= sample->tail_size; at++) {
        size_t comment = tail[at + 20] | (size_t)tail[at + 21] << 8;
        if (memcmp(tail + at, "PK\5\6", 4) == 0 && at + ZIP_RECORD + comment <= sample->tail_size)
            return true;
    }
    return false;
}

bool type_is_ended(const struct type_sample *sample)
{
    size_t near = sample->tail_size < NEAR ? sample->tail_size : NEAR;
    const unsigned char *last = sample->tail + sample->tail_size - near;

    if (sample->head_size >= 2 && memcmp(sample->head, "PK", 2) == 0)
        return has_record(sample);
    for (size_t i = 0; i < COUNT_OF(ends); i++)
        if (sample->head_size >= ends[i].begins_size
            && memcmp(sample->head, ends[i].begins, ends[i].begins_size) == 0)
            return memmem(last, near, ends[i].ends, ends[i].ends_size) != NULL;
    return true;
}
