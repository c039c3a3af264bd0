#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/clients_asked.h"
#include "app/desk.h"
#include "app/handlers.h"
#include "app/roster_export.h"
#include "app/roster_take.h"
#include "client/shelf.h"
#include "view/view.h"

static const char XLSX_TYPE[] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/* A place of its own for a file that is written by its name; removed by file_answer. */
static bool file_place(struct ctx *cx, const char **path)
{
    const char *folder = getenv("TMPDIR");
    char *made =
        (char *)arena_format(cx->arena, "%s/quitus-XXXXXX", folder && *folder ? folder : "/tmp");
    int file = mkstemp(made);

    if (file < 0)
        return fail(cx, FAULT_FULL, "FICHIER-ECRITURE", "file", made, "reason", strerror(errno),
                    NULL);
    close(file);
    *path = made;
    return true;
}

static bool bytes_read(struct ctx *cx, const char *path, struct answer *answer)
{
    struct stat status;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    bool well = file >= 0 && fstat(file, &status) == 0;
    size_t size = well ? (size_t)status.st_size : 0;
    char *bytes = arena_new(cx->arena, char, size + 1);

    for (size_t at = 0; well && at < size;) {
        ssize_t part = read(file, bytes + at, size - at);
        well = part > 0;
        at += part > 0 ? (size_t)part : 0;
    }
    if (file >= 0)
        close(file);
    answer->file_bytes = bytes;
    answer->file_size = size;
    answer->file_type = XLSX_TYPE;
    return well || fail(cx, FAULT_BROKEN, "FICHIER-LECTURE", NULL);
}

static bool file_answer(struct ctx *cx, const char *path, bool written, struct answer *answer)
{
    bool read = written && bytes_read(cx, path, answer);

    (void)unlink(path); /* what is left of it is in a folder that is emptied */
    return read;
}

static const char *file_name(struct ctx *cx, const struct request *request, const char *ending)
{
    return arena_format(cx->arena, "%s %s.%s",
                        view_text(cx->arena, request_language(request), "roster.sheet", NULL),
                        date_text(cx->arena, cx->today), ending);
}

/* With a tab what the list shows, in its order; without one all, which the tab « all » is too. */
static bool choose(struct ctx *cx, const struct request *request, struct roster_choice *choice)
{
    struct directory_query query = clients_asked(request);
    struct directory *directory;
    struct directory_found found;

    *choice = (struct roster_choice){ .language = request_language(request) };
    if (*request_text(request, "tab") == '\0')
        return true;
    if (!shelf_take(cx, desk_shelf(request), &directory))
        return false;
    if (strcmp(request_text(request, "tab"), tab_word(TAB_ALL)) == 0)
        query.tab = TAB_ALL; /* an accountant has no such tab on the page, but may export all */
    query.limit = 0;
    directory_select(directory, cx->arena, &query, &found);
    int64_t *ids = arena_new(cx->arena, int64_t, found.count + 1);
    for (size_t i = 0; i < found.count; i++)
        ids[i] = directory_row(directory, found.rows[i])->id;
    choice->ids = ids;
    choice->count = found.count;
    return true;
}

bool client_export_xlsx(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct roster_choice choice;
    const char *path;
    size_t written;

    if (!choose(cx, request, &choice) || !file_place(cx, &path))
        return false;
    answer->file_name = file_name(cx, request, "xlsx");
    return file_answer(cx, path, roster_export_xlsx(cx, &choice, path, &written), answer);
}

bool client_export_csv(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct roster_choice choice;
    struct buf bytes;
    size_t written;

    if (!choose(cx, request, &choice) || !roster_export_csv(cx, &choice, &bytes, &written))
        return false;
    answer->file_name = file_name(cx, request, "csv");
    answer->file_type = "text/csv; charset=utf-8";
    answer->file_bytes = buf_string(&bytes);
    answer->file_size = bytes.size;
    return true;
}

bool client_import_faulty(struct ctx *cx, const struct request *request, struct answer *answer)
{
    int64_t import = request_id(request, "client_import");
    const char *path;

    if (!file_place(cx, &path))
        return false;
    answer->file_name =
        arena_format(cx->arena, "%s.xlsx",
                     view_text(cx->arena, request_language(request), "roster.faulty_sheet", NULL));
    return file_answer(cx, path, roster_faulty_write(cx, request_language(request), import, path),
                       answer);
}
