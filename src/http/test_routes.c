#include "http/test_routes.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/str.h"
#include "firm/sign_in.h"
#include "http/session.h"

const char TEST_PASSWORD[] = "une longue phrase";

static atomic_int changes;

int test_changes(void)
{
    return atomic_exchange(&changes, 0);
}

static bool empty(struct ctx *cx, const struct request *request, struct answer *answer)
{
    (void)cx, (void)request, (void)answer;
    return true;
}

static bool home(struct ctx *cx, const struct request *request, struct answer *answer)
{
    (void)cx;
    json_put_text(answer->model, "token", request_token(request));
    json_put_int(answer->model, "member", request_member(request));
    return true;
}

static bool slow(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const struct timespec while_ms = { .tv_nsec = 200 * 1000000L };

    nanosleep(&while_ms, NULL);
    return home(cx, request, answer);
}

static bool broken(struct ctx *cx, const struct request *request, struct answer *answer)
{
    (void)request, (void)answer;
    return fail(cx, FAULT_BROKEN, "BASE", "detail", "a secret of the house", NULL);
}

/* Something stands before the rest fails. */
static bool half(struct ctx *cx, const struct request *request, struct answer *answer)
{
    int64_t number;

    return store_id(cx, "half", 1, &number) && broken(cx, request, answer);
}

static bool full(struct ctx *cx, const struct request *request, struct answer *answer)
{
    (void)request, (void)answer;
    return fail(cx, FAULT_FULL, "BASE-PLEINE", NULL);
}

static const struct field sign_in_fields[] = {
    { .name = "email", .check = CHECK_EMAIL, .required = true },
    { .name = "password", .check = CHECK_PASSWORD, .required = true },
    { .name = "suite", .check = CHECK_PATH },
    { 0 },
};

static bool sign_in(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct credentials credentials = {
        .email = request_text(request, "email"),
        .password = request_text(request, "password"),
        .address = request_address(request),
    };
    struct member member;

    if (!member_check_password(cx, &credentials, &member))
        return false;
    answer->session = arena_new(cx->arena, struct session_change, 1);
    *answer->session = (struct session_change){
        .signs_in = true,
        .member = member.id,
        .role = member.role == MEMBER_ADMIN ? ROLE_ADMIN : ROLE_ACCOUNTANT,
    };
    answer->redirect = request_has(request, "suite") ? request_text(request, "suite") : "/";
    return true;
}

static bool sign_out(struct ctx *cx, const struct request *request, struct answer *answer)
{
    (void)request;
    answer->session = arena_new(cx->arena, struct session_change, 1);
    answer->redirect = "/connexion";
    return true;
}

static bool client(struct ctx *cx, const struct request *request, struct answer *answer)
{
    int64_t id = request_id(request, "client");

    if (id != 1)
        return fail(cx, FAULT_ABSENT, "CLIENT-ABSENT", "id", arena_format(cx->arena, "%d", (int)id),
                    NULL);
    json_put_int(answer->model, "id", id);
    return true;
}

static bool change(struct ctx *cx, const struct request *request, struct answer *answer)
{
    (void)cx, (void)request;
    atomic_fetch_add(&changes, 1);
    answer->redirect = "/";
    answer->notice = "notice.change";
    return true;
}

static const struct field change_fields[] = {
    { .name = "x", .check = CHECK_INT },
    { 0 },
};

static const struct field name_fields[] = {
    { .name = "nom", .check = CHECK_TEXT, .required = true },
    { .name = "siren", .check = CHECK_TEXT },
    { .name = "montant", .check = CHECK_MONEY },
    { .name = "email", .check = CHECK_EMAIL },
    { .name = "actif", .check = CHECK_FLAG },
    { .name = "tri", .check = CHECK_CHOICE, .choices = "nom siren" },
    { .name = "ordre", .check = CHECK_CHOICE, .choices = "asc desc" },
    { .name = "filtre", .check = CHECK_CHOICE, .choices = "tous actifs" },
    { .name = "secret", .check = CHECK_PASSWORD },
    { 0 },
};

static bool name_page(struct ctx *cx, const struct request *request, struct answer *answer)
{
    (void)cx, (void)request;
    json_put_text(answer->model, "choices", "of the page");
    return true;
}

static bool name_add(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const char *name = request_text(request, "nom");

    if (strcmp(name, "deja") == 0)
        return fail(cx, FAULT_CONFLICT, "MEMBRE-EXISTE", "field", "nom", "value", name, NULL);
    atomic_fetch_add(&changes, 1);
    json_put_text(answer->model, "nom", name);
    return true;
}

static const struct field message_fields[] = {
    { .name = "destinataire", .check = CHECK_EMAIL },
    { .name = "sujet", .check = CHECK_TEXT },
    { .name = "nom", .check = CHECK_TEXT },
    { .name = "reponse", .check = CHECK_EMAIL },
    { 0 },
};

static const struct field file_fields[] = {
    { .name = "note", .check = CHECK_NOTE },
    { .name = "fichier", .check = CHECK_FILE, .limit = LIMIT_UPLOAD_BYTES },
    { 0 },
};

/* Sums the bytes from the file: they are there and are those that were sent. */
static bool file_take(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct upload upload;
    int64_t sum = 0, size = 0;

    if (!request_upload(request, "fichier", &upload))
        return fail(cx, FAULT_INPUT, "CHAMP-MANQUE", "field", "fichier", NULL);
    FILE *file = fopen(upload.path, "rb");
    if (!file)
        return fail(cx, FAULT_BROKEN, "FICHIER", NULL);
    for (int byte; (byte = fgetc(file)) != EOF; size++)
        sum = (sum * 31 + byte) % 1000003;
    (void)fclose(file); /* it was read alone */
    atomic_fetch_add(&changes, 1);
    json_put_text(answer->model, "name", upload.name);
    json_put_text(answer->model, "note", request_text(request, "note"));
    json_put_int(answer->model, "size", upload.size);
    json_put_int(answer->model, "read", size);
    json_put_int(answer->model, "sum", sum);
    return true;
}

static bool download(struct ctx *cx, const struct request *request, struct answer *answer)
{
    (void)cx, (void)request;
    answer->file_name = "relevé \"1\".csv";
    answer->file_type = "text/csv; charset=utf-8";
    answer->file_bytes = "a;b\r\n";
    answer->file_size = strlen("a;b\r\n");
    return true;
}

const struct route test_routes[] = {
    ROUTE(GET, "/", ROLE_ANYONE, "", NULL, "home", home),
    ROUTE(POST, "/", ROLE_MEMBER, "", NULL, "home", change),
    ROUTE(GET, "/healthz", ROLE_ANYONE, "", NULL, NULL, empty),
    ROUTE(GET, "/connexion", ROLE_ANYONE, "", sign_in_fields + 2, "login", home),
    ROUTE(POST, "/connexion", ROLE_ANYONE, "", sign_in_fields, "login", sign_in),
    ROUTE(POST, "/deconnexion", ROLE_MEMBER, "", NULL, NULL, sign_out),
    ROUTE(GET, "/clients/{client}", ROLE_MEMBER, "client", NULL, "client", client),
    ROUTE(GET, "/api/v1/clients/{client}", ROLE_MEMBER, "client", NULL, NULL, client),
    ROUTE(GET, "/reglages", ROLE_ADMIN, "", NULL, "settings", home),
    ROUTE(POST, "/factures/{invoice}/payee", ROLE_MEMBER, "invoice", change_fields, NULL, change),
    ROUTE(GET, "/noms", ROLE_MEMBER, "", NULL, "names", name_page),
    ROUTE(POST, "/noms", ROLE_MEMBER, "", name_fields, "names", name_add),
    ROUTE(POST, "/api/v1/noms", ROLE_MEMBER, "", name_fields, NULL, name_add),
    ROUTE(POST, "/api/v1/messages", ROLE_MEMBER, "", message_fields, NULL, change),
    ROUTE(POST, "/api/v1/dossiers", ROLE_MEMBER, "", name_fields, NULL, name_add),
    ROUTE(POST, "/fichiers", ROLE_MEMBER, "", file_fields, "file", file_take),
    ROUTE(POST, "/depot", ROLE_ANYONE, "", file_fields, "file", file_take),
    ROUTE(GET, "/telechargement", ROLE_ANYONE, "", NULL, NULL, download),
    ROUTE(GET, "/lent", ROLE_ANYONE, "", NULL, "home", slow),
    ROUTE(GET, "/casse", ROLE_ANYONE, "", NULL, "home", broken),
    ROUTE(GET, "/plein", ROLE_ANYONE, "", NULL, "home", full),
    ROUTE(GET, "/espace", ROLE_CLIENT, "", NULL, "home", home),
    ROUTE(GET, "/api/v1/espace", ROLE_CLIENT, "", NULL, NULL, home),
    ROUTE(POST, "/api/v1/espace/pieces/{item}", ROLE_CLIENT, "item", change_fields, NULL, change),
    ROUTE(POST, "/api/v1/membres", ROLE_ADMIN | ROLE_IN_PERSON, "", name_fields, NULL, name_add),
    ROUTE(POST, "/api/v1/fichiers", ROLE_MEMBER, "", file_fields, NULL, file_take),
    ROUTE(POST, "/api/v1/casse", ROLE_MEMBER, "", NULL, NULL, broken),
    ROUTE(POST, "/api/v1/moitie", ROLE_MEMBER, "", NULL, NULL, half),
    ROUTE(POST, "/espace/pieces/{item}", ROLE_CLIENT, "item", change_fields, NULL, change),
    ROUTE(GET, "/espace/conditions", ROLE_CONTACT, "", NULL, "home", home),
    ROUTE(GET, "/espace/connexion", ROLE_ANYONE | ROLE_CONTACT, "", NULL, "home", home),
    ROUTE(POST, "/espace/sortie", ROLE_CONTACT, "", NULL, NULL, sign_out),
};
const size_t test_routes_count = COUNT_OF(test_routes);

void test_members_add(struct door *door)
{
    struct member admin = {
        .name = "Ada", .email = "admin@quitus.test", .language = "fr", .role = MEMBER_ADMIN
    };
    struct member accountant = {
        .name = "Ken", .email = "comptable@quitus.test", .language = "en", .role = MEMBER_ACCOUNTANT
    };

    door_must(member_add(&door->books.cx, &admin, TEST_PASSWORD));
    door_must(member_add(&door->books.cx, &accountant, TEST_PASSWORD));
}

/* Two people of a client: the first has accepted the terms, the second has not. */
static void contacts_add(struct door *door)
{
    static const char *const texts[] = {
        "INSERT INTO client (firm, id, code, name, name_folded, siren, language, state, created_at)"
        " VALUES (1, 1, 'A', 'A', 'a', '', 'fr', 'active', 0)",
        "INSERT INTO contact (firm, id, name, name_folded, email, email_folded, email_state,"
        " email_said, phone, language, created_at)"
        " SELECT 1, id, 'Z', 'z', '', '', 'missing', '', '', 'en', 0 FROM member WHERE firm = 1",
        "INSERT INTO contact_login (firm, contact, invited_at) SELECT 1, id, 0 FROM contact",
        "INSERT INTO client_contact (firm, client, contact, is_legal, is_main, is_finance,"
        " is_payroll, is_operational, added_at) SELECT 1, 1, id, 0, 0, 0, 0, 0, 0 FROM contact",
        "INSERT INTO terms_accepted (firm, contact, version, sha256, language, accepted_at,"
        " address) VALUES (1, 1, '2', x'00', 'fr', 0, '')",
    };

    for (size_t i = 0; i < COUNT_OF(texts); i++)
        door_must(books_run_text(&door->books.cx, texts[i]));
}

void test_house_open(struct door *door)
{
    const struct site site = { .routes = test_routes, .count = test_routes_count, .terms = "2" };

    door_open(door, &site);
    test_members_add(door);
    contacts_add(door);
    (void)test_changes();
}

const char *test_sign_in(struct door *door, const char *email)
{
    struct arena *arena = door->books.cx.arena;
    struct heard heard =
        door_post(door, "/connexion", "",
                  arena_format(arena, "email=%s&password=%s", email, "une+longue+phrase"));

    door_must(heard.status == 303);
    const char *line = heard_header(door, &heard, "Set-Cookie");
    return arena_text(arena, line, strcspn(line, ";"));
}

const char *test_token(struct door *door, const char *cookie)
{
    struct arena *arena = door->books.cx.arena;
    struct heard heard = door_get(door, "/", arena_format(arena, "Cookie: %s\r\n", cookie));
    const char *at = strstr(heard.body, "\"token\":\"");

    door_must(at);
    at += strlen("\"token\":\"");
    return arena_text(arena, at, strcspn(at, "\""));
}
