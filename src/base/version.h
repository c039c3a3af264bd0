/*
 * Which Quitus this is; meson.build says the same.
 */
#ifndef BASE_VERSION_H
#define BASE_VERSION_H

#define QUITUS_VERSION "0.1.0"

#endif
