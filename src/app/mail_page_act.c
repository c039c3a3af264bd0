/* Mail filed with a client, dismissed, or made to wait again (E-18). */
#include <string.h>

#include "app/mail_page.h"

const struct field mail_act_fields[] = {
    { .name = "act", .check = CHECK_CHOICE, .required = true, .choices = "file dismiss undo" },
    { .name = "client", .check = CHECK_INT },
    { .name = "demand", .check = CHECK_INT },
    { 0 },
};

static bool file_mail(struct ctx *cx, const struct request *request, int64_t id)
{
    const struct mail_place place = { .client = request_int(request, "client"),
                                      .request = request_int(request, "demand") };
    struct mail_site site;

    if (place.client == 0)
        return fail(cx, FAULT_INPUT, "MAIL-CLIENT", "field", "client", NULL);
    return mail_page_site(cx, request, &site) && mail_place(cx, &site, id, &place);
}

static bool do_act(struct ctx *cx, const struct request *request, const char *act, int64_t id)
{
    if (strcmp(act, "file") == 0)
        return file_mail(cx, request, id);
    return strcmp(act, "dismiss") == 0 ? mail_dismiss(cx, id) : mail_undo(cx, id);
}

bool mail_act(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *act = request_text(request, "act");
    int64_t id = request_id(request, "mail");

    if (!do_act(cx, request, act, id))
        return false;
    if (strcmp(act, "undo") != 0) {
        answer->redirect = arena_format(cx->arena, "/courrier?undo=%lld", (long long)id);
        return true;
    }
    answer->redirect = "/courrier";
    answer->notice = "notice.mail_back";
    return true;
}
