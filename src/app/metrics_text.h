/*
 * The text format of Prometheus, version 0.0.4: a family is its HELP and TYPE lines, then its
 * samples. Names end in their unit; labels are ours, but values of any text are escaped.
 */
#ifndef APP_METRICS_TEXT_H
#define APP_METRICS_TEXT_H

#include "base/buf.h"

#include <stdint.h>

struct metric {
    const char *name, *type, *help; /* type: "gauge", "counter", "histogram" */
};

void metric_begin(struct buf *text, const struct metric *metric);

/* name{label="value"}; label NULL: none. */
void metric_count(struct buf *text, const char *name, const char *label, const char *value,
                  int64_t count);
void metric_seconds(struct buf *text, const char *name, const char *label, const char *value,
                    int64_t ms);

#endif
