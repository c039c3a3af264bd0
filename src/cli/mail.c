#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "cli/chase_acts.h"
#include "cli/house.h"
#include "cli/table.h"
#include "view/view.h"
#include "worker/mail_take.h"

enum { BLOCK_BYTES = 64 * 1024, LIST_LIMIT = LIMIT_PAGE_ROWS };

/* One byte beyond the limit tells that it is passed; the vault refuses then. */
static bool copy_input(struct ctx *cx, int to)
{
    char bytes[BLOCK_BYTES];
    int64_t total = 0;
    ssize_t size;

    while (total <= LIMIT_MAIL_BYTES && (size = read(STDIN_FILENO, bytes, sizeof bytes)) != 0) {
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0 || write(to, bytes, (size_t)size) != size)
            return fail(cx, FAULT_INPUT, "FICHIER-LECTURE", NULL);
        total += size;
    }
    return true;
}

/* A parser reads twice: a pipe is copied first. */
static bool open_input(struct ctx *cx, int *file)
{
    struct stat found;

    if (fstat(STDIN_FILENO, &found) == 0 && S_ISREG(found.st_mode)) {
        *file = dup(STDIN_FILENO);
        return *file >= 0 || fail(cx, FAULT_INPUT, "FICHIER-LECTURE", NULL);
    }
    *file = memfd_create("mail", MFD_CLOEXEC);
    if (*file < 0)
        return fail(cx, FAULT_BUSY, "PROCESSUS", "reason", strerror(errno), NULL);
    if (copy_input(cx, *file))
        return true;
    close(*file);
    return false;
}

static void put_id(struct json *map, const char *key, int64_t id)
{
    if (id)
        json_put_int(map, key, id);
}

static void put_files(struct json *list, const struct mail *mail)
{
    for (size_t i = 0; i < mail->file_count; i++) {
        const struct mail_file *file = &mail->files[i];
        struct json *map = json_add_map(list);
        json_put_text(map, "name", file->name);
        json_put_int(map, "size", file->size);
        json_put_text(map, "problem", file->problem);
        put_id(map, "document_id", file->document);
        put_id(map, "item_id", file->item);
    }
}

static void put_mail(struct ctx *cx, struct json *map, const struct mail *mail)
{
    json_put_int(map, "id", mail->id);
    json_put_text(map, "state", mail_state_text(mail->state));
    json_put_text(map, "reason", mail->reason);
    json_put_text(map, "defect", mail->defect);
    json_put_text(map, "sender", mail->sender);
    json_put_text(map, "subject", mail->subject);
    json_put_text(map, "taken_at", instant_text(cx->arena, mail->taken_at));
    put_id(map, "client_id", mail->client);
    put_id(map, "contact_id", mail->contact);
    put_id(map, "message_id", mail->message);
}

static bool take(struct ctx *cx, const struct house *house, int file, struct json *model)
{
    const struct vault documents = house_vault(cx->arena, &house->config);
    const struct mail_site site = house_mail(cx->arena, &house->config, &documents);
    struct mail_taken taken;

    if (!mail_take(cx, &site, file, &taken))
        return false;
    put_mail(cx, model, &taken.mail);
    json_put_bool(model, "is_new", taken.is_new);
    json_put_text(model, "warning", taken.tag);
    put_files(json_put_list(model, "files"), &taken.mail);
    return true;
}

static bool take_run(struct ctx *cx, struct call *call, struct json *model)
{
    struct house house;
    int file;

    if (!open_input(cx, &file))
        return false;
    bool opened = house_open(cx, call, HOUSE_ALONE, &house);
    bool taken = opened && take(cx, &house, file, model);
    if (opened)
        house_close(cx, &house);
    close(file);
    return taken;
}

static const char *reason_of(struct arena *arena, const struct call *call, const struct json *mail)
{
    const char *reason = model_text(mail, "reason");

    return *reason
        ? view_text(arena, call->language, arena_format(arena, "mail.reason.%s", reason), NULL)
        : "";
}

static void take_print(struct buf *out, const struct call *call, const struct json *model)
{
    const char *key = arena_format(out->arena, "mail.state.%s", model_text(model, "state"));

    buf_format(out, "%s", view_text(out->arena, call->language, key, NULL));
    if (*model_text(model, "reason"))
        buf_format(out, " : %s", reason_of(out->arena, call, model));
    buf_byte(out, '\n');
    if (*model_text(model, "defect")) {
        key = arena_format(out->arena, "mail.defect.%s", model_text(model, "defect"));
        buf_format(out, "%s\n", view_text(out->arena, call->language, key, NULL));
    }
}

static bool list(struct ctx *cx, struct call *call, struct json *model)
{
    const char *name = call_option(call, "state");
    struct mail_page page = { .state = MAIL_TRIAGE, .limit = LIST_LIMIT };
    struct mail *mails;
    size_t count;

    if (name && !mail_state_parse(name, &page.state))
        return fail(cx, FAULT_INPUT, "MAIL-ETAT", "value", name, NULL);
    if (!mail_list(cx, &page, &mails, &count))
        return false;
    struct json *rows = json_put_list(model, "mails");
    for (size_t i = 0; i < count; i++)
        put_mail(cx, json_add_map(rows), &mails[i]);
    return true;
}

static bool list_run(struct ctx *cx, struct call *call, struct json *model)
{
    return house_do(cx, call, HOUSE_READ, list, model);
}

static void list_print(struct buf *out, const struct call *call, const struct json *model)
{
    const struct json *mails = json_get(model, "mails");
    struct table *table =
        table_new(out->arena, (const char *const[]){ "Reçu", "De", "Objet", "Raison", NULL });

    for (size_t i = 0; i < json_count(mails); i++) {
        const struct json *mail = json_at(mails, i);
        table_row(table,
                  (const char *const[]){ model_text(mail, "taken_at"), model_text(mail, "sender"),
                                         model_text(mail, "subject"),
                                         reason_of(out->arena, call, mail) });
    }
    table_print(out, table);
}

const struct command cli_mail[] = {
    { "mail take", "< FILE", "takes a message that came in and files it where it belongs",
      HOUSE_OPTIONS, 0, 0, take_run, take_print },
    { "mail list", "[--state triage|filed|dropped|bounce]", "mail that came in, the newest first",
      HOUSE_OPTIONS "state=", 0, 0, list_run, list_print },
    { 0 },
};
