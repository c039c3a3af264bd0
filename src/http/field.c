#include "http/field.h"

#include <assert.h>
#include <string.h>

#include "base/buf.h"
#include "base/given.h"
#include "base/limits.h"
#include "base/str.h"
#include "channel/email.h"
#include "http/number.h"

const char FIELD_TOKEN[] = "token", FIELD_TOKEN_QUERY[] = "jeton";

/* One value on its way from the pair to the table. */
struct test {
    struct ctx cx; /* of this field alone: its fault is the field's */
    const struct field *field;
    const struct pair *pair;
    const char *text;
};

static const char *number_text(struct arena *arena, size_t number)
{
    return arena_format(arena, "%zu", number);
}

/* At most 60 characters, whole ones. */
static const char *clipped(struct arena *arena, const char *text)
{
    enum { LONGEST = 60 };
    size_t chars = 0, size = 0;

    while (text[size] && chars <= LONGEST)
        chars += ((unsigned char)text[++size] & 0xC0) != 0x80;
    if (chars <= LONGEST)
        return text;
    return arena_format(arena, "%s…", arena_text(arena, text, size - 1));
}

static bool wrong(struct test *test, const char *code)
{
    return fail(&test->cx, FAULT_INPUT, code, "field", test->field->name, "value",
                clipped(test->cx.arena, test->text), NULL);
}

static bool check_length(struct test *test, size_t limit)
{
    size_t size = str_chars(test->text);

    return size <= limit
        || fail(&test->cx, FAULT_INPUT, "CHAMP-LONG", "field", test->field->name, "size",
                number_text(test->cx.arena, size), "limit", number_text(test->cx.arena, limit),
                NULL);
}

static bool check_line(struct test *test)
{
    if (strlen(test->text) != test->pair->size || str_has_control(test->text))
        return fail(&test->cx, FAULT_INPUT, "CHAMP-SAUT", "field", test->field->name, NULL);
    test->text = str_trim(test->cx.arena, test->text);
    return true;
}

/* Line ends become \n; a tab may stand, another control character may not. */
static bool check_lines(struct test *test)
{
    struct buf text = { .arena = test->cx.arena };

    for (size_t i = 0; i < test->pair->size; i++) {
        char byte = test->pair->value[i];
        if (byte == '\r') {
            byte = '\n';
            i += test->pair->value[i + 1] == '\n';
        }
        if (((unsigned char)byte < ' ' && byte != '\n' && byte != '\t') || byte == 0x7F)
            return fail(&test->cx, FAULT_INPUT, "CHAMP-SAUT", "field", test->field->name, NULL);
        buf_byte(&text, byte);
    }
    test->text = buf_string(&text);
    return true;
}

static bool check_text(struct test *test)
{
    return check_line(test) && check_length(test, LIMIT_FIELD_CHARS);
}

static bool check_note(struct test *test)
{
    return check_lines(test) && check_length(test, LIMIT_NOTE_CHARS);
}

static bool check_int(struct test *test)
{
    int64_t number;

    if (!check_line(test))
        return false;
    return *test->text == '\0' || number_parse(test->text, strlen(test->text), &number)
        || wrong(test, "CHAMP-NOMBRE");
}

static bool check_date(struct test *test)
{
    struct date date;

    if (!check_line(test))
        return false;
    if (*test->text == '\0')
        return true;
    return date_parse(test->text, &date) ? given_day_check(&test->cx, test->field->name, date)
                                         : wrong(test, "CHAMP-DATE");
}

static bool check_money(struct test *test)
{
    struct money money;

    if (!check_line(test))
        return false;
    return *test->text == '\0' || money_parse(test->text, &money) || wrong(test, "CHAMP-MONTANT");
}

static bool check_email(struct test *test)
{
    if (!check_line(test))
        return false;
    const char *problem = *test->text ? email_problem(test->text) : NULL;
    return !problem || wrong(test, problem);
}

static bool check_choice(struct test *test)
{
    const char *choices = test->field->choices;
    size_t size = strlen(test->text);

    for (const char *word = choices; *word; word += *word == ' ') {
        size_t length = strcspn(word, " ");
        if (length == size && memcmp(word, test->text, size) == 0)
            return true;
        word += length;
    }
    if (size == 0 && test->pair->size == 0)
        return true;
    return fail(&test->cx, FAULT_INPUT, "CHAMP-CHOIX", "field", test->field->name, "value",
                clipped(test->cx.arena, test->text), "choices", choices, NULL);
}

static bool check_flag(struct test *test)
{
    return *test->text == '\0' || strcmp(test->text, "1") == 0 || wrong(test, "CHAMP-TYPE");
}

/* Not trimmed: a blank may be meant. */
static bool check_password(struct test *test)
{
    if (strlen(test->text) != test->pair->size)
        return fail(&test->cx, FAULT_INPUT, "CHAMP-SAUT", "field", test->field->name, NULL);
    return test->pair->size <= LIMIT_PASSWORD_BYTES
        || fail(&test->cx, FAULT_INPUT, "CHAMP-LONG", "field", test->field->name, "size",
                number_text(test->cx.arena, test->pair->size), "limit",
                number_text(test->cx.arena, LIMIT_PASSWORD_BYTES), NULL);
}

/* A browser reads a backslash as a slash and drops tabs: « /\evil » leads away as « //evil ». */
static bool check_path(struct test *test)
{
    const char *text = test->text;

    if (text[0] != '/' || text[1] == '/' || strchr(text, '\\') || str_has_control(text)
        || strlen(text) != test->pair->size)
        test->text = "";
    return true;
}

static bool check_file(struct test *test)
{
    return test->pair->is_file || *test->text == '\0' || wrong(test, "CHAMP-TYPE");
}

static bool (*const checks[])(struct test *test) = {
    [CHECK_TEXT] = check_text,         [CHECK_NOTE] = check_note,     [CHECK_PASTE] = check_lines,
    [CHECK_INT] = check_int,           [CHECK_DATE] = check_date,     [CHECK_MONEY] = check_money,
    [CHECK_EMAIL] = check_email,       [CHECK_CHOICE] = check_choice, [CHECK_FLAG] = check_flag,
    [CHECK_PASSWORD] = check_password, [CHECK_PATH] = check_path,     [CHECK_FILE] = check_file,
};

/* JSON says what it means: numbers for CHECK_INT, true or false for CHECK_FLAG, else text. */
static bool check_kind(struct test *test)
{
    enum check check = test->field->check;
    enum json_kind kind = test->pair->kind;
    enum json_kind want = check == CHECK_INT ? JSON_INT
        : check == CHECK_FLAG                ? JSON_BOOL
                                             : JSON_TEXT;
    const char *const types[] = {
        [JSON_INT] = "nombre", [JSON_BOOL] = "oui-non", [JSON_TEXT] = "texte"
    };

    if (test->pair->is_file && check != CHECK_FILE)
        return wrong(test, "CHAMP-TYPE");
    if (kind == JSON_NONE || kind == want)
        return true;
    return fail(&test->cx, FAULT_INPUT, "CHAMP-TYPE", "field", test->field->name, "type",
                types[want], NULL);
}

static bool is_start(const struct field *row)
{
    return str_ends(row->name, "*");
}

/* The length of what a row « start* » begins with. */
static size_t start_size(const struct field *row)
{
    return strlen(row->name) - strlen("*");
}

static bool is_of_row(const struct field *row, const char *name)
{
    return is_start(row) ? strncmp(row->name, name, start_size(row)) == 0
                         : strcmp(row->name, name) == 0;
}

static const struct field *row_of(const struct field *table, const char *name)
{
    for (; table && table->name; table++)
        if (is_of_row(table, name))
            return table;
    return NULL;
}

static void fault_add(struct arena *arena, struct fields *fields, const struct fault *fault)
{
    struct field_fault **end = &fields->faults;

    for (; *end; end = &(*end)->next)
        if (strcmp(fault_arg(&(*end)->fault, "field"), fault_arg(fault, "field")) == 0)
            return;
    *end = arena_new(arena, struct field_fault, 1);
    (*end)->fault = *fault;
}

static void fault_note(struct arena *arena, struct fields *fields, const char *code,
                       const char *field)
{
    struct ctx cx = { .arena = arena };

    if (!fail(&cx, FAULT_INPUT, code, "field", clipped(arena, field), NULL))
        fault_add(arena, fields, &cx.fault);
}

static void pair_check(struct arena *arena, struct fields *fields, const struct pair *pair)
{
    const struct field *field = row_of(fields->table, pair->name);

    if (!field) {
        if (strcmp(pair->name, FIELD_TOKEN) != 0 && strcmp(pair->name, FIELD_TOKEN_QUERY) != 0)
            fault_note(arena, fields, "CHAMP-INCONNU", pair->name);
        return;
    }
    struct value *value = &fields->values[field - fields->table];
    struct field own = *field;
    own.name = is_start(field) ? pair->name : field->name;
    if (form_find(fields->form, pair->name) != pair && field->many == 0) {
        fault_note(arena, fields, "CHAMP-DOUBLE", pair->name);
        return;
    }
    struct test test = {
        .cx = { .arena = arena }, .field = &own, .pair = pair, .text = pair->value
    };
    if (!check_kind(&test) || !checks[field->check](&test))
        fault_add(arena, fields, &test.cx.fault);
    else if (is_start(field))
        fields->named[fields->named_count++] =
            (struct named){ .rest = pair->name + start_size(field), .text = test.text };
    else
        *value = (struct value){ .text = test.text, .sent = *test.text != '\0' };
}

static bool is_faulty(const struct fields *fields, const char *name)
{
    for (const struct field_fault *fault = fields->faults; fault; fault = fault->next)
        if (strcmp(fault_arg(&fault->fault, "field"), name) == 0)
            return true;
    return false;
}

struct fields *fields_check(struct arena *arena, const struct field *table, const struct form *form)
{
    struct fields *fields = arena_new(arena, struct fields, 1);

    *fields = (struct fields){ .table = table, .form = form };
    while (table && table[fields->count].name)
        fields->count++;
    fields->values = arena_new(arena, struct value, fields->count);
    fields->named = arena_new(arena, struct named, form->count + 1);
    for (size_t i = 0; i < fields->count; i++)
        fields->values[i].text = "";
    for (const struct pair *pair = form->first; pair; pair = pair->next)
        pair_check(arena, fields, pair);
    for (size_t i = 0; i < fields->count; i++)
        if (table[i].required && !fields->values[i].sent && !is_faulty(fields, table[i].name))
            fault_note(arena, fields, "CHAMP-MANQUE", table[i].name);
    return fields;
}

bool fields_hold(struct ctx *cx, const struct fields *fields)
{
    if (fields->faults)
        cx->fault = fields->faults->fault;
    return !fields->faults;
}

size_t field_index(const struct fields *fields, const char *name)
{
    const struct field *field = row_of(fields->table, name);

    assert(field);
    return (size_t)(field - fields->table);
}
