/*
 * What an SMTP line writes, as text: commands with the extensions that the server offers
 * (RFC 1870, 2920, 3461, 6152), the data with its dots. Pure.
 */
#ifndef CHANNEL_SMTP_TEXT_H
#define CHANNEL_SMTP_TEXT_H

#include "channel/channel.h"
#include "channel/smtp_reply.h"

struct smtp_offers {
    bool size, dsn, eight_bit, pipelining;
};

struct smtp_offers smtp_offers_read(const struct smtp_reply *ehlo);

/* Commands without their CRLF, in the arena. */
const char *smtp_mail_text(struct arena *arena, const struct parcel *parcel,
                           const struct smtp_offers *offers);
const char *smtp_recipient_text(struct arena *arena, const char *address,
                                const struct smtp_offers *offers);
const char *smtp_witness_text(struct arena *arena, const char *address,
                              const struct smtp_offers *offers);

/* The data but for the final dot: a dot more where a line begins with one, CRLF at the end. */
const char *smtp_stuff(struct arena *arena, const char *bytes, size_t size, size_t *stuffed_size);

#endif
