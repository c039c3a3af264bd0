#include "app/metrics_text.h"

void metric_begin(struct buf *text, const struct metric *metric)
{
    buf_format(text, "# HELP %s %s\n# TYPE %s %s\n", metric->name, metric->help, metric->name,
               metric->type);
}

static void add_name(struct buf *text, const char *name, const char *label, const char *value)
{
    buf_text(text, name);
    if (label) {
        buf_format(text, "{%s=\"", label);
        for (; *value; value++) {
            if (*value == '\\' || *value == '"')
                buf_byte(text, '\\');
            buf_text(text, *value == '\n' ? "\\n" : (char[]){ *value, '\0' });
        }
        buf_text(text, "\"}");
    }
    buf_byte(text, ' ');
}

void metric_count(struct buf *text, const char *name, const char *label, const char *value,
                  int64_t count)
{
    add_name(text, name, label, value);
    buf_format(text, "%lld\n", (long long)count);
}

void metric_seconds(struct buf *text, const char *name, const char *label, const char *value,
                    int64_t ms)
{
    add_name(text, name, label, value);
    buf_format(text, "%lld.%03lld\n", (long long)(ms / 1000), (long long)(ms % 1000));
}
