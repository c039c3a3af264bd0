#include "format/mime_report.h"

#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"
#include "format/mime_text.h"

const char *mime_report_field(struct arena *arena, const char *head, const char *name)
{
    size_t size = strlen(name);

    for (const char *line = head; *line; line += strcspn(line, "\n"), line += *line == '\n') {
        if (strncasecmp(line, name, size) != 0 || line[size] != ':')
            continue;
        struct buf value = { .arena = arena };
        const char *at = line + size + 1;
        do {
            size_t length = strcspn(at, "\n");
            buf_add(&value, at, length);
            at += length;
            at += *at == '\n';
        } while (*at == ' ' || *at == '\t');
        return mime_text_line(arena, buf_string(&value));
    }
    return NULL;
}

const char *mime_report_id(struct arena *arena, const char *text)
{
    const char *open = strchr(text, '<'), *from = open ? open + 1 : text;

    return str_trim(arena, arena_text(arena, from, strcspn(from, "> \t\r\n")));
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

/* "rfc822; someone@example.fr" */
static const char *behind_type(struct arena *arena, const char *value)
{
    const char *semicolon = value ? strchr(value, ';') : NULL;

    return value ? str_trim(arena, semicolon ? semicolon + 1 : value) : "";
}

static const char *recipient_of(struct arena *arena, const char *group, const char *field)
{
    const char *value = mime_report_field(arena, group, field);

    return value ? mime_report_id(arena, behind_type(arena, value)) : "";
}

static const char *address_of(struct arena *arena, const char *group)
{
    const char *final = recipient_of(arena, group, "Final-Recipient");

    return *final ? final : recipient_of(arena, group, "Original-Recipient");
}

/* "5.1.1 (bad address)" without its comment. */
static const char *word_of(struct arena *arena, const char *value)
{
    return value ? arena_text(arena, value, strcspn(value, " \t(")) : "";
}

static void group_read(struct arena *arena, const char *group, struct mime *mime)
{
    const char *envelope = mime_report_field(arena, group, "Original-Envelope-Id");
    const char *action = mime_report_field(arena, group, "Action");

    if (envelope && !*mime->envelope)
        mime->envelope = envelope;
    if ((!action && !*address_of(arena, group)) || mime->report_count == LIMIT_MAIL_REPORTS)
        return;
    struct buf lower = { .arena = arena };
    for (const char *at = word_of(arena, action); *at; at++)
        buf_byte(&lower, (char)(*at >= 'A' && *at <= 'Z' ? *at + 32 : *at));
    mime->reports[mime->report_count++] = (struct mime_report){
        .address = address_of(arena, group),
        .original = recipient_of(arena, group, "Original-Recipient"),
        .action = buf_string(&lower),
        .status = word_of(arena, mime_report_field(arena, group, "Status")),
        .said = behind_type(arena, or_empty(mime_report_field(arena, group, "Diagnostic-Code"))),
    };
}

void mime_report_read(struct arena *arena, const char *text, struct mime *mime)
{
    const char *lines = mime_text_lines(arena, text, strlen(text));

    if (!mime->reports)
        mime->reports = arena_new(arena, struct mime_report, LIMIT_MAIL_REPORTS);
    while (*lines) {
        const char *end = strstr(lines, "\n\n");
        size_t size = end ? (size_t)(end - lines) : strlen(lines);
        group_read(arena, arena_text(arena, lines, size), mime);
        lines += size;
        lines += strspn(lines, "\n");
    }
}

/* Behind « [EXTERNE] », which our own server may have written before it. */
static const char *behind_brackets(const char *subject)
{
    const char *close;

    while (*(subject += strspn(subject, " ")) == '[' && (close = strchr(subject, ']')))
        subject = close + 1;
    return subject;
}

/* As str_fold writes them. By these a program says what it is. */
static const char *const sure[] = {
    "reponse automatique",
    "reponse automatisee",
    "reponse d absence",
    "message automatique",
    "auto reponse",
    "absence du bureau",
    "absent du bureau",
    "absente du bureau",
    "absent e du bureau",
    "absent(e) du bureau",
    "message d absence",
    "notification d absence",
    "automatic reply",
    "automatic response",
    "out of office",
    "out of the office",
    "auto reply",
    "autoreply",
    "automatische antwort",
    "abwesenheitsnotiz",
    "abwesenheitsmeldung",
    "abwesenheitsnachricht",
    "respuesta automatica",
    "fuera de la oficina",
    "fuera de oficina",
    "risposta automatica",
    "fuori ufficio",
    "resposta automatica",
    "automatisch antwoord",
    "automatische antwoord",
    "automatisk svar",
    "automatiskt svar",
    "autosvar",
    "automaattinen vastaus",
    "automaatvastus",
    "automatinis atsakymas",
    "odpowiedz automatyczna",
    "automatyczna odpowiedz",
    "poza biurem",
    "automaticka odpoved",
    "automatikus valasz",
    "hazon kivul",
    "raspuns automat",
    "automatski odgovor",
    "samodejni odgovor",
    "otomatik yanıt",
    "автоматическии ответ",
    "автоответ",
    "автоматичен отговор",
    "автоматична відповідь",
    "αυτοματη απαντηση",
    "自動応答",
    "自動返信",
    "不在通知",
    "自动回复",
    "自动答复",
    "自動回覆",
    "자동 회신",
};

/* These somebody may have written too: « Absence : Martin ». */
static const char *const perhaps[] = {
    "absence :",
    "absence:",
    "absent :",
    "absent:",
    "absente :",
    "absente:",
    "absent jusqu",
    "absente jusqu",
    "absent e jusqu",
    "absent(e) jusqu",
    "absent du",
    "absente du",
    "en conge jusqu",
    "en conges jusqu",
    "indisponible jusqu",
    "fermeture annuelle",
    "fermeture estivale",
    "away from",
    "on vacation",
    "on leave",
    "on holiday",
    "annual leave",
    "abwesend",
    "abwesenheit",
    "afwezig",
    "ausente",
    "assente",
    "nieobecn",
    "不在",
};

/* Behind « Re : », in how many languages, of what str_fold made. */
static const char *behind_marks(const char *folded)
{
    static const char *const marks[] = { "re", "aw", "tr", "fw",  "fwd",
                                         "wg", "sv", "rv", "rif", "odp" };

    for (size_t i = 0; i < COUNT_OF(marks); i++) {
        const char *at = folded + strlen(marks[i]);
        if (!str_starts(folded, marks[i]) || *(at += strspn(at, " ")) != ':')
            continue;
        folded = at + 1 + strspn(at + 1, " ");
        i = SIZE_MAX; /* another may follow */
    }
    return folded;
}

static bool starts_like(const char *folded, const char *const *starts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_starts(folded, starts[i]))
            return true;
    return false;
}

enum mime_absent mime_report_absent(struct arena *arena, const char *subject)
{
    const char *folded = str_fold(arena, behind_brackets(subject));
    const char *plain = behind_marks(folded);

    if (starts_like(plain, sure, COUNT_OF(sure))) /* a person may answer a machine */
        return plain == folded ? ABSENT_SURE : ABSENT_PERHAPS;
    return starts_like(plain, perhaps, COUNT_OF(perhaps)) ? ABSENT_PERHAPS : ABSENT_NO;
}
