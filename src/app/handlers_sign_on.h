/*
 * The handlers of signing in elsewhere (E-17, T-8). A part of app/handlers.h.
 */
#ifndef APP_HANDLERS_SIGN_ON_H
#define APP_HANDLERS_SIGN_ON_H

#include "http/route.h"

/* app/single_sign_on.c, app/single_sign_on_back.c, app/single_sign_on_own.c */
extern const struct field sign_on_leave_fields[], sign_on_back_fields[], sign_on_own_fields[];
handler sign_on_member, sign_on_person, sign_on_member_back, sign_on_person_back,
    sign_on_own_member, sign_on_own_person;

/* app/single_sign_on_settings.c */
extern const struct field sign_on_new_fields[], sign_on_form_fields[];
handler sign_ons_show, sign_on_new_show, sign_on_new, sign_on_provider_show, sign_on_save,
    sign_on_test, sign_on_drop;

#endif
