/*
 * The index of SQLite's log and its locks: memory of one process, lost with it.
 */
#ifndef LAWS_DISK_SHM_H
#define LAWS_DISK_SHM_H

#include <sqlite3.h>

int shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **memory);
int shm_lock(sqlite3_file *file, int offset, int count, int flags);
void shm_barrier(sqlite3_file *file);
int shm_unmap(sqlite3_file *file, int forget);

#endif
