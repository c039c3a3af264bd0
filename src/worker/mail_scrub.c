#include "worker/mail_scrub.h"

#include "mail/raw.h"

static bool next(struct ctx *cx, struct scrub_page *page)
{
    struct rows *rows = raw_next(cx, page->after, page->after_size, SCRUB_FILES);
    size_t size;

    for (page->count = 0; rows_next(rows); page->count++)
        page->files[page->count] =
            (struct vault_file){ rows_bytes(rows, 0, &size), rows_int(rows, 1) };
    return rows_done(rows);
}

const struct scrubbed scrub_mails = {
    .name = "mail",
    .next = next,
    .forget = raw_forget,
    .known = raw_known,
};
