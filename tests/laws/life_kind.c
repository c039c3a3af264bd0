/* The kinds of obligation that the simulated firm chases: they ask the world, not the books. */
#include <string.h>

#include "life.h"
#include "plant.h"
#include "world.h"

static bool debtors(struct ctx *cx, struct debtor *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct person *person = &world->people[list[i].id];
        list[i].name = "Dupont";
        list[i].address = person->address > 0 ? arena_format(cx->arena, "p%lld.%d@debtor.test",
                                                             (long long)list[i].id, person->address)
                                              : "";
        list[i].language = list[i].id % 3 ? "fr" : "en";
        list[i].is_paused = person->hold == HOLD_PAUSED;
        list[i].hold = list[i].is_paused ? HOLD_NONE : person->hold;
        list[i].paused_until = person->held_until;
        list[i].balance.cents = person->in_credit ? -100 : 100000;
    }
    return true;
}

static void put_item(struct ctx *cx, struct json *items, int64_t subject)
{
    struct json *item = json_add_map(items);
    const struct debt *owed = &world->debts[subject];

    json_put_text(
        item, "piece",
        arena_format(cx->arena, "SUBJ%lldx%lldz", (long long)subject, (long long)owed->cents));
    json_put_date(item, "issued_on", cx->today);
    json_put_date(item, "due_on", cx->today);
    json_put_money(item, "amount", (struct money){ owed->cents });
}

static const char RECEIPT[] = "receipt";

static void put_items(struct ctx *cx, const struct wording *wording, bool receipts,
                      struct json *items)
{
    for (size_t i = 0; i < wording->count; i++)
        if ((strcmp(wording->subjects[i].kind, RECEIPT) == 0) == receipts)
            put_item(cx, items, wording->subjects[i].id);
}

static bool word(struct ctx *cx, const struct wording *wording, struct json *model)
{
    struct json *items = json_put_list(model, "items");
    struct json *customer = json_put_map(model, "customer");

    put_items(cx, wording, false, items);
    json_put_text(customer, "name", "Dupont");
    json_put_text(customer, "account", "411000");
    json_put_text(json_put_map(model, "client"), "name", "Garage Perrin");
    json_put_bool(json_put_map(model, "step"), "first", true);
    json_put_date(model, "on", cx->today);
    json_put_money(model, "total", (struct money){ 100 });
    json_put_money(model, "late_total", (struct money){ 100 });
    json_put_int(model, "count", (int64_t)wording->count);
    return true;
}

static bool word_receipts(struct ctx *cx, const struct wording *wording, struct json *model)
{
    put_items(cx, wording, true, json_get(model, "items"));
    return true;
}

static bool label(struct ctx *cx, int64_t subject, const char **text)
{
    *text = arena_format(cx->arena, "%lld", (long long)subject);
    return true;
}

static const struct chase_kind invoice_kind = {
    .name = "invoice",
    .mail = "mail/dunning",
    .quiet_days = 7,
    .debtors = debtors,
    .word = word,
    .label = label,
};

static const struct chase_kind receipt_kind;

static const struct chase_kind *const mates[] = { &receipt_kind, NULL };

static const struct chase_kind request_kind = {
    .name = "request",
    .mail = "mail/dunning",
    .priority = 1,
    .for_firm = true,
    .mates = mates,
    .debtors = debtors,
    .word = word,
    .label = label,
};

static const struct chase_kind receipt_kind = {
    .name = RECEIPT,
    .leader = &request_kind,
    .word = word_receipts,
    .label = label,
};

/* As a planted fault has them: receipts are no mates of requests. */
static bool word_alone(struct ctx *cx, const struct wording *wording, struct json *model)
{
    return word(cx, wording, model) && word_receipts(cx, wording, model);
}

static const struct chase_kind lone_receipt_kind = {
    .name = RECEIPT,
    .mail = "mail/dunning",
    .for_firm = true,
    .debtors = debtors,
    .word = word_alone,
    .label = label,
};

static const struct chase_kind lone_request_kind = {
    .name = "request",
    .mail = "mail/dunning",
    .for_firm = true,
    .debtors = debtors,
    .word = word,
    .label = label,
};

const struct chase_kind *life_kind(enum owed owed)
{
    static const struct chase_kind *const kinds[] = {
        [OWED_INVOICE] = &invoice_kind,
        [OWED_REQUEST] = &request_kind,
        [OWED_RECEIPT] = &receipt_kind,
    };
    static const struct chase_kind *const apart[] = {
        [OWED_INVOICE] = &invoice_kind,
        [OWED_REQUEST] = &lone_request_kind,
        [OWED_RECEIPT] = &lone_receipt_kind,
    };

    return (plant_twist() == TWIST_APART ? apart : kinds)[owed];
}
