/*
 * A message that came in (RFC 5322, MIME): what it says, and the files that it brings.
 *
 * Whatever came is taken: what cannot be read is no fault but a problem that the message carries,
 * so that it can be kept as it is and shown to a person. All text is UTF-8 and safe to show on one
 * line: controls and marks that turn the direction of reading are gone (the body keeps its lines).
 * Nothing is fetched and no link is followed; of a message without plain text its HTML is read as
 * text.
 */
#ifndef FORMAT_MIME_H
#define FORMAT_MIME_H

#include "format/child.h"

enum mime_kind {
    MIME_LETTER,    /* from a person, as far as can be told */
    MIME_BOUNCE,    /* a mail server's word on a message of ours (RFC 3464, or free text) */
    MIME_AUTOMATIC, /* out-of-office and its like (RFC 3834), receipts */
    MIME_KIND_COUNT,
};

/* A part that is no container. */
struct mime_part {
    const char *type; /* as its sender says, in lower case: "application/pdf" */
    const char *name; /* "" where it has none; may hold slashes */
    int64_t size;     /* decoded */
    int64_t at;       /* where its bytes begin in the file of parts; -1: they are not there */
    bool is_file;     /* to be filed: no body, no ornament of one, no word of a mail server */
    bool is_cut;      /* MIME-BASE64: what could be read may not be the whole */
};

/* What a mail server says of one address (RFC 3464). */
struct mime_report {
    const char *address;  /* the final one, or the original where it has none; "" none */
    const char *original; /* that the message was sent to; "" not told */
    const char *action;   /* "failed", "delayed", "delivered", "relayed", "expanded" */
    const char *status;   /* "5.1.1"; "" none */
    const char *said;
};

struct mime {
    const char *problem; /* NULL, or MIME-ENTETE, MIME-PROFONDEUR, MIME-PARTIES; then no parts */
    /*
     * The gravest of what was read as best one could; "" nothing. MIME-FIN: it ends before its last
     * boundary; MIME-SEPARATEUR: a boundary that stands nowhere, or that should stand in quotes
     * (RFC 2045, 5.1); MIME-LIGNE: a line of a head is no field. How the parts of what a report
     * brings back are parted is not told: nobody reads them.
     */
    const char *defect;
    enum mime_kind kind;
    const char *sender, *sender_name; /* of From; "" none that can be read */
    const char *const *recipients;    /* To, Cc and where servers say that it was delivered */
    const char *subject, *text;
    const char *message_id;     /* without brackets; "" none */
    const char *const *answers; /* Message-IDs that it answers, the nearest first */
    struct instant date;        /* 0: none */
    int64_t hops;               /* servers that it passed */
    bool is_cut;                /* it ends before it says so: what it brought may not be all */
    bool is_multipart;          /* it is of parts, as far as they stand apart */
    bool is_bare;               /* one part in base64 alone: nothing says that it is whole */
    bool is_joined;             /* its text is of several parts, one behind another */
    bool is_doubtful;           /* what its writer says need not be what its text says */
    bool is_of_list;            /* a mailing list carried it: who answers, answers many */
    const char *envelope;       /* of a bounce: what we called the message; "" */
    const char *returned;       /* likewise: its Message-ID; "" */
    struct mime_part *parts;
    struct mime_report *reports;
    size_t recipient_count, answer_count, part_count, report_count;
};

/* The bytes of files, one after another; false ends the reading. */
struct mime_sink {
    bool (*write)(void *into, const char *bytes, size_t size);
    void *into;
};

/*
 * Reads an open file here. For tests and for the child process. Faults, INPUT: FICHIER-VIDE,
 * FICHIER-LECTURE; BROKEN MIME-ECRITURE when the sink ends it.
 */
MUST_USE bool mime_read(struct ctx *cx, int file, const struct mime_sink *sink, struct mime *mime);

/*
 * The same in a child process (T-15), the bytes of files into an open file. Faults: those,
 * MIME-LIMITE, MIME-PARSEUR, PROCESSUS.
 */
MUST_USE bool mime_read_apart(struct ctx *cx, int file, int parts, struct mime *mime);

/* The child's part, and what it must do before it is closed in; see child.h. */
bool mime_child(struct ctx *cx, int count, char **words, struct wire *results);
void mime_prepare(void);

#endif
