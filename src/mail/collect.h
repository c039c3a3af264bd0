/*
 * A client's collection addresses (E-23): purchases, sales, and a smart one for scanners that can
 * send to one address only. Each is the address of the box that is read here with a tag before its
 * @, "achats-57-0-" and a signature of firm, client, kind and turn: nobody guesses one, and a
 * client's stay what they are until somebody renews them, which is the next turn. Letters count
 * without case.
 */
#ifndef MAIL_COLLECT_H
#define MAIL_COLLECT_H

#include "store/store.h"

enum collect_kind { COLLECT_PURCHASES, COLLECT_SALES, COLLECT_SMART, COLLECT_KIND_COUNT };

const char *collect_kind_text(enum collect_kind kind); /* "purchases" */
MUST_USE bool collect_kind_parse(const char *text, enum collect_kind *kind);

struct collect_address {
    const char *tag; /* see tag_address */
    int64_t turn;
    struct instant renewed_at; /* 0: it never was */
};

/* All of a client, by kind. May write: the firm's key. */
MUST_USE bool collect_list(struct ctx *cx, int64_t client,
                           struct collect_address addresses[COLLECT_KIND_COUNT]);

/* Whose address it is; client 0: none of ours, or nobody's signature. */
struct collect {
    int64_t client;
    enum collect_kind kind;
    bool is_old; /* it was renewed since */
};
MUST_USE bool collect_find(struct ctx *cx, const char *address, struct collect *collect);

/*
 * From now on the client has another address of that kind. By the ctx's member, or a contact. That
 * they may, and that the client is there, the caller has seen.
 */
MUST_USE bool collect_renew(struct ctx *cx, int64_t client, enum collect_kind kind,
                            int64_t contact);

#endif
