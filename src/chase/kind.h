/*
 * What a domain hands the engine: one struct of functions a kind of obligation. A sixth kind is
 * one more of these, in one file; when, whether and how often is decided in chase/ alone.
 */
#ifndef CHASE_KIND_H
#define CHASE_KIND_H

#include "base/json.h"
#include "chase/decide.h"

/* What a message is about: the obligations that it carries, by their subjects. */
struct wording {
    int64_t client, person;
    const char *tone; /* name of its highest step */
    const int64_t *subjects;
    size_t count;
};

struct chase_kind {
    const char *name; /* of the obligations: "invoice" */
    const char *mail; /* its templates: views/MAIL.LANGUAGE.{subject,text,html}.mustache */
    /*
     * Fills the debtors whose id and client are set: all but last_message_on. One that exists no
     * more gets balance 0.
     */
    MUST_USE bool (*debtors)(struct ctx *cx, struct debtor *debtors, size_t count);
    /* How to word a message: a model, never text; see views/mail. */
    MUST_USE bool (*word)(struct ctx *cx, const struct wording *wording, struct json *model);
    /* What a person calls the subject: an invoice's number. */
    MUST_USE bool (*label)(struct ctx *cx, int64_t subject, const char **text);
    bool goes_again; /* to check for 30 minutes: it leaves again, marked (legal deadlines alone) */
};

#endif
