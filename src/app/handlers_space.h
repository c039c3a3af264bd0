/*
 * The handlers of the client's own space (E-16 to E-18, E-21). A part of app/handlers.h.
 */
#ifndef APP_HANDLERS_SPACE_H
#define APP_HANDLERS_SPACE_H

#include "http/route.h"

/* app/entry.c, app/entry_prove.c */
extern const struct field entry_page_fields[], entry_fields[], entry_link_fields[];
handler entry_show, entry, entry_link_show, entry_link, entry_language, entry_leave;

/* app/joining.c */
extern const struct field joining_page_fields[], joining_fields[];
handler joining_show, joining_ask;

/* app/own_terms.c */
extern const struct field terms_fields[];
handler terms_show, terms_take;

/* app/amendments.c, app/amendment.c, app/own_amendments.c */
extern const struct field amendment_fields[], amendment_page_fields[], own_amendment_fields[];
handler amendments_show, amendment_new, amendment_show, amendment_take_back, amendment_csv,
    own_amendments_show, own_amendment_accept;

/* app/own.c, app/own_request.c, app/own_documents.c, app/own_collection.c */
extern const struct field own_request_fields[], own_documents_fields[];
handler own_show, own_request_show, own_request_do, own_documents_show, own_document_give,
    own_document_sort, own_collection_show, own_collection_do;

/* app/collection.c, app/documents_asked.c, app/client_collection.c, app/client_documents.c */
extern const struct field collection_fields[], own_collection_fields[], document_sort_fields[];
handler client_collection_show, client_collection_do, client_document_sort;

/* app/upload.c, beside those of app/handlers.h */
handler own_upload_begin;

/* app/own_users.c, app/own_account.c */
extern const struct field own_users_fields[], own_account_fields[];
handler own_users_show, own_users_do, own_account_show, own_account_do;

/* app/own_visits.c */
extern const struct field own_visits_fields[];
handler own_visits_show;

/* app/own_tokens.c, with the fields of app/tokens.c */
handler own_token_new, own_token_end, own_users_token_end;

/* app/own_act.c */
extern const struct field act_page_fields[], act_fields[];
handler act_show, act_do;

/* app/space_pages.c: a member looks at it as the client does (P-18) */
extern const struct field space_documents_fields[], space_request_fields[];
handler space_request_show, space_request_do, space_documents_show, space_users_show;

#endif
