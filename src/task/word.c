#include <assert.h>
#include <string.h>

#include "task/task.h"

static const char *const states[TASK_STATE_COUNT] = {
    [TASK_TODO] = "todo", [TASK_DOING] = "doing",     [TASK_REVIEW] = "review",
    [TASK_DONE] = "done", [TASK_DROPPED] = "dropped",
};

const char *task_state_text(enum task_state state)
{
    assert(state < TASK_STATE_COUNT);
    return states[state];
}

bool task_state_parse(const char *text, enum task_state *state)
{
    for (size_t i = 0; i < TASK_STATE_COUNT; i++)
        if (strcmp(states[i], text) == 0) {
            *state = (enum task_state)i;
            return true;
        }
    return false;
}

bool task_is_open(enum task_state state)
{
    return state != TASK_DONE && state != TASK_DROPPED;
}
