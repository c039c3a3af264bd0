-- Documents as they were received (E-22, T-14). The row comes after the file is safe.

CREATE TABLE document (
    firm BIGINT NOT NULL,
    id BIGINT NOT NULL,
    client BIGINT NOT NULL,
    item BIGINT,                         -- of a request; NULL: filed with the client alone
    sha256 BYTES NOT NULL,               -- of the bytes; the file's name too (document/document.h)
    size BIGINT NOT NULL,
    name TEXT NOT NULL,                  -- as its sender called it, no path, made safe to show
    type TEXT NOT NULL,                  -- as the bytes say: "application/pdf"
    way TEXT NOT NULL CHECK (way IN ('space', 'mail', 'link', 'firm')),
    member BIGINT,                       -- who brought it, of the firm; NULL: not the firm
    contact BIGINT,                      -- who brought it, of the client; NULL: not them, or unknown
    received_at BIGINT NOT NULL,
    scan TEXT NOT NULL CHECK (scan IN ('', 'clean', 'danger')), -- "" was not looked at
    scan_said TEXT NOT NULL,
    removed_at BIGINT,                   -- NULL while it stands; its bytes are kept
    PRIMARY KEY (firm, id),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id),
    FOREIGN KEY (firm, item) REFERENCES item (firm, id),
    FOREIGN KEY (firm, member) REFERENCES member (firm, id),
    FOREIGN KEY (firm, contact) REFERENCES contact (firm, id)
);

CREATE INDEX document_of_client ON document (firm, client, received_at);
CREATE INDEX document_of_item ON document (firm, item) WHERE item IS NOT NULL;
CREATE INDEX document_by_hash ON document (firm, sha256);
CREATE INDEX document_member ON document (firm, member) WHERE member IS NOT NULL;
CREATE INDEX document_contact ON document (firm, contact) WHERE contact IS NOT NULL;

-- An upload in parts, to be gone on with after a cut (E-16).
CREATE TABLE upload (
    firm BIGINT NOT NULL,
    id BIGINT NOT NULL,
    client BIGINT NOT NULL,
    item BIGINT,                         -- NULL: filed with the client alone
    contact BIGINT,                      -- who brings it; NULL: the firm
    member BIGINT,
    token_sha256 BYTES NOT NULL,         -- of what the browser holds
    name TEXT NOT NULL,
    size BIGINT NOT NULL,                -- as announced
    got BIGINT NOT NULL,                 -- bytes that are safe
    begun_at BIGINT NOT NULL,
    document BIGINT,                     -- that it became; NULL: not whole yet
    PRIMARY KEY (firm, id),
    UNIQUE (firm, token_sha256),
    FOREIGN KEY (firm, client) REFERENCES client (firm, id),
    FOREIGN KEY (firm, item) REFERENCES item (firm, id),
    FOREIGN KEY (firm, contact) REFERENCES contact (firm, id),
    FOREIGN KEY (firm, member) REFERENCES member (firm, id),
    FOREIGN KEY (firm, document) REFERENCES document (firm, id)
);

CREATE INDEX upload_begun ON upload (firm, begun_at);
CREATE INDEX upload_client ON upload (firm, client);
