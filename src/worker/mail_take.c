#include "worker/mail_take.h"

#include <errno.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/str.h"
#include "chase/plan.h"
#include "client/assignment.h"
#include "document/receipt.h"
#include "document/type.h"
#include "mail/renewed.h"
#include "mail/tag.h"
#include "mail/unread.h"
#include "worker/bounce.h"
#include "worker/mail_taking.h"

/* The client has this file already. */
static const char DOUBLE[] = "PIECE-DOUBLE";

struct vault mail_vault(struct arena *arena, const struct vault *documents)
{
    return (struct vault){ .folder = arena_format(arena, "%s-mail", documents->folder) };
}

static const void *read_piece(const struct mail_taking *taking, int64_t at, int64_t size)
{
    char *bytes = arena_new(taking->cx->arena, char, (size_t)size + 1);
    int64_t done = 0;

    while (done < size) {
        ssize_t count = pread(taking->parts, bytes + done, (size_t)(size - done), at + done);
        if (count <= 0)
            return NULL;
        done += count;
    }
    return bytes;
}

/* Cut between two groups of base64, with no container to miss its end: the file itself tells. */
static bool is_ended(const struct mail_taking *taking, const struct mime_part *part)
{
    int64_t size = part->size < TYPE_BYTES ? part->size : TYPE_BYTES;
    const struct type_sample sample = {
        .head = read_piece(taking, part->at, size),
        .tail = read_piece(taking, part->at + part->size - size, size),
        .head_size = (size_t)size,
        .tail_size = (size_t)size,
    };

    return !sample.head || !sample.tail || type_is_ended(&sample);
}

static const char *problem_of(const struct mail_taking *taking, const struct mime_part *part)
{
    bool is_cut = part->is_cut || (taking->mime.is_bare && !is_ended(taking, part));

    return is_cut ? "MIME-BASE64" : "";
}

void mail_list_files(struct mail_taking *taking)
{
    const struct mime *mime = &taking->mime;
    struct mail *mail = &taking->mail;

    mail->files = arena_new(taking->cx->arena, struct mail_file, mime->part_count + 1);
    for (size_t i = 0; i < mime->part_count; i++)
        if (mime->parts[i].is_file)
            mail->files[mail->file_count++] = (struct mail_file){
                .place = (int64_t)i,
                .name = type_name(taking->cx->arena, mime->parts[i].name),
                .size = mime->parts[i].size,
                .problem = problem_of(taking, &mime->parts[i]),
            };
}

/* What comes to a collection address and answers no item is a receipt. */
static struct document document_like(const struct mail_taking *taking, int64_t client, int64_t item)
{
    bool is_receipt = taking->mail.collected && item == 0;

    return (struct document){
        .client = client,
        .item = item,
        .way = is_receipt ? DOCUMENT_BY_COLLECTION : DOCUMENT_BY_MAIL,
        .kind = is_receipt ? taking->receipt : DOCUMENT_OTHER,
        .contact = taking->mail.contact,
        .member = taking->cx->actor,
        .sender = taking->mail.sender,
    };
}

bool mail_keep_file(struct mail_taking *taking, size_t file, int64_t client, int64_t item)
{
    struct document document = document_like(taking, client, item);
    struct mail_file *row = &taking->mail.files[file];
    const struct mime_part *part = &taking->mime.parts[row->place];
    struct ctx *cx = taking->cx;

    if (mail_is_double(row))
        mail_file_release(row);
    if (*row->problem)
        return true;
    const struct document_source source = {
        .bytes = { .bytes = read_piece(taking, part->at, part->size), .size = (size_t)part->size },
        .name = row->name,
    };
    if (!source.bytes.bytes)
        return fail(cx, FAULT_BROKEN, "FICHIER-LECTURE", NULL);
    if (document_take(cx, taking->site->documents, &source, &document)) {
        taking->kept[taking->kept_count++] = (struct mail_kept){ file, document };
        return true;
    }
    if (cx->fault.kind != FAULT_INPUT)
        return false;
    row->problem = cx->fault.code;
    cx->fault = (struct fault){ 0 };
    return true;
}

bool mail_is_double(const struct mail_file *file)
{
    return strcmp(file->problem, DOUBLE) == 0;
}

void mail_file_double(struct mail_file *file, int64_t document)
{
    file->document = document;
    file->problem = DOUBLE;
}

void mail_file_release(struct mail_file *file)
{
    file->document = file->item = 0;
    if (mail_is_double(file))
        file->problem = "";
}

static bool write_document(struct mail_taking *taking, struct mail_kept *kept,
                           const struct hand *by)
{
    struct mail_file *file = &taking->mail.files[kept->file];
    struct document *document = &kept->document;
    bool is_again = false;

    if (document->way == DOCUMENT_BY_COLLECTION) {
        if (!receipt_add(taking->cx, document, &is_again))
            return false;
    } else if (!document_add(taking->cx, document)
               || (document->item && !item_given(taking->cx, document->item, document->name, by))) {
        return false;
    }
    file->document = document->id;
    file->item = document->item;
    if (is_again)
        file->problem = DOUBLE;
    return true;
}

bool mail_write_kept(struct mail_taking *taking, const struct hand *by)
{
    const struct remark remark = { .request = taking->request, .text = taking->words };

    for (size_t i = 0; i < taking->kept_count; i++)
        if (!write_document(taking, &taking->kept[i], by))
            return false;
    return taking->request == 0 || !*taking->words || request_comment(taking->cx, &remark, by);
}

static bool look_at(struct mail_taking *taking, const char *text)
{
    enum tag_verdict verdict;
    int64_t message = 0;

    if (!tag_find(taking->cx, text, &verdict, &message))
        return false;
    taking->is_forged |= verdict == TAG_FORGED;
    if (verdict != TAG_OURS || taking->origin.message != 0)
        return true;
    if (mail_origin(taking->cx, message, &taking->origin))
        return true;
    if (taking->cx->fault.kind != FAULT_ABSENT)
        return false;
    taking->cx->fault = (struct fault){ 0 }; /* of books that know less than the tag */
    return true;
}

/*
 * The address first, then what it says to answer, then the message that came back. Sent to a
 * collection address it is no answer, whatever it was written under.
 */
static bool find_origin(struct mail_taking *taking)
{
    const struct mime *mime = &taking->mime;

    for (size_t i = 0; i < mime->recipient_count; i++)
        if (!look_at(taking, mime->recipients[i]) || !mail_collect_at(taking, mime->recipients[i]))
            return false;
    if (taking->origin.message == 0 && taking->collect.client != 0)
        return true;
    taking->collect.client = 0;
    for (size_t i = 0; i < mime->answer_count; i++)
        if (!look_at(taking, mime->answers[i]))
            return false;
    return look_at(taking, mime->returned);
}

/* Our own that came back, or one that runs in circles. */
static bool is_loop(struct mail_taking *taking, bool *loops)
{
    const struct mime *mime = &taking->mime;
    const char *own = taking->site->address;
    enum tag_verdict verdict;
    int64_t message;

    if (!tag_find(taking->cx, mime->message_id, &verdict, &message))
        return false;
    *loops = mime->hops > LIMIT_MAIL_HOPS || verdict == TAG_OURS
        || (own && strcasecmp(mime->sender, own) == 0);
    return true;
}

static void drop(struct mail_taking *taking, const char *reason)
{
    taking->mail.state = MAIL_DROPPED;
    taking->mail.reason = reason;
}

/* A reply that waits is somebody's to read: who holds the client, or whoever may see it. */
static bool await_reader(struct mail_taking *taking)
{
    const struct mail_origin *origin = &taking->origin;
    struct mail *mail = &taking->mail;
    struct ctx *cx = taking->cx;

    if (mail->state != MAIL_TRIAGE || origin->message == 0 || taking->mime.kind != MIME_LETTER)
        return true;
    if (strcmp(origin->kind, "invoice") == 0) {
        mail->customer = origin->person;
        mail->client = origin->client;
    }
    return unread_until(cx, &mail->escalate_on)
        && (mail->client == 0 || assignment_holder(cx, mail->client, &mail->assignee));
}

/* No logo under a machine's words; a fax is small, and its own kind of picture. */
static bool is_piece(const struct mime_part *part)
{
    return part->is_file
        && (!str_starts(part->type, "image/") || part->size >= LIMIT_MAIL_LOGO
            || str_starts(part->type, "image/tif"));
}

/* What no person wrote is nothing to do, unless a scanner or a program brings a piece by it. */
static void judge_automatic(struct mail_taking *taking)
{
    const struct mime *mime = &taking->mime;

    drop(taking, "MAIL-AUTOMATIQUE");
    for (size_t i = 0; i < mime->part_count; i++)
        if (is_piece(&mime->parts[i])) {
            taking->mail.state = MAIL_TRIAGE;
            taking->mail.reason = "MAIL-MACHINE";
        }
}

/* What becomes of it; *said is what marks an address. */
static bool judge(struct mail_taking *taking, const char **said)
{
    bool loops;

    *said = NULL;
    if (!find_origin(taking) || !is_loop(taking, &loops))
        return false;
    taking->mail.message = taking->origin.message;
    mail_collected(taking);
    if (taking->mime.problem) {
        taking->mail.state = MAIL_TRIAGE;
        taking->mail.reason = taking->mime.problem;
    } else if (loops) {
        drop(taking, "MAIL-BOUCLE");
    } else if (taking->mail.collected) {
        return mail_judge_collected(taking);
    } else if (taking->mime.kind == MIME_BOUNCE) {
        return mail_judge_bounce(taking, said);
    } else if (taking->mime.kind == MIME_AUTOMATIC) {
        judge_automatic(taking);
    } else {
        return mail_judge_letter(taking);
    }
    return true;
}

/* A message that its reader died of is kept as it is, like one that it refused. */
static bool read_message(struct mail_taking *taking, int file)
{
    struct ctx *cx = taking->cx;

    if (mime_read_apart(cx, file, taking->parts, &taking->mime))
        return true;
    if (strcmp(cx->fault.code, "MIME-LIMITE") != 0 && strcmp(cx->fault.code, "MIME-PARSEUR") != 0)
        return false;
    taking->mime = (struct mime){ .problem = cx->fault.code,
                                  .defect = "",
                                  .sender = "",
                                  .sender_name = "",
                                  .subject = "",
                                  .text = "",
                                  .message_id = "",
                                  .envelope = "",
                                  .returned = "" };
    cx->fault = (struct fault){ 0 };
    return true;
}

static void fill(struct mail_taking *taking, const struct vault_file *raw)
{
    const struct mime *mime = &taking->mime;

    taking->mail = (struct mail){
        .hash = raw->hash,
        .size = raw->size,
        .mail_id = mime->message_id,
        .sender = mime->sender,
        .sender_name = mime->sender_name,
        .subject = mime->subject,
        .text = mime->text,
        .reason = "",
        .defect = mime->defect,
        .escalate_on = NO_DAY,
    };
    taking->words = "";
    taking->kept = arena_new(taking->cx->arena, struct mail_kept, mime->part_count + 1);
    mail_list_files(taking);
}

/* Two that take the same bytes at once: the second writes nothing. */
static bool write_rows(struct mail_taking *taking, const char *said, bool *is_new)
{
    const struct hand by = { .way = WAY_MAIL, .contact = taking->mail.contact };

    return mail_add(taking->cx, &taking->mail, is_new)
        && (!*is_new
            || (mail_write_kept(taking, &by) && mail_add_files(taking->cx, &taking->mail)
                && (!said || bounce_mark(taking->cx, &taking->origin, said))
                && (taking->to_answer == 0
                    || renewed_answer(taking->cx, &taking->collect, taking->to_answer))));
}

static bool take_new(struct mail_taking *taking, int file, const struct vault_file *raw,
                     struct mail_taken *taken)
{
    struct ctx *cx = taking->cx;
    const char *said;

    if (!read_message(taking, file))
        return false;
    fill(taking, raw);
    if (!judge(taking, &said) || !await_reader(taking) || !store_begin(cx)
        || !store_end(cx, write_rows(taking, said, &taken->is_new)))
        return false;
    taken->mail = taking->mail;
    taken->tag = taking->is_forged ? "MAIL-SIGNATURE" : "";
    return true;
}

bool mail_take(struct ctx *cx, const struct mail_site *site, int file, struct mail_taken *taken)
{
    struct mail_taking *taking = arena_new(cx->arena, struct mail_taking, 1);
    const struct vault_source source = {
        .path = arena_format(cx->arena, "/proc/self/fd/%d", file),
    };
    struct vault_file raw;
    int64_t known;

    if (!vault_take(cx, &site->mails, &source, &raw) || !mail_known(cx, raw.hash, &known))
        return false;
    *taken = (struct mail_taken){ .tag = "" };
    if (known)
        return mail_find(cx, known, &taken->mail);
    *taking =
        (struct mail_taking){ .cx = cx, .site = site, .parts = memfd_create("parts", MFD_CLOEXEC) };
    if (taking->parts < 0)
        return fail(cx, FAULT_BUSY, "PROCESSUS", "reason", strerror(errno), NULL);
    bool done = take_new(taking, file, &raw, taken);
    close(taking->parts);
    return done;
}
