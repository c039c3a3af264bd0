#include "firm/identity.h"

bool linked_identity_read(struct ctx *cx, struct rows *rows, int64_t person,
                          struct linked_identity **list, size_t *count)
{
    struct linked_identity *read = NULL;
    size_t size = 0, room = 0;

    while (rows_next(rows)) {
        if (size == room)
            read = arena_grow(cx->arena, read, &room, sizeof *read);
        read[size++] = (struct linked_identity){
            .provider = rows_int(rows, 0),
            .person = person,
            .subject = rows_text(rows, 1),
            .label = rows_text(rows, 2),
            .provider_name = rows_text(rows, 3),
            .linked_at = rows_instant(rows, 4),
            .used_at = rows_instant(rows, 5),
        };
    }
    if (!rows_done(rows))
        return false;
    *list = read;
    *count = size;
    return true;
}
