-- Who came to a client's side: « Aller vers le client » (P-18), and who gave themselves a confidential
-- one (P-9).

-- A member in a client's space, newly assigned to a confidential one by themselves, or who took one
-- over that a member who left had looked after alone. None is ever taken back.
CREATE TABLE visit (
    firm BIGINT NOT NULL,
    id BIGINT NOT NULL,
    client BIGINT NOT NULL,
    member BIGINT NOT NULL,
    mode TEXT NOT NULL                   -- the client reads the first two
        CHECK (mode IN ('read', 'change', 'assign', 'inherit')),
    at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,             -- the last page of this visit; else the same as at
    ended_at BIGINT,                     -- when the member left; else when told had read of it
    told BIGINT,                         -- of assign: the holder; of inherit: an admin; NULL: nobody is
    PRIMARY KEY (firm, id),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id),
    FOREIGN KEY (firm, member) REFERENCES member (firm, id),
    FOREIGN KEY (firm, told) REFERENCES member (firm, id)
);

CREATE INDEX visit_of_client ON visit (firm, client, id);
CREATE INDEX visit_of_member ON visit (firm, member);
CREATE INDEX visit_told ON visit (firm, told) WHERE told IS NOT NULL;
