#include "app/test_authorize.h"

#include <sodium.h>
#include <string.h>

#include "base/secret.h"
#include "client/terms.h"

const struct walker SCENE_ZOE = { .role = ROLE_CLIENT, .contact = 1 };
const char SCENE_ADDRESS[] = "https://cible.example/retour";
static const char CODED[] = "https%3A%2F%2Fcible.example%2Fretour";
static const char VERIFIER[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ-._~";
const char SCENE_ISSUER[] = "iss=http%3A%2F%2Fquitus.test%3A8420";

struct arena *scene_arena(struct scene *scene)
{
    return test_site_cx(&scene->site)->arena;
}

void scene_run(struct scene *scene, const char *text)
{
    door_must(books_run_text(test_site_cx(&scene->site), text));
}

void scene_open(struct scene *scene)
{
    const struct test_debts first = { 1, "Rivoal", 1, 1 }, second = { 1, "Secret", 1, 1 };

    test_site_open(&scene->site);
    door_must(test_site_owe(&scene->site, &first) == 1);
    door_must(test_site_owe(&scene->site, &second) == 2);
    scene_run(scene,
              "INSERT INTO contact (firm, id, name, name_folded, email, email_folded, email_state,"
              " email_said, phone, language, created_at) VALUES"
              " (1, 1, 'Zoé', 'zoe', 'zoe@r.test', 'zoe@r.test', 'ok', '', '', 'fr', 0),"
              " (1, 2, 'Yann', 'yann', 'yann@r.test', 'yann@r.test', 'ok', '', '', 'fr', 0)");
    scene_run(scene,
              "INSERT INTO client_contact (firm, client, contact, is_legal, is_main, is_finance,"
              " is_payroll, is_operational, added_at) VALUES (1, 1, 1, 1, 0, 0, 1, 0, 0),"
              " (1, 2, 1, 0, 0, 0, 1, 0, 0), (1, 2, 2, 1, 0, 0, 0, 0, 0)");
    scene_run(scene,
              "INSERT INTO contact_login (firm, contact, invited_at) VALUES (1, 1, 0), (1, 2, 0)");
    scene_run(scene,
              arena_format(scene_arena(scene),
                           "INSERT INTO terms_accepted (firm, contact, version, sha256, language,"
                           " accepted_at, address) VALUES (1, 1, '%s', x'00', 'fr', 0, '')",
                           TERMS_VERSION));
    scene->software = (struct software){ .name = "Cible",
                                         .open_url = "https://cible.example/entrer",
                                         .algorithm = JOSE_ES256,
                                         .for_legal = true,
                                         .addresses = SCENE_ADDRESS };
    test_site_cx(&scene->site)->actor = 1;
    door_must(software_add(test_site_cx(&scene->site), &scene->software, &scene->secret));
}

static const char *challenge(struct arena *arena)
{
    struct secret hash;

    crypto_hash_sha256(hash.bytes, (const unsigned char *)VERIFIER, strlen(VERIFIER));
    return secret_text(arena, &hash);
}

/* A good query, with more behind it. */
const char *scene_query(struct scene *scene, const char *more)
{
    return arena_format(scene_arena(scene),
                        "client_id=%s&redirect_uri=%s&response_type=code&state=a%%20b&nonce=n&"
                        "scope=openid%%20companies&code_challenge_method=S256&code_challenge=%s%s",
                        scene->software.key, CODED, challenge(scene_arena(scene)), more);
}

struct heard scene_ask(struct scene *scene, const char *lines, const char *text)
{
    return door_get(&scene->site.house.door,
                    arena_format(scene_arena(scene), "/espace/autoriser?%s", text), lines);
}

const char *scene_header(struct scene *scene, const struct heard *heard, const char *name)
{
    return heard_header(&scene->site.house.door, heard, name);
}

const char *scene_lines(struct scene *scene, const struct walker *walker)
{
    return walker_lines(&scene->site.house.door, walker);
}

/* The value of a field in an address. */
const char *scene_field(struct arena *arena, const char *url, const char *name)
{
    const char *at = strstr(url, arena_format(arena, "%s=", name));

    door_must(at != NULL);
    at += strlen(name) + 1;
    return arena_text(arena, at, strcspn(at, "&\r\n"));
}

struct heard scene_agree(struct scene *scene, const char *lines, const char *act)
{
    const char *form = scene_query(scene, arena_format(scene_arena(scene), "&act=%s", act));

    return door_post(&scene->site.house.door, "/espace/autoriser", lines, form);
}

const char *scene_code(struct scene *scene, const char *lines)
{
    struct heard heard = scene_agree(scene, lines, "yes");

    door_must(heard.status == 200);
    return scene_field(scene_arena(scene), scene_header(scene, &heard, "Refresh"), "code");
}

struct heard scene_redeem(struct scene *scene, const char *lines, const char *code,
                          const char *secret)
{
    const char *form =
        arena_format(scene_arena(scene),
                     "grant_type=authorization_code&code=%s&redirect_uri=%s&code_verifier=%s%s%s",
                     code, CODED, VERIFIER, *secret ? "&client_secret=" : "", secret);

    if (*secret)
        form = arena_format(scene_arena(scene), "%s&client_id=%s", form, scene->software.key);
    return door_post(&scene->site.house.door, "/oidc/token", lines, form);
}

struct json *scene_json(struct scene *scene, const struct heard *heard)
{
    return json_parse(test_site_cx(&scene->site), heard->body, strlen(heard->body));
}

const char *scene_text(struct scene *scene, const struct heard *heard, const char *key)
{
    const char *text = json_text(json_get(scene_json(scene, heard), key));

    return text ? text : "";
}

const char *scene_basic(struct scene *scene, const char *secret)
{
    const char *shown = arena_format(scene_arena(scene), "%s:%s", scene->software.key, secret);
    size_t room = sodium_base64_encoded_len(strlen(shown), sodium_base64_VARIANT_ORIGINAL);
    char *coded = arena_new(scene_arena(scene), char, room);

    sodium_bin2base64(coded, room, (const unsigned char *)shown, strlen(shown),
                      sodium_base64_VARIANT_ORIGINAL);
    return arena_format(scene_arena(scene), "Authorization: Basic %s\r\n", coded);
}

struct heard scene_user(struct scene *scene, const char *token)
{
    return door_get(&scene->site.house.door, "/oidc/userinfo",
                    arena_format(scene_arena(scene), "Authorization: Bearer %s\r\n", token));
}
