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

/* app/own_software.c, app/sign_on.c: the person. */
extern const struct field own_software_fields[], sign_on_fields[];
handler own_software_show, own_software_revoke, own_software_open, sign_on_show, sign_on_agree;

/* app/sign_on_token.c, app/sign_on_told.c: the software itself. */
extern const struct field sign_on_token_fields[], sign_on_user_fields[];
handler sign_on_token, sign_on_user, sign_on_told, sign_on_keys;

#endif
