/* Mail to a client's collection addresses (E-23, X-3). */
#include <string.h>

#include "client/contact.h"
#include "mail/sender.h"
#include "worker/mail_taking.h"

bool mail_collect_at(struct mail_taking *taking, const char *address)
{
    struct collect *first = &taking->collect, found;

    if (!collect_find(taking->cx, address, &found))
        return false;
    if (found.client == 0)
        return true;
    if (first->client == 0) {
        *first = found;
        return true;
    }
    taking->is_to_several |= found.client != first->client;
    if (found.kind != first->kind)
        first->kind = COLLECT_SMART; /* to both: which it is, nobody said */
    first->is_old |= found.is_old;
    return true;
}

enum document_kind mail_receipt_kind(const char *collected)
{
    if (!collected)
        return DOCUMENT_OTHER;
    if (strcmp(collected, collect_kind_text(COLLECT_PURCHASES)) == 0)
        return DOCUMENT_PURCHASES;
    return strcmp(collected, collect_kind_text(COLLECT_SALES)) == 0 ? DOCUMENT_SALES
                                                                    : DOCUMENT_TO_SORT;
}

void mail_collected(struct mail_taking *taking)
{
    const struct collect *collect = &taking->collect;

    if (collect->client == 0)
        return;
    taking->mail.client = taking->is_to_several ? 0 : collect->client;
    taking->mail.collected = collect_kind_text(collect->kind);
    taking->receipt = mail_receipt_kind(taking->mail.collected);
}

static void triage(struct mail_taking *taking, const char *reason)
{
    taking->mail.state = MAIL_TRIAGE;
    taking->mail.reason = reason;
}

static bool keep_files(struct mail_taking *taking)
{
    taking->mail.state = MAIL_FILED;
    taking->mail.reason = "";
    for (size_t i = 0; i < taking->mail.file_count; i++) {
        if (!mail_keep_file(taking, i, taking->mail.client, 0))
            return false;
        if (*taking->mail.files[i].problem || taking->mime.is_cut)
            triage(taking, "PIECE-REFUSEE");
    }
    return true;
}

/* At the smart address who sends says what it is, where somebody declared it. */
static void look_at_sender(struct mail_taking *taking, const struct sender_found *sender)
{
    if (taking->collect.kind == COLLECT_SMART
        && !document_kind_parse(sender->kind, &taking->receipt))
        taking->receipt = DOCUMENT_TO_SORT;
}

/* A person of the client itself, by a letter of their own (RFC 3834). */
static void judge_old(struct mail_taking *taking, const struct sender_found *sender)
{
    triage(taking, "COLLECTE-ANCIENNE");
    if (taking->mime.kind == MIME_LETTER && !taking->mime.is_of_list)
        taking->to_answer = sender->contact;
}

bool mail_judge_collected(struct mail_taking *taking)
{
    const char *from = taking->mime.sender;
    struct contact contact = { 0 };
    struct sender_found sender;

    if ((*from && !contact_find_by_email(taking->cx, from, &contact))
        || !sender_find(taking->cx, taking->collect.client, from, &sender))
        return false;
    taking->mail.contact = contact.id;
    look_at_sender(taking, &sender);
    if (taking->is_to_several)
        triage(taking, "COLLECTE-PLUSIEURS");
    else if (taking->collect.is_old)
        judge_old(taking, &sender);
    else if (!sender.is_allowed)
        triage(taking, "COLLECTE-EXPEDITEUR");
    else if (taking->mail.file_count == 0)
        triage(taking, "COLLECTE-VIDE");
    else
        return keep_files(taking);
    return true;
}
