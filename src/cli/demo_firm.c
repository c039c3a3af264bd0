#include "cli/demo_firm.h"

#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "cli/demo_debts.h"
#include "cli/demo_missions.h"
#include "cli/demo_people.h"
#include "cli/demo_words.h"
#include "client/client.h"
#include "firm/hub.h"
#include "firm/member.h"
#include "firm/password.h"
#include "worker/kinds.h"

enum { MEMBERS = 25, CLIENTS = 1248, HUB_LIMIT = 8 };

const char demo_email[] = "claire.moreau@lemoine.example";
const char demo_password[] = "quitus-demo-2026";

const char *demo_address(struct arena *arena, const char *name, const char *domain)
{
    const char *folded = str_fold(arena, name);
    struct buf local = { .arena = arena };

    for (; *folded; folded++)
        buf_byte(&local, *folded == ' ' ? '.' : *folded);
    return arena_format(arena, "%s@%s", buf_string(&local), domain);
}

/* Nine digits that no company has: they begin with 000. The key is right. */
const char *demo_siren(struct arena *arena, int number)
{
    const char *siren = "";

    for (int key = 0; key < 10 && !siren_is_valid(siren); key++)
        siren = arena_format(arena, "000%05d%d", number, key);
    return siren;
}

/* Each hub has a super user; each member, a deputy of the same hub where there is one. */
static bool add_members(struct ctx *cx, struct chance *chance, const int64_t *hubs)
{
    int64_t ids[MEMBERS];
    const char *hash;

    if (!password_hash(cx, demo_password, &hash))
        return false;
    for (int i = 0; i < MEMBERS; i++) {
        const char *first = demo_first_names[i % (int)demo_first_name_count];
        const char *last = demo_names[chance_roll(chance, (uint32_t)demo_name_count)];
        const char *name = i == 0 ? "Claire Moreau" : arena_format(cx->arena, "%s %s", first, last);
        struct member member = {
            .name = name,
            .email = i == 0 ? demo_email
                            : demo_address(cx->arena, arena_format(cx->arena, "%s %d", name, i),
                                           "lemoine.example"),
            .language = "fr",
            .role = i < 3 ? MEMBER_ADMIN : MEMBER_ACCOUNTANT,
            .hub = hubs[i % (int)demo_hub_count],
            .deputy = i < (int)demo_hub_count ? 0 : ids[i - (int)demo_hub_count],
            .is_super_user = i >= 3 && i < 3 + (int)demo_hub_count,
            .is_migration_lead = i == 1,
        };
        if (!member_insert(cx, &member, hash))
            return false;
        ids[i] = member.id;
    }
    return true;
}

static bool add_clients(struct ctx *cx, struct chance *chance, const int64_t *hubs,
                        int64_t *clients)
{
    struct chance own = { .state = 20261122 };

    for (int i = 0; i < CLIENTS; i++) {
        size_t trade = chance_roll(chance, (uint32_t)demo_trade_count);
        const char *name = demo_names[chance_roll(chance, (uint32_t)demo_name_count)];
        struct client client = {
            .hub = hubs[chance_roll(chance, (uint32_t)demo_hub_count)],
            .code = arena_format(cx->arena, "D%04d", i + 1),
            .name = arena_format(cx->arena, "%s %s", demo_trades[trade], name),
            .siren = demo_siren(cx->arena, i + 1),
            .language = "fr",
        };
        demo_fields(&own, i, trade, &client);
        if (!client_add(cx, &client) || !demo_people(cx, &own, i, &client))
            return false;
        clients[i] = client.id;
    }
    return true;
}

static bool add_people(struct ctx *cx, struct chance *chance, int64_t *clients)
{
    int64_t hubs[HUB_LIMIT];

    for (size_t i = 0; i < demo_hub_count; i++)
        if (!hub_add(cx, demo_hubs[i], &hubs[i]))
            return false;
    return add_members(cx, chance, hubs) && add_clients(cx, chance, hubs, clients);
}

bool demo_make(struct ctx *cx, struct date today, const char *base_url)
{
    struct chance chance = { .state = 20260331 };
    int64_t *clients = arena_new(cx->arena, int64_t, CLIENTS);
    struct firm firm = {
        .name = "Cabinet Lemoine & Associés",
        .siren = "",
        .language = "fr",
        .region = REGION_METROPOLE,
        .time_zone = "Europe/Paris",
        .open_from_minute = 8 * 60,
        .open_until_minute = 19 * 60,
        .base_url = base_url,
    };

    cx->today = (struct date){ today.day - DEMO_HISTORY_DAYS };
    cx->now = (struct instant){ cx->today.day * INT64_C(86400000) };
    return firm_add(cx, &firm, worker_kinds) && store_begin(cx)
        && store_end(cx, add_people(cx, &chance, clients))
        && demo_debts(cx, &chance, clients, today) && store_begin(cx)
        && store_end(cx, demo_asks(cx));
}
