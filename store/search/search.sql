-- The text index: which eight captures, one after the other, hold which four letters. Derived: dropped and built again
-- whenever it is old, damaged, or of another view. Its texts are not in it, nor any piece longer than four letters.
CREATE TABLE position (
    log        TEXT    NOT NULL,
    generation INTEGER NOT NULL, -- of the view
    first      INTEGER NOT NULL, -- the first block that is indexed
    next       INTEGER NOT NULL  -- the first that is not yet
) STRICT;

CREATE TABLE parts (
    part   INTEGER PRIMARY KEY, -- blocks `part << 14` and on; the table `part_<part>`
    merged INTEGER NOT NULL     -- 1 once it is full and its pieces are one
) STRICT;
