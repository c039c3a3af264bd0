/*
 * What the board needs to move its cards (E-14): where a move leads back to, how the last one is
 * taken back, whom a task may be given to.
 */
#ifndef APP_BOARD_MOVE_H
#define APP_BOARD_MOVE_H

#include "app/work_filter.h"

/* Puts « back_path », « task_states », « owners » and, after a move, « undo »; see views/board. */
MUST_USE bool board_move_put(struct ctx *cx, const struct request *request, struct json *model);

#endif
