#include "channel/channel.h"

#include "base/str.h"

const struct channel *channel_find(struct ctx *cx, const char *url)
{
    static const struct {
        const char *scheme;
        const struct channel *channel;
    } schemes[] = {
        { "smtp://", &channel_smtp },
        { "smtps://", &channel_smtp },
        { "eml:", &channel_eml },
        { "memory:", &channel_memory },
    };

    for (size_t i = 0; i < COUNT_OF(schemes); i++)
        if (str_starts(url, schemes[i].scheme))
            return schemes[i].channel;
    (void)fail(cx, FAULT_INPUT, "CANAL-INCONNU", "value", url, NULL);
    return NULL;
}
