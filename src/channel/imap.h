/*
 * The return box at a mail server (IMAP4rev1), read by libcurl: nothing is ever deleted in it.
 *
 * A message is fetched by its UID into a file of the caller's. Fetching marks it as seen; who could
 * not keep it says so, and it is unseen again. Which ones were taken the caller knows by UID, under
 * the box's UIDVALIDITY: a person who reads in the same box hides nothing.
 */
#ifndef CHANNEL_IMAP_H
#define CHANNEL_IMAP_H

#include "base/ctx.h"

struct imap; /* a connection, made when it is needed; for one thread */

struct imap_config {
    const char *url; /* imaps://host[:port]/BOX; imap:// begins in the clear: see require_tls */
    const char *user, *password;
    bool require_tls;          /* STARTTLS before the password; beyond this machine always */
    const char *ca_file;       /* trust this instead of the system's authorities; NULL for those */
    const volatile bool *stop; /* set by another thread: ends what is under way; NULL: never */
};

/* Reads the configuration. Fault INPUT IMAP-ADRESSE. Lives until imap_close. */
MUST_USE struct imap *imap_open(struct ctx *cx, const struct imap_config *config);
void imap_close(struct imap *imap); /* NULL is fine */

/* What stands in the box, lowest UID first, at most IMAP_LIST_LIMIT of those behind `after`. */
enum { IMAP_LIST_LIMIT = 500 };
struct imap_list {
    int64_t *uids;
    size_t count;
};

/*
 * Faults of all that follow, BUSY, each with "host" and "reason": IMAP-CERTIFICAT (not vouched for:
 * the password was not sent), IMAP-CHIFFREMENT (no TLS where it must be: the same),
 * IMAP-IDENTIFIANT (user or password refused), IMAP-CONNEXION.
 */
MUST_USE bool imap_validity(struct ctx *cx, struct imap *imap, int64_t *validity);
MUST_USE bool imap_list(struct ctx *cx, struct imap *imap, int64_t after, struct imap_list *list);

/* Into an open file, at most limit bytes: *is_whole is false when it has more. */
struct imap_fetch {
    int64_t uid;
    int file;
    int64_t limit;
};
MUST_USE bool imap_fetch(struct ctx *cx, struct imap *imap, const struct imap_fetch *fetch,
                         bool *is_whole);
void imap_unsee(struct ctx *cx, struct imap *imap, int64_t uid); /* a courtesy: it may not come */

#endif
