#include "worker/mail_place.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "client/contact.h"
#include "mail/quote.h"
#include "mail/unread.h"
#include "request/event.h"
#include "request/request.h"
#include "worker/mail_taking.h"

/* Its parts are read again from the message as it came. */
static bool read_again(struct mail_taking *taking)
{
    struct ctx *cx = taking->cx;
    const char *path = vault_path(cx, &taking->site->mails, taking->mail.hash);
    int file = open(path, O_RDONLY | O_CLOEXEC);

    if (file < 0)
        return fail(cx, FAULT_BROKEN, "DOCUMENT-PERDU", NULL);
    bool done = mime_read_apart(cx, file, taking->parts, &taking->mime);
    close(file);
    return done;
}

static bool begin(struct ctx *cx, const struct mail_site *site, const struct mail *mail,
                  struct mail_taking *taking)
{
    *taking = (struct mail_taking){
        .cx = cx,
        .site = site,
        .mail = *mail,
        .kept = arena_new(cx->arena, struct mail_kept, mail->file_count + 1),
        .words = "",
        .receipt = mail_receipt_kind(mail->collected),
        .parts = memfd_create("parts", MFD_CLOEXEC),
    };
    if (taking->parts < 0)
        return fail(cx, FAULT_BUSY, "PROCESSUS", "reason", strerror(errno), NULL);
    if (mail->file_count > 0 && mail->is_swept)
        return fail(cx, FAULT_ABSENT, "MAIL-BALAYE", NULL);
    return mail->file_count == 0 || read_again(taking);
}

static bool end(const struct mail_taking *taking, bool done)
{
    if (taking->parts >= 0)
        close(taking->parts);
    return done;
}

/* Which piece each file is; 0 none. */
static bool match_items(struct mail_taking *taking, const struct demand *request, int64_t **items)
{
    struct arena *arena = taking->cx->arena;
    size_t file_count = taking->mail.file_count, count = 0;
    struct item *pieces = arena_new(arena, struct item, request->item_count + 1);
    bool *is_closed = arena_new(arena, bool, request->item_count + 1);
    const struct item **matched;

    for (size_t i = 0; i < request->item_count; i++)
        if (request->items[i].kind == ITEM_DOCUMENT) {
            is_closed[count] = !item_is_owed(&request->items[i]);
            pieces[count++] = request->items[i];
        }
    const struct mail_asked asked = { pieces, is_closed, count, false };
    if (!mail_match(taking, &asked, &matched))
        return false;
    *items = arena_new(arena, int64_t, file_count + 1);
    for (size_t i = 0; i < file_count; i++)
        (*items)[i] = matched[i] ? matched[i]->id : 0;
    return true;
}

/* The words of who may see the request are said in their name; a stranger's stay in the mail. */
static bool try_request(struct mail_taking *taking, int64_t client, int64_t request,
                        struct hand *by)
{
    struct ctx *cx = taking->cx;
    struct demand seen;

    if (request_find_of(cx, taking->mail.contact, request, &seen)) {
        if (seen.client != client || seen.state == REQUEST_DROPPED)
            return true;
        by->contact = taking->mail.contact;
        taking->request = request;
        taking->words = quote_words(cx->arena, taking->mail.text).words;
        return true;
    }
    if (cx->fault.kind != FAULT_ABSENT)
        return false;
    cx->fault = (struct fault){ 0 };
    return true;
}

/* On the request that was chosen; filed with the client alone, on that of the client's it answers.
 */
static bool choose_hand(struct mail_taking *taking, const struct mail_place *place, struct hand *by)
{
    const struct mail *mail = &taking->mail;

    if (mail->contact == 0)
        return true;
    if (place->request != 0)
        return try_request(taking, place->client, place->request, by);
    if (mail->message != 0 && !mail_origin(taking->cx, mail->message, &taking->origin))
        return false;
    for (size_t i = 0; i < taking->origin.request_count && by->contact == 0; i++)
        if (!try_request(taking, place->client, taking->origin.requests[i], by))
            return false;
    return true;
}

/* Its pieces as the writer knows them: their files are named in that language. */
static bool find_as_asked(struct mail_taking *taking, int64_t id, struct demand *request)
{
    struct ctx *cx = taking->cx;
    const char *own = cx->language;
    struct contact writer = { .language = own };

    if (taking->mail.contact != 0 && !contact_find(cx, taking->mail.contact, &writer))
        return false;
    cx->language = writer.language;
    bool is_found = request_find(cx, id, request);
    cx->language = own;
    return is_found;
}

static bool choose_items(struct mail_taking *taking, const struct mail_place *place,
                         struct hand *by, int64_t **items)
{
    struct demand request = { 0 };

    *by = (struct hand){ .way = WAY_MAIL };
    if (place->request != 0 && !find_as_asked(taking, place->request, &request))
        return false;
    if (place->request != 0 && request.client != place->client)
        return fail(taking->cx, FAULT_ABSENT, "DEMANDE-ABSENTE", NULL);
    return choose_hand(taking, place, by) && match_items(taking, &request, items);
}

/* One that a reply gave to a piece stays there; one that stands where it belongs, too. */
static bool stands(const struct mail_taking *taking, const struct mail_file *file, int64_t client,
                   int64_t item)
{
    return file->item != 0 || (file->document != 0 && item == 0 && taking->mail.client == client);
}

static bool keep_files(struct mail_taking *taking, int64_t client, const int64_t *items)
{
    for (size_t i = 0; i < taking->mail.file_count; i++)
        if (!stands(taking, &taking->mail.files[i], client, items[i])
            && !mail_is_twin(&taking->mail.files[i])
            && !mail_keep_file(taking, i, client, items[i]))
            return false;
    return true;
}

/* What was kept anew has no use for the document that it was before. */
static bool write_placed(struct mail_taking *taking, int64_t client, const struct hand *by)
{
    for (size_t i = 0; i < taking->kept_count; i++) {
        const struct mail_file *file = &taking->mail.files[taking->kept[i].file];
        if (file->document != 0 && !document_remove(taking->cx, file->document))
            return false;
    }
    taking->mail.state = MAIL_FILED;
    taking->mail.client = client;
    return mail_write_kept(taking, by) && mail_decide(taking->cx, &taking->mail, MAIL_TRIAGE);
}

static bool place_mail(struct mail_taking *taking, const struct mail_place *place)
{
    struct ctx *cx = taking->cx;
    struct hand by;
    int64_t *items;

    return choose_items(taking, place, &by, &items) && keep_files(taking, place->client, items)
        && store_begin(cx) && store_end(cx, write_placed(taking, place->client, &by));
}

static bool find_waiting(struct ctx *cx, int64_t id, struct mail *mail)
{
    return mail_find(cx, id, mail)
        && (mail->state == MAIL_TRIAGE || fail(cx, FAULT_CONFLICT, "MAIL-CHANGE", NULL));
}

bool mail_place(struct ctx *cx, const struct mail_site *site, int64_t id,
                const struct mail_place *place)
{
    struct mail_taking *taking = arena_new(cx->arena, struct mail_taking, 1);
    struct mail mail;

    return find_waiting(cx, id, &mail)
        && end(taking, begin(cx, site, &mail, taking) && place_mail(taking, place));
}

bool mail_dismiss(struct ctx *cx, int64_t id)
{
    struct mail mail;

    if (!find_waiting(cx, id, &mail))
        return false;
    mail.state = MAIL_DROPPED;
    return mail_decide(cx, &mail, MAIL_TRIAGE);
}

/* Whose the requests are that it answers, where its writer may see them; 0 of several. */
static bool asked_client(struct ctx *cx, const struct mail *mail, const struct mail_origin *origin,
                         int64_t *client)
{
    struct demand seen;

    for (size_t i = 0; !origin->is_of_many && *client == 0 && i < origin->request_count; i++)
        if (request_find_of(cx, mail->contact, origin->requests[i], &seen))
            *client = seen.client;
        else if (cx->fault.kind != FAULT_ABSENT)
            return false;
        else
            cx->fault = (struct fault){ 0 };
    return true;
}

/* As it was taken: the client that it answers, or the sender's only one. */
static bool first_client(struct ctx *cx, const struct mail *mail, int64_t *client)
{
    struct mail_origin origin = { 0 };

    if (mail->message != 0 && !mail_origin(cx, mail->message, &origin))
        return false;
    *client = origin.client;
    if (mail->contact != 0 && origin.request_count > 0)
        return asked_client(cx, mail, &origin, client);
    return *client != 0 || mail->contact == 0 || mail_only_client(cx, mail->contact, client);
}

static bool release_item(struct ctx *cx, int64_t client, int64_t item)
{
    const struct document_query query = { .client = client, .item = item, .words = "" };
    const struct hand by = { .way = WAY_MAIL };
    int64_t left;

    return document_count(cx, &query, &left) && (left > 0 || item_take_back(cx, item, &by));
}

/* The house's own documents stay: a person brought the others. */
static bool release_file(struct ctx *cx, struct mail_file *file)
{
    struct document document;

    if (mail_is_double(file))
        mail_file_release(file);
    if (file->document == 0)
        return true;
    if (!document_find(cx, file->document, &document))
        return false;
    if (document.member == 0)
        return true;
    if (!document_remove(cx, document.id)
        || (file->item != 0 && !release_item(cx, document.client, file->item)))
        return false;
    mail_file_release(file);
    return true;
}

/* Its words, where filing it said them: they may be for another client's people. */
static bool release_words(struct ctx *cx, const struct mail *mail)
{
    const struct reply_said reply = { .contact = mail->contact,
                                      .at = mail->decided_at,
                                      .text = quote_words(cx->arena, mail->text).words };

    return mail->state != MAIL_FILED || mail->contact == 0 || request_reply_remove(cx, &reply);
}

static bool undo(struct ctx *cx, struct mail *mail)
{
    enum mail_state from = mail->state;

    if (!release_words(cx, mail))
        return false;
    for (size_t i = 0; i < mail->file_count; i++)
        if (!release_file(cx, &mail->files[i]))
            return false;
    mail->state = MAIL_TRIAGE;
    if (mail->message != 0 && !unread_until(cx, &mail->escalate_on))
        return false;
    return first_client(cx, mail, &mail->client) && mail_decide(cx, mail, from);
}

bool mail_undo(struct ctx *cx, int64_t id)
{
    struct mail mail;

    if (!mail_find(cx, id, &mail))
        return false;
    if (mail.decided_by == 0)
        return fail(cx, FAULT_CONFLICT, "MAIL-CHANGE", NULL);
    return store_begin(cx) && store_end(cx, undo(cx, &mail));
}

static bool take_piece(struct mail_taking *taking, size_t file, struct document *document)
{
    const struct mail_file *row = &taking->mail.files[file];

    if (!mail_keep_file(taking, file, 0, 0))
        return false;
    if (taking->kept_count == 0)
        return fail(taking->cx, FAULT_INPUT, "MAIL-PIECE-REFUSEE", "name", row->name, NULL);
    *document = taking->kept[0].document;
    return true;
}

bool mail_piece(struct ctx *cx, const struct mail_site *site, const struct mail *mail,
                int64_t place, struct document *document)
{
    struct mail_taking *taking = arena_new(cx->arena, struct mail_taking, 1);

    for (size_t i = 0; i < mail->file_count; i++) {
        if (mail->files[i].place != place)
            continue;
        if (mail->files[i].document != 0)
            return document_find(cx, mail->files[i].document, document);
        return end(taking, begin(cx, site, mail, taking) && take_piece(taking, i, document));
    }
    return fail(cx, FAULT_ABSENT, "MAIL-PIECE", NULL);
}
