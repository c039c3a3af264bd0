/*
 * A document as it was received: kept as it is, with its hash, who brought it, when, through which
 * way (E-22). Its bytes are in the vault; only its row is changed, and only in that it is removed
 * or put back.
 *
 *     struct document document = { .client = 7, .way = DOCUMENT_BY_SPACE, .contact = 3 };
 *     document_take(cx, vault, &source, &document)      the file is safe, nothing is written yet
 *         && store_begin(cx) && store_end(cx, document_add(cx, &document) && …)
 *
 * document_take waits for the disk and for who looks at the bytes: outside a transaction. Nothing
 * that a contact may see is judged here: the caller knows which clients are theirs. For a member
 * (cx->actor) what belongs to a client that they may not see is absent.
 */
#ifndef DOCUMENT_DOCUMENT_H
#define DOCUMENT_DOCUMENT_H

#include "document/vault.h"
#include "store/store.h"

enum document_way {
    DOCUMENT_BY_SPACE,
    DOCUMENT_BY_MAIL,
    DOCUMENT_BY_LINK,
    DOCUMENT_BY_FIRM,
    DOCUMENT_BY_COLLECTION, /* sent to an address of the client for receipts (E-23) */
    DOCUMENT_WAY_COUNT,
};

/* Of a receipt: what the firm books it as. */
enum document_kind {
    DOCUMENT_OTHER, /* no receipt */
    DOCUMENT_PURCHASES,
    DOCUMENT_SALES,
    DOCUMENT_TO_SORT, /* a receipt, nobody said yet of what */
    DOCUMENT_KIND_COUNT,
};

struct document {
    int64_t id, client;
    int64_t item; /* of a request; 0: filed with the client alone */
    struct vault_file file;
    const char *name; /* as its sender called it, made safe to show */
    const char *type; /* as its bytes say: see document/type.h */
    enum document_way way;
    enum document_kind kind;
    int64_t member, contact; /* who brought it; 0 both: unknown */
    const char *sender;      /* address that it was sent from; "" or NULL: not by mail */
    struct instant received_at;
    const char *scan;          /* "" not looked at, "clean", "danger": never given back */
    const char *scan_said;     /* in the words of who looked */
    struct instant removed_at; /* 0 while it stands */
    int64_t again;             /* how often the same receipt came again (document/receipt.h) */
    struct instant again_at;   /* the last time; 0: never */
};

/* What came: its bytes, and the name that its sender gave it. */
struct document_source {
    struct vault_source bytes;
    const char *name; /* may hold anything but be invalid UTF-8 or longer than LIMIT_NOTE_CHARS */
};

/*
 * Judges name and bytes, and puts the bytes into the vault; fills file, name, type, scan,
 * scan_said and received_at. Faults, INPUT, each with "name": UPLOAD-TYPE (bytes that are none of
 * those taken, or an ending that they belie), UPLOAD-NOM; and those of vault_take. Who looks at the
 * bytes and does not answer is no fault: scan stays "".
 */
MUST_USE bool document_take(struct ctx *cx, const struct vault *vault,
                            const struct document_source *source, struct document *document);

/* The row, in the caller's transaction or its own; sets its id. Fault BASE-CONFLIT. */
MUST_USE bool document_add(struct ctx *cx, struct document *document);

/* Both, for who has nothing else to write. */
MUST_USE bool document_keep(struct ctx *cx, const struct vault *vault,
                            const struct document_source *source, struct document *document);

/* Fault ABSENT DOCUMENT-ABSENT. One that was removed is found too: see removed_at. */
MUST_USE bool document_find(struct ctx *cx, int64_t id, struct document *document);

/* What is asked of a list; 0 and NULL ask nothing. Newest first. */
struct document_query {
    int64_t client;     /* must be given, but to document_list_own */
    int64_t item;       /* filed on it */
    const char *words;  /* of the name; compared folded */
    bool removed;       /* those that were removed, instead of those that stand */
    const char *kind;   /* of receipts: document_kind_text */
    const char *sender; /* a part of the name or address of who brought it; compared folded */
    struct instant since, before; /* it was received */
    int64_t after, limit;
};
MUST_USE bool document_list(struct ctx *cx, const struct document_query *query,
                            struct document **documents, size_t *count);
MUST_USE bool document_count(struct ctx *cx, const struct document_query *query, int64_t *count);

/*
 * What the people of all of a contact's companies sent, and what came to their collection
 * addresses, but the payroll's (P-3). Contact 0: all of the query's client, for the actor (P-18).
 * Words, item and removed are not asked.
 */
MUST_USE bool document_list_own(struct ctx *cx, int64_t contact, const struct document_query *query,
                                struct document **documents, size_t *count);

/* Its bytes, the hash checked. Faults: DENIED DOCUMENT-DANGER, and those of vault_read. */
MUST_USE bool document_read(struct ctx *cx, const struct vault *vault,
                            const struct document *document, const void **bytes);

/* Removes it from the lists, or puts it back; its bytes stay. Fault ABSENT DOCUMENT-ABSENT. */
MUST_USE bool document_remove(struct ctx *cx, int64_t id);
MUST_USE bool document_restore(struct ctx *cx, int64_t id);

const char *document_way_text(enum document_way way); /* "space", "mail", … */
MUST_USE bool document_way_parse(const char *text, enum document_way *way);
const char *document_kind_text(enum document_kind kind); /* "", "purchases", "sales", "sort" */
MUST_USE bool document_kind_parse(const char *text, enum document_kind *kind);

/* "3f2a…": how a hash is shown. */
const char *document_hash_text(struct arena *arena, const unsigned char *hash);

#endif
