-- The clients page: tabs that members save, and changes to many clients at once.

-- A filter of the clients page, as a tab of a member's own (P-14).
CREATE TABLE saved_tab (
    firm BIGINT NOT NULL,
    id BIGINT NOT NULL,
    member BIGINT NOT NULL,
    name TEXT NOT NULL,
    query TEXT NOT NULL,                 -- as in the page's address: "tab=all&receipts=1"
    saved_at BIGINT NOT NULL,
    PRIMARY KEY (firm, id),
    FOREIGN KEY (firm, member) REFERENCES member (firm, id)
);

CREATE INDEX saved_tab_of ON saved_tab (firm, member, id);

-- One action on many clients (P-16): previewed, then done as a whole, then undone or not.
CREATE TABLE bulk (
    firm BIGINT NOT NULL,
    id BIGINT NOT NULL,
    member BIGINT NOT NULL,              -- whose it is
    act TEXT NOT NULL CHECK (act IN ('assign', 'end', 'hub', 'tag', 'untag', 'plan', 'state',
        'confidential', 'open', 'vat', 'payroll', 'basis', 'language', 'sector', 'year_end',
        'follow', 'unfollow', 'notify')),
    value TEXT NOT NULL,                 -- what is set: an id, a word of the firm, a state, a
                                         -- frequency, the subjects of a notice
    function TEXT NOT NULL,              -- of an assignment; "" for all other acts
    comment TEXT NOT NULL,               -- that goes with a notice; "" none
    again BIGINT NOT NULL CHECK (again IN (0, 1)), -- also to whom a notice went today already
    state TEXT NOT NULL CHECK (state IN ('drawn', 'done', 'undone')), -- drawn: only previewed
    drawn_at BIGINT NOT NULL,
    done_at BIGINT,                      -- NULL while only previewed
    undone_at BIGINT,                    -- NULL unless undone
    undone_by BIGINT,                    -- member
    PRIMARY KEY (firm, id),
    FOREIGN KEY (firm, member) REFERENCES member (firm, id)
);

CREATE INDEX bulk_history ON bulk (firm, state, done_at, id);
CREATE INDEX bulk_member ON bulk (firm, member, state, drawn_at);

-- One client of it. What was before is what undoing puts back.
CREATE TABLE bulk_row (
    firm BIGINT NOT NULL,
    bulk BIGINT NOT NULL,
    place BIGINT NOT NULL,               -- in the order of the list: 1, 2, 3
    client BIGINT NOT NULL,
    before TEXT NOT NULL,                -- the value as it was when previewed
    after TEXT NOT NULL,
    fate TEXT NOT NULL CHECK (fate IN ('planned', 'same', 'refused', 'done', 'undone', 'kept')),
                                         -- kept: not undone, for it was changed since
    why TEXT NOT NULL,                   -- code of what refuses or keeps it; "" nothing
    made BIGINT NOT NULL,                -- assignment or notice that it made; 0: none
    ended BIGINT NOT NULL,               -- assignment that it ended; of what is followed, since when
                                         -- it was as before (ms); 0: none
    PRIMARY KEY (firm, bulk, place),
    FOREIGN KEY (firm, bulk) REFERENCES bulk (firm, id),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id)
);

CREATE INDEX bulk_row_fate ON bulk_row (firm, bulk, fate, place);
CREATE INDEX bulk_row_client ON bulk_row (firm, client);
