/*
 * Planted faults: each makes the program break one promise, and must be caught by name, or the
 * proof proves nothing. They stand in the simulation alone.
 */
#ifndef LAWS_PLANT_H
#define LAWS_PLANT_H

#include <stdbool.h>

int plant_find(const char *name);   /* its number, 1 and on; 0: none is called so */
const char *plant_name(int number); /* NULL after the last */
void plant_install(void);           /* the fault of this world, in this process */

#endif
