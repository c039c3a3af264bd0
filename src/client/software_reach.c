#include "client/software_reach.h"

#include "client/login.h"

SQL(REACH, FIRM,
    "SELECT c.code, c.name, c.siren, k.is_legal, k.is_finance, k.is_payroll, k.is_operational"
    " FROM client_contact k JOIN client c ON c.firm = k.firm AND c.id = k.client"
    " WHERE k.firm = $1 AND k.contact = $2 AND c.tester IS NULL AND c.state <> 'archived'"
    " ORDER BY c.name_folded, c.id");

static bool row_reach(const struct software *software, struct rows *rows, struct reached *reached)
{
    *reached = (struct reached){
        .code = rows_text(rows, 0),
        .name = rows_text(rows, 1),
        .siren = rows_text(rows, 2),
        .is_legal = rows_int(rows, 3) == 1 && (software->for_all || software->for_legal),
        .is_finance = rows_int(rows, 4) == 1 && (software->for_all || software->for_finance),
        .is_payroll = rows_int(rows, 5) == 1 && (software->for_all || software->for_payroll),
        .is_operational =
            rows_int(rows, 6) == 1 && (software->for_all || software->for_operational),
    };
    return software->for_all || reached->is_legal || reached->is_finance || reached->is_payroll
        || reached->is_operational;
}

bool software_reach(struct ctx *cx, const struct software *software, int64_t contact,
                    struct reached **list, size_t *count)
{
    struct reached *found = NULL;
    size_t size = 0, room = 0;
    struct login login;

    if (!login_find(cx, contact, &login))
        return false;
    struct rows *rows = store_query(cx, &REACH, ARGS(arg_int(login.may_enter ? contact : 0)));
    while (rows_next(rows)) {
        struct reached reached;
        if (!row_reach(software, rows, &reached))
            continue;
        if (size == room)
            found = arena_grow(cx->arena, found, &room, sizeof *found);
        found[size++] = reached;
    }
    if (!rows_done(rows))
        return false;
    *list = found;
    *count = size;
    return true;
}

bool software_of_contact(struct ctx *cx, int64_t contact, struct software **list, size_t *count)
{
    struct software *all;
    struct reached *reached;
    size_t size, kept = 0, places;

    if (!software_list(cx, &all, &size))
        return false;
    for (size_t i = 0; i < size; i++) {
        if (!software_reach(cx, &all[i], contact, &reached, &places))
            return false;
        if (places > 0)
            all[kept++] = all[i];
    }
    *list = all;
    *count = kept;
    return true;
}
