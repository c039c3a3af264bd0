#include "app/test_desk.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chase/rules.h"
#include "firm/member.h"
#include "view/format.h"
#include "worker/kinds.h"

/* Today is 2026-03-31; terms are thirty days. */
const struct sale desk_sales[] = {
    { "GARAGE", "Garage Perrin", "F-1", "20251101", 120000, "" }, /* due 12-01: 120 days late */
    { "GARAGE", "Garage Perrin", "F-2", "20260301", 50000, "" },  /* due 03-31: not late */
    { "HOTEL", "=Hôtel du Port", "F-3", "20260210", 30050, "" },  /* due 03-12: 19 days */
    { "HOTEL", "=Hôtel du Port", "F-4", "20260120", 10000, "" },  /* due 02-19: 40 days */
    { "COSTA", "Plomberie Costa", "F-5", "20260105", 7000, "" },  /* due 02-04: 55 days */
    { "COSTA", "Plomberie Costa", "A-1", "20260110", -2000, "" }, /* a credit on the oldest */
    { "SOLDE", "Éditions du Large", "F-6", "20260105", 9000, "A" },
    { "SOLDE", "Éditions du Large", "R-6", "20260120", -9000, "A" },
};

const size_t desk_sale_count = COUNT_OF(desk_sales);

const char DESK_FILE_NAME[] = "732829320FEC20260331.txt";

static const char PASSWORD[] = "une longue phrase";

static void member_new(struct ctx *cx, const char *name, const char *email, enum member_role role)
{
    struct member member = { .name = name, .email = email, .language = "fr", .role = role };

    door_must(member_add(cx, &member, PASSWORD));
}

static const char *folder_make(struct arena *arena)
{
    static const char PATTERN[] = "/tmp/quitus-desk-XXXXXX";
    char *folder = arena_new(arena, char, sizeof PATTERN);

    memcpy(folder, PATTERN, sizeof PATTERN);
    door_must(mkdtemp(folder));
    return folder;
}

static int remove_one(const char *path, const struct stat *found, int type, struct FTW *place)
{
    (void)found, (void)type, (void)place;
    return remove(path);
}

/* What the pages know of the house; nothing is sent. */
static void furnish(struct desk_door *desk, struct ctx *cx)
{
    door_must(firm_find(cx, &desk->firm));
    desk->sender = (struct sender){
        .config = { .url = "memory:", .helo = "localhost" },
        .from = "relances@cabinet.test",
        .clock = &desk->door.clock,
        .kinds = worker_kinds,
        .apart = worker_apart,
    };
    desk->vault.folder = folder_make(cx->arena);
    desk->desk = (struct desk){
        .firm = &desk->firm,
        .zone = desk->desk.zone,
        .sender = &desk->sender,
        .shelf = shelf_new(),
        .vault = &desk->vault,
        .is_demo = true,
    };
}

void desk_open(struct desk_door *desk)
{
    struct site site = { 0 };

    *desk = (struct desk_door){ .lines = "", .token = "" };
    desk->desk.zone = zone_now_open(&(struct ctx){ .arena = &desk->arena }, "Europe/Paris");
    door_must(desk->desk.zone);
    format_zone(desk->desk.zone);
    site.zone = desk->desk.zone;
    app_dress(&site, &desk->desk);
    door_open(&desk->door, &site);
    struct ctx *cx = &desk->door.books.cx;
    cx->today = date_of(2026, 3, 31);
    furnish(desk, cx);
    door_must(store_begin(cx) && store_end(cx, rules_seed(cx, "invoice", "Standard")));
    member_new(cx, "Ada Lebrun", "admin@quitus.test", MEMBER_ADMIN);
    member_new(cx, "Ken Ozu", "comptable@quitus.test", MEMBER_ACCOUNTANT);
}

void desk_close(struct desk_door *desk)
{
    nftw(desk->vault.folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    door_close(&desk->door);
    shelf_free(desk->desk.shelf);
    format_zone(NULL);
    arena_free(&desk->arena);
}

void desk_sign_in(struct desk_door *desk, const char *email)
{
    struct arena *arena = desk->door.books.cx.arena;
    struct heard heard =
        door_post(&desk->door, "/connexion", "",
                  arena_format(arena, "email=%s&password=une+longue+phrase", email));
    const char *cookie = heard_header(&desk->door, &heard, "Set-Cookie");
    static const char MARK[] = "name=\"token\" value=\"";

    door_must(heard.status == 303);
    desk->lines = arena_format(arena, "Cookie: %.*s\r\n", (int)strcspn(cookie, ";"), cookie);
    heard = desk_get(desk, "/importer");
    const char *token = strstr(heard.body, MARK);
    door_must(token);
    token += strlen(MARK);
    desk->token = arena_text(arena, token, strcspn(token, "\""));
    desk->lines = arena_format(arena, "%sX-Quitus-Token: %s\r\n", desk->lines, desk->token);
}

struct heard desk_get(struct desk_door *desk, const char *path)
{
    return door_get(&desk->door, path, desk->lines);
}

struct heard desk_post(struct desk_door *desk, const char *path, const char *body)
{
    return door_post(&desk->door, path, desk->lines, body);
}

struct json *desk_ask(struct desk_door *desk, const char *path)
{
    struct heard heard = desk_get(desk, path);
    struct json *model = json_parse_own(&desk->door.books.cx, heard.body, heard.size);

    door_must(heard.status == 200);
    door_must(model);
    return model;
}

const char *desk_value(struct desk_door *desk, const struct json *model, const char *path)
{
    struct arena *arena = desk->door.books.cx.arena;

    while (*path) {
        size_t size = strcspn(path, ".");
        const char *name = arena_text(arena, path, size);
        bool is_place = strspn(name, "0123456789") == size;
        model = is_place ? json_at(model, (size_t)strtoul(name, NULL, 10)) : json_get(model, name);
        path += size + (path[size] == '.');
    }
    switch (json_kind(model)) {
    case JSON_INT:
        return arena_format(arena, "%lld", (long long)json_int(model));
    case JSON_BOOL:
        return json_bool(model) ? "true" : "false";
    default:
        return json_text(model) ? json_text(model) : "";
    }
}

static void line_write(struct buf *file, size_t number, const struct sale *sale, bool is_owed)
{
    long cents = sale->cents < 0 ? -sale->cents : sale->cents;
    const char *amount = arena_format(file->arena, "%ld,%02ld", cents / 100, cents % 100);
    bool is_debit = is_owed == (sale->cents > 0);

    buf_format(file, "VE\tVentes\t%zu\t%s\t%s\t", number, sale->on,
               is_owed ? "41100000\tClients" : "70600000\tPrestations");
    buf_format(file, "%s\t%s\t%s\t%s\tFacture\t", is_owed ? sale->aux : "",
               is_owed ? sale->name : "", sale->piece, sale->on);
    buf_format(file, "%s\t%s\t", is_debit ? amount : "0,00", is_debit ? "0,00" : amount);
    buf_format(file, "%s\t%s\t%s\t\t\r\n", is_owed ? sale->letter : "",
               is_owed && *sale->letter ? sale->on : "", sale->on);
}

const char *desk_fec(struct desk_door *desk, const struct sale *sales, size_t count)
{
    struct buf file = { .arena = desk->door.books.cx.arena };

    buf_text(&file,
             "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\t"
             "CompAuxNum\tCompAuxLib\tPieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\t"
             "EcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise\r\n");
    for (size_t i = 0; i < count; i++) {
        line_write(&file, i + 1, &sales[i], true);
        line_write(&file, i + 1, &sales[i], false);
    }
    return buf_string(&file);
}

struct heard desk_upload(struct desk_door *desk, const char *path, const char *file_name,
                         const char *bytes, const char *fields)
{
    struct arena *arena = desk->door.books.cx.arena;
    struct buf body = { .arena = arena };

    buf_format(&body, "--limite\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n%s\r\n",
               desk->token);
    while (*fields) {
        size_t size = strcspn(fields, "&"), name = strcspn(fields, "=");
        buf_format(&body, "--limite\r\nContent-Disposition: form-data; name=\"%.*s\"\r\n\r\n",
                   (int)name, fields);
        buf_format(&body, "%.*s\r\n", (int)(size - name - 1), fields + name + 1);
        fields += size + (fields[size] == '&');
    }
    buf_format(&body,
               "--limite\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n"
               "Content-Type: text/plain\r\n\r\n",
               file_name);
    buf_format(&body, "%s\r\n--limite--\r\n", bytes);
    return door_post(&desk->door, path,
                     arena_format(arena, "%sContent-Type: multipart/form-data; boundary=limite\r\n",
                                  desk->lines),
                     buf_string(&body));
}

void desk_open_with_file(struct desk_door *desk)
{
    desk_open(desk);
    desk_sign_in(desk, "comptable@quitus.test");
    struct heard heard = desk_upload(desk, "/importer", DESK_FILE_NAME,
                                     desk_fec(desk, desk_sales, desk_sale_count), "client=&name=");
    door_must(heard.status == 303);
}

int64_t desk_number(struct desk_door *desk, const char *sql)
{
    int64_t number = -1;

    door_must(books_number(&desk->door.books.cx, sql, &number));
    return number;
}

const char *desk_customer_path(struct desk_door *desk, const char *aux, const char *end)
{
    struct arena *arena = desk->door.books.cx.arena;
    int64_t id =
        desk_number(desk, arena_format(arena, "SELECT id FROM customer WHERE aux = '%s'", aux));

    return arena_format(arena, "/clients/1/debiteurs/%lld%s", (long long)id, end);
}
