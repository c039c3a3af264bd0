-- The first set-up of a firm (T-12): the token that `quitus init` prints, until it is used.
-- small: a row for each firm that has no member yet
CREATE TABLE setup (
    firm BIGINT NOT NULL PRIMARY KEY REFERENCES firm (id),
    token_hash BYTES NOT NULL,  -- SHA-256 of the token, which is never stored
    expires_at BIGINT NOT NULL  -- an hour after it was printed
);
