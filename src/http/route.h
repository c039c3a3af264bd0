/*
 * Routes: every page and API call is a row of one table (T-5): method, path, roles, kind of
 * object, fields, page, handler.
 *
 * A handler sees a request whose session, roles, token and fields have been checked; it calls the
 * domain and fills a JSON model, the API's data and stable names. Asked as a page the model goes
 * through the row's template, asked as JSON (the paths under /api/v1/) it goes out as it is. Two
 * rows with one handler are the two faces. A handler that fails answers false with its fault set:
 * the fault's kind is the status, its code the problem.
 */
#ifndef HTTP_ROUTE_H
#define HTTP_ROUTE_H

#include "base/json.h"
#include "http/check.h"
#include "store/store.h"

enum method { METHOD_GET, METHOD_POST, METHOD_COUNT };

/* Who may; a set of bits. */
enum role {
    ROLE_ANYONE = 1,     /* no session needed: sign-in, first set-up, health */
    ROLE_ACCOUNTANT = 2, /* a member of the firm */
    ROLE_ADMIN = 4,
    ROLE_MEMBER = ROLE_ACCOUNTANT | ROLE_ADMIN,
    ROLE_CLIENT = 8,    /* a client's person, signed in to the space (E-16) */
    ROLE_NEWCOMER = 16, /* one who has not accepted the terms yet, in their version (E-17) */
    ROLE_CONTACT = ROLE_CLIENT | ROLE_NEWCOMER,
    /* Beside ROLE_ANYONE: programs, by a protocol of others; see http/software.h. No cookie is
       looked at, so that where the request comes from is all one: the handler asks who it is. */
    ROLE_SOFTWARE = 32,
    ROLE_IN_PERSON = 64, /* nobody's role: a row that no API token may ask, whoever's it is */
};

struct request;
struct answer;
typedef bool handler(struct ctx *cx, const struct request *request, struct answer *answer);

struct route {
    enum method method;
    const char *path; /* "/clients/{client}/agee": what stands in braces is an id of that object */
    unsigned roles;
    const char *object; /* the kind of thing it is about, for the walk of T-5; "" for none */
    const struct field *fields; /* ended by a row without name; NULL: no field is taken */
    const char *page;           /* template under views/, without ending; NULL: never a page */
    handler *handle;
};

/*
 * A route without roles does not compile, nor one for members and clients' people both: which of
 * the two cookies counts for a row is said by its roles, that of a contact where one of theirs is
 * among them.
 */
#define ROLES_STAND(ROLES)                                                                         \
    ((ROLES) && (!((ROLES)&ROLE_MEMBER) || !((ROLES)&ROLE_CONTACT))                                \
     && (!((ROLES)&ROLE_SOFTWARE) || (ROLES) == (ROLE_ANYONE | ROLE_SOFTWARE)))
#define ROUTE(METHOD, PATH, ROLES, OBJECT, FIELDS, PAGE, HANDLE)                                   \
    {                                                                                              \
        METHOD_##METHOD, PATH, (ROLES) + 0 * sizeof(char[ROLES_STAND(ROLES) ? 1 : -1]), OBJECT,    \
            FIELDS, PAGE, HANDLE                                                                   \
    }

/* What a handler may ask of a request. Fields not sent are "", 0 or absent. */
int64_t request_id(const struct request *request, const char *name); /* from the path, > 0 */
const char *request_text(const struct request *request, const char *field);
int64_t request_int(const struct request *request, const char *field);
bool request_date(const struct request *request, const char *field, struct date *date);
bool request_money(const struct request *request, const char *field, struct money *money);
bool request_has(const struct request *request, const char *field);
/* Those of a row « name* » in the order in which they came: what follows the name, the value. */
struct named {
    const char *rest, *text;
};
const struct named *request_named(const struct request *request, size_t *count);
/* What was typed into a field of a form that is shown again; "" else. */
const char *request_typed(const struct request *request, const char *field);
const char *request_path(const struct request *request);
const char *request_query(const struct request *request);    /* "" when there is none */
const char *request_language(const struct request *request); /* "fr" or "en" */
unsigned request_role(const struct request *request);
const char *request_token(const struct request *request);   /* to be posted back; "" without one */
const char *request_address(const struct request *request); /* the peer, for delays and the log */
const char *request_bearer(const struct request *request);  /* of Authorization; "" for none */
bool request_is_api(const struct request *request);
const char *request_notice(const struct request *request); /* as an answer's, "" for none */
const void *request_house(const struct request *request);  /* the site's */
int64_t request_member(const struct request *request);     /* who is signed in; 0 for nobody */
int64_t request_contact(const struct request *request);    /* of a client; 0 for nobody */
int64_t request_session(const struct request *request);    /* by which session; 0 without one */
struct upload {
    const char *name; /* as the browser told it, no path, at most 200 characters */
    const char *path; /* the temporary file; removed when the request ends */
    int64_t size;
};
bool request_upload(const struct request *request, const char *field, struct upload *upload);

/* What a handler fills. status 0 is 200, or 303 with redirect. */
struct answer {
    int status;
    struct json *model;   /* an empty map to begin with */
    const char *redirect; /* local path; a model may not be seen then, but a notice may */
    /* A text's key, shown once on the page that the redirect leads to, of the API's without one on
       the session's next page; after a space, the local path of where that may be taken back. */
    const char *notice;
    /* An address elsewhere that was registered here: 303, or, with a page of the row's or the
       answer's own, that page, which goes there by itself: a form's answer may not lead abroad. */
    const char *abroad;
    bool abroad_by_page;
    const char *page;                  /* another template than the row's */
    const char *language;              /* for this browser to remember while nobody is signed in */
    struct session_change *session;    /* http/session.h: signs in or out */
    const char *file_name, *file_type; /* a download: always an attachment */
    const void *file_bytes;
    size_t file_size;
    int again_s; /* the browser asks for the page again by itself: what it shows is under way */
    const char *inline_html; /* somebody else's, for a frame of ours that may do nothing */
};

#endif
