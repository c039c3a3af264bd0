#include "channel/smtp_text.h"

#include <string.h>

#include "base/buf.h"
#include "channel/email.h"

struct smtp_offers smtp_offers_read(const struct smtp_reply *ehlo)
{
    return (struct smtp_offers){
        .size = smtp_reply_offers(ehlo, "SIZE"),
        .dsn = smtp_reply_offers(ehlo, "DSN"),
        .eight_bit = smtp_reply_offers(ehlo, "8BITMIME"),
        .pipelining = smtp_reply_offers(ehlo, "PIPELINING"),
    };
}

/* RFC 3461, 4: what is not plain is +XX. */
static const char *xtext(struct arena *arena, const char *text)
{
    struct buf buf = { .arena = arena };

    for (; *text; text++)
        if (*text > ' ' && *text <= '~' && *text != '+' && *text != '=')
            buf_byte(&buf, *text);
        else
            buf_format(&buf, "+%02X", (unsigned)(unsigned char)*text);
    return buf_string(&buf);
}

static bool has_eight_bits(const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if ((unsigned char)bytes[i] >= 0x80)
            return true;
    return false;
}

const char *smtp_mail_text(struct arena *arena, const struct parcel *parcel,
                           const struct smtp_offers *offers)
{
    struct buf text = { .arena = arena };

    buf_format(&text, "MAIL FROM:<%s>", parcel->from);
    if (offers->size)
        buf_format(&text, " SIZE=%zu", parcel->size);
    if (offers->eight_bit && has_eight_bits(parcel->bytes, parcel->size))
        buf_text(&text, " BODY=8BITMIME");
    if (offers->dsn)
        buf_format(&text, " RET=HDRS ENVID=%s", xtext(arena, parcel->envelope));
    return buf_string(&text);
}

const char *smtp_recipient_text(struct arena *arena, const char *address,
                                const struct smtp_offers *offers)
{
    const char *plain = arena_format(arena, "RCPT TO:<%s>", address);

    return !offers->dsn ? plain
                        : arena_format(arena, "%s NOTIFY=FAILURE,DELAY ORCPT=rfc822;%s", plain,
                                       xtext(arena, address));
}

const char *smtp_witness_text(struct arena *arena, const char *address,
                              const struct smtp_offers *offers)
{
    return arena_format(arena, "RCPT TO:<%s>%s", address, offers->dsn ? " NOTIFY=NEVER" : "");
}

static bool begins_line(const char *bytes, size_t at)
{
    return at == 0 || bytes[at - 1] == '\n';
}

const char *smtp_stuff(struct arena *arena, const char *bytes, size_t size, size_t *stuffed_size)
{
    size_t dots = 0, filled = 0;

    for (size_t i = 0; i < size; i++)
        dots += bytes[i] == '.' && begins_line(bytes, i);
    char *stuffed = arena_new(arena, char, size + dots + sizeof "\r\n");
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] == '.' && begins_line(bytes, i))
            stuffed[filled++] = '.';
        stuffed[filled++] = bytes[i];
    }
    if (!begins_line(bytes, size)) {
        stuffed[filled++] = '\r';
        stuffed[filled++] = '\n';
    }
    *stuffed_size = filled;
    return stuffed;
}
