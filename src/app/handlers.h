/*
 * The handlers of the route table and the fields of their forms; app/routes.c says which goes
 * where. A handler's object is looked for first: what is another firm's, or another client's than
 * the path says, is absent (T-5).
 */
#ifndef APP_HANDLERS_H
#define APP_HANDLERS_H

#include "app/handlers_people.h"
#include "app/handlers_software.h"
#include "app/handlers_space.h"

/* app/access.c */
extern const struct field sign_in_page_fields[], sign_in_fields[], language_fields[],
    setup_page_fields[], setup_fields[];
handler sign_in_show, sign_in, sign_out, language_change, setup_show, setup;

/* app/bulk.c */
extern const struct field bulk_draw_fields[], bulk_set_fields[], bulk_page_fields[];
handler bulk_ask, bulk_show, bulk_tell, bulk_do, bulk_take_back, bulks_show;

/* app/clients.c, app/clients_tabs.c, app/client.c, app/search.c */
extern const struct field clients_fields[], saved_tab_fields[], saved_tab_name_fields[],
    search_fields[];
handler clients_show, saved_tab_save, saved_tab_name, saved_tab_drop, client_show, search_show;

/* app/client_form.c, app/client_people.c, app/client_contact.c, app/contact.c, app/invitations.c */
extern const struct field client_form_fields[], client_assign_fields[], client_unassign_fields[],
    client_state_fields[], client_contact_fields[], contact_pause_fields[], invitations_fields[],
    invitation_add_fields[], invitation_accept_fields[], invitation_refuse_fields[],
    client_colleague_fields[];
handler client_form_show, client_form_save, client_new_show, client_new, client_people_show,
    client_assign, client_unassign, client_state_change, client_test_reset, client_contact_show,
    client_contact_save, client_contact_leave, client_contacts_show, contact_show,
    contact_pause_ask, contact_resume_ask, invitations_show, invitation_new, invitation_take,
    invitation_turn_down, client_colleague_decide;

/* app/board.c, app/demand.c, app/task_page.c */
extern const struct field board_fields[], demand_act_fields[], task_act_fields[];
handler board_show, board_csv, demand_show, demand_act, task_show, task_act;

/* app/import.c */
extern const struct field import_fields[], import_into_fields[];
handler import_show, import_into_show, import_take, import_into_take, import_report_show;

/* app/client_import.c, app/client_export.c */
extern const struct field client_import_fields[], client_import_page_fields[],
    client_import_report_fields[], client_import_map_fields[];
handler client_import_show, client_import_take, client_import_report, client_import_map,
    client_import_do, client_import_stop, client_import_undo, client_import_faulty,
    client_export_xlsx, client_export_csv;
/* app/client_documents.c, app/upload.c */
extern const struct field client_documents_fields[], client_documents_add_fields[],
    upload_begin_fields[], upload_part_fields[], upload_key_fields[];
handler client_documents_show, client_documents_add, client_document_give, client_document_remove,
    client_document_restore, upload_begin_ask, upload_show, upload_part, upload_finish,
    upload_cancel;

/* app/ageing.c, app/ageing_csv.c */
extern const struct field ageing_fields[];
handler ageing_show, ageing_csv;

/* app/customer.c, app/customer_change.c */
extern const struct field customer_email_fields[], customer_pause_fields[], reminder_done_fields[];
handler customer_show, customer_email, customer_pause_ask, customer_resume_ask,
    customer_doubt_clear, reminder_done;

/* app/addresses.c, app/addresses_paste.c */
extern const struct field addresses_page_fields[], addresses_fields[], addresses_paste_fields[];
handler addresses_show, addresses_save, addresses_paste;

/* app/today.c, app/plan.c, app/plan_act.c, app/tomorrow.c, app/preview.c */
extern const struct field plan_fields[], plan_act_fields[], plan_suspend_fields[],
    tomorrow_fields[], preview_fields[];
handler today_show, plan_show, plan_send, plan_approve, plan_approve_client, plan_suspend,
    plan_resume, tomorrow_show, preview_show, preview_frame;

/* app/messages.c, app/message.c, app/check.c, app/health.c */
extern const struct field messages_fields[], check_fields[], decide_fields[], check_bulk_fields[];
handler check_bulk_show, check_bulk_do, message_unsay, decision_unsay, messages_show, message_show,
    message_frame, check_show, message_resend, message_hold, health_show, ready_show;

/* app/freeze.c, app/health.c, app/metrics.c */
extern const struct field freeze_fields[], freeze_list_fields[];
handler freeze_show, freeze_list_show, freeze_decide, chase_health_show, metrics_show;

/* app/settings_calendar.c, app/settings_calendar_change.c */
extern const struct field settings_calendar_fields[], settings_hours_fields[],
    settings_close_fields[], settings_caps_fields[];
handler settings_calendar_show, settings_hours, settings_close, settings_reopen, settings_caps;

/* app/scenarios.c, app/scenario_change.c, app/scenario_words.c, app/scenario_versions.c */
extern const struct field scenario_new_fields[], scenario_fields[], scenario_words_page_fields[],
    scenario_words_fields[], scenario_version_fields[];
handler scenarios_show, scenario_show, scenario_new_show, scenario_new, scenario_change,
    scenario_make_default, scenario_put_away, scenario_take_back, scenario_words_show,
    scenario_words_change, scenario_versions_show, scenario_version_show;

/* app/obligation.c, app/obligation_act.c, app/reminder.c, app/timeline_page.c, app/plan_bulk.c */
extern const struct field obligation_fields[], obligation_act_fields[], timeline_fields[],
    plan_bulk_fields[];
handler obligation_show, obligation_act, reminder_show, timeline_show, timeline_csv, plan_bulk;

/* app/space.c, app/closed_client.c */
extern const struct field closed_client_fields[];
handler space_show, space_change, space_leave, closed_client_show, closed_client_take, told_read;

/* app/notification.c, app/notifications.c, app/notify.c */
extern const struct field notification_fields[], notifications_fields[],
    notifications_change_fields[], notifications_add_fields[], notify_fields[];
handler notification_show, notification_change, notifications_show, notifications_change,
    notifications_add, notify_show, notify_send;

/* app/today_scope.c, app/todo.c */
extern const struct field today_fields[];
handler todo_show;

#endif
