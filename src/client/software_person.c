#include "client/software_person.h"

#include <string.h>

#include "base/secret.h"
#include "client/contact.h"

SQL(SUBJECT, FIRM, "SELECT subject FROM software_person WHERE firm = $1 AND contact = $2");
SQL(ADD, FIRM,
    "INSERT INTO software_person (firm, contact, subject) VALUES ($1, $2, $3)"
    " ON CONFLICT (firm, contact) DO NOTHING");

static bool subject_find(struct ctx *cx, int64_t contact, const char **subject)
{
    struct rows *rows = store_query(cx, &SUBJECT, ARGS(arg_int(contact)));

    *subject = rows_next(rows) ? rows_text(rows, 0) : "";
    return rows_done(rows);
}

bool software_person_need(struct ctx *cx, int64_t contact, const char **subject)
{
    const struct secret drawn = secret_draw();
    const char *found;

    if (!subject_find(cx, contact, &found))
        return false;
    if (!*found
        && (!store_run(cx, &ADD, ARGS(arg_int(contact), arg_text(secret_text(cx->arena, &drawn))))
            || !subject_find(cx, contact, &found)))
        return false;
    *subject = found;
    return true;
}

SQL(PROVE, FIRM,
    "INSERT INTO contact_proved (firm, contact, email_folded, proved_at) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (firm, contact)"
    " DO UPDATE SET email_folded = excluded.email_folded, proved_at = excluded.proved_at");

bool software_person_prove(struct ctx *cx, int64_t contact, const char *email)
{
    return store_run(
        cx, &PROVE,
        ARGS(arg_int(contact), arg_text(contact_folded(cx->arena, email)), arg_instant(cx->now)));
}

SQL(PROVED, FIRM, "SELECT email_folded FROM contact_proved WHERE firm = $1 AND contact = $2");

bool software_person_is_proved(struct ctx *cx, int64_t contact, const char *email, bool *is_proved)
{
    struct rows *rows = store_query(cx, &PROVED, ARGS(arg_int(contact)));

    *is_proved = rows_next(rows) && *email
        && strcmp(rows_text(rows, 0), contact_folded(cx->arena, email)) == 0;
    return rows_done(rows);
}
