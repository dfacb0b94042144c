// Which gaps are there, and since when? 有哪些缺口，自何时起？
//
// :param {under: '370923001', day: date('2026-11-24'), role: null}
//
// Parameters as in coverage.cypher.  One row for each unit and post that has fewer holders than the standard asks.
// open_since is the day from which the gap has been open without a break: whatever opened or closed it, be it a post,
// the standard, the grid's type or the unit itself, began or ended to hold on some day, so only such days are looked at.
// 参数同 coverage.cypher。每个缺口一行；open_since 为该缺口不间断持续至今的起始日。
MATCH (scope:Unit {code: $under} WHERE scope.start <= $day AND coalesce($day < scope.end, true))
MATCH (scope) (
  ()<-[part:PART_OF WHERE part.start <= $day AND coalesce($day < part.end, true)]-()
)* (unit:Unit)
MATCH (unit)-[:STATE]->(state:UnitState WHERE state.start <= $day AND coalesce($day < state.end, true))
MATCH (rule:StaffingRule {unit_kind: unit.kind} WHERE rule.start <= $day AND coalesce($day < rule.end, true))
WHERE (rule.grid_type IS NULL OR rule.grid_type = state.grid_type) AND ($role IS NULL OR rule.role = $role)
WITH unit, state.name AS name, rule.role AS role, max(rule.minimum) AS required
WITH unit, name, role, required, COUNT {
  (unit)<-[post:HOLDS {role: role} WHERE post.start <= $day AND coalesce($day < post.end, true)]-(:Person)
} AS held
WHERE held < required

// -- The days on which something may have changed 可能变化的日子 --------------------------------------------------------
CALL (unit, role) {
  CALL (unit, role) {
    MATCH (unit)-[:STATE]->(state:UnitState) UNWIND [state.start, state.end] AS turn RETURN turn
    UNION
    MATCH (unit)<-[post:HOLDS {role: role}]-() UNWIND [post.start, post.end] AS turn RETURN turn
    UNION
    MATCH (rule:StaffingRule {role: role, unit_kind: unit.kind}) UNWIND [rule.start, rule.end] AS turn RETURN turn
  }
  WITH unit, role, turn WHERE turn <= $day
  // How many were asked for from that day, and how many were there 当日应配与实配
  WITH turn, COUNT {
    (unit)<-[post:HOLDS {role: role} WHERE post.start <= turn AND coalesce(turn < post.end, true)]-(:Person)
  } AS there, COLLECT {
    MATCH (unit)-[:STATE]->(state:UnitState WHERE state.start <= turn AND coalesce(turn < state.end, true))
    MATCH (rule:StaffingRule {role: role, unit_kind: unit.kind})
    WHERE rule.start <= turn AND coalesce(turn < rule.end, true)
      AND (rule.grid_type IS NULL OR rule.grid_type = state.grid_type)
    RETURN rule.minimum
  } AS asked
  WITH turn, any(minimum IN asked WHERE there < minimum) AS short ORDER BY turn
  WITH collect(CASE WHEN short THEN turn END) AS short, max(CASE WHEN NOT short THEN turn END) AS met
  RETURN [turn IN short WHERE coalesce(met < turn, true)][0] AS open_since
}
RETURN unit.code AS unit, name, unit.kind AS kind, role, required, held, open_since
ORDER BY unit, role
