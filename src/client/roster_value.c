#include "client/roster_value.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/money.h"
#include "base/str.h"
#include "format/address.h"
#include "format/identifier.h"
#include "format/xlsx_value.h"

enum { SHOWN_CHARS = 60, COUNT_LIMIT = 1000000000, PHONE_CHARS = 40, CENT = 100 };

const char *roster_shown(struct arena *arena, const char *text)
{
    size_t size = 0, chars = 0;

    for (; text[size] && chars <= SHOWN_CHARS; size++)
        chars += ((unsigned char)text[size + 1] & 0xC0) != 0x80;
    if (text[size] == '\0')
        return text;
    return arena_format(arena, "%.*s…", (int)size, text);
}

void roster_note_add(struct arena *arena, struct roster_draft *draft, struct roster_note note)
{
    struct roster_note **end = &draft->notes, *kept = arena_new(arena, struct roster_note, 1);

    while (*end)
        end = &(*end)->next;
    *kept = note;
    kept->next = NULL;
    kept->value = note.value ? roster_shown(arena, note.value) : NULL;
    *end = kept;
    draft->note_count++;
    draft->faults += note.weight == ROSTER_FAULT;
}

/* What is being read: the note that tells of it needs no more than a code. */
struct value {
    const struct roster_reading *reading;
    struct roster_draft *draft;
    enum roster_field field;
    enum sheet_kind kind;
    const char *raw, *text; /* as it came, and cleaned */
};

static const char *tell(const struct value *value, enum roster_weight weight, const char *code,
                        const char *name, const char *arg)
{
    roster_note_add(value->reading->arena, value->draft,
                    (struct roster_note){ .weight = weight,
                                          .field = value->field,
                                          .code = code,
                                          .value = value->raw,
                                          .name = name,
                                          .arg = arg });
    return "";
}

static const char *refuse(const struct value *value, const char *code)
{
    return tell(value, ROSTER_FAULT, code, NULL, NULL);
}

static void heal(const struct value *value, const char *code, const char *now)
{
    (void)tell(value, ROSTER_HEALED, code, "now", now);
}

static const char *refuse_number(const struct value *value, const char *code,
                                 const struct identifier *found)
{
    return tell(value, ROSTER_FAULT, code, identifier_flaw_name(found->flaw), "1");
}

static bool is_well(const struct value *value, enum identifier_kind kind, const char *text)
{
    return identifier_check_as(value->reading->arena, kind, text).flaw == IDENTIFIER_WELL;
}

/* With the zeros that a spreadsheet takes from the front of a number, one or two of them. */
static const char *padded(const struct value *value, enum identifier_kind kind,
                          const struct identifier *found)
{
    size_t size = strlen(found->text), whole = (size_t)found->expected;

    if (found->flaw != IDENTIFIER_LENGTH || size + 2 < whole || size >= whole)
        return NULL;
    const char *text =
        arena_format(value->reading->arena, "%.*s%s", (int)(whole - size), "00", found->text);
    return is_well(value, kind, text) ? text : NULL;
}

static const char *siret_read(const struct value *value)
{
    struct identifier found =
        identifier_check_as(value->reading->arena, IDENTIFIER_SIRET, value->text);
    const char *whole = padded(value, IDENTIFIER_SIRET, &found);

    if (found.flaw == IDENTIFIER_WELL)
        return found.text;
    if (!whole)
        return refuse_number(value, "ROSTER-SIRET", &found);
    heal(value, "ROSTER-ZERO", whole);
    return whole;
}

/* A SIRET where a SIREN belongs says both (P-8). */
static const char *siret_cut(const struct value *value, const struct identifier *found)
{
    struct arena *arena = value->reading->arena;
    struct identifier siret = identifier_check_as(arena, IDENTIFIER_SIRET, found->text);
    const char *whole =
        siret.flaw == IDENTIFIER_WELL ? siret.text : padded(value, IDENTIFIER_SIRET, &siret);
    const char **kept = &value->draft->values[ROSTER_SIRET];

    if (!whole)
        return NULL;
    const char *siren = arena_text(arena, whole, 9);
    heal(value, "ROSTER-SIRET-COUPE", siren);
    if (**kept == '\0')
        *kept = whole;
    return siren;
}

static const char *siren_read(const struct value *value)
{
    struct identifier found =
        identifier_check_as(value->reading->arena, IDENTIFIER_SIREN, value->text);
    const char *healed;

    if (found.flaw == IDENTIFIER_WELL)
        return found.text;
    if ((healed = padded(value, IDENTIFIER_SIREN, &found))) {
        heal(value, "ROSTER-ZERO", healed);
        return healed;
    }
    healed = found.flaw == IDENTIFIER_LENGTH ? siret_cut(value, &found) : NULL;
    return healed ? healed : refuse_number(value, "ROSTER-SIREN", &found);
}

static const char *vat_read(const struct value *value)
{
    struct identifier found =
        identifier_check_as(value->reading->arena, IDENTIFIER_FRVAT, value->text);

    return found.flaw == IDENTIFIER_WELL ? found.text : refuse_number(value, "ROSTER-TVA", &found);
}

static bool amount_read(const struct value *value, struct money *money)
{
    const struct sheet_cell cell = { value->kind, value->text };

    return sheet_amount(value->reading->arena, &cell, money);
}

static const char *money_read(const struct value *value)
{
    struct money money;

    if (!amount_read(value, &money))
        return refuse(value, "ROSTER-MONTANT");
    const char *text = money_text(value->reading->arena, money);
    if (value->kind == SHEET_TEXT && strcmp(text, value->text) != 0)
        heal(value, "ROSTER-NOMBRE", text);
    return text;
}

static const char *count_read(const struct value *value)
{
    struct money money;

    if (!amount_read(value, &money) || money.cents % CENT != 0 || money.cents < 0
        || money.cents / CENT > COUNT_LIMIT)
        return refuse(value, "ROSTER-ENTIER");
    const char *text = arena_format(value->reading->arena, "%lld", (long long)(money.cents / CENT));
    if (value->kind == SHEET_TEXT && strcmp(text, value->text) != 0)
        heal(value, "ROSTER-NOMBRE", text);
    return text;
}

/* A day that lost its format; what lies far from our time is no day. */
static const char *serial_day(struct arena *arena, const char *text)
{
    enum { FROM = 36526, UNTIL = 73050 };
    char *end;
    long serial = strtol(text, &end, 10);
    struct date date;

    if (*end != '\0' || serial < FROM || serial > UNTIL || !xlsx_day(serial, false, &date))
        return NULL;
    return date_text(arena, date);
}

/* 31/12/2025 and 31/12 are how everybody writes it. */
static bool is_plain_day(const char *text)
{
    size_t size = strlen(text);

    return (size == 10 || size == 5) && text[2] == '/' && text[strspn(text, "0123456789/")] == '\0';
}

static const char *year_end_read(const struct value *value)
{
    struct arena *arena = value->reading->arena;
    const char *text = value->text, *end;

    if (value->kind == SHEET_NUMBER)
        text = serial_day(arena, value->text);
    else if (value->kind == SHEET_DATE)
        text = arena_text(arena, value->text, strcspn(value->text, "T"));
    if (!text || !roster_year_end(arena, text, &end))
        return refuse(value, "ROSTER-DATE");
    if (value->kind != SHEET_DATE && !is_plain_day(value->text))
        heal(value, "ROSTER-JOUR", end);
    return end;
}

static const char *choice_read(const struct value *value)
{
    const char *found;

    if (roster_choice_parse(value->reading->arena, value->field, value->text, &found))
        return found;
    return tell(value, ROSTER_FAULT, "ROSTER-CHOIX", roster_field_name(value->field), "1");
}

static const char *email_read(const struct value *value)
{
    const char *problem = email_problem(value->text);

    return problem ? refuse(value, problem) : value->text;
}

/* Nine digits of a workbook's number are a French one without its zero. */
static const char *phone_read(const struct value *value)
{
    bool is_bare =
        strlen(value->text) == 9 && value->text[0] != '0' && strspn(value->text, "0123456789") == 9;

    if (str_chars(value->text) > PHONE_CHARS
        || value->text[strspn(value->text, "0123456789 +().-/")])
        return refuse(value, "ROSTER-TELEPHONE");
    if (!is_bare)
        return value->text;
    const char *whole = arena_format(value->reading->arena, "0%s", value->text);
    heal(value, "ROSTER-ZERO", whole);
    return whole;
}

static int tags_compare(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* In order, each once: so two lists are the same when their texts are. */
static const char *tags_read(const struct value *value)
{
    struct arena *arena = value->reading->arena;
    const char **tags = arena_new(arena, const char *, strlen(value->text) + 1);
    struct buf out = { .arena = arena };
    size_t count = 0;

    for (const char *at = value->text; *at;) {
        size_t size = strcspn(at, ",;|\n");
        const char *tag = str_trim(arena, arena_text(arena, at, size));
        if (*tag)
            tags[count++] = tag;
        at += size + (at[size] != '\0');
    }
    qsort(tags, count, sizeof *tags, tags_compare);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || strcmp(tags[i], tags[i - 1]) != 0)
            buf_format(&out, "%s%s", i > 0 ? ", " : "", tags[i]);
    return buf_string(&out);
}

static const char *shape_read(const struct value *value)
{
    switch (roster_field_shape(value->field)) {
    case ROSTER_IS_SIREN:
        return siren_read(value);
    case ROSTER_IS_SIRET:
        return siret_read(value);
    case ROSTER_IS_VAT:
        return vat_read(value);
    case ROSTER_IS_COUNT:
        return count_read(value);
    case ROSTER_IS_MONEY:
        return money_read(value);
    case ROSTER_IS_YEAR_END:
        return year_end_read(value);
    case ROSTER_IS_FLAG:
    case ROSTER_IS_CHOICE:
        return choice_read(value);
    case ROSTER_IS_EMAIL:
        return email_read(value);
    case ROSTER_IS_PHONE:
        return phone_read(value);
    case ROSTER_IS_TAGS:
        return tags_read(value);
    default:
        return value->text;
    }
}

/* What csv_write put in front of a formula goes again. */
static const char *unquoted(const struct roster_reading *reading, const char *text)
{
    bool is_kept = !reading->is_csv || *text != '\'' || text[1] == '\0';
    const char *behind = is_kept ? text : text + 1 + strspn(text + 1, " '");
    bool is_formula = !is_kept && (strchr("=+-@\t\r\n|", *behind) || *behind == '\xEF');

    return is_formula && *behind ? text + 1 : text;
}

/* What is not there for the field at all; true when nothing is left to read. */
static bool kind_refuse(const struct value *value, const struct sheet_cell *cell)
{
    bool is_flag = roster_field_shape(value->field) == ROSTER_IS_FLAG;

    if (cell->kind == SHEET_ERROR)
        return *refuse(value, "ROSTER-ERREUR") == '\0';
    if (cell->kind == SHEET_FORMULA)
        return *refuse(value, "ROSTER-FORMULE") == '\0';
    if (cell->kind == SHEET_LONG)
        return *tell(value, ROSTER_FAULT, "ROSTER-LONG", "most",
                     arena_format(value->reading->arena, "%d", LIMIT_FIELD_CHARS))
            == '\0';
    if (cell->kind == SHEET_BOOLEAN && !is_flag)
        return *tell(value, ROSTER_FAULT, "ROSTER-SORTE", cell->text, "1") == '\0';
    return false;
}

void roster_value_read(const struct roster_reading *reading, struct roster_draft *draft,
                       enum roster_field field, const struct sheet_cell *cell)
{
    struct value value = {
        .reading = reading, .draft = draft, .field = field, .kind = cell->kind, .raw = cell->text
    };
    const char *healed = NULL;

    draft->values[field] = draft->values[field] ? draft->values[field] : "";
    if (cell->kind == SHEET_EMPTY || kind_refuse(&value, cell))
        return;
    value.text = roster_clean(reading->arena, unquoted(reading, cell->text), &healed);
    if (*value.text == '\0')
        return;
    if (strstr(value.text, "\uFFFD")) {
        (void)refuse(&value, "ROSTER-CODAGE");
        return;
    }
    size_t chars = str_chars(value.text);
    if (chars > LIMIT_FIELD_CHARS) {
        value.raw = arena_format(reading->arena, "%zu", chars);
        (void)tell(&value, ROSTER_FAULT, "ROSTER-LONG", "most",
                   arena_format(reading->arena, "%d", LIMIT_FIELD_CHARS));
        return;
    }
    size_t faults = draft->faults;
    const char *read = shape_read(&value);
    if (healed && draft->faults == faults)
        heal(&value, healed, read);
    draft->values[field] = read;
}
