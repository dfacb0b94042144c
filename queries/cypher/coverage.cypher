// Where is cover missing? 哪里缺人？
//
// :param {under: '370923001', day: date('2026-11-24'), role: null}
//
// under  code of a unit alive on the day: it and everything below are looked at   所问单位（含其下各级）
// day    the day asked about                                                      所问日期
// role   look at this post alone, e.g. 'grid_chief'; null: at all                 只问某一岗位；null 则全部
//
// One row, or none if the unit is not alive.  Posts are counted, and whoever is away still holds theirs.
// Where two lines of the standard ask for the same post of the same unit, the larger number counts, once.
// 返回一行；按岗位计数，请假者仍算在岗。同一单位同一岗位有两条标准时，取较高者，只计一次。
MATCH (scope:Unit {code: $under} WHERE scope.start <= $day AND coalesce($day < scope.end, true))

// -- The unit and all below it, as they are on the day 本级及以下各级单位 -------------------------------------------------
WITH COLLECT {
  MATCH (scope) (
    ()<-[part:PART_OF WHERE part.start <= $day AND coalesce($day < part.end, true)]-()
  )* (unit:Unit)
  MATCH (unit)-[:STATE]->(state:UnitState WHERE state.start <= $day AND coalesce($day < state.end, true))
  RETURN {unit: unit, name: state.name, grid_type: state.grid_type}
} AS here

// -- Each line of the standard in force, held against each unit it concerns 逐条对照配备标准 --------------------------------
CALL (here) {
  MATCH (rule:StaffingRule WHERE rule.start <= $day AND coalesce($day < rule.end, true))
  WHERE $role IS NULL OR rule.role = $role
  CALL (here, rule) {
    UNWIND here AS found
    WITH found WHERE found.unit.kind = rule.unit_kind AND (rule.grid_type IS NULL OR rule.grid_type = found.grid_type)
    WITH found.unit AS unit, found.name AS name, rule.role AS role, rule.minimum AS required
    WITH unit, name, role, required, COUNT {
      (unit)<-[post:HOLDS {role: role} WHERE post.start <= $day AND coalesce($day < post.end, true)]-(:Person)
    } AS held
    RETURN
      collect({unit: unit, name: name, role: role, required: required, held: held}) AS posts,
      sum(required) AS required,
      sum(held) AS held,
      sum(CASE WHEN held < required THEN required - held ELSE 0 END) AS vacant
  }
  WITH rule, posts, required, held, vacant ORDER BY rule.unit_kind, rule.role, rule.grid_type
  RETURN
    reduce(all = [], some IN collect(posts) | all + some) AS posts,
    collect({
      role: rule.role, unit_kind: rule.unit_kind, grid_type: rule.grid_type, minimum: rule.minimum,
      required: required, held: held, vacant: vacant
    }) AS rules
}

// -- Each post once, and what is wanting 汇总与缺口 --------------------------------------------------------------------
CALL (posts) {
  UNWIND posts AS post
  WITH post.unit AS unit, post.name AS name, post.role AS role, max(post.required) AS required, max(post.held) AS held
  ORDER BY unit.code, role
  WITH unit, name, role, required, held, CASE WHEN held < required THEN required - held ELSE 0 END AS vacant
  RETURN
    sum(required) AS required,
    sum(held) AS held,
    sum(vacant) AS vacant,
    collect(CASE WHEN vacant > 0 THEN {
      unit: unit.code, name: name, kind: unit.kind, role: role, required: required, held: held
    } END) AS gaps
}
RETURN required, held, vacant, rules, gaps
