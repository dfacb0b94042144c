// Every identity is unique: one node or relationship for each fact, one change for each revision.
CREATE CONSTRAINT unit_code IF NOT EXISTS FOR (n:Unit) REQUIRE n.code IS UNIQUE;
CREATE CONSTRAINT unit_state_id IF NOT EXISTS FOR (n:UnitState) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT boundary_id IF NOT EXISTS FOR (n:Boundary) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT person_id IF NOT EXISTS FOR (n:Person) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT absence_id IF NOT EXISTS FOR (n:Absence) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT worker_record_id IF NOT EXISTS FOR (n:WorkerRecord) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT appraisal_id IF NOT EXISTS FOR (n:Appraisal) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT centre_id IF NOT EXISTS FOR (n:Centre) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT room_id IF NOT EXISTS FOR (n:Room) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT department_id IF NOT EXISTS FOR (n:Department) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT committee_id IF NOT EXISTS FOR (n:Committee) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT staffing_rule_id IF NOT EXISTS FOR (n:StaffingRule) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT ladder_rung_id IF NOT EXISTS FOR (n:LadderRung) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT code_template_id IF NOT EXISTS FOR (n:CodeTemplate) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT part_of_id IF NOT EXISTS FOR ()-[r:PART_OF]-() REQUIRE r.id IS UNIQUE;
CREATE CONSTRAINT succeeded_by_id IF NOT EXISTS FOR ()-[r:SUCCEEDED_BY]-() REQUIRE r.id IS UNIQUE;
CREATE CONSTRAINT stationed_at_id IF NOT EXISTS FOR ()-[r:STATIONED_AT]-() REQUIRE r.id IS UNIQUE;
CREATE CONSTRAINT holds_id IF NOT EXISTS FOR ()-[r:HOLDS]-() REQUIRE r.id IS UNIQUE;
CREATE CONSTRAINT change_revision IF NOT EXISTS FOR (n:Change) REQUIRE n.revision IS UNIQUE;
CREATE CONSTRAINT migration_number IF NOT EXISTS FOR (n:Migration) REQUIRE n.number IS UNIQUE;
CREATE CONSTRAINT head_id IF NOT EXISTS FOR (n:Head) REQUIRE n.id IS UNIQUE;
// What analysts look for.
CREATE INDEX unit_name IF NOT EXISTS FOR (n:Unit) ON (n.name);
CREATE INDEX person_name IF NOT EXISTS FOR (n:Person) ON (n.name);
CREATE POINT INDEX boundary_centre IF NOT EXISTS FOR (n:Boundary) ON (n.centre);
// The head of the journal: revision 0, nothing known.
MERGE (h:Head {id: 'head'}) ON CREATE SET h.revision = 0;
