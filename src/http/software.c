#include "http/software.h"

#include <string.h>

#include "http/reply.h"

/* Words whose status is another than their fault's kind has, with what they ask for. */
static const struct meaning {
    const char *error;
    int status;
    const char *authenticate; /* NULL: nothing */
} meanings[] = {
    { "invalid_client", 401, "Basic realm=\"quitus\"" },
    { "invalid_token", 401, "Bearer realm=\"quitus\", error=\"invalid_token\"" },
    { "invalid_grant", 400, NULL },
};

static const char *word_of(int status, const struct fault *fault)
{
    const char *said = fault_arg(fault, "error");

    if (*said)
        return said;
    if (status == 503)
        return "temporarily_unavailable";
    return status < 500 ? "invalid_request" : "server_error";
}

void reply_software(struct arena *arena, int status, const struct fault *fault, struct reply *reply)
{
    const char *word = word_of(status, fault);
    struct json *model = json_map(arena);

    for (size_t i = 0; i < COUNT_OF(meanings); i++)
        if (strcmp(meanings[i].error, word) == 0) {
            status = meanings[i].status;
            if (meanings[i].authenticate)
                reply_header(reply, "WWW-Authenticate", meanings[i].authenticate);
        }
    json_put_text(model, "error", word);
    json_put_text(model, "error_description", fault->code);
    const char *text = json_write(arena, model);
    reply_text(reply, status, "application/json", text, strlen(text));
}
