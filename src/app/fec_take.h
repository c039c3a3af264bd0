/*
 * A FEC on its way into the books: read, judged, and taken in when its figures can be trusted.
 */
#ifndef APP_FEC_TAKE_H
#define APP_FEC_TAKE_H

#include "app/fec_file.h"
#include "client/client.h"

struct fec_taking {
    const char *path, *name; /* name: as its owner calls it; NULL: as the path does */
    enum child_limits limits;
    int64_t client;          /* 0: the one of the file's SIREN, else a new one */
    const char *client_name; /* of a new one; "": after its SIREN */
};

struct fec_taken {
    bool is_accepted;    /* else nothing was written, and the report says why */
    struct json *report; /* see fec_file_report */
    int64_t import;
    struct client client; /* id 0 when it was refused before one was known */
};

/*
 * Faults beside those of fec_file_read: ABSENT CLIENT-ABSENT, those of import_fec, and INPUT
 * FEC-SANS-DOSSIER when nothing tells whose file it is. All or nothing is written.
 */
MUST_USE bool fec_take(struct ctx *cx, const struct fec_taking *taking, struct fec_taken *taken);

#endif
