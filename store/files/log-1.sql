-- The log: what arrived, as it arrived. The truth: migrated, never dropped.
CREATE TABLE captures (
    seq          INTEGER PRIMARY KEY AUTOINCREMENT,
    received_at  INTEGER NOT NULL, -- microseconds since 1970, UTC
    method       TEXT    NOT NULL,
    target       TEXT    NOT NULL,
    http_version TEXT    NOT NULL,
    headers      BLOB    NOT NULL, -- `name: value` lines, in order
    body         BLOB    NOT NULL,
    peer         TEXT    NOT NULL,
    answer       INTEGER NOT NULL
) STRICT;

-- Says which log this is, so that a view of another is never taken for its own.
CREATE TABLE identity (log TEXT NOT NULL) STRICT;
INSERT INTO identity VALUES (hex(randomblob(16)));
