/*
 * The handlers of what the firm's own people see and change: themselves, each other, the hubs, the
 * help. A part of app/handlers.h.
 */
#ifndef APP_HANDLERS_PEOPLE_H
#define APP_HANDLERS_PEOPLE_H

#include "http/route.h"

/* app/members.c, app/member.c, app/member_change.c */
extern const struct field members_fields[], member_fields[], member_archive_fields[],
    absence_fields[];
handler members_show, member_show, member_new_show, member_new, member_link, member_save,
    member_put_away, member_bring_back, member_session_end, member_absence, member_absence_end;

/* app/account.c, app/member_change.c */
extern const struct field account_fields[], account_password_fields[], welcome_page_fields[],
    welcome_fields[];
handler account_show, account_save, account_password, account_absence, account_absence_end,
    account_session_end, account_sessions_end, welcome_show, welcome;

/* app/tokens.c */
extern const struct field token_fields[];
handler account_token_new, account_token_end, member_token_end;

/* app/hubs.c */
extern const struct field hub_fields[];
handler hubs_show, hub_new, hub_save, hub_drop;

/* app/settings_firm.c */
extern const struct field settings_page_fields[], settings_offer_fields[], settings_help_fields[];
handler settings_firm_show, settings_page, settings_offer, settings_help;

/* app/help.c */
extern const struct field help_fields[], article_fields[], help_vote_fields[];
handler help_show, article_show, help_vote, help_votes_show;

/* app/source.c */
extern const struct field source_fields[];
handler source_change;

#endif
