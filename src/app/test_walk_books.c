#include "app/test_walk_books.h"

#include "chase/watch.h"
#include "client/assignment.h"
#include "client/contact.h"
#include "client/invitation.h"
#include "client/terms.h"
#include "document/document.h"
#include "mission/mission.h"
#include "mission/rule.h"
#include "mission/service.h"
#include "worker/mail_take.h"

static void run(struct test_site *site, const char *text)
{
    door_must(books_run_text(test_site_cx(site), text));
}

/* What a client is asked for, and what is to be done for it. */
static void add_work(struct ctx *cx, int64_t client)
{
    int64_t firm = scope_firm_id(cx->store);

    door_must(books_run_text(
        cx,
        arena_format(cx->arena,
                     "INSERT INTO request (firm, id, place, client, name, instructions, due_on,"
                     " state, needs_payroll, created_at, changed_at) VALUES (%lld, %lld, 1,"
                     " %lld, 'TVA', '', '2026-12-01', 'open', 0, 0, 0)",
                     (long long)firm, (long long)client, (long long)client)));
    door_must(books_run_text(
        cx,
        arena_format(cx->arena,
                     "INSERT INTO task (firm, id, place, client, title, due_on, state, minutes,"
                     " minutes_spent, created_at) VALUES (%lld, %lld, 1, %lld, 'CA3',"
                     " '2026-12-01', 'todo', 0, 0, 0)",
                     (long long)firm, (long long)client, (long long)client)));
}

/* A mission of a client, of a service that the firm has. */
static void add_mission(struct ctx *cx, int64_t client, int64_t service)
{
    struct mission_service line = { .service = service,
                                    .rhythm = RHYTHM_MONTH,
                                    .first = cx->today,
                                    .quantity = 1,
                                    .follows = "",
                                    .words = "" };
    struct mission mission = {
        .client = client, .name = "Tenue", .first = cx->today, .services = &line, .service_count = 1
    };

    door_must(mission_add(cx, &mission));
    door_must(mission.id == client);
}

/* The ready catalogue, a mission of the first client, a rule. */
static void add_catalogue(struct ctx *cx, int64_t first)
{
    struct mission_service line = {
        .service = first, .rhythm = RHYTHM_MONTH, .quantity = 1, .follows = "", .words = ""
    };
    struct rule rule = { .name = "R", .first = cx->today, .services = &line, .service_count = 1 };

    door_must(service_ready(cx));
    add_mission(cx, first, first);
    door_must(rule_add(cx, &rule));
    door_must(rule.id == first);
}

/* One more client of the firm, to which somebody else is assigned, whose ids begin at 6001. */
static void fill_hidden(struct test_site *site)
{
    const struct test_debts hidden = { 1, "Cabinet Masque", 2, 2 };

    run(site,
        "INSERT INTO sequence (firm, noun, last) VALUES (1, 'import', 0)"
        " ON CONFLICT (firm, noun) DO NOTHING");
    run(site,
        "UPDATE sequence SET last = 6000 WHERE firm = 1 AND noun IN ('client', 'customer',"
        " 'invoice', 'import', 'obligation', 'reminder', 'message', 'mission')");
    door_must(test_site_owe(site, &hidden) == 6001);
    test_site_round(site);
    add_mission(test_site_cx(site), 6001, 1);
    run(site,
        "INSERT INTO visit (firm, id, client, member, mode, at, seen_at, told)"
        " VALUES (1, 6001, 6001, 2, 'assign', 0, 0, 1)");
    add_work(test_site_cx(site), 6001);
    run(site, "UPDATE client SET is_confidential = 1 WHERE firm = 1 AND id = 6001");
    door_must(test_site_number(site,
                               "SELECT COUNT(*) FROM message m CROSS JOIN reminder r"
                               " WHERE m.firm = 1 AND m.id = 6001 AND r.firm = 1 AND r.id = 6001")
              == 1);
}

/* Of each firm's first client: a contact, an assignment; and an invitation that waits. */
static void add_portfolio(struct ctx *cx, int64_t client, int64_t member)
{
    struct contact contact = { .name = "Zoé Roux", .email = "zoe@roux.example" };
    struct assignment assignment = { .client = client, .member = member };
    struct invitation invitation = { .name = "Roux", .siren = "", .person = "Zoé Roux" };

    door_must(contact_add(cx, &contact));
    door_must(contact_join(cx, &(struct contact_role){ .client = client, .contact = contact.id }));
    door_must(assignment_add(cx, &assignment));
    door_must(invitation_add(cx, &invitation));
    door_must(contact.id == client);
    door_must(assignment.id == client);
    door_must(invitation.id == client);
    add_work(cx, client);
}

/* A file that was read, of clients: only who read it sees it. */
static void fill_import(struct ctx *cx, int64_t firm, int64_t id, int64_t member)
{
    door_must(books_run_text(
        cx,
        arena_format(cx->arena,
                     "INSERT INTO client_import (firm, id, kind, file_name, encoding,"
                     " separator, sheet, has_macros, head_row, heads, map, state, new_count,"
                     " changed_count, same_count, faulty_count, noted_count, kept_count, shown,"
                     " read_at, read_by) VALUES (%lld, %lld, 'clients', 'a.csv', 'utf-8', ';',"
                     " '', 0, 1, '', '', 'read', 0, 0, 0, 0, 0, 0, '', 0, %lld)",
                     (long long)firm, (long long)id, (long long)member)));
}

/* Of a client, with this id; its file is there. */
static void fill_document(struct test_site *site, int64_t client, int64_t id)
{
    struct ctx *cx = test_site_cx(site);
    struct document document = { .client = client, .way = DOCUMENT_BY_FIRM };
    const struct document_source source = { .bytes = { .bytes = "%PDF-1.4", .size = 8 },
                                            .name = "a.pdf" };

    door_must(document_keep(cx, &site->house.vault, &source, &document));
    door_must(
        books_run_text(cx,
                       arena_format(cx->arena, "UPDATE document SET id = %lld WHERE client = %lld",
                                    (long long)id, (long long)client)));
}

/* Of each document's client: a mail that waits, which brought it; the first as it came. */
static void fill_mails(struct test_site *site)
{
    struct ctx *cx = test_site_cx(site);
    const struct vault mails = mail_vault(cx->arena, &site->house.vault);
    const struct vault_source source = { .bytes = "From: x\r\n\r\n", .size = 11 };
    struct vault_file came;

    run(site,
        "INSERT INTO mail (firm, id, sha256, size, mail_id, sender, sender_name, subject, text,"
        " taken_at, state, reason, defect, client, handed) SELECT firm, id, CASE id WHEN 1 THEN"
        " x'01' ELSE x'02' END, 1, '', '', '', '', '', 0, 'triage', '', '', client, 0"
        " FROM document");
    run(site,
        "INSERT INTO mail_file (firm, mail, place, name, size, problem, document)"
        " SELECT firm, id, 0, 'a.pdf', 8, '', id FROM document");
    door_must(vault_take(cx, &mails, &source, &came));
    run(site,
        arena_format(cx->arena, "UPDATE mail SET sha256 = x'%s', size = %lld WHERE id = 1",
                     document_hash_text(cx->arena, came.hash), (long long)came.size));
}

/* An item of the request; see fill_people for who may see it: 1 is in, 2 is a newcomer. */
static void fill_item(struct test_site *site, int64_t firm, int64_t client)
{
    struct ctx *cx = test_site_cx(site);
    long long f = (long long)firm, c = (long long)client;

    door_must(books_run_text(
        cx,
        arena_format(cx->arena,
                     "INSERT INTO item (firm, id, request, client, place, kind, name,"
                     " is_blocking, state, answer, reason, changed_at) VALUES"
                     " (%lld, %lld, %lld, %lld, 1, 'answer', 'Effectif', 1, 'missing', '', '',"
                     " 0)",
                     f, c, c, c)));
}

/* One's own, another firm's, another client's person's: what is not one's own is not there. */
static void fill_tokens(struct test_site *site, const struct walker *walker)
{
    static const char TOKENS[] =
        "INSERT INTO api_token (firm, id, token_hash, member, contact, name, may_write, is_admin,"
        " last_on, made_at, seen_from) VALUES"
        " (1, 1, x'01', %s, %s, 'own', 1, 0, '2027-01-01', 0, ''),"
        " (2, 5001, x'02', 5001, NULL, 'foreign', 1, 0, '2027-01-01', 0, ''),"
        " (1, 6001, x'03', NULL, 3, 'hidden', 1, 0, '2027-01-01', 0, '')";
    struct arena *arena = test_site_cx(site)->arena;
    const char *member = walker->contact > 0 ? "NULL" : walker->member == 2 ? "2" : "1";

    run(site, arena_format(arena, TOKENS, member, walker->contact > 0 ? "1" : "NULL"));
    run(site, "INSERT INTO sequence (firm, noun, last) VALUES (1, 'api_token', 9000)");
}

static void fill_people(struct test_site *site)
{
    run(site,
        "INSERT INTO contact (firm, id, name, name_folded, email, email_folded, email_state,"
        " email_said, phone, language, created_at)"
        " VALUES (1, 2, 'Neuf', 'neuf', '', '', 'missing', '', '', 'fr', 0),"
        " (1, 3, 'Autre', 'autre', '', '', 'missing', '', '', 'fr', 0)");
    run(site,
        "INSERT INTO client_contact (firm, client, contact, is_legal, is_main, is_finance,"
        " is_payroll, is_operational, added_at) VALUES (1, 1, 2, 0, 0, 0, 0, 0, 0),"
        " (1, 6001, 3, 0, 0, 0, 0, 0, 0)"); /* what is another client's is somebody's */
    run(site, "INSERT INTO contact_login (firm, contact, invited_at) VALUES (1, 1, 0), (1, 2, 0)");
    run(site,
        arena_format(test_site_cx(site)->arena,
                     "INSERT INTO terms_accepted (firm, contact, version, sha256, language,"
                     " accepted_at, address) VALUES (1, 1, '%s', x'00', 'fr', 0, '')",
                     TERMS_VERSION));
}

/* One's own, and another firm's. */
static void fill_amendments(struct test_site *site)
{
    run(site,
        "INSERT INTO amendment (firm, id, plan, version, title, text, sha256, published_at,"
        " published_by) SELECT firm, MIN(id), 'Or', 1, 'Tarifs', 'Article 1.', x'00', 0, MIN(id)"
        " FROM member GROUP BY firm");
}

/* Of each who changes many at once, with one client. */
static void fill_campaigns(struct test_site *site)
{
    run(site,
        "INSERT INTO campaign (firm, id, member, name_fr, name_en, instructions_fr,"
        " instructions_en, needs_payroll, state, drawn_at, reason)"
        " SELECT firm, id, member, '', '', '', '', 0, 'drawn', 0, '' FROM bulk");
    run(site,
        "INSERT INTO campaign_client (firm, campaign, client, place, fate, why)"
        " SELECT firm, id, id, 1, 'planned', '' FROM bulk");
}

void walk_books_fill(struct test_site *site, const struct walker *walker)
{
    const struct test_debts own = { 1, "Transports Rivoal", 3, 2 };
    const struct test_debts others = { 2, "Autre Cabinet", 2, 2 };
    struct ctx *cx = test_site_cx(site);

    fill_import(cx, 1, 1, walker->member);
    door_must(watch_round(cx)); /* or the health of the chase would be bad, which is no fault */
    test_site_firm(site, 2);
    fill_import(cx, 2, 5001, walker->member);
    door_must(test_site_owe(site, &own) == 1);
    door_must(test_site_owe(site, &others) == 5001);
    test_site_round(site);
    add_portfolio(cx, 1, 1);
    add_catalogue(cx, 1);
    scope_firm(cx->store, 2);
    test_site_round(site);
    door_must(books_run_text(
        cx,
        "INSERT INTO member (firm, id, name, email, email_folded, role, language, state,"
        " created_at) VALUES (2, 5001, 'M', 'm@x.fr', 'm@x.fr', 'admin', 'fr', 'active', 0)"));
    add_portfolio(cx, 5001, 5001);
    fill_document(site, 5001, 5001);
    add_catalogue(cx, 5001);
    scope_firm(cx->store, 1);
    fill_hidden(site);
    fill_document(site, 1, 1);
    fill_item(site, 2, 5001);
    fill_item(site, 1, 1);
    fill_item(site, 1, 6001);
    fill_people(site);
    fill_document(site, 6001, 6001);
    fill_mails(site);
    run(site,
        "INSERT INTO sign_on_provider (firm, id, name, issuer, client_id, algorithm, for_members,"
        " for_people, document, keys, fetched_at) SELECT firm, id, '', 'http://127.0.0.1:9', '',"
        " 'RS256', 1, 1, '', '', 0 FROM document WHERE id <> 6001"); /* where nobody answers */
    for (int firm = 1; firm <= 2; firm++)
        door_must(books_run_text(
            cx,
            arena_format(cx->arena,
                         "INSERT INTO bulk (firm, id, member, act, value, function, comment,"
                         " again, state, drawn_at)"
                         " SELECT %d, %d, MIN(id), 'hub', '', '', '', 0, 'drawn', 0"
                         " FROM member WHERE firm = %d HAVING MIN(id) IS NOT NULL",
                         firm, firm == 1 ? 1 : 5001, firm)));
    fill_campaigns(site);
    fill_amendments(site);
    run(site,
        "INSERT INTO software (firm, id, name, key, secret_hash, open_url, algorithm, for_all,"
        " for_legal, for_finance, for_payroll, for_operational, added_at, added_by)"
        " SELECT firm, id, 'Cible', 'cle', x'00', '', 'ES256', 1, 0, 0, 0, 0, 0, member FROM bulk");
    door_must(test_site_number(site, "SELECT COUNT(*) FROM message WHERE firm = 2 AND id = 5001")
              == 1);
    door_must(test_site_number(site, "SELECT COUNT(*) FROM reminder WHERE firm = 2 AND id = 5001")
              == 1);
    fill_tokens(site, walker);
}
