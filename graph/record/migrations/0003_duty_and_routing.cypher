// Rotas and what lies over them, the routing policy, rewards for mediation.
CREATE CONSTRAINT rota_id IF NOT EXISTS FOR (n:Rota) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT takes_turns_id IF NOT EXISTS FOR ()-[r:TAKES_TURNS]-() REQUIRE r.id IS UNIQUE;
CREATE CONSTRAINT duty_override_id IF NOT EXISTS FOR (n:DutyOverride) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT duty_swap_id IF NOT EXISTS FOR (n:DutySwap) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT policy_id IF NOT EXISTS FOR (n:Policy) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT reward_rate_id IF NOT EXISTS FOR (n:RewardRate) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT mediation_result_id IF NOT EXISTS FOR (n:MediationResult) REQUIRE n.id IS UNIQUE;
// Decisions: what was routed, frozen; not part of the model in memory.
CREATE CONSTRAINT decision_id IF NOT EXISTS FOR (n:Decision) REQUIRE n.id IS UNIQUE;
CREATE INDEX decision_reference IF NOT EXISTS FOR (n:Decision) ON (n.reference);
CREATE INDEX decision_at IF NOT EXISTS FOR (n:Decision) ON (n.decided_at);
