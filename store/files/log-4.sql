-- What was sent on to somebody else, and what came back: each attempt a row.
CREATE TABLE sent (
    seq     INTEGER PRIMARY KEY AUTOINCREMENT,
    capture INTEGER NOT NULL,
    at      INTEGER NOT NULL, -- microseconds since 1970, UTC
    why     TEXT    NOT NULL, -- `forward`, `replay`
    target  TEXT    NOT NULL,
    status  INTEGER,          -- none where no answer came
    micros  INTEGER NOT NULL,
    trouble TEXT    NOT NULL,
    headers BLOB    NOT NULL, -- of the answer, `name: value` lines, in order
    body    BLOB    NOT NULL, -- the beginning of it
    cut     INTEGER NOT NULL, -- there was more
    again   INTEGER NOT NULL  -- it is not the last attempt
) STRICT;
CREATE INDEX sent_of_capture ON sent (capture);
