#include "base/file.h"

#include <errno.h>
#include <unistd.h>

bool file_write(int file, const void *bytes, size_t size)
{
    const char *from = bytes;

    while (size > 0) {
        ssize_t written = write(file, from, size);
        if (written < 0 && errno != EINTR)
            return false;
        if (written > 0) {
            from += written;
            size -= (size_t)written;
        }
    }
    return true;
}
