PRAGMA user_version = 1;

CREATE TABLE people (
	id      INTEGER PRIMARY KEY,
	name    TEXT NOT NULL UNIQUE,
	role    TEXT NOT NULL CHECK (role IN ('student', 'instructor')),
	token   BLOB NOT NULL UNIQUE, -- SHA-256; the token has 256 random bits, so that nothing slower is needed
	added   INTEGER NOT NULL,     -- all times are milliseconds since 1970
	revoked INTEGER
) STRICT;

CREATE TABLE sessions ( -- of browsers
	cookie BLOB PRIMARY KEY, -- SHA-256
	person INTEGER NOT NULL REFERENCES people (id),
	ends   INTEGER NOT NULL
) STRICT;

CREATE TABLE verdicts ( -- of the same work there is one
	key    TEXT PRIMARY KEY,
	result TEXT NOT NULL -- report.Exercise as JSON
) STRICT;

CREATE TABLE submissions (
	id         INTEGER PRIMARY KEY AUTOINCREMENT,
	person     INTEGER NOT NULL REFERENCES people (id),
	exercise   TEXT NOT NULL,
	archive    BLOB NOT NULL, -- as it was handed in
	once       TEXT, -- the client's name for the request
	handed_in  INTEGER NOT NULL,
	state      TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'grading', 'done')),
	attempts   INTEGER NOT NULL DEFAULT 0, -- gradings that have begun
	graded     INTEGER,
	verdict    TEXT,
	points     INTEGER,
	max_points INTEGER,
	stop       TEXT, -- what did not pass first, in words
	result     TEXT, -- report.Exercise as JSON
	UNIQUE (person, once)
) STRICT;

CREATE INDEX submissions_open ON submissions (state) WHERE state <> 'done';
CREATE INDEX submissions_of ON submissions (person, exercise, id);
