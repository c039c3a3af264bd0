/* « Montants »: what clients have to pay on a deadline, from a sheet (E-13). */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "app/amounts_report.h"
#include "app/handlers_mission.h"
#include "base/limits.h"

const struct field amounts_fields[] = {
    { .name = "check_only", .check = CHECK_FLAG },
    { .name = "file", .check = CHECK_FILE, .required = true, .limit = LIMIT_UPLOAD_BYTES },
    { 0 },
};

enum { MEGABYTE = 1000000 };

bool amounts_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    (void)cx;
    (void)request;
    json_put_int(answer->model, "limit_mb", LIMIT_UPLOAD_BYTES / MEGABYTE);
    return true;
}

static bool read_sheet(struct ctx *cx, const struct request *request, struct amount_sheet *sheet)
{
    struct amount_source source = { .limits = CHILD_UPLOAD };
    struct upload upload;

    if (!request_upload(request, "file", &upload))
        return fail(cx, FAULT_INPUT, "CHAMP-MANQUE", "field", "file", NULL);
    source.file = open(upload.path, O_RDONLY | O_CLOEXEC);
    if (source.file < 0)
        return fail(cx, FAULT_BROKEN, "FICHIER-ABSENT", "file", upload.name, "reason",
                    strerror(errno), NULL);
    bool is_read = amount_read(cx, &source, sheet);
    (void)close(source.file); /* it was read alone */
    return is_read;
}

/* A row that is wrong holds all of them back: nothing is half written. */
bool amounts_take(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct json *report = json_put_map(answer->model, "report");
    struct amount_sheet sheet;
    int64_t written = 0;

    if (!read_sheet(cx, request, &sheet))
        return false;
    bool writes = !request_has(request, "check_only") && sheet.counts[AMOUNT_FAULTY] == 0;
    if (writes && !amount_take(cx, &sheet, &written))
        return false;
    amounts_report_put(cx, request_language(request), &sheet, report);
    json_put_bool(report, "is_written", writes);
    json_put_int(report, "written", written);
    return amounts_show(cx, request, answer);
}
