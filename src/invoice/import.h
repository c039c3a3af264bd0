/*
 * The import: an accounting file, read and judged, becomes customers, open items and obligations.
 *
 * The same bytes are taken once for a client. A later file of the client replaces what an earlier
 * one told: items that it still shows are kept with their history, new ones are added, those that
 * it shows no more are settled, and the chase of each follows. All of it is one transaction.
 */
#ifndef INVOICE_IMPORT_H
#define INVOICE_IMPORT_H

#include "format/fec.h"
#include "store/store.h"

struct import {
    int64_t id, client;
    const char *file_name;
    const void *sha256; /* 32 bytes */
    const char *siren;  /* "" when the name tells none */
    bool has_closing;
    struct date closing;
    bool conform;
    const char *report; /* JSON, as it was shown */
    const struct fec_facts *facts;
    struct instant at; /* set when read back */
    int64_t by;
};

/*
 * Takes the file's facts into the books, in a transaction of its own unless one is open already;
 * sets import->id. The caller has made sure that the file is
 * accepted. Faults: FEC-DEJA (CONFLICT; with "day": the same bytes are here), FEC-ANCIEN (CONFLICT:
 * the client has a file of a later closing), FEC-DOSSIER (INPUT: the SIREN is another client's).
 */
MUST_USE bool import_fec(struct ctx *cx, struct import *import);

/* The import of a number, without its facts; fault ABSENT IMPORT-ABSENT. */
MUST_USE bool import_find(struct ctx *cx, int64_t id, struct import *import);

/* The client's last one; id 0 when there is none. */
MUST_USE bool import_last(struct ctx *cx, int64_t client, struct import *import);

#endif
