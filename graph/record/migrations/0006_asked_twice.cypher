// A client's token stands for one request of one actor: what was asked for, and the change that it made.
CREATE CONSTRAINT asked_by IF NOT EXISTS FOR (n:Asked) REQUIRE n.by IS UNIQUE;
DROP CONSTRAINT change_asked IF EXISTS;
