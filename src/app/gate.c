#include "app/gate.h"

#include <string.h>

#include "base/str.h"
#include "client/offer.h"
#include "mail/mail.h"

#define CLIENT_SEEN CLIENT_VISIBLE("x.id", "$3", "$4")
#define CONTACT_SEEN CLIENT_VISIBLE("k.client", "$3", "$4")
#define OF_CLIENT(TABLE)                                                                           \
    "SELECT x.client FROM " TABLE                                                                  \
    " x WHERE x.firm = $1 AND x.id = $2 AND " CLIENT_VISIBLE("x.client", "$3", "$4")

SQL(CLIENT, FIRM, "SELECT x.id FROM client x WHERE x.firm = $1 AND x.id = $2 AND " CLIENT_SEEN);
SQL(CUSTOMER, FIRM, OF_CLIENT("customer"));
SQL(IMPORT, FIRM, OF_CLIENT("import"));
SQL(OBLIGATION, FIRM, OF_CLIENT("obligation"));
SQL(MESSAGE, FIRM,
    "SELECT x.client FROM message x WHERE x.firm = $1 AND x.id = $2"
    " AND " MESSAGE_VISIBLE("x", "$3", "$4"));
/* Of several made together the whole is asked for by one of them. */
SQL(DECISION, FIRM,
    "SELECT 0 FROM decision d JOIN message x ON x.firm = d.firm AND x.id = d.message"
    " WHERE d.firm = $1 AND d.id = $2 AND " MESSAGE_VISIBLE("x", "$3", "$4"));
SQL(ASSIGNMENT, FIRM, OF_CLIENT("assignment"));
SQL(DOCUMENT, FIRM, OF_CLIENT("document"));
/* A person of several clients is there by any of them. */
SQL(CONTACT, FIRM,
    "SELECT 0 FROM contact x WHERE x.firm = $1 AND x.id = $2 AND (NOT EXISTS (SELECT 1"
    " FROM client_contact k WHERE k.firm = $1 AND k.contact = x.id) OR EXISTS (SELECT 1"
    " FROM client_contact k WHERE k.firm = $1 AND k.contact = x.id AND " CONTACT_SEEN "))");
/* It is filed with any client: its own is no other form's to name. */
SQL(MAIL, FIRM,
    "SELECT 0 FROM mail m WHERE m.firm = $1 AND m.id = $2 AND " MAIL_VISIBLE("$3", "$4"));
SQL(MISSION, FIRM, OF_CLIENT("mission"));
SQL(LINE, FIRM, OF_CLIENT("mission_service"));
/* Whoever is told that a hidden client passed on may say that they read it. */
SQL(VISIT, FIRM,
    "SELECT 0 FROM visit x WHERE x.firm = $1 AND x.id = $2 AND ((x.mode = 'inherit'"
    " AND x.told = CAST($3 AS BIGINT)) OR " CLIENT_VISIBLE("x.client", "$3", "$4") ")");
SQL(DEMAND, FIRM, OF_CLIENT("request"));
SQL(TASK, FIRM, OF_CLIENT("task"));
SQL(REMINDER, FIRM,
    "SELECT o.client FROM reminder r JOIN obligation o ON o.firm = r.firm AND o.id = r.obligation"
    " WHERE r.firm = $1 AND r.id = $2 AND " CLIENT_VISIBLE("o.client", "$3", "$4"));

/*
 * The same names for a client's person: of the contact's own companies alone, what the payroll
 * holds for its people alone (P-3). A document is one that the client's own people sent.
 */
#define MINE(CLIENT)                                                                               \
    " JOIN client_contact k ON k.firm = $1 AND k.client = " CLIENT " AND k.contact = $3"
#define MY_REQUEST MINE("r.client")
#define MY_DOCUMENT MINE("d.client")
#define DOCUMENTS_SHOWN OFFER_SHOWS("d.client", "documents")
#define PAYROLL_KEPT " (r.needs_payroll = 0 OR k.is_payroll = 1 OR k.is_legal = 1)"

SQL(OWN_CLIENT, FIRM,
    "SELECT k.client FROM client_contact k"
    " WHERE k.firm = $1 AND k.client = $2 AND k.contact = $3");
SQL(OWN_REQUEST, FIRM,
    "SELECT r.client FROM request r" MY_REQUEST " WHERE r.firm = $1 AND r.id = $2"
    " AND r.state <> 'dropped' AND" PAYROLL_KEPT);
SQL(OWN_ITEM, FIRM,
    "SELECT r.client FROM item i JOIN request r ON r.firm = i.firm AND r.id = i.request" MY_REQUEST
    " WHERE i.firm = $1 AND i.id = $2 AND r.state <> 'dropped' AND" PAYROLL_KEPT);
SQL(OWN_DOCUMENT, FIRM,
    "SELECT d.client FROM document d" MY_DOCUMENT
    " LEFT JOIN item i ON i.firm = d.firm AND i.id = d.item"
    " LEFT JOIN request r ON r.firm = i.firm AND r.id = i.request"
    " WHERE d.firm = $1 AND d.id = $2 AND d.removed_at IS NULL"
    " AND (d.member IS NULL OR d.way IN ('collect', 'space'))"
    " AND (r.id IS NULL OR" PAYROLL_KEPT ") AND (d.item IS NOT NULL OR " DOCUMENTS_SHOWN ")");
SQL(OWN_CONTACT, FIRM,
    "SELECT 0 FROM client_contact k WHERE k.firm = $1 AND k.contact = $3"
    " AND (EXISTS (SELECT 1 FROM client_contact x WHERE x.firm = $1 AND x.client = k.client"
    "   AND x.contact = $2) OR EXISTS (SELECT 1 FROM client_invite x WHERE x.firm = $1"
    "   AND x.client = k.client AND x.contact = $2)) LIMIT 1");
/* One that they let know them, or that is for a function which they have. */
SQL(OWN_SOFTWARE, FIRM,
    "SELECT 0 FROM software s WHERE s.firm = $1 AND s.id = $2 AND s.removed_at IS NULL"
    " AND (EXISTS (SELECT 1 FROM software_consent a WHERE a.firm = $1 AND a.contact = $3"
    "   AND a.software = s.id) OR EXISTS (SELECT 1 FROM client_contact k WHERE k.firm = $1"
    "   AND k.contact = $3 AND (s.for_all = 1 OR (s.for_legal = 1 AND k.is_legal = 1)"
    "   OR (s.for_finance = 1 AND k.is_finance = 1) OR (s.for_payroll = 1 AND k.is_payroll = 1)"
    "   OR (s.for_operational = 1 AND k.is_operational = 1))))");
SQL(OWN_SESSION, FIRM,
    "SELECT 0 FROM contact_session s WHERE s.firm = $1 AND s.id = $2 AND s.contact = $3");
SQL(OWN_TOKEN, FIRM,
    "SELECT 0 FROM api_token t WHERE t.firm = $1 AND t.id = $2 AND (t.contact = $3 OR EXISTS"
    " (SELECT 1 FROM client_contact k JOIN client_contact x ON x.firm = k.firm"
    "  AND x.client = k.client WHERE k.firm = $1 AND k.contact = $3 AND k.is_legal = 1"
    "  AND x.contact = t.contact))");

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
    { "decision", &DECISION, "DECISION-ABSENTE" },
    { "reminder", &REMINDER, "RAPPEL-ABSENT" },
    { "visit", &VISIT, "VISITE-ABSENTE" },
    { "assignment", &ASSIGNMENT, "AFFECTATION-ABSENTE" },
    { "document", &DOCUMENT, "DOCUMENT-ABSENT" },
    { "demand", &DEMAND, "DEMANDE-ABSENTE" },
    { "task", &TASK, "TACHE-ABSENTE" },
    { "contact", &CONTACT, "CONTACT-ABSENT" },
    { "mail", &MAIL, "MAIL-ABSENT" },
    { "mission", &MISSION, "MISSION-ABSENTE" },
    { "line", &LINE, "MISSION-ABSENTE" },
};

static const struct gate own_gates[] = {
    { "client", &OWN_CLIENT, "CLIENT-ABSENT" },
    { "request", &OWN_REQUEST, "DEMANDE-ABSENTE" },
    { "item", &OWN_ITEM, "DEMANDE-ABSENTE" },
    { "document", &OWN_DOCUMENT, "DOCUMENT-ABSENT" },
    { "contact", &OWN_CONTACT, "CONTACT-ABSENT" },
    { "session", &OWN_SESSION, "SESSION-ABSENTE" },
    { "software", &OWN_SOFTWARE, "LOGICIEL-ABSENT" },
    { "api_token", &OWN_TOKEN, "JETON-ABSENT" },
};

/* What a gate's statement is asked with: a member and the day, or a contact. */
static struct rows *gate_ask(struct ctx *cx, const struct gate *gate, int64_t id, int64_t contact)
{
    if (contact > 0)
        return store_query(cx, gate->statement, ARGS(arg_int(id), arg_int(contact)));
    return store_query(cx, gate->statement,
                       ARGS(arg_int(id), arg_int(cx->actor), arg_date(cx->arena, cx->today)));
}

static bool pass(struct ctx *cx, const struct gate *gate, int64_t id, const struct request *request)
{
    struct rows *rows = gate_ask(cx, gate, id, request_contact(request));
    int64_t client = request_object(request, "client");
    bool is_there = rows_next(rows);
    int64_t owner = is_there ? rows_int(rows, 0) : 0;

    if (!rows_done(rows))
        return false;
    is_there = is_there && (client == 0 || owner == 0 || owner == client);
    return is_there || fail(cx, FAULT_ABSENT, gate->code, NULL);
}

/* A page that a plan hides is not there (P-6); nor are its forms. */
static const struct {
    const char *path;
    enum offer_part part;
} hideable[] = {
    { "/espace/documents", OFFER_DOCUMENTS },
    { "/api/v1/espace/documents", OFFER_DOCUMENTS },
    { "/espace/collecte", OFFER_DOCUMENTS },
    { "/espace/utilisateurs", OFFER_USERS },
};

static bool is_offered(struct ctx *cx, const struct request *request)
{
    bool hides[OFFER_PART_COUNT];

    for (size_t i = 0; i < COUNT_OF(hideable); i++) {
        if (strcmp(request_path(request), hideable[i].path) != 0)
            continue;
        if (!offer_of_contact(cx, request_contact(request), hides))
            return false;
        if (hides[hideable[i].part])
            return fail(cx, FAULT_ABSENT, "ABSENT", NULL);
    }
    return true;
}

bool gate_look(struct ctx *cx, const struct request *request)
{
    bool is_contact = request_contact(request) > 0;
    const struct gate *table = is_contact ? own_gates : gates;

    for (size_t i = 0; i < (is_contact ? COUNT_OF(own_gates) : COUNT_OF(gates)); i++) {
        int64_t id = request_object(request, table[i].name);
        if (id > 0 && !pass(cx, &table[i], id, request))
            return false;
    }
    return !is_contact || is_offered(cx, request);
}

static bool judges(const struct gate *table, size_t count, const char *name, size_t size)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(table[i].name) == size && memcmp(table[i].name, name, size) == 0)
            return true;
    return false;
}

bool gate_judges(const char *name, size_t size, unsigned roles)
{
    if (roles & ROLE_CONTACT)
        return judges(own_gates, COUNT_OF(own_gates), name, size);
    return judges(gates, COUNT_OF(gates), name, size);
}
