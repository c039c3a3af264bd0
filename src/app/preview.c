#include "app/preview.h"

#include <string.h>

#include "app/handlers.h"
#include "app/plan_model.h"
#include "app/tomorrow.h"
#include "invoice/customer.h"
#include "worker/send_word.h"

const struct field preview_fields[] = {
    { .name = "customer", .check = CHECK_INT, .required = true },
    { .name = "on", .check = CHECK_DATE },
    { 0 },
};

/* In the language that its reader reads now, as it would leave (C-5). */
static bool find_language(struct ctx *cx, const struct desk *desk, struct message *message)
{
    const struct chase_kind *kind = word_kind(desk->sender, message->kind);
    struct debtor debtor = { .id = message->person, .client = message->client };

    if (!kind || !kind->debtors(cx, &debtor, 1))
        return !kind;
    if (debtor.language) /* there is such a person still */
        message->language = debtor.language;
    return true;
}

bool preview_word(struct ctx *cx, const struct desk *desk, const struct message_row *row,
                  struct worded *worded)
{
    struct message message = {
        .id = row->id,
        .client = row->client,
        .person = row->person,
        .kind = row->kind,
        .tone = row->tone,
        .language = row->language,
    };
    struct wording wording = {
        .message = row->id, .client = row->client, .person = row->person, .tone = row->tone
    };
    struct subject *subjects;

    if (!outbox_subjects(cx, row->id, &subjects, &wording.count)
        || !find_language(cx, desk, &message))
        return false;
    wording.subjects = subjects;
    return send_word(cx, desk->sender, &message, &wording, worded);
}

void letter_put(const struct letter *letter, struct json *map)
{
    json_put_text(map, "subject", letter->subject);
    json_put_text(map, "from_name", letter->from_name);
    json_put_text(map, "from", letter->from);
    json_put_text(map, "to_name", letter->to_name);
    json_put_text(map, "to", letter->to);
    if (letter->reply_to && *letter->reply_to)
        json_put_text(map, "reply_to", letter->reply_to);
    json_put_text(map, "text", letter->text);
}

/* What would leave to one customer on a day. */
struct preview {
    struct date on;
    struct customer customer;
    struct forecast
        *forecasts; /* by e-mail: the customer's, then those of who shares its address */
    size_t count;
    struct worded worded;
};

static bool is_mail_to(const struct forecast *forecast, int64_t customer)
{
    return forecast->decision.mails > 0 && forecast->party->debtor.id == customer;
}

/* One message carries the reminders of accounts that share an address (P-2). */
static bool is_mail_with(const struct forecast *forecast, const struct forecast *own)
{
    return forecast->decision.mails > 0 && forecast->party != own->party
        && party_mates(forecast->party, own->party);
}

static bool find_forecast(struct ctx *cx, struct preview *preview)
{
    const struct reach reach = { .until = preview->on, .client = preview->customer.client };
    struct forecast *forecasts;
    size_t count;

    if (!plan_forecast(cx, &reach, &forecasts, &count))
        return false;
    preview->forecasts = arena_new(cx->arena, struct forecast, count + 1);
    for (size_t i = 0; i < count; i++)
        if (is_mail_to(&forecasts[i], preview->customer.id))
            preview->forecasts[preview->count++] = forecasts[i];
    for (size_t i = 0; i < count && preview->count > 0; i++)
        if (is_mail_with(&forecasts[i], &preview->forecasts[0]))
            preview->forecasts[preview->count++] = forecasts[i];
    return preview->count > 0 || fail(cx, FAULT_INPUT, "APERCU-ABSENT", "field", "on", NULL);
}

static const struct step *tone_of(const struct preview *preview)
{
    const struct step *tone = preview->forecasts[0].decision.tone;

    for (size_t i = 1; i < preview->count; i++)
        if (preview->forecasts[i].decision.tone->days > tone->days)
            tone = preview->forecasts[i].decision.tone;
    return tone;
}

static void add_subjects(struct ctx *cx, const struct forecast *forecast, struct subject **list,
                         struct wording *wording)
{
    size_t room = wording->count;

    for (size_t i = 0; i < forecast->debts.count; i++) {
        const struct obligation *owed = &forecast->debts.owed[i];
        const struct fated *taken = forecast->decision.plans[i].taken;
        if (!taken || chase_by_hand(owed, taken->occasion.step))
            continue;
        if (wording->count == room)
            *list = arena_grow(cx->arena, *list, &room, sizeof **list);
        (*list)[wording->count++] = (struct subject){ owed->kind, owed->subject };
    }
    wording->subjects = *list;
}

static bool word_forecast(struct ctx *cx, const struct desk *desk, struct preview *preview)
{
    const struct forecast *forecast = &preview->forecasts[0];
    const struct debtor *debtor = &forecast->party->debtor;
    struct subject *subjects = NULL;
    const struct message message = {
        .client = debtor->client,
        .person = debtor->id,
        .kind = forecast->rules->leader->name,
        .tone = tone_of(preview)->name,
        .language = debtor->language,
    };
    struct wording wording = {
        .client = debtor->client,
        .person = debtor->id,
        .tone = message.tone,
    };

    for (size_t i = 0; i < preview->count; i++)
        add_subjects(cx, &preview->forecasts[i], &subjects, &wording);
    return send_word(cx, desk->sender, &message, &wording, &preview->worded);
}

/* The text speaks of the day on which it leaves. */
static bool read_preview(struct ctx *cx, const struct request *request, struct preview *preview)
{
    struct date today = cx->today;

    *preview = (struct preview){ 0 };
    if (!customer_find(cx, request_int(request, "customer"), &preview->customer)
        || !tomorrow_day(cx, request, &preview->on) || !find_forecast(cx, preview))
        return false;
    cx->today = preview->on;
    bool worded = word_forecast(cx, desk_of(request), preview);
    cx->today = today;
    return worded;
}

bool preview_show(struct ctx *cx, const struct request *request, struct answer *answer)
{
    const struct sender *sender = desk_of(request)->sender;
    struct json *model = answer->model;
    struct preview preview;

    if (!read_preview(cx, request, &preview))
        return false;
    const struct plan_view view = { .language = request_language(request),
                                    .forecasts = preview.forecasts,
                                    .count = preview.count,
                                    .part = PLAN_MAILS };
    struct json *plan = json_map(cx->arena);
    if (!plan_model(cx, &view, plan))
        return false;
    const struct json *message = json_at(json_get(plan, "messages"), 0);
    static const char *const shared[] = { "customer", "client", "amount", "reminders" };
    for (size_t i = 0; i < COUNT_OF(shared); i++)
        json_put(model, shared[i], json_get(message, shared[i]));
    const struct letter letter = {
        .from_name = preview.worded.from_name,
        .from = sender->from,
        .to_name = preview.customer.name,
        .to = preview.customer.email,
        .reply_to = sender->reply_to,
        .subject = preview.worded.subject,
        .text = preview.worded.text,
    };
    letter_put(&letter, json_put_map(model, "message"));
    json_put_bool(model, "is_preview", true);
    json_put_date(model, "on", preview.on);
    json_put_text(model, "apercu_path",
                  arena_format(cx->arena, "/relances/apercu.html?customer=%lld&on=%s",
                               (long long)preview.customer.id, date_text(cx->arena, preview.on)));
    return true;
}

bool preview_frame(struct ctx *cx, const struct request *request, struct answer *answer)
{
    struct preview preview;

    if (!read_preview(cx, request, &preview))
        return false;
    answer->inline_html = preview.worded.html;
    return true;
}
