#include "channel/channel.h"

#include <string.h>

#include "channel/email.h"

enum { ENVELOPE_LIMIT = 100 /* RFC 3461, 4.4 */ };

static bool is_envelope(const char *envelope)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-@+";
    size_t size = envelope ? strlen(envelope) : 0;

    return size > 0 && size <= ENVELOPE_LIMIT && strspn(envelope, allowed) == size;
}

static bool has_bare_break(const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] == '\n' && (i == 0 || bytes[i - 1] != '\r'))
            return true;
        if (bytes[i] == '\r' && (i + 1 == size || bytes[i + 1] != '\n'))
            return true;
    }
    return false;
}

const char *parcel_problem(const struct parcel *parcel)
{
    if (email_problem(parcel->from))
        return "not sent: unfit sender address";
    if (email_problem(parcel->to))
        return "not sent: unfit recipient address";
    if (parcel->witness && email_problem(parcel->witness))
        return "not sent: unfit witness address";
    if (!is_envelope(parcel->envelope))
        return "not sent: unfit envelope id";
    return has_bare_break(parcel->bytes, parcel->size) ? "not sent: a bare line break" : NULL;
}
