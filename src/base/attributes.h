/*
 * What the compiler is asked to hold for us.
 */
#ifndef BASE_ATTRIBUTES_H
#define BASE_ATTRIBUTES_H

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(text, first) __attribute__((format(printf, text, first), nonnull(text)))
#define ENDS_IN_NULL __attribute__((sentinel))
#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

#endif
