/*
 * The log: JSON lines on standard error, read by journald. Only main, worker, http and cli write
 * here; the rest answers. No names of persons and no amounts at info.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/ctx.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR, LOG_LEVEL_COUNT };

/* Pairs of name and text, ended by NULL: log_write(LOG_INFO, "listening", "port", "8420", NULL). */
void log_write(enum log_level level, const char *event, ...) ENDS_IN_NULL;
void log_fault(const char *event, const struct fault *fault); /* at error */
void log_quiet(enum log_level least); /* what is below is not written; set once by main */

#endif
