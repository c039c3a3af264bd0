/* What a client's legal deadlines follow from and its record does not say: see mission/tax.h. */
#include "app/client_page.h"
#include "app/handlers_mission.h"
#include "mission/tax.h"

const struct field client_tax_fields[] = {
    { .name = "department", .check = CHECK_TEXT },
    { .name = "vat_day", .check = CHECK_INT },
    { 0 },
};

static void read(const struct request *request, struct client_tax *tax)
{
    const char *department = request_text(request, "department");

    if (request_has(request, "department") && !department_parse(department, &tax->department))
        tax->department = department;
    if (request_has(request, "vat_day"))
        tax->vat_day = *request_text(request, "vat_day") ? (int)request_int(request, "vat_day") : 0;
}

bool client_tax_change(struct ctx *cx, const struct request *request, struct answer *answer)
{
    int64_t client = request_id(request, "client");
    struct client_tax tax;

    if (!client_tax_find(cx, client, &tax))
        return false;
    read(request, &tax);
    if (!client_tax_save(cx, &tax))
        return false;
    if (request_is_api(request)) {
        json_put_text(answer->model, "department", tax.department);
        json_put_int(answer->model, "vat_day", tax.vat_day);
        return true;
    }
    answer->redirect = client_path(cx->arena, client, "/prestations");
    answer->notice = "notice.client_tax";
    return true;
}
