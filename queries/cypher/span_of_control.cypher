// How much does each person answer for? 每人管多少？
//
// :param {day: date('2026-11-24'), role: null}
//
// day   the day asked about                                                   所问日期
// role  count only posts of this role, e.g. 'grid_chief'; null: all posts     只计某一岗位；null 则全部
//
// One row for each person who holds a post: most posts first, then most units, then most households (known ones first).
// posts       posts held, of units, centres, committees and departments       岗位数
// units       different units that these posts are on                         任职单位数
// reach       those units and all below them, by kind, each once              所辖单位（含下级，不重复）
// households  in them: as stated for a unit, else the sum of its parts; null: not known    户数：以本级所载为准，否则下级合计
MATCH (person:Person)-[post:HOLDS WHERE post.start <= $day AND coalesce($day < post.end, true)]->(of)
WHERE $role IS NULL OR post.role = $role
WITH person, count(post) AS posts, collect(DISTINCT CASE WHEN of:Unit THEN of END) AS held

// -- Everything below, each unit once 所辖各级 -------------------------------------------------------------------------
CALL (held) {
  UNWIND held AS top
  MATCH (top) (
    ()<-[part:PART_OF WHERE part.start <= $day AND coalesce($day < part.end, true)]-()
  )* (unit:Unit)
  WITH DISTINCT unit
  WITH unit.kind AS kind, count(unit) AS units ORDER BY units, kind
  RETURN collect({kind: kind, count: units}) AS reach
}

// -- Households: of the widest units held, each from the nearest unit below whose number is stated 户数 ---------------------
CALL (held) {
  UNWIND held AS top
  WITH top WHERE NOT EXISTS {
    MATCH (top) (
      ()-[part:PART_OF WHERE part.start <= $day AND coalesce($day < part.end, true)]->()
    )+ (wider:Unit)
    WHERE wider IN held
  }
  MATCH down = (top) (
    ()<-[part:PART_OF WHERE part.start <= $day AND coalesce($day < part.end, true)]-()
  )* (unit:Unit)
  MATCH (unit)-[:STATE]->(stated:UnitState WHERE stated.start <= $day AND coalesce($day < stated.end, true))
  WHERE stated.households IS NOT NULL AND none(above IN nodes(down)[..-1] WHERE EXISTS {
    MATCH (above)-[:STATE]->(state:UnitState WHERE state.start <= $day AND coalesce($day < state.end, true))
    WHERE state.households IS NOT NULL
  })
  RETURN CASE WHEN count(stated) > 0 THEN sum(stated.households) END AS households
}
RETURN person.id AS person, person.name AS name, posts, size(held) AS units, reach, households
ORDER BY posts DESC, units DESC, coalesce(households, -1) DESC, person
