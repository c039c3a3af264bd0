/*
 * A message on its way in, for the files mail_*.c alone: what it says, what it answers, and what
 * becomes of it, decided before anything is written.
 */
#ifndef WORKER_MAIL_TAKING_H
#define WORKER_MAIL_TAKING_H

#include "document/document.h"
#include "format/mime.h"
#include "mail/collect.h"
#include "request/answer.h"
#include "request/request.h"
#include "worker/mail_take.h"

/* A file that is safe in the vault of documents, not yet in the books. */
struct mail_kept {
    size_t file; /* of mail.files */
    struct document document;
};

struct mail_taking {
    struct ctx *cx;
    const struct mail_site *site;
    struct mime mime;
    int parts;                 /* the file of parts */
    struct mail_origin origin; /* message 0: it answers none of ours */
    bool is_forged;
    struct collect collect;     /* client 0: it was sent to no collection address */
    bool is_to_several;         /* to addresses of several clients */
    int64_t to_answer;          /* the client's person whose address was renewed; 0: nobody */
    enum document_kind receipt; /* what its files are, filed with the client alone */
    struct mail mail;
    struct mail_kept *kept;
    size_t kept_count;
    int64_t request;   /* that its words go to; 0: none */
    const char *words; /* "" none */
};

/* The pieces that were asked for, those that take a file and those that do not. */
struct mail_asked {
    const struct item *items;
    const bool *is_closed; /* of each: it takes none */
    size_t count;
    bool is_of_many; /* of several clients: a name alone tells whose a file is (P-9) */
};

/*
 * For each file its piece, or NULL. One whose bytes stand on a piece that was given has none, and
 * is a double of that document, where it is not kept yet. Of several with the same bytes one has
 * the piece, the others are its twins; none has, where their names tell several.
 */
MUST_USE bool mail_match(struct mail_taking *taking, const struct mail_asked *asked,
                         const struct item ***items);

/* The files of a message, none of them kept yet. */
void mail_list_files(struct mail_taking *taking);

/*
 * Copies the file into the vault of documents, for a client and perhaps an item. What is no whole
 * file, or none that is taken, gets its problem and stays in the message. Outside a transaction.
 */
MUST_USE bool mail_keep_file(struct mail_taking *taking, size_t file, int64_t client, int64_t item);

/*
 * In a transaction: rows of what is kept, given to its items, and the words. A receipt that the
 * client has already gets the problem PIECE-DOUBLE and the document that it is.
 */
MUST_USE bool mail_write_kept(struct mail_taking *taking, const struct hand *by);

/* The client of a person who is at one alone; 0. */
MUST_USE bool mail_only_client(struct ctx *cx, int64_t contact, int64_t *client);

/* A double of another file of its mail, which stands for both: it is not kept. */
bool mail_is_twin(const struct mail_file *file);

/* A file that the client has already, as a document; to become one; to be none any more. */
bool mail_is_double(const struct mail_file *file);
void mail_file_double(struct mail_file *file, int64_t document);
void mail_file_release(struct mail_file *file);

/*
 * Looks whether an address is one for receipts; then notes whose, and which, where the mail is one
 * of them; then judges it, as a letter is.
 */
MUST_USE bool mail_collect_at(struct mail_taking *taking, const char *address);
void mail_collected(struct mail_taking *taking);
MUST_USE bool mail_judge_collected(struct mail_taking *taking);

/* What is filed from such an address, where nothing is known of who sends. */
enum document_kind mail_receipt_kind(const char *collected);

/* A letter: sets state, reason, client, contact, and what is kept. */
MUST_USE bool mail_judge_letter(struct mail_taking *taking);

/* A bounce: sets state and reason; *said, of what marks the address, is NULL when nothing does. */
MUST_USE bool mail_judge_bounce(struct mail_taking *taking, const char **said);

#endif
