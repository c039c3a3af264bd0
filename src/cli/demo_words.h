/*
 * The words of which the demo firm is made. All of it is invented.
 */
#ifndef CLI_DEMO_WORDS_H
#define CLI_DEMO_WORDS_H

#include <stddef.h>

extern const char *const demo_trades[], *const demo_names[], *const demo_first_names[],
                                                                 *const demo_hubs[];
extern const size_t demo_trade_count, demo_name_count, demo_first_name_count, demo_hub_count;

#endif
