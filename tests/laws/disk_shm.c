#include "disk_shm.h"

#include <stdbool.h>
#include <stdlib.h>

enum { PAGES = 16 };

static struct {
    void *pages[PAGES];
    int shared[SQLITE_SHM_NLOCK];
    const sqlite3_file *exclusive[SQLITE_SHM_NLOCK];
} shm;

int shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **memory)
{
    (void)file;
    if (page >= PAGES)
        return SQLITE_FULL;
    if (!shm.pages[page] && extend)
        shm.pages[page] = calloc(1, (size_t)size);
    *memory = shm.pages[page];
    return SQLITE_OK;
}

static int shm_lock_one(const sqlite3_file *file, int slot, int flags)
{
    bool exclusive = flags & SQLITE_SHM_EXCLUSIVE;

    if (flags & SQLITE_SHM_UNLOCK) {
        if (exclusive)
            shm.exclusive[slot] = shm.exclusive[slot] == file ? NULL : shm.exclusive[slot];
        else
            shm.shared[slot]--;
        return SQLITE_OK;
    }
    if (shm.exclusive[slot] || (exclusive && shm.shared[slot] > 0))
        return SQLITE_BUSY;
    if (exclusive)
        shm.exclusive[slot] = file;
    else
        shm.shared[slot]++;
    return SQLITE_OK;
}

int shm_lock(sqlite3_file *file, int offset, int count, int flags)
{
    for (int i = 0; i < count; i++)
        if (shm_lock_one(file, offset + i, flags) != SQLITE_OK) {
            int back = (flags & ~SQLITE_SHM_LOCK) | SQLITE_SHM_UNLOCK;
            while (i-- > 0)
                (void)shm_lock_one(file, offset + i, back);
            return SQLITE_BUSY;
        }
    return SQLITE_OK;
}

void shm_barrier(sqlite3_file *file)
{
    (void)file;
    __sync_synchronize();
}

int shm_unmap(sqlite3_file *file, int forget)
{
    (void)file;
    for (int i = 0; forget && i < PAGES; i++) {
        free(shm.pages[i]);
        shm.pages[i] = NULL;
    }
    return SQLITE_OK;
}
