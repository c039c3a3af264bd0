#include "format/xml_quick.h"

#include <string.h>

#include "base/str.h"

enum { DEPTH = 8, ATTRIBUTES = 16 };

/* What is told: an element opens, text, it closes. A name or text ends where `size` says. */
struct event {
    enum { EVENT_OPEN, EVENT_TEXT, EVENT_CLOSE } type;
    char *bytes;
    size_t size;
    size_t attributes, attribute_count; /* of an element that opens: pairs, from there on */
};

struct pair {
    char *name, *value;
    size_t name_size, value_size;
};

struct xml_quick {
    struct ctx *cx;
    const struct xml_handler *handler;
    void *into;
    struct event *events;
    struct pair *pairs;
    size_t count, room, pair_count, pair_room;
    char *at, *end;
    struct event stack[DEPTH];
    size_t depth;
};

struct xml_quick *xml_quick_new(struct ctx *cx, const struct xml_handler *handler, void *into)
{
    struct xml_quick *quick = arena_new(cx->arena, struct xml_quick, 1);

    quick->cx = cx;
    quick->handler = handler;
    quick->into = into;
    return quick;
}

static void event_add(struct xml_quick *quick, struct event event)
{
    if (quick->count == quick->room)
        quick->events =
            arena_grow(quick->cx->arena, quick->events, &quick->room, sizeof *quick->events);
    quick->events[quick->count++] = event;
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool is_name(char byte)
{
    return is_letter(byte) || (byte >= '0' && byte <= '9');
}

/* A name of letters and digits; 0 for none. It does not reach the end. */
static size_t name_size(const char *at, const char *end)
{
    const char *from = at;

    if (at == end || !is_letter(*at))
        return 0;
    while (at < end && is_name(*at))
        at++;
    return (size_t)(at - from);
}

/* An attribute's may have a prefix. */
static size_t key_size(const char *at, const char *end)
{
    size_t size = name_size(at, end);
    size_t more =
        size > 0 && at + size < end && at[size] == ':' ? name_size(at + size + 1, end) : 0;

    return more > 0 ? size + 1 + more : size;
}

static enum xml_quick_end short_of(const struct xml_quick *quick, const char *at)
{
    return at >= quick->end ? XML_QUICK_MORE : XML_QUICK_ODD;
}

/* Printable ASCII without what XML escapes. */
static bool is_value(char byte)
{
    return byte >= ' ' && byte <= '~' && byte != '"' && byte != '&' && byte != '<';
}

static bool is_twice(const struct xml_quick *quick, size_t from, const struct pair *pair)
{
    for (size_t i = from; i < quick->pair_count; i++)
        if (quick->pairs[i].name_size == pair->name_size
            && memcmp(quick->pairs[i].name, pair->name, pair->name_size) == 0)
            return true;
    return false;
}

/* ` name="value"`, of an element whose pairs begin at `from`. */
static enum xml_quick_end pair_read(struct xml_quick *quick, size_t from)
{
    char *at = quick->at + 1;
    struct pair pair = { .name = at, .name_size = key_size(at, quick->end) };

    at += pair.name_size;
    if (quick->end - at < 2 || pair.name_size == 0)
        return short_of(quick, at + 1);
    if (at[0] != '=' || at[1] != '"')
        return XML_QUICK_ODD;
    pair.value = at += 2;
    while (at < quick->end && is_value(*at))
        at++;
    if (at >= quick->end || *at != '"')
        return short_of(quick, at);
    pair.value_size = (size_t)(at - pair.value);
    if (is_twice(quick, from, &pair) || quick->pair_count - from == ATTRIBUTES)
        return XML_QUICK_ODD;
    if (quick->pair_count == quick->pair_room)
        quick->pairs =
            arena_grow(quick->cx->arena, quick->pairs, &quick->pair_room, sizeof *quick->pairs);
    quick->pairs[quick->pair_count++] = pair;
    quick->at = at + 1;
    return XML_QUICK_WHOLE;
}

/* `<name …>` or `<name …/>`. */
static enum xml_quick_end open_read(struct xml_quick *quick)
{
    struct event event = { .type = EVENT_OPEN,
                           .bytes = quick->at + 1,
                           .attributes = quick->pair_count };
    enum xml_quick_end read = XML_QUICK_WHOLE;

    event.size = name_size(event.bytes, quick->end);
    quick->at += 1 + event.size;
    if (event.size == 0 || quick->at >= quick->end)
        return short_of(quick, quick->at);
    while (quick->at < quick->end && *quick->at == ' ' && read == XML_QUICK_WHOLE)
        read = pair_read(quick, event.attributes);
    bool is_empty = quick->at < quick->end && *quick->at == '/';
    quick->at += is_empty;
    if (read != XML_QUICK_WHOLE || quick->at >= quick->end || *quick->at != '>')
        return read != XML_QUICK_WHOLE ? read : short_of(quick, quick->at);
    quick->at++;
    event.attribute_count = quick->pair_count - event.attributes;
    event_add(quick, event);
    if (quick->depth == DEPTH)
        return XML_QUICK_ODD;
    quick->stack[quick->depth++] = event;
    if (is_empty) {
        event.type = EVENT_CLOSE;
        event_add(quick, event);
        quick->depth--;
    }
    return XML_QUICK_WHOLE;
}

/* `</name>` of the element that was opened last. */
static enum xml_quick_end close_read(struct xml_quick *quick)
{
    struct event event = quick->stack[quick->depth - 1];
    char *name = quick->at + 2;

    if (quick->end - name < (ptrdiff_t)event.size + 1)
        return XML_QUICK_MORE;
    if (memcmp(name, event.bytes, event.size) != 0 || name[event.size] != '>')
        return XML_QUICK_ODD;
    event.type = EVENT_CLOSE;
    event_add(quick, event);
    quick->depth--;
    quick->at = name + event.size + 1;
    return XML_QUICK_WHOLE;
}

/* U+FFFE and U+FFFF are in no XML. */
static bool is_text(const char *bytes, size_t size)
{
    for (size_t i = 0; i + 2 < size; i++)
        if (memcmp(bytes + i, "\xEF\xBF\xBE", 3) == 0 || memcmp(bytes + i, "\xEF\xBF\xBF", 3) == 0)
            return false;
    return str_is_utf8(bytes, size);
}

/* Up to the next tag. A closing bracket of a section may be no text: all that have '>' are odd. */
static enum xml_quick_end text_read(struct xml_quick *quick)
{
    char *from = quick->at, *at = from;
    bool is_high = false;

    for (; at < quick->end && *at != '<'; at++) {
        bool is_control = (unsigned char)*at < ' ' && *at != '\t' && *at != '\n';
        if (*at == '&' || *at == '>' || is_control)
            return XML_QUICK_ODD;
        is_high |= (unsigned char)*at >= 0x80;
    }
    if (at >= quick->end)
        return XML_QUICK_MORE;
    if (is_high && !is_text(from, (size_t)(at - from)))
        return XML_QUICK_ODD;
    event_add(quick,
              (struct event){ .type = EVENT_TEXT, .bytes = from, .size = (size_t)(at - from) });
    quick->at = at;
    return XML_QUICK_WHOLE;
}

static enum xml_quick_end step_read(struct xml_quick *quick)
{
    if (quick->at >= quick->end)
        return XML_QUICK_MORE;
    if (*quick->at != '<')
        return text_read(quick);
    if (quick->end - quick->at < 2)
        return XML_QUICK_MORE;
    return quick->at[1] == '/' ? close_read(quick) : open_read(quick);
}

/* Names and values end in a NUL where a sign stood that was read already. */
static void opened_tell(struct xml_quick *quick, const struct event *event)
{
    const char *attributes[2 * ATTRIBUTES + 1];
    size_t count = 0;

    for (size_t i = 0; i < event->attribute_count; i++) {
        struct pair *pair = &quick->pairs[event->attributes + i];
        pair->name[pair->name_size] = pair->value[pair->value_size] = '\0';
        attributes[count++] = pair->name;
        attributes[count++] = pair->value;
    }
    attributes[count] = NULL;
    event->bytes[event->size] = '\0';
    quick->handler->open(quick->into, event->bytes, attributes);
}

static void events_tell(struct xml_quick *quick)
{
    const struct xml_handler *handler = quick->handler;

    for (size_t i = 0; i < quick->count && quick->cx->fault.kind == FAULT_NONE; i++) {
        const struct event *event = &quick->events[i];
        if (event->type == EVENT_OPEN)
            opened_tell(quick, event);
        else if (event->type == EVENT_CLOSE)
            handler->close(quick->into, event->bytes);
        else if (handler->text)
            handler->text(quick->into, event->bytes, event->size);
    }
}

enum xml_quick_end xml_quick_take(struct xml_quick *quick, char **at, char *end)
{
    enum xml_quick_end read;

    quick->at = *at;
    quick->end = end;
    quick->count = quick->pair_count = quick->depth = 0;
    if (end - *at < 2 || (*at)[0] != '<' || (*at)[1] == '/')
        return end - *at < 2 ? XML_QUICK_MORE : XML_QUICK_ODD;
    do
        read = step_read(quick);
    while (read == XML_QUICK_WHOLE && quick->depth > 0);
    if (read != XML_QUICK_WHOLE)
        return read;
    events_tell(quick);
    *at = quick->at;
    return XML_QUICK_WHOLE;
}
