#include "worker/mail_taking.h"

#include <string.h>

#include "base/str.h"

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
    } else if (is_delivered(&taking->mime)) {
        taking->mail.state = MAIL_DROPPED;
        taking->mail.reason = "BOUNCE-REMIS";
    } else {
        taking->mail.state = MAIL_BOUNCE;
        taking->mail.reason = report ? "BOUNCE-REJET" : "BOUNCE-RETARD";
        *said = report ? words_of(taking->cx->arena, report) : NULL;
    }
    return true;
}
