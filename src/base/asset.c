#include "base/asset.h"

#include <stdlib.h>
#include <string.h>

static int by_name(const void *name, const void *asset)
{
    return strcmp(name, ((const struct asset *)asset)->name);
}

const struct asset *asset_find(const char *name)
{
    return bsearch(name, asset_table, asset_count, sizeof *asset_table, by_name);
}
