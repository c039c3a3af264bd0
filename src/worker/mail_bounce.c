#include "worker/mail_taking.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/str.h"
#include "client/contact.h"
#include "worker/bounce.h"

/* "anne+2Bx@a.example" as it was before it was made fit for a report (RFC 3461, xtext). */
static const char *decoded(struct arena *arena, const char *address)
{
    struct buf plain = { .arena = arena };

    for (const char *at = address; *at; at++) {
        unsigned byte;
        if (*at == '+' && isxdigit((unsigned char)at[1]) && sscanf(at + 1, "%2x", &byte) == 1
            && isxdigit((unsigned char)at[2]) && byte > ' ' && byte < 0x7F) {
            buf_byte(&plain, (char)byte);
            at += 2;
        } else {
            buf_byte(&plain, *at);
        }
    }
    return buf_string(&plain);
}

static bool is_same(struct arena *arena, const char *told, const char *recipient)
{
    return strcasecmp(told, recipient) == 0 || strcasecmp(decoded(arena, told), recipient) == 0;
}

/* Whom our message went to; what names nobody speaks of them: it was sent to nobody else. */
static bool is_ours(const struct mail_taking *taking, const struct mime_report *report)
{
    const char *recipient = taking->origin.recipient;
    struct arena *arena = taking->cx->arena;

    return !*report->address || is_same(arena, report->address, recipient)
        || is_same(arena, report->original, recipient);
}

static bool is_failed(const struct mime_report *report)
{
    return strcmp(report->action, "failed") == 0;
}

/* That our recipient was not reached, and whether anybody spoken of is ours; NULL when it was. */
static const struct mime_report *failed(const struct mail_taking *taking, bool *is_of_others)
{
    const struct mime *mime = &taking->mime;
    const struct mime_report *found = NULL;
    bool has_ours = false, has_failed = false;

    for (size_t i = 0; i < mime->report_count; i++) {
        bool is_one = is_ours(taking, &mime->reports[i]);
        has_ours |= is_one;
        has_failed |= is_failed(&mime->reports[i]);
        if (!found && is_one && is_failed(&mime->reports[i]))
            found = &mime->reports[i];
    }
    *is_of_others = has_failed && !has_ours;
    return found;
}

/*
 * RFC 3464, 2.3.3: all were reached, as far as the server can tell. Whom our recipient handed it on
 * to in vain is theirs to hear of.
 */
static bool is_delivered(const struct mime *mime)
{
    static const char *const well[] = { "delivered", "relayed", "expanded", "failed" };
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
    const struct mime_report *report;
    bool is_of_others;

    *said = NULL;
    taking->mail.client = taking->origin.client;
    if (taking->origin.message == 0) {
        taking->mail.state = MAIL_DROPPED;
        taking->mail.reason = "BOUNCE-SIGNATURE";
        return true;
    }
    report = failed(taking, &is_of_others);
    if (taking->mime.report_count == 0) {
        taking->mail.state = MAIL_TRIAGE;
        taking->mail.reason = "BOUNCE-PROBABLE";
    } else if (is_of_others) {
        taking->mail.state = MAIL_TRIAGE;
        taking->mail.reason = "BOUNCE-AUTRE";
        return find_client(taking);
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
