/* The firm's public page, where a client asks for it (P-8). */
#include <string.h>

#include "app/handlers.h"
#include "client/invitation_page.h"
#include "firm/delay.h"
#include "firm/firm.h"

const struct field joining_page_fields[] = {
    { .name = "cle", .check = CHECK_TEXT },
    { 0 },
};

const struct field joining_fields[] = {
    { .name = "cle", .check = CHECK_TEXT },
    { .name = "name", .check = CHECK_TEXT, .required = true },
    { .name = "siren", .check = CHECK_TEXT },
    { .name = "person", .check = CHECK_TEXT, .required = true },
    { .name = "email", .check = CHECK_EMAIL, .required = true },
    { .name = "phone", .check = CHECK_TEXT },
    { .name = "note", .check = CHECK_NOTE },
    { .name = "consent", .check = CHECK_FLAG, .required = true },
    { 0 },
};

/* Whose page it is; nothing else of the firm is told. */
static bool put_page(struct ctx *cx, const struct request *request, struct json *model)
{
    const char *key = request_text(request, "cle");
    struct firm firm;

    if (!invitation_page_check(cx, key) || !firm_find(cx, &firm))
        return false;
    json_put_text(model, "key", key);
    json_put_text(json_put_map(model, "firm"), "name", firm.name);
    return true;
}

bool joining_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    return put_page(cx, request, answer->model);
}

static bool count(struct ctx *cx, const struct request *request)
{
    return store_begin(cx) && store_end(cx, delay_take(cx, DELAY_JOIN, request_address(request)));
}

static size_t digits_in(const char *text)
{
    size_t count = 0;

    for (; *text; text++)
        count += *text >= '0' && *text <= '9';
    return count;
}

/* The answer is the same whether or not the firm knows the company, or has been asked already. */
bool joining_ask(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *typed = request_text(request, "siren");
    struct invitation asked = {
        .name = request_text(request, "name"),
        .siren = typed,
        .person = request_text(request, "person"),
        .email = request_text(request, "email"),
        .phone = request_text(request, "phone"),
        .language = request_language(request),
        .note = request_text(request, "note"),
    };

    if (!put_page(cx, request, answer->model) || !count(cx, request)
        || !invitation_page_ask(cx, &asked))
        return false;
    json_put_bool(answer->model, "is_sent", true);
    json_put_text(answer->model, "company", asked.name);
    json_put_text(answer->model, "email", asked.email);
    if (*asked.siren && digits_in(typed) > digits_in(asked.siren))
        json_put_text(json_put_map(answer->model, "cut"), "siren", asked.siren);
    return true;
}
