#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "document/vault.h"
#include "store/store.h"

struct sweep {
    struct ctx *cx;
    vault_known *known;
    const char *firm; /* the folder */
    int guard;        /* open on it */
    int64_t swept;
};

static bool fail_sweeping(struct ctx *cx, int error)
{
    return fail(cx, FAULT_BROKEN, "DOCUMENT-LECTURE", "detail", strerrordesc_np(error), NULL);
}

static bool is_old(struct ctx *cx, const char *path)
{
    struct stat found;

    return stat(path, &found) == 0 && S_ISREG(found.st_mode)
        && (int64_t)found.st_mtim.tv_sec * 1000 < cx->now.ms - VAULT_SWEEP_MS;
}

/* A name of the vault's own making is a hash; what else lies there is left behind by writing. */
static bool hash_of(const char *name, unsigned char *hash)
{
    size_t size;

    return strlen(name) == 2 * VAULT_HASH_BYTES
        && sodium_hex2bin(hash, VAULT_HASH_BYTES, name, strlen(name), NULL, &size, NULL) == 0
        && size == VAULT_HASH_BYTES;
}

static bool is_known(struct sweep *sweep, const char *name, bool *known)
{
    unsigned char hash[VAULT_HASH_BYTES];

    *known = false;
    return !hash_of(name, hash) || sweep->known(sweep->cx, hash, known);
}

/* Looked at again where nobody can take the same bytes meanwhile. */
static bool take_away(struct sweep *sweep, const char *name, const char *path)
{
    bool known = true;

    if (flock(sweep->guard, LOCK_EX) != 0)
        return fail_sweeping(sweep->cx, errno);
    bool well = !is_old(sweep->cx, path) || is_known(sweep, name, &known);
    if (well && !known && unlink(path) == 0)
        sweep->swept++;
    flock(sweep->guard, LOCK_UN);
    return well;
}

static bool sweep_file(struct sweep *sweep, const char *folder, const char *name)
{
    const char *path = arena_format(sweep->cx->arena, "%s/%s", folder, name);
    bool known;

    if (!is_old(sweep->cx, path))
        return true;
    return is_known(sweep, name, &known) && (known || take_away(sweep, name, path));
}

typedef bool sweep_visit(struct sweep *sweep, const char *folder, const char *name);

static bool walk(struct sweep *sweep, const char *folder, sweep_visit *visit)
{
    DIR *opened = opendir(folder);
    const struct dirent *entry;
    bool well = true;

    if (!opened)
        return errno == ENOENT || errno == ENOTDIR || fail_sweeping(sweep->cx, errno);
    while (well && (entry = readdir(opened)))
        well = entry->d_name[0] == '.' || visit(sweep, folder, entry->d_name);
    closedir(opened);
    return well;
}

static bool sweep_folder(struct sweep *sweep, const char *folder, const char *name)
{
    struct arena_mark mark = arena_mark(sweep->cx->arena);
    bool well = walk(sweep, arena_format(sweep->cx->arena, "%s/%s", folder, name), sweep_file);

    if (well)
        arena_rewind(sweep->cx->arena, mark);
    return well;
}

bool vault_sweep(struct ctx *cx, const struct vault *vault, vault_known *known, int64_t *swept)
{
    struct sweep sweep = {
        .cx = cx,
        .known = known,
        .firm =
            arena_format(cx->arena, "%s/%lld", vault->folder, (long long)scope_firm_id(cx->store)),
    };

    sweep.guard = open(sweep.firm, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (sweep.guard < 0 && errno != ENOENT)
        return fail_sweeping(cx, errno);
    bool well = sweep.guard < 0 || walk(&sweep, sweep.firm, sweep_folder);
    if (sweep.guard >= 0)
        close(sweep.guard);
    if (well)
        *swept = sweep.swept;
    return well;
}
