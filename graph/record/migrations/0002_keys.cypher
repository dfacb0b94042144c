// Keys are unique; accesses to personal data are asked for by time.
CREATE CONSTRAINT key_id IF NOT EXISTS FOR (n:Key) REQUIRE n.id IS UNIQUE;
CREATE INDEX access_at IF NOT EXISTS FOR (n:Access) ON (n.at);
