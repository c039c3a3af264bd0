#include <string.h>

#include "app/addresses.h"
#include "app/handlers.h"
#include "base/str.h"
#include "channel/email.h"
#include "invoice/customer.h"
#include "view/view.h"

enum { ROWS_SHOWN = 2000 };

const struct field addresses_paste_fields[] = {
    { .name = "after", .check = CHECK_INT },
    { .name = "text", .check = CHECK_PASTE, .required = true },
    { .name = "confirm", .check = CHECK_FLAG },
    { 0 },
};

enum outcome_of_line { LINE_RIGHT, LINE_CHANGED, LINE_SAME, LINE_WRONG, LINE_COUNT };

struct line {
    int64_t number;
    const char *account, *email, *name;
    int64_t customer;
    enum outcome_of_line outcome;
    const char *message; /* worded */
};

struct pasted {
    struct ctx *cx;
    const char *language;
    int64_t client;
    struct line *lines;
    size_t count, room;
    int64_t counts[LINE_COUNT];
};

/* Two cells, whichever comes first; further ones are left alone. */
static void split(struct arena *arena, const char *text, struct line *line)
{
    static const char separators[] = "\t;,";
    size_t size = strcspn(text, separators), more = 0;
    const char *second = text[size] ? text + size + 1 : "";

    while (second[more] && !strchr(separators, second[more]))
        more++;
    line->account = str_trim(arena, arena_text(arena, text, size));
    line->email = str_trim(arena, arena_text(arena, second, more));
    if (strchr(line->account, '@') && !strchr(line->email, '@')) {
        const char *email = line->account;
        line->account = line->email;
        line->email = email;
    }
}

static const char *word(const struct pasted *pasted, const char *key, const char *name,
                        const char *value)
{
    struct json *args = json_map(pasted->cx->arena);

    json_put_text(args, name, value);
    return view_text(pasted->cx->arena, pasted->language, key, args);
}

static void refuse(const struct pasted *pasted, struct line *line, const char *key)
{
    line->outcome = LINE_WRONG;
    line->message = word(pasted, key, "account", line->account);
}

static const struct line *twin_of(const struct pasted *pasted, const struct line *line)
{
    for (size_t i = 0; i < pasted->count; i++)
        if (pasted->lines[i].customer == line->customer)
            return &pasted->lines[i];
    return NULL;
}

/* An address for a customer who is there: new, in the place of another, or known. */
static void compare(const struct pasted *pasted, const struct customer *customer, struct line *line)
{
    bool has_one = strcmp(customer->email_state, "missing") != 0;
    bool is_same = has_one && strcmp(customer->email, line->email) == 0;

    line->outcome = is_same ? LINE_SAME : has_one ? LINE_CHANGED : LINE_RIGHT;
    line->message = word(pasted,
                         is_same       ? "paste.same"
                             : has_one ? "paste.changed"
                                       : "paste.added",
                         "email", customer->email);
}

static void judge(const struct pasted *pasted, const struct customer *customer, struct line *line)
{
    const char *problem = email_problem(line->email);

    if (customer->id == 0) {
        refuse(pasted, line, *line->account ? "paste.no_customer" : "paste.no_account");
        return;
    }
    line->customer = customer->id;
    line->name = customer->name;
    if (twin_of(pasted, line)) {
        refuse(pasted, line, "paste.twice");
    } else if (problem) {
        line->outcome = LINE_WRONG;
        line->message =
            address_problem_word(pasted->cx->arena, pasted->language, problem, line->email);
    } else {
        compare(pasted, customer, line);
    }
}

static bool line_read(struct pasted *pasted, int64_t number, const char *text)
{
    struct line line = { .number = number, .name = "" };
    struct customer customer;

    split(pasted->cx->arena, text, &line);
    if (!customer_find_by_account(pasted->cx, pasted->client, line.account, &customer))
        return false;
    judge(pasted, &customer, &line);
    if (pasted->count == pasted->room)
        pasted->lines =
            arena_grow(pasted->cx->arena, pasted->lines, &pasted->room, sizeof *pasted->lines);
    pasted->lines[pasted->count++] = line;
    pasted->counts[line.outcome]++;
    return true;
}

static bool paste_read(struct pasted *pasted, const char *text)
{
    for (int64_t number = 1; *text; number++) {
        size_t size = strcspn(text, "\n");
        const char *line = str_trim(pasted->cx->arena, arena_text(pasted->cx->arena, text, size));
        if (*line && !line_read(pasted, number, line))
            return false;
        text += size + (text[size] == '\n');
    }
    return true;
}

static void put_line(const struct line *line, struct json *list)
{
    static const char *const flags[LINE_COUNT] = {
        [LINE_RIGHT] = "is_right",
        [LINE_CHANGED] = "is_changed",
        [LINE_SAME] = "is_same",
        [LINE_WRONG] = "is_wrong",
    };
    struct json *row = json_add_map(list);

    json_put_int(row, "line", line->number);
    json_put_text(row, "account", line->account);
    json_put_text(row, "email", line->email);
    json_put_text(row, "name", line->name);
    json_put_text(row, "message", line->message);
    json_put_bool(row, flags[line->outcome], true);
}

static void put_preview(const struct pasted *pasted, const char *text, struct json *model)
{
    struct json *preview = json_put_map(model, "preview"), *rows = json_put_list(preview, "rows");
    int64_t right = pasted->counts[LINE_RIGHT] + pasted->counts[LINE_CHANGED];

    for (size_t i = 0; i < pasted->count && i < ROWS_SHOWN; i++)
        put_line(&pasted->lines[i], rows);
    json_put_int(preview, "right", right);
    json_put_int(preview, "wrong", pasted->counts[LINE_WRONG]);
    json_put_int(preview, "same", pasted->counts[LINE_SAME]);
    json_put_bool(preview, "has_right", right > 0);
    json_put_bool(preview, "has_wrong", pasted->counts[LINE_WRONG] > 0);
    json_put_text(model, "text", text);
}

static bool save(const struct pasted *pasted)
{
    struct customer_email *emails =
        arena_new(pasted->cx->arena, struct customer_email, pasted->count + 1);
    size_t count = 0;

    for (size_t i = 0; i < pasted->count; i++)
        if (pasted->lines[i].outcome == LINE_RIGHT || pasted->lines[i].outcome == LINE_CHANGED)
            emails[count++] =
                (struct customer_email){ pasted->lines[i].customer, pasted->lines[i].email };
    return customer_set_emails(pasted->cx, emails, count);
}

bool addresses_paste(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const struct typed_list nothing = { 0 };
    struct pasted pasted = { .cx = cx, .language = request_language(request) };
    struct client client;

    if (!client_find(cx, request_id(request, "client"), &client))
        return false;
    pasted.client = client.id;
    if (!paste_read(&pasted, request_text(request, "text")))
        return false;
    if (!request_has(request, "confirm")) {
        put_preview(&pasted, request_text(request, "text"), answer->model);
        return addresses_put(cx, request, &client, &nothing, answer->model);
    }
    answer->redirect = arena_format(cx->arena, "/clients/%lld/adresses", (long long)client.id);
    answer->notice = "notice.addresses";
    return save(&pasted);
}
