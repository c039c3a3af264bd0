/*
 * What a domain hands the engine: one struct of functions a kind of obligation. A sixth kind is
 * one more of these, in one file; when, whether and how often is decided in chase/ alone.
 */
#ifndef CHASE_KIND_H
#define CHASE_KIND_H

#include "base/json.h"
#include "chase/decide.h"
#include "outbox/outbox.h"

/* What a message is about: the obligations that it carries, by their subjects. */
struct wording {
    int64_t message; /* 0: not posted yet */
    int64_t client;  /* on whose behalf; 0: the firm itself */
    int64_t person;
    const char *tone; /* name of its highest step */
    const struct subject *subjects;
    size_t count;
    int64_t looker; /* member who looks at it and reads of no client that they may not see; 0: it
                       leaves */
};

/*
 * Kinds that speak to the same persons in the same capacity (a client's manager, for requests and
 * receipts alike) are led by one of them, and share one message a day (C-3, P-2): who the persons
 * are, the mail and the quiet days are the leader's, each words its own part of the model.
 */
struct chase_kind {
    const char *name;         /* of the obligations: "invoice" */
    const char *reader;       /* what a list calls its persons: "customer", "contact" or "member" */
    const char *mail;         /* its templates: views/MAIL.LANGUAGE.{subject,text,html}.mustache */
    const char *const *tones; /* that the mail words, ended by NULL; NULL: each */
    int quiet_days;           /* between two messages to one person (C-3); 0: none */
    int priority;  /* the last message of a person's week is for the highest of a capacity (C-3) */
    bool shares;   /* several of its persons may share an address, and are one then (P-2) */
    bool for_firm; /* the firm itself speaks, to a person of all its clients */
    const struct step *steps; /* of its first scenario in a firm, until somebody changes it; */
    size_t step_count;        /* NULL, 0: the trade's */
    const struct chase_kind *leader;       /* NULL: itself */
    const struct chase_kind *const *mates; /* of a leader: those it leads, ended by NULL; or NULL */
    /*
     * Fills the debtors whose id and client are set: all but the days of the last messages. One
     * that exists no more gets balance 0. Of a leader only.
     */
    MUST_USE bool (*debtors)(struct ctx *cx, struct debtor *debtors, size_t count);
    /*
     * How to word a message: a model, never text; see views/mail. A leader is always asked, a mate
     * when the message carries a subject of its kind.
     */
    MUST_USE bool (*word)(struct ctx *cx, const struct wording *wording, struct json *model);
    /* What a person calls the subject: an invoice's number. */
    MUST_USE bool (*label)(struct ctx *cx, int64_t subject, const char **text);
    /*
     * Of messages that stand apart (outbox/outbox.h), which no obligation stops: why it may leave
     * no more, "" while it may. Asked when it is taken and in the transaction of its point (C-5).
     */
    MUST_USE bool (*stands)(struct ctx *cx, int64_t message, const char **why);
    bool at_once;    /* of what stands apart: leaves at any hour, before all else: a person waits */
    bool goes_again; /* to check for 30 minutes: it leaves again, marked (legal deadlines alone) */
};

const struct chase_kind *kind_leader(const struct chase_kind *kind);

/* The leader or mate of that name; NULL when the capacity has none. */
const struct chase_kind *kind_find(const struct chase_kind *leader, const char *name);

/* Asks the leader, and each mate that the message carries something of. */
MUST_USE bool kind_word(struct ctx *cx, const struct chase_kind *leader,
                        const struct wording *wording, struct json *model);

#endif
