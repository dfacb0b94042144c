// One decision stands for a reference at any time; what reports ask for is indexed.
CREATE CONSTRAINT decision_open_reference IF NOT EXISTS FOR (n:Decision) REQUIRE n.open_reference IS UNIQUE;
CREATE INDEX decision_lead IF NOT EXISTS FOR (n:Decision) ON (n.lead_id);
CREATE INDEX deadline_due IF NOT EXISTS FOR (n:Deadline) ON (n.due);
