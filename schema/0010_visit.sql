-- Who came to a client's side: « Aller vers le client » (P-18), and who gave themselves a confidential
-- one (P-9).

-- A member in a client's space, or newly assigned to a confidential one by themselves. None is ever
-- taken back.
CREATE TABLE visit (
    firm BIGINT NOT NULL,
    id BIGINT NOT NULL,
    client BIGINT NOT NULL,
    member BIGINT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('read', 'change', 'assign')), -- the client reads the first two
    at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,             -- the last page of this visit; of assign the same as at
    ended_at BIGINT,                     -- when the member left; of assign when told had read of it
    told BIGINT,                         -- of assign: the holder, who is told; NULL: there was none
    PRIMARY KEY (firm, id),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id),
    FOREIGN KEY (firm, member) REFERENCES member (firm, id),
    FOREIGN KEY (firm, told) REFERENCES member (firm, id)
);

CREATE INDEX visit_of_client ON visit (firm, client, id);
CREATE INDEX visit_of_member ON visit (firm, member);
CREATE INDEX visit_told ON visit (firm, told) WHERE told IS NOT NULL;
