#include "worker/mail_taking.h"

#include <string.h>

#include "client/contact.h"
#include "mail/quote.h"
#include "request/request.h"

/*
 * What a reply may give to: the pieces that its writer may see, of the requests it answers; of
 * several clients all that was asked.
 */
struct offer {
    struct item *items;
    bool *is_closed; /* of each: it takes no file */
    size_t count, room;
    int64_t client, request; /* of all; client 0: of several */
    bool is_of_many;
    bool is_dropped; /* one of the requests is asked for no more */
};

static void triage(struct mail_taking *taking, const char *reason)
{
    taking->mail.state = MAIL_TRIAGE;
    taking->mail.reason = reason;
}

static void offer_of(struct offer *offer, const struct demand *request)
{
    offer->client = offer->is_of_many ? 0 : request->client;
    if (request->state == REQUEST_DROPPED)
        offer->is_dropped = true;
    else if (offer->request == 0)
        offer->request = request->id;
}

static void offer_items(struct mail_taking *taking, struct offer *offer,
                        const struct demand *request)
{
    for (size_t i = 0; i < request->item_count; i++) {
        const struct item *item = &request->items[i];
        if (item->kind != ITEM_DOCUMENT)
            continue;
        if (offer->count == offer->room)
            offer->items =
                arena_grow(taking->cx->arena, offer->items, &offer->room, sizeof *offer->items);
        offer->items[offer->count++] = *item;
    }
}

/* Absent is what the contact may not see (P-3), as well as what is not there. */
static bool find_request(struct mail_taking *taking, int64_t id, struct demand *request,
                         bool *is_there)
{
    struct ctx *cx = taking->cx;

    *is_there = request_find_of(cx, taking->mail.contact, id, request);
    if (*is_there)
        return true;
    if (cx->fault.kind != FAULT_ABSENT)
        return false;
    cx->fault = (struct fault){ 0 };
    return true;
}

static bool make_offer(struct mail_taking *taking, struct offer *offer)
{
    bool is_there;

    *offer = (struct offer){ .is_of_many = taking->origin.is_of_many };
    for (size_t i = 0; i < taking->origin.request_count; i++) {
        struct demand request;
        if (!find_request(taking, taking->origin.requests[i], &request, &is_there))
            return false;
        if (!is_there)
            continue;
        offer_of(offer, &request);
        if (request.state != REQUEST_DROPPED)
            offer_items(taking, offer, &request);
    }
    return true;
}

/* What is owed takes files; where nothing is any more, what was given takes another page. */
static bool find_offer(struct mail_taking *taking, struct offer *offer)
{
    bool is_owing = false;

    if (!make_offer(taking, offer))
        return false;
    offer->is_closed = arena_new(taking->cx->arena, bool, offer->count + 1);
    for (size_t i = 0; i < offer->count; i++)
        is_owing |= item_is_owed(&offer->items[i]);
    for (size_t i = 0; i < offer->count; i++)
        offer->is_closed[i] = is_owing || offer->is_of_many ? !item_is_owed(&offer->items[i])
                                                            : offer->items[i].state != ITEM_GIVEN;
    return true;
}

/* What no piece is named like is filed with the client alone, where there is one. */
static bool keep_file(struct mail_taking *taking, size_t file, int64_t client,
                      const struct item *item)
{
    if (!item)
        triage(taking, "PIECE-SANS-PLACE");
    else
        client = item->client;
    if (client != 0 && !mail_keep_file(taking, file, client, item ? item->id : 0))
        return false;
    if (*taking->mail.files[file].problem)
        triage(taking, "PIECE-REFUSEE");
    else if (item && taking->request == 0)
        taking->request = item->request;
    return true;
}

/* What is there already is not kept again: a person reads why it was sent. */
static bool keep_files(struct mail_taking *taking, const struct offer *offer)
{
    const struct mail_asked asked = { offer->items, offer->is_closed, offer->count,
                                      offer->is_of_many };
    const struct item **items;

    if (!mail_match(taking, &asked, &items))
        return false;
    for (size_t i = 0; i < taking->mail.file_count; i++)
        if (mail_is_twin(&taking->mail.files[i])) {
            continue;
        } else if (!mail_is_double(&taking->mail.files[i])) {
            if (!keep_file(taking, i, offer->client, items[i]))
                return false;
        } else if (taking->mail.state == MAIL_FILED) {
            triage(taking, taking->mail.files[i].problem);
        }
    return true;
}

/* Where not even a quotation tells what its writer says, or parts that follow one may say more. */
static bool is_doubtful(const struct mime *mime, const struct quote_rest *rest)
{
    return !rest->is_clear || mime->is_cut || mime->is_doubtful
        || (mime->is_joined && rest->is_open);
}

/*
 * Said on a request they are read by its client's people: of several nobody guesses which (P-9).
 * What cannot be told from a quotation is somebody's to read. While the mail waits they wait with
 * it: who files it says them.
 */
static void keep_words(struct mail_taking *taking, const struct offer *offer)
{
    const struct quote_rest rest = quote_words(taking->cx->arena, taking->mime.text);
    bool says_nothing = !*rest.words && taking->mail.file_count == 0;

    if (taking->mail.state != MAIL_FILED)
        return;
    if (says_nothing || is_doubtful(&taking->mime, &rest))
        triage(taking, "REPONSE");
    else if (offer->is_of_many && *rest.words)
        triage(taking, "REPONSE-PLUSIEURS");
    else
        taking->words = rest.words;
}

static bool place_reply(struct mail_taking *taking)
{
    struct offer offer;

    if (!find_offer(taking, &offer))
        return false;
    if (offer.request == 0 && !offer.is_dropped) {
        triage(taking, "EXPEDITEUR-AUTRE");
        return true;
    }
    taking->mail.state = MAIL_FILED;
    taking->mail.reason = "";
    taking->mail.client = offer.client;
    if (!keep_files(taking, &offer))
        return false;
    if (offer.request == 0)
        triage(taking, "DEMANDE-ABANDONNEE");
    keep_words(taking, &offer);
    if (taking->request == 0)
        taking->request = offer.request;
    return true;
}

bool mail_only_client(struct ctx *cx, int64_t contact, int64_t *client)
{
    struct contact_role *roles;
    size_t count;

    if (!contact_clients(cx, contact, &roles, &count))
        return false;
    *client = count == 1 ? roles[0].client : 0;
    return true;
}

bool mail_judge_letter(struct mail_taking *taking)
{
    struct contact contact = { 0 };

    if (*taking->mime.sender && !contact_find_by_email(taking->cx, taking->mime.sender, &contact))
        return false;
    taking->mail.contact = contact.id;
    taking->cx->language = contact.language; /* in which the pieces were asked for */
    bool is_debtor = taking->origin.message && strcmp(taking->origin.kind, "invoice") == 0;
    if (contact.id == 0 || is_debtor) {
        triage(taking, is_debtor ? "REPONSE-DEBITEUR" : "EXPEDITEUR-INCONNU");
        taking->mail.client = taking->origin.client;
        return true;
    }
    if (taking->origin.request_count > 0)
        return place_reply(taking);
    triage(taking, taking->origin.message ? "REPONSE" : "SANS-RELANCE");
    taking->mail.client = taking->origin.client;
    return taking->mail.client != 0
        || mail_only_client(taking->cx, contact.id, &taking->mail.client);
}
