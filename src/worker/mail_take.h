/*
 * Mail that comes in, taken (E-18): read in a child, known by its tag, put where it belongs.
 *
 * A reply of a client's contact gives its files to the items of the request that it answers, its
 * words to the request's history. What cannot be placed without a guess waits in triage: unknown
 * senders, files that no piece is named like, mail that could not be read. A machine's answer goes
 * nowhere; a bounce marks the address (P-4). Nothing that came is thrown away: each message is kept
 * as it came, with a row that says what became of it.
 *
 * Order of T-14: the message and its files are safe in their vaults, then one transaction writes
 * all rows. Killed before it, the same message is taken again; after it, it is known by its hash.
 */
#ifndef WORKER_MAIL_TAKE_H
#define WORKER_MAIL_TAKE_H

#include "document/vault.h"
#include "mail/mail.h"

struct mail_site {
    const struct vault *documents;
    struct vault mails;  /* of messages as they came: see mail_vault */
    const char *address; /* that our mails leave from: one from there is our own; NULL: unknown */
};

struct mail_taken {
    struct mail mail;
    bool is_new;     /* false: these bytes were taken before */
    const char *tag; /* "", MAIL-SIGNATURE: a tag of ours in another hand */
};

/* Beside the vault of documents. */
struct vault mail_vault(struct arena *arena, const struct vault *documents);

/*
 * An open regular file. Outside a transaction. Faults: FICHIER-VIDE, FICHIER-LECTURE, UPLOAD-LONG
 * beyond LIMIT_MAIL_BYTES, DOCUMENT-ECRITURE, MESSAGE-ECRITURE, PROCESSUS, those of the store.
 */
MUST_USE bool mail_take(struct ctx *cx, const struct mail_site *site, int file,
                        struct mail_taken *taken);

#endif
