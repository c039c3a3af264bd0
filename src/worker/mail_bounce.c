#include "worker/mail_taking.h"

#include <string.h>

#include "base/str.h"
#include "client/contact.h"
#include "invoice/customer.h"

/* The first address that will not be reached; NULL when all are only late. */
static const struct mime_report *failed(const struct mime *mime)
{
    for (size_t i = 0; i < mime->report_count; i++)
        if (strcmp(mime->reports[i].action, "failed") == 0)
            return &mime->reports[i];
    return NULL;
}

static const char *words_of(struct arena *arena, const struct mime_report *report)
{
    return str_trim(arena,
                    *report->said ? report->said : arena_format(arena, "%s", report->status));
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
    } else {
        taking->mail.state = MAIL_BOUNCE;
        taking->mail.reason = report ? "BOUNCE-REJET" : "BOUNCE-RETARD";
        *said = report ? words_of(taking->cx->arena, report) : NULL;
    }
    return true;
}

static bool same_address(struct arena *arena, const char *one, const char *other)
{
    return strcmp(contact_folded(arena, one), contact_folded(arena, other)) == 0;
}

/* The address that the message went to, unless it has been changed since. */
bool mail_mark_bounced(struct mail_taking *taking, const char *said)
{
    const struct mail_origin *origin = &taking->origin;
    struct customer customer;

    if (strcmp(origin->kind, "invoice") != 0)
        return contact_bounce(taking->cx, origin->recipient, said);
    if (!customer_find(taking->cx, origin->person, &customer))
        return false;
    return !same_address(taking->cx->arena, customer.email, origin->recipient)
        || customer_bounced(taking->cx, origin->person, said);
}
