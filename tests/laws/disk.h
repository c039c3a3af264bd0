/*
 * A disk in memory for SQLite, shared by the simulated processes. What was written and not synced
 * may be lost, sector by sector, when the power goes; a kill loses nothing that was written. It
 * can fill up, fail, tear a write, or lie about a sync.
 */
#ifndef LAWS_DISK_H
#define LAWS_DISK_H

#include <stdbool.h>
#include <stddef.h>

enum disk_trouble { DISK_WELL, DISK_FULL, DISK_BROKEN };

void disk_make(void);                            /* before any fork */
void disk_install(void);                         /* becomes SQLite's own */
void disk_reset(const void *bytes, size_t size); /* new books: one file that holds these */
void disk_power_loss(void);                      /* what is not synced is lost, or not */
extern bool disk_lies;                           /* a sync does nothing */

#endif
