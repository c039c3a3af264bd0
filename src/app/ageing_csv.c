#include <string.h>

#include "app/ageing_list.h"
#include "app/handlers.h"
#include "format/csv_write.h"
#include "view/view.h"

/* Far more customers than a client has; the file is made in memory. */
enum { ROWS_LIMIT = 200000 };

static void head_write(struct csv_out *csv, const char *language)
{
    static const char *const words[] = { "csv.account",      "csv.customer",   "bucket.not_due",
                                         "bucket.late_30",   "bucket.late_60", "bucket.late_90",
                                         "bucket.late_more", "csv.open",       "csv.oldest_due",
                                         "csv.days_late" };

    for (size_t i = 0; i < COUNT_OF(words); i++)
        csv_text(csv, view_text(csv->out.arena, language, words[i], NULL));
    csv_end(csv);
}

static void row_write(struct csv_out *csv, const struct ageing_asked *asked,
                      const struct ageing_row *row)
{
    bool is_late = row->has_oldest && row->oldest.day < asked->on.day;

    csv_text(csv, row->account);
    csv_text(csv, row->name);
    for (int age = 0; age < AGE_COUNT; age++)
        csv_money(csv, row->ages[age]);
    csv_money(csv, row->open);
    if (is_late)
        csv_date(csv, row->oldest);
    else
        csv_text(csv, "");
    csv_int(csv, is_late ? asked->on.day - row->oldest.day : 0);
    csv_end(csv);
}

bool ageing_csv(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct csv_out csv = csv_start(cx->arena);
    struct ageing_asked asked;
    struct ageing_row *rows;
    size_t count;

    if (!ageing_asked(cx, request, &asked) || !ageing_list(cx, &asked, ROWS_LIMIT, &rows, &count))
        return false;
    head_write(&csv, request_language(request));
    for (size_t i = 0; i < count; i++)
        row_write(&csv, &asked, &rows[i]);
    answer->file_name =
        arena_format(cx->arena, "%s %s %s.csv",
                     view_text(cx->arena, request_language(request), "ageing.title", NULL),
                     asked.client.name, date_text(cx->arena, asked.on));
    answer->file_type = "text/csv; charset=utf-8";
    answer->file_bytes = buf_string(&csv.out);
    answer->file_size = csv.out.size;
    return true;
}
