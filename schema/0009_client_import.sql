-- Files of clients, and of figures that another software knows of them (P-23): what was read, what it
-- would change, what it changed, and what it takes to undo it.

-- A file that was read. Nothing of it is in the books until it is done.
-- small: a few a month
CREATE TABLE client_import (
    firm BIGINT NOT NULL REFERENCES firm (id),
    id BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('clients', 'figures')),
    file_name TEXT NOT NULL,
    encoding TEXT NOT NULL,              -- of a CSV; "" of a workbook
    separator TEXT NOT NULL,             -- likewise
    sheet TEXT NOT NULL,                 -- the name of the workbook's sheet; "" of a CSV
    has_macros BIGINT NOT NULL CHECK (has_macros IN (0, 1)), -- they were not read
    head_row BIGINT NOT NULL,            -- where the names of its columns stand
    heads TEXT NOT NULL,                 -- these names, packed: see client/roster_sheet.h
    map TEXT NOT NULL,                   -- which column holds which field: "code=0 name=1"
    state TEXT NOT NULL CHECK (state IN ('read', 'done', 'undone')),
    new_count BIGINT NOT NULL,           -- rows, by what they would do, or did
    changed_count BIGINT NOT NULL,
    same_count BIGINT NOT NULL,
    faulty_count BIGINT NOT NULL,
    noted_count BIGINT NOT NULL,         -- rows taken of which something was healed or left
    kept_count BIGINT NOT NULL,          -- when undone: rows of which something could not be
    shown TEXT NOT NULL DEFAULT '',      -- digest of what its rows would do: another now is shown anew
    read_at BIGINT NOT NULL,
    read_by BIGINT NOT NULL,             -- member; 0 for the command line
    begun_at BIGINT,                     -- its writing, which has not ended while it is not done; NULL
    done_at BIGINT,                      -- NULL: not in the books
    done_by BIGINT,
    undone_at BIGINT,                    -- NULL: not undone
    undone_by BIGINT,
    PRIMARY KEY (firm, id)
);

CREATE INDEX client_import_state ON client_import (firm, state, read_at);

-- A row of such a file.
CREATE TABLE client_import_row (
    firm BIGINT NOT NULL,
    import BIGINT NOT NULL,
    number BIGINT NOT NULL,              -- as the file's reader sees it: a spreadsheet's own number
    line BIGINT NOT NULL,                -- of a CSV, where it begins; 0 of a workbook
    cells TEXT NOT NULL,                 -- packed, of a faulty row; "" of others
    recoded BIGINT NOT NULL CHECK (recoded IN (0, 1)), -- read from another charset than UTF-8
    verdict TEXT NOT NULL CHECK (verdict IN ('new', 'changed', 'same', 'faulty')),
    name TEXT NOT NULL,                  -- of the client, as it is shown
    client BIGINT,                       -- that it changes, or added; NULL: none yet
    changes TEXT NOT NULL,               -- JSON: {field: [before, after]}; "" none
    notes TEXT NOT NULL,                 -- JSON: what is wrong, left or healed; "" none
    trace TEXT NOT NULL,                 -- JSON: contacts and assignments it made; "" none
    undone TEXT NOT NULL CHECK (undone IN ('', 'back', 'kept', 'removed', 'archived')),
    PRIMARY KEY (firm, import, number),
    FOREIGN KEY (firm, import) REFERENCES client_import (firm, id),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id)
) CLUSTERED;

CREATE INDEX client_import_row_client ON client_import_row (firm, client) WHERE client IS NOT NULL;

-- Rows of such a file as they were read, many in one piece, until the good ones are in the books.
CREATE TABLE client_import_block (
    firm BIGINT NOT NULL,
    import BIGINT NOT NULL,
    first_row BIGINT NOT NULL,           -- the number of the first one in it
    packed BYTES NOT NULL,               -- see client/roster_block.c
    PRIMARY KEY (firm, import, first_row),
    FOREIGN KEY (firm, import) REFERENCES client_import (firm, id)
);

-- Which column holds which field, as a person set it, for the next file with the same heads.
CREATE TABLE client_import_map (
    firm BIGINT NOT NULL REFERENCES firm (id),
    kind TEXT NOT NULL CHECK (kind IN ('clients', 'figures')),
    heads TEXT NOT NULL,                 -- SHA-256 of the folded heads, in hexadecimal
    map TEXT NOT NULL,
    used_at BIGINT NOT NULL,
    PRIMARY KEY (firm, kind, heads)
);
