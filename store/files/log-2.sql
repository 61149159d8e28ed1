-- How long answers took, written a moment after they were given: a batch was stored and answered together.
CREATE TABLE answers (
    first  INTEGER PRIMARY KEY, -- seq of the batch's first capture
    last   INTEGER NOT NULL,
    micros INTEGER NOT NULL     -- from the first whole request to the answers
) STRICT;
