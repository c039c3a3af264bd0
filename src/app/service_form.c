#include "app/service_form.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/str.h"
#include "http/number.h"
#include "view/view.h"

enum { NAME_CHARS = 200, TITLE_CHARS = 120 };

struct reading {
    struct arena *arena;
    struct service_draft *draft;
    long task_numbers[SERVICE_PARTS], request_numbers[SERVICE_PARTS];
    long item_numbers[SERVICE_PARTS][SERVICE_PARTS];
};

static void add_flaw(struct service_draft *draft, const char *code, const char *field,
                     const char *value)
{
    if (draft->flaw_count == SERVICE_FLAWS)
        return;
    draft->flaws[draft->flaw_count++] = (struct fault){
        .kind = FAULT_INPUT,
        .code = code,
        .args = { { "field", field }, { "value", value } },
    };
}

/* The place of a number among those met so far, or a new one; SERVICE_PARTS when all are taken. */
static size_t place_of(long *numbers, size_t *count, long number)
{
    for (size_t i = 0; i < *count; i++)
        if (numbers[i] == number)
            return i;
    if (*count == SERVICE_PARTS)
        return SERVICE_PARTS;
    numbers[*count] = number;
    return (*count)++;
}

static int64_t read_number(struct reading *reading, const char *field, const char *text)
{
    int64_t number = 0;

    if (*text && !number_parse(text, strlen(text), &number))
        add_flaw(reading->draft, "SERVICE-NOMBRE", field, text);
    return number;
}

static void read_words(struct words *words, const char *key, const char *text)
{
    words->in[str_ends(key, "_en") ? WORDS_EN : WORDS_FR] = text;
}

/* A point a line. */
static void read_checklist(struct arena *arena, struct service_task *task, const char *text)
{
    task->checklist = arena_new(arena, const char *, SERVICE_PARTS + 1);
    task->check_count = 0;
    while (*text && task->check_count < SERVICE_PARTS) {
        size_t size = strcspn(text, "\n");
        const char *point = str_trim(arena, arena_text(arena, text, size));
        if (*point)
            task->checklist[task->check_count++] = point;
        text += size + (text[size] == '\n');
    }
}

static void read_task(struct reading *reading, const char *at, const char *text)
{
    struct service_content *content = &reading->draft->service.content;
    char *key;
    long number = strtol(at, &key, 10);
    size_t known = content->task_count;
    size_t place = place_of(reading->task_numbers, &content->task_count, number);

    if (place == SERVICE_PARTS)
        return;
    struct service_task *task = &content->tasks[place];
    if (place == known)
        *task = (struct service_task){ .title = "", .function = "" };
    if (strcmp(key, "-title") == 0)
        task->title = text;
    else if (strcmp(key, "-function") == 0)
        task->function = text;
    else if (strcmp(key, "-checklist") == 0)
        read_checklist(reading->arena, task, text);
    else if (strcmp(key, "-minutes") == 0)
        task->minutes = read_number(reading, "minutes", text);
}

/* The place of the request with a number. */
static size_t request_place(struct reading *reading, long number)
{
    struct service_content *content = &reading->draft->service.content;
    size_t known = content->request_count;
    size_t place = place_of(reading->request_numbers, &content->request_count, number);

    if (place < SERVICE_PARTS && place == known)
        content->requests[place] = (struct service_request){
            .name = { { "", "" } },
            .instructions = { { "", "" } },
            .items = arena_new(reading->arena, struct service_item, SERVICE_PARTS + 1),
        };
    return place;
}

static void read_request(struct reading *reading, const char *at, const char *text)
{
    char *key;
    size_t place = request_place(reading, strtol(at, &key, 10));

    if (place == SERVICE_PARTS)
        return;
    struct service_request *request = &reading->draft->service.content.requests[place];
    if (str_starts(key, "-name_"))
        read_words(&request->name, key, text);
    else if (str_starts(key, "-instructions_"))
        read_words(&request->instructions, key, text);
    else if (strcmp(key, "-payroll") == 0)
        request->needs_payroll = strcmp(text, "1") == 0;
}

static void read_item(struct reading *reading, const char *at, const char *text)
{
    char *key;
    size_t of = request_place(reading, strtol(at, &key, 10));

    if (of == SERVICE_PARTS || *key != '-')
        return;
    struct service_request *request = &reading->draft->service.content.requests[of];
    size_t known = request->item_count;
    size_t place =
        place_of(reading->item_numbers[of], &request->item_count, strtol(key + 1, &key, 10));
    if (place == SERVICE_PARTS)
        return;
    struct service_item *item = &request->items[place];
    if (place == known)
        *item = (struct service_item){ .kind = "document", .name = { { "", "" } } };
    if (str_starts(key, "-name_"))
        read_words(&item->name, key, text);
    else if (strcmp(key, "-kind") == 0)
        item->kind = text;
    else if (strcmp(key, "-blocking") == 0)
        item->is_blocking = strcmp(text, "1") == 0;
}

static void read_parts(struct reading *reading, const struct request *request)
{
    size_t count;
    const struct named *named = request_named(request, &count);

    for (size_t i = 0; i < count; i++) {
        const char *rest = named[i].rest;
        if (str_starts(rest, "task-"))
            read_task(reading, rest + strlen("task-"), named[i].text);
        else if (str_starts(rest, "request-"))
            read_request(reading, rest + strlen("request-"), named[i].text);
        else if (str_starts(rest, "item-"))
            read_item(reading, rest + strlen("item-"), named[i].text);
    }
}

static void read_steps(struct reading *reading, const struct request *request)
{
    struct service_content *content = &reading->draft->service.content;
    const char *rhythm = request_text(request, "rhythm"), *closed = request_text(request, "closed");

    content->description = request_text(request, "description");
    content->function = request_text(request, "function");
    content->deliverable = request_text(request, "deliverable");
    content->minutes = request_int(request, "minutes");
    content->follows = request_text(request, "follows");
    content->lead_days = (int)request_int(request, "lead");
    content->lead_working = strcmp(request_text(request, "working"), "1") == 0;
    if (*rhythm && !rhythm_parse(rhythm, &content->rhythm))
        add_flaw(reading->draft, "SERVICE-CHOIX", "rhythm", rhythm);
    if (*closed && !closed_rule_parse(closed, &content->closed))
        add_flaw(reading->draft, "SERVICE-CHOIX", "closed", closed);
}

void service_draft_read(struct arena *arena, const struct request *request,
                        const struct service *stands, struct service_draft *draft)
{
    struct reading reading = { .arena = arena, .draft = draft };
    struct service_content *content = &draft->service.content;

    *draft = (struct service_draft){ .service = *stands };
    content->tasks = arena_new(arena, struct service_task, SERVICE_PARTS + 1);
    content->requests = arena_new(arena, struct service_request, SERVICE_PARTS + 1);
    content->task_count = content->request_count = 0;
    draft->service.title = request_text(request, "title");
    draft->service.category = request_int(request, "category");
    draft->category_title = request_text(request, "category_title");
    read_steps(&reading, request);
    read_parts(&reading, request);
}

static void task_remove(struct service_content *content, size_t place)
{
    for (; place + 1 < content->task_count; place++)
        content->tasks[place] = content->tasks[place + 1];
    content->task_count--;
}

static void request_remove(struct service_content *content, size_t place)
{
    for (; place + 1 < content->request_count; place++)
        content->requests[place] = content->requests[place + 1];
    content->request_count--;
}

static void item_remove(struct service_request *request, size_t place)
{
    for (; place + 1 < request->item_count; place++)
        request->items[place] = request->items[place + 1];
    request->item_count--;
}

static void item_add(struct service_request *request)
{
    if (request->item_count < SERVICE_PARTS)
        request->items[request->item_count++] = (struct service_item){
            .kind = "document",
            .name = { { "", "" } },
            .is_blocking = true,
        };
}

static void part_add(struct arena *arena, struct service_content *content, const char *what)
{
    if (strcmp(what, "task") == 0 && content->task_count < SERVICE_PARTS) {
        content->tasks[content->task_count++] =
            (struct service_task){ .title = "", .function = "" };
    } else if (strcmp(what, "request") == 0 && content->request_count < SERVICE_PARTS) {
        struct service_request *request = &content->requests[content->request_count++];
        *request = (struct service_request){
            .name = { { "", "" } },
            .instructions = { { "", "" } },
            .items = arena_new(arena, struct service_item, SERVICE_PARTS + 1),
        };
        item_add(request);
    } else if (str_starts(what, "item-")) {
        long number = strtol(what + strlen("item-"), NULL, 10);
        if (number > 0 && (size_t)number <= content->request_count)
            item_add(&content->requests[number - 1]);
    }
}

/* Lines are numbered anew each time that the form is shown, in the order in which they stand. */
static void part_remove(struct service_content *content, const char *what)
{
    char *rest = NULL;
    const char *at = strchr(what, '-');
    size_t place = at ? (size_t)strtol(at + 1, &rest, 10) - 1 : SIZE_MAX;

    if (str_starts(what, "task-") && place < content->task_count)
        task_remove(content, place);
    else if (str_starts(what, "request-") && place < content->request_count)
        request_remove(content, place);
    else if (str_starts(what, "item-") && place < content->request_count && *rest == '-') {
        size_t item = (size_t)strtol(rest + 1, NULL, 10) - 1;
        if (item < content->requests[place].item_count)
            item_remove(&content->requests[place], item);
    }
}

bool service_draft_act(struct arena *arena, struct service_draft *draft, const char *act)
{
    struct service_content *content = &draft->service.content;

    if (str_starts(act, "add-"))
        part_add(arena, content, act + strlen("add-"));
    else if (str_starts(act, "remove-"))
        part_remove(content, act + strlen("remove-"));
    else
        return false;
    return true;
}

/* A line that nobody filled in is not meant. */
static void leave_blanks_out(struct service_content *content)
{
    for (size_t i = content->task_count; i-- > 0;)
        if (*content->tasks[i].title == '\0')
            task_remove(content, i);
    for (size_t i = content->request_count; i-- > 0;) {
        struct service_request *request = &content->requests[i];
        for (size_t j = request->item_count; j-- > 0;)
            if (words_are_none(&request->items[j].name))
                item_remove(request, j);
        if (words_are_none(&request->name) && words_are_none(&request->instructions)
            && request->item_count == 0)
            request_remove(content, i);
    }
}

/* A fault of the domain's becomes a flaw; those after it are still looked for. */
static void take_fault(struct ctx *cx, struct service_draft *draft)
{
    if (draft->flaw_count < SERVICE_FLAWS)
        draft->flaws[draft->flaw_count++] = cx->fault;
    cx->fault = (struct fault){ 0 };
}

/* A text of a service, as the form calls it. */
struct text_place {
    size_t request, item; /* item 0: of the request itself */
    const char *key;      /* of its label, without the language */
};

static const char *place_text(struct ctx *cx, const struct text_place *place,
                              enum word_language language)
{
    const char *key = arena_format(cx->arena, "%s_%s", place->key, word_language_text(language));
    struct json *args = json_map(cx->arena);

    json_put_int(args, "request", (int64_t)place->request);
    json_put_bool(args, "has_item", place->item > 0);
    json_put_int(args, "item", (int64_t)place->item);
    json_put_text(args, "label", view_text(cx->arena, cx->language, key, NULL));
    return view_text(cx->arena, cx->language, "service.place", args);
}

static void check_words(struct ctx *cx, struct service_draft *draft, struct text_place place,
                        const struct words *words)
{
    for (enum word_language i = 0; i < WORDS_COUNT; i++)
        if (!wording_check(cx, place_text(cx, &place, i), words->in[i] ? words->in[i] : ""))
            take_fault(cx, draft);
}

static void check_name(struct service_draft *draft, const char *field, const struct words *words)
{
    for (enum word_language i = 0; i < WORDS_COUNT; i++)
        if (words->in[i] && (str_has_control(words->in[i]) || str_chars(words->in[i]) > NAME_CHARS))
            add_flaw(draft, "SERVICE-LIGNE", field, "200");
}

static void check_request(struct ctx *cx, struct service_draft *draft,
                          const struct service_request *request, size_t number)
{
    const char *name = arena_format(cx->arena, "%zu", number);

    if (words_are_none(&request->name))
        add_flaw(draft, "SERVICE-DEMANDE", name, "");
    else if (request->item_count == 0)
        add_flaw(draft, "SERVICE-ELEMENT", name, words_in(&request->name, "fr"));
    check_name(draft, name, &request->name);
    check_words(cx, draft, (struct text_place){ number, 0, "service.name" }, &request->name);
    check_words(cx, draft, (struct text_place){ number, 0, "service.instructions" },
                &request->instructions);
    for (size_t i = 0; i < request->item_count; i++) {
        check_name(draft, name, &request->items[i].name);
        check_words(cx, draft, (struct text_place){ number, i + 1, "service.item" },
                    &request->items[i].name);
    }
}

void service_draft_check(struct ctx *cx, struct service_draft *draft)
{
    struct service_content *content = &draft->service.content;

    leave_blanks_out(content);
    if (*draft->service.title == '\0' || str_chars(draft->service.title) > TITLE_CHARS)
        add_flaw(draft, "SERVICE-TITRE", "title", "");
    if (draft->service.category == 0 && *draft->category_title == '\0')
        add_flaw(draft, "SERVICE-CATEGORIE", "category", "");
    for (size_t i = 0; i < content->request_count; i++)
        check_request(cx, draft, &content->requests[i], i + 1);
    if (draft->flaw_count == 0 && !service_content_check(cx, content))
        take_fault(cx, draft);
}
