/*
 * The handlers of the software that clients' people enter (E-21). A part of app/handlers.h.
 */
#ifndef APP_HANDLERS_SOFTWARE_H
#define APP_HANDLERS_SOFTWARE_H

#include "http/route.h"

/* app/softwares.c: the firm's admins. */
extern const struct field software_fields[];
handler softwares_show, software_new_show, software_new, software_show, software_change,
    software_secret, software_drop, software_keys;

/* app/own_software.c, app/authorize.c: the person. */
extern const struct field own_software_fields[], authorize_fields[];
handler own_software_show, own_software_revoke, own_software_open, authorize_show, authorize_agree;

/* app/authorize_token.c, app/authorize_told.c: the software itself. */
extern const struct field authorize_token_fields[], authorize_user_fields[];
handler authorize_token, authorize_user, authorize_told, authorize_keys;

#endif
