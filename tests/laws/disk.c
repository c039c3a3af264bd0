#include "disk.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "disk_shm.h"
#include "world.h"

enum { FILE_BYTES = 24 * 1024 * 1024, SECTOR = 512, SECTORS = FILE_BYTES / SECTOR, SHM_PAGES = 16 };
enum place { BOOKS, LOG, PLACES };

/* What a reader sees, and what outlives the power; sectors in which they differ are dirty. */
struct image {
    bool exists;
    sqlite3_int64 size, kept_size;
    unsigned char dirty[SECTORS];
    int first_dirty, end_dirty;
    char now[FILE_BYTES], kept[FILE_BYTES];
};

struct file {
    sqlite3_file base;
    struct image *image;
};

static struct image *images;

bool disk_lies;

void disk_make(void)
{
    images = mmap(NULL, PLACES * sizeof *images, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
                  -1, 0);
    if (images == MAP_FAILED)
        abort();
}

static void forget_dirty(struct image *image)
{
    memset(image->dirty + image->first_dirty, 0,
           (size_t)(image->end_dirty > image->first_dirty ? image->end_dirty - image->first_dirty
                                                          : 0));
    image->first_dirty = SECTORS;
    image->end_dirty = 0;
}

static void sync_image(struct image *image)
{
    for (int i = image->first_dirty; i < image->end_dirty; i++)
        if (image->dirty[i])
            memcpy(image->kept + (size_t)i * SECTOR, image->now + (size_t)i * SECTOR, SECTOR);
    image->kept_size = image->size;
    forget_dirty(image);
}

void disk_reset(const void *bytes, size_t size)
{
    for (int i = 0; i < PLACES; i++) {
        images[i].exists = i == BOOKS;
        images[i].size = images[i].kept_size = 0;
        images[i].first_dirty = 0;
        images[i].end_dirty = SECTORS;
        forget_dirty(&images[i]);
    }
    memcpy(images[BOOKS].now, bytes, size);
    memcpy(images[BOOKS].kept, bytes, size);
    images[BOOKS].size = images[BOOKS].kept_size = (sqlite3_int64)size;
}

void disk_power_loss(void)
{
    for (int place = 0; place < PLACES; place++) {
        struct image *image = &images[place];
        if (roll(2))
            image->size = image->kept_size;
        for (int i = image->first_dirty; i < image->end_dirty; i++)
            if (image->dirty[i] && roll(2))
                memcpy(image->now + (size_t)i * SECTOR, image->kept + (size_t)i * SECTOR, SECTOR);
        sync_image(image);
    }
}

/* Each operation that changes the disk may be the last of the process. */
static int operation(void)
{
    if (world->kill_in > 0 && --world->kill_in == 0)
        return -1;
    if (world->disk_trouble != DISK_WELL && world->trouble_for > 0 && --world->trouble_for == 0)
        world->disk_trouble = DISK_WELL;
    return world->disk_trouble;
}

static void put(struct image *image, const void *bytes, int size, sqlite3_int64 at)
{
    int first = (int)(at / SECTOR), end = (int)((at + size + SECTOR - 1) / SECTOR);

    if (at + size > FILE_BYTES)
        abort();
    if (at > image->size)
        memset(image->now + image->size, 0, (size_t)(at - image->size));
    memcpy(image->now + at, bytes, (size_t)size);
    memset(image->dirty + first, 1, (size_t)(end - first));
    image->first_dirty = first < image->first_dirty ? first : image->first_dirty;
    image->end_dirty = end > image->end_dirty ? end : image->end_dirty;
    if (at + size > image->size)
        image->size = at + size;
}

static struct image *image_of(sqlite3_file *file)
{
    return ((struct file *)file)->image;
}

static int file_close(sqlite3_file *file)
{
    (void)file;
    return SQLITE_OK;
}

static int file_read(sqlite3_file *file, void *bytes, int size, sqlite3_int64 at)
{
    const struct image *image = image_of(file);
    sqlite3_int64 left = image->size > at ? image->size - at : 0;
    int got = left < size ? (int)left : size;

    if (world->disk_trouble == DISK_BROKEN && roll(8) == 0)
        return SQLITE_IOERR_READ;
    memcpy(bytes, image->now + at, (size_t)got);
    memset((char *)bytes + got, 0, (size_t)(size - got));
    return got < size ? SQLITE_IOERR_SHORT_READ : SQLITE_OK;
}

static int file_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 at)
{
    int trouble = operation();

    if (trouble < 0) {
        put(image_of(file), bytes, roll(size + 1), at);
        die("write");
    }
    if (trouble == DISK_BROKEN)
        put(image_of(file), bytes, roll(size + 1), at);
    if (trouble != DISK_WELL)
        return trouble == DISK_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    put(image_of(file), bytes, size, at);
    return SQLITE_OK;
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    if (operation() < 0)
        die("truncate");
    image_of(file)->size = size < image_of(file)->size ? size : image_of(file)->size;
    return SQLITE_OK;
}

static int file_sync(sqlite3_file *file, int flags)
{
    int trouble = operation();

    (void)flags;
    if (trouble < 0) {
        if (roll(2))
            sync_image(image_of(file));
        die("sync");
    }
    if (trouble == DISK_BROKEN)
        return SQLITE_IOERR_FSYNC;
    if (!disk_lies)
        sync_image(image_of(file));
    return SQLITE_OK;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size)
{
    *size = image_of(file)->size;
    return SQLITE_OK;
}

/* One process at a time has the books (T-19), and in it one connection writes. */
static int file_lock(sqlite3_file *file, int level)
{
    (void)file;
    (void)level;
    return SQLITE_OK;
}

static int file_reserved(sqlite3_file *file, int *is_reserved)
{
    (void)file;
    *is_reserved = 0;
    return SQLITE_OK;
}

static int file_control(sqlite3_file *file, int operation_code, void *argument)
{
    (void)file;
    (void)operation_code;
    (void)argument;
    return SQLITE_NOTFOUND;
}

static int file_sector(sqlite3_file *file)
{
    (void)file;
    return SECTOR;
}

static int file_traits(sqlite3_file *file)
{
    (void)file;
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_lock,
    .xCheckReservedLock = file_reserved,
    .xFileControl = file_control,
    .xSectorSize = file_sector,
    .xDeviceCharacteristics = file_traits,
    .xShmMap = shm_map,
    .xShmLock = shm_lock,
    .xShmBarrier = shm_barrier,
    .xShmUnmap = shm_unmap,
};

static struct image *image_named(const char *name)
{
    size_t size = name ? strlen(name) : 0;

    if (size > 4 && strcmp(name + size - 4, "-wal") == 0)
        return &images[LOG];
    return size > 3 && strcmp(name + size - 3, ".db") == 0 ? &images[BOOKS] : NULL;
}

static int disk_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags,
                     int *opened)
{
    struct image *image = image_named(name);

    (void)vfs;
    file->pMethods = NULL;
    if (!image || (!image->exists && !(flags & SQLITE_OPEN_CREATE)))
        return SQLITE_CANTOPEN;
    image->exists = true;
    ((struct file *)file)->image = image;
    file->pMethods = &methods;
    if (opened)
        *opened = flags;
    return SQLITE_OK;
}

static int disk_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
    struct image *image = image_named(name);

    (void)vfs;
    (void)sync;
    if (!image || !image->exists)
        return SQLITE_IOERR_DELETE_NOENT;
    image->exists = false;
    image->size = image->kept_size = 0;
    forget_dirty(image);
    return SQLITE_OK;
}

static int disk_access(sqlite3_vfs *vfs, const char *name, int flags, int *result)
{
    const struct image *image = image_named(name);

    (void)vfs;
    (void)flags;
    *result = image && image->exists && image->size > 0;
    return SQLITE_OK;
}

static int disk_full_name(sqlite3_vfs *vfs, const char *name, int room, char *full)
{
    (void)vfs;
    sqlite3_snprintf(room, full, "%s", name);
    return SQLITE_OK;
}

/* The log's salts come from here. */
static int disk_random(sqlite3_vfs *vfs, int size, char *bytes)
{
    (void)vfs;
    for (int i = 0; i < size; i++)
        bytes[i] = (char)roll(256);
    return size;
}

static int disk_sleep(sqlite3_vfs *vfs, int microseconds)
{
    (void)vfs;
    return microseconds;
}

static int disk_time(sqlite3_vfs *vfs, double *time)
{
    (void)vfs;
    *time = 2440587.5 + (double)world->now.ms / 86400000.0;
    return SQLITE_OK;
}

static int disk_error(sqlite3_vfs *vfs, int size, char *text)
{
    (void)vfs;
    (void)size;
    (void)text;
    return 0;
}

void disk_install(void)
{
    static sqlite3_vfs vfs = {
        .iVersion = 1,
        .szOsFile = sizeof(struct file),
        .mxPathname = 500,
        .zName = "laws",
        .xOpen = disk_open,
        .xDelete = disk_delete,
        .xAccess = disk_access,
        .xFullPathname = disk_full_name,
        .xRandomness = disk_random,
        .xSleep = disk_sleep,
        .xCurrentTime = disk_time,
        .xGetLastError = disk_error,
    };

    if (sqlite3_vfs_register(&vfs, 1) != SQLITE_OK)
        abort();
}
