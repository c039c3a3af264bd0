#include "app/fec_take.h"

#include "invoice/import.h"

/* The SIREN that the file's name tells, when its key is right. */
static const char *siren_of(const struct fec_file *file)
{
    return file->name.siren && siren_is_valid(file->name.siren) ? file->name.siren : "";
}

static bool client_new(struct ctx *cx, const struct fec_taking *taking, const char *siren,
                       struct client *client)
{
    const char *name = taking->client_name;

    if (*name == '\0' && *siren == '\0')
        return fail(cx, FAULT_INPUT, "FEC-SANS-DOSSIER", "field", "client", NULL);
    if (*name == '\0')
        name = arena_format(cx->arena, "Dossier %.3s %.3s %.3s", siren, siren + 3, siren + 6);
    *client = (struct client){
        .code = "", .name = name, .siren = siren, .language = "fr", .state = "active"
    };
    return client_add(cx, client);
}

static bool client_choose(struct ctx *cx, const struct fec_taking *taking, const char *siren,
                          struct client *client)
{
    if (taking->client > 0)
        return client_find(cx, taking->client, client);
    *client = (struct client){ 0 };
    if (*siren && !client_find_by_siren(cx, siren, client))
        return false;
    return client->id > 0 || client_new(cx, taking, siren, client);
}

static bool write(struct ctx *cx, const struct fec_taking *taking, const struct fec_file *file,
                  struct fec_taken *taken)
{
    struct import import = {
        .file_name = file->base,
        .siren = siren_of(file),
        .has_closing = file->name.has_closing,
        .closing = file->name.closing,
        .conform = file->control.verdict == VERDICT_CONFORM,
        .report = json_write(cx->arena, taken->report),
        .facts = file->facts,
    };

    if (!fec_file_hash(cx, taking->path, &import.sha256)
        || !client_choose(cx, taking, import.siren, &taken->client))
        return false;
    import.client = taken->client.id;
    if (!import_fec(cx, &import))
        return false;
    taken->import = import.id;
    return true;
}

bool fec_take(struct ctx *cx, const struct fec_taking *taking, struct fec_taken *taken)
{
    const struct fec_reading reading = {
        .path = taking->path,
        .name = taking->name,
        .wants = { .folds = FEC_FOLD_LETTERS | FEC_FOLD_ITEMS | FEC_FOLD_NUMBERS,
                   .has_today = true,
                   .today = cx->today },
        .limits = taking->limits,
        .regime = REGIME_BIC,
    };
    struct fec_taken made = { .report = json_map(cx->arena) };
    struct fec_file file;

    if (taking->client > 0 && !client_find(cx, taking->client, &made.client))
        return false;
    if (!fec_file_read(cx, &reading, &file))
        return false;
    made.is_accepted = file.control.accepted;
    fec_file_report(cx->arena, &file, made.report);
    if (made.is_accepted && (!store_begin(cx) || !store_end(cx, write(cx, taking, &file, &made))))
        return false;
    *taken = made;
    return true;
}
