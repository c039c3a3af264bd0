/*
 * The pages of mail that came in and waits for a person: their handlers, with the fields of their
 * forms, and where its bytes are.
 */
#ifndef APP_MAIL_PAGE_H
#define APP_MAIL_PAGE_H

#include "http/route.h"
#include "worker/mail_place.h"

/* app/mail_page.c, app/mail_page_act.c */
extern const struct field mails_fields[], mail_page_fields[], mail_piece_fields[],
    mail_act_fields[];
handler mails_show, mail_show, mail_piece_give, mail_original_give, mail_act;

/* Beside the house's vault of documents; a fault where pages are served without a vault. */
MUST_USE bool mail_page_site(struct ctx *cx, const struct request *request, struct mail_site *site);

#endif
