-- Captures may be packed: a dictionary, made of some that are alike, leaves a sixth of their headers and body.
ALTER TABLE captures ADD COLUMN pack INTEGER; -- the dictionary's id; none where headers and body are as they came
CREATE TABLE packs (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    first  INTEGER NOT NULL, -- the captures that it is for
    last   INTEGER NOT NULL,
    source INTEGER NOT NULL, -- the first of those that it was made of; the last is the last that it is for
    words  BLOB    NOT NULL
) STRICT;
-- What was taken away: when, and how far. What is not in the log up to there is not in the view either.
CREATE TABLE prunings (
    seq      INTEGER PRIMARY KEY AUTOINCREMENT,
    at       INTEGER NOT NULL, -- microseconds since 1970, UTC
    upto     INTEGER NOT NULL, -- no capture after this one was taken away
    captures INTEGER NOT NULL,
    why      TEXT    NOT NULL  -- `age`, `size`, `asked`
) STRICT;
-- Of a request that was edited before it was sent; none where it was the capture's own.
ALTER TABLE sent ADD COLUMN request_head BLOB; -- the request line and `name: value` lines, in order
ALTER TABLE sent ADD COLUMN request_body BLOB;
