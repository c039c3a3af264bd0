#include "worker/mail_taking.h"

#include <string.h>

#include "base/str.h"
#include "client/contact.h"
#include "worker/bounce.h"

/* The first address that will not be reached; NULL when there is none. */
static const struct mime_report *failed(const struct mime *mime)
{
    for (size_t i = 0; i < mime->report_count; i++)
        if (strcmp(mime->reports[i].action, "failed") == 0)
            return &mime->reports[i];
    return NULL;
}

/* RFC 3464, 2.3.3: all were reached, as far as the server can tell. */
static bool is_delivered(const struct mime *mime)
{
    static const char *const well[] = { "delivered", "relayed", "expanded" };
    size_t count = 0;

    for (size_t i = 0; i < mime->report_count; i++)
        for (size_t j = 0; j < COUNT_OF(well); j++)
            count += strcmp(mime->reports[i].action, well[j]) == 0;
    return count == mime->report_count;
}

static const char *words_of(struct arena *arena, const struct mime_report *report)
{
    return str_trim(arena,
                    *report->said ? report->said : arena_format(arena, "%s", report->status));
}

/* Of a message to a contact about all that they owe, the one client that they are at. */
static bool find_client(struct mail_taking *taking)
{
    const struct mail_origin *origin = &taking->origin;
    struct contact contact;

    if (taking->mail.client != 0 || strcmp(origin->kind, "invoice") == 0)
        return true;
    return contact_find_by_email(taking->cx, origin->recipient, &contact)
        && (contact.id == 0 || contact.id != origin->person
            || mail_only_client(taking->cx, contact.id, &taking->mail.client));
}

/* A server that refuses our mail, or is full today, says nothing of the address: a person looks. */
static bool judge_failure(struct mail_taking *taking, const struct mime_report *report,
                          const char **said)
{
    struct arena *arena = taking->cx->arena;
    const char *words = words_of(arena, report);

    taking->mail.said = words;
    taking->mail.state = MAIL_BOUNCE;
    taking->mail.reason = "BOUNCE-REJET";
    if (bounce_is_of_address(arena, report->status, words)) {
        *said = words;
        return true;
    }
    taking->mail.state = MAIL_TRIAGE;
    taking->mail.reason = "BOUNCE-GARDE";
    return find_client(taking);
}

bool mail_judge_bounce(struct mail_taking *taking, const char **said)
{
    const struct mime_report *report = failed(&taking->mime);

    *said = NULL;
    taking->mail.client = taking->origin.client;
    if (taking->origin.message == 0) {
        taking->mail.state = MAIL_DROPPED;
        taking->mail.reason = "BOUNCE-SIGNATURE";
    } else if (taking->mime.report_count == 0) {
        taking->mail.state = MAIL_TRIAGE;
        taking->mail.reason = "BOUNCE-PROBABLE";
    } else if (report) {
        return judge_failure(taking, report, said);
    } else if (is_delivered(&taking->mime)) {
        taking->mail.state = MAIL_DROPPED;
        taking->mail.reason = "BOUNCE-REMIS";
    } else {
        taking->mail.state = MAIL_BOUNCE;
        taking->mail.reason = "BOUNCE-RETARD";
    }
    return true;
}
