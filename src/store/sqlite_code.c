#include "store/sqlite_code.h"

#include <sqlite3.h>
#include <stdlib.h>

static const struct kind {
    int code;
    enum fault_kind kind;
    const char *name;
} kinds[] = {
    { SQLITE_CONSTRAINT_UNIQUE, FAULT_CONFLICT, "BASE-CONFLIT" },
    { SQLITE_CONSTRAINT_PRIMARYKEY, FAULT_CONFLICT, "BASE-CONFLIT" },
    { SQLITE_CONSTRAINT_FOREIGNKEY, FAULT_CONFLICT, "BASE-CONFLIT" },
    { SQLITE_FULL, FAULT_FULL, "BASE-PLEINE" },
    { SQLITE_BUSY, FAULT_BUSY, "BASE-OCCUPEE" },
    { SQLITE_INTERRUPT, FAULT_BUSY, "BASE-OCCUPEE" },
    { SQLITE_CORRUPT, FAULT_BROKEN, "BASE-ABIMEE" },
    { SQLITE_NOTADB, FAULT_BROKEN, "BASE-AUTRE" },
};

struct trouble sqlite_code_trouble(int code, const char *detail)
{
    if ((code & 0xff) == SQLITE_NOMEM)
        abort();
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (kinds[i].code == code || kinds[i].code == (code & 0xff))
            return (struct trouble){ kinds[i].kind, kinds[i].name, detail };
    return (struct trouble){ FAULT_BROKEN, "BASE", detail };
}
