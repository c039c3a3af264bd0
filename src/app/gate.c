#include "app/gate.h"

#include <string.h>

#include "store/visible.h"

#define OF_CLIENT(TABLE)                                                                           \
    "SELECT x.client FROM " TABLE                                                                  \
    " x WHERE x.firm = $1 AND x.id = $2 AND " CLIENT_VISIBLE("x.client", "$3", "$4")

SQL(CLIENT, FIRM,
    "SELECT x.id FROM client x WHERE x.firm = $1 AND x.id = $2 AND " CLIENT_VISIBLE("x.id", "$3",
                                                                                    "$4"));
SQL(CUSTOMER, FIRM, OF_CLIENT("customer"));
SQL(IMPORT, FIRM, OF_CLIENT("import"));
SQL(OBLIGATION, FIRM, OF_CLIENT("obligation"));
SQL(MESSAGE, FIRM, OF_CLIENT("message"));
SQL(ASSIGNMENT, FIRM, OF_CLIENT("assignment"));
SQL(DOCUMENT, FIRM, OF_CLIENT("document"));
/* A person of several clients is there by any of them. */
SQL(CONTACT, FIRM,
    "SELECT 0 FROM contact x WHERE x.firm = $1 AND x.id = $2 AND (NOT EXISTS (SELECT 1"
    " FROM client_contact k WHERE k.firm = $1 AND k.contact = x.id) OR EXISTS (SELECT 1"
    " FROM client_contact k WHERE k.firm = $1 AND k.contact = x.id AND " CLIENT_VISIBLE("k.client",
                                                                                        "$3",
                                                                                        "$4") "))");
SQL(VISIT, FIRM, OF_CLIENT("visit"));
SQL(REMINDER, FIRM,
    "SELECT o.client FROM reminder r JOIN obligation o ON o.firm = r.firm AND o.id = r.obligation"
    " WHERE r.firm = $1 AND r.id = $2 AND " CLIENT_VISIBLE("o.client", "$3", "$4"));

/* An object's name in paths and forms, whose it is, and what is said when it is not there. */
static const struct gate {
    const char *name;
    const struct statement *const *statement;
    const char *code;
} gates[] = {
    { "client", &CLIENT, "CLIENT-ABSENT" },
    { "customer", &CUSTOMER, "DEBITEUR-ABSENT" },
    { "import", &IMPORT, "IMPORT-ABSENT" },
    { "obligation", &OBLIGATION, "OBLIGATION-ABSENTE" },
    { "message", &MESSAGE, "COURRIER-ABSENT" },
    { "reminder", &REMINDER, "RAPPEL-ABSENT" },
    { "visit", &VISIT, "VISITE-ABSENTE" },
    { "assignment", &ASSIGNMENT, "AFFECTATION-ABSENTE" },
    { "document", &DOCUMENT, "DOCUMENT-ABSENT" },
    { "contact", &CONTACT, "CONTACT-ABSENT" },
};

static bool pass(struct ctx *cx, const struct gate *gate, int64_t id, int64_t client)
{
    struct rows *rows = store_query(
        cx, gate->statement, ARGS(arg_int(id), arg_int(cx->actor), arg_date(cx->arena, cx->today)));
    bool is_there = rows_next(rows);
    int64_t owner = is_there ? rows_int(rows, 0) : 0;

    if (!rows_done(rows))
        return false;
    is_there = is_there && (client == 0 || owner == 0 || owner == client);
    return is_there || fail(cx, FAULT_ABSENT, gate->code, NULL);
}

bool gate_look(struct ctx *cx, const struct request *request)
{
    int64_t client = request_object(request, "client");

    for (size_t i = 0; i < COUNT_OF(gates); i++) {
        int64_t id = request_object(request, gates[i].name);
        if (id > 0 && !pass(cx, &gates[i], id, client))
            return false;
    }
    return true;
}

bool gate_judges(const char *name, size_t size)
{
    for (size_t i = 0; i < COUNT_OF(gates); i++)
        if (strlen(gates[i].name) == size && memcmp(gates[i].name, name, size) == 0)
            return true;
    return false;
}
