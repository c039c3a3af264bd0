#include "app/plan_thread.h"

#include "app/customer_thread.h"

enum { LANES = 8 };

/* The persons that the lists begin with, each once. */
struct crowd {
    int64_t ids[LANES];
    size_t count;
};

static void crowd_add(struct crowd *crowd, const struct json *list)
{
    for (size_t i = 0; i < json_count(list) && crowd->count < LANES; i++) {
        int64_t id = json_int(json_get(json_get(json_at(list, i), "customer"), "id"));
        bool is_new = id > 0;
        for (size_t j = 0; j < crowd->count; j++)
            is_new = is_new && crowd->ids[j] != id;
        if (is_new)
            crowd->ids[crowd->count++] = id;
    }
}

/* What of a person comes first: its next step, else the oldest debt that is chased. */
static size_t place_of(const struct course *course)
{
    return course->first < course->party.count ? course->first : 0;
}

bool plan_thread_put(struct ctx *cx, const struct request *request, struct json *model)
{
    struct course *courses = arena_new(cx->arena, struct course, LANES);
    struct thread_lane lanes[LANES];
    struct crowd crowd = { 0 };
    size_t count = 0;

    crowd_add(&crowd, json_get(model, "calls"));
    crowd_add(&crowd, json_get(model, "automatic"));
    crowd_add(&crowd, json_get(model, "held"));
    for (size_t i = 0; i < crowd.count; i++) {
        struct customer customer;
        if (!customer_find(cx, crowd.ids[i], &customer) || !course_find(cx, &customer, &courses[i]))
            return false;
        if (courses[i].party.count == 0)
            continue;
        size_t place = place_of(&courses[i]);
        lanes[count++] = (struct thread_lane){ &courses[i], place, customer.name,
                                               courses[i].party.owed[place].owed };
    }
    return thread_draw(cx, request, lanes, count, model);
}
