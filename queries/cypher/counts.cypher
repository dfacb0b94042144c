// How many units and posts are there? 有多少单位、多少岗位？
//
// :param {under: null, day: date('2026-11-24')}
//
// under  count the units below this one, itself left out; null: all units    统计其下各级单位（不含本级）；null 则全部
// day    the day asked about                                                 所问日期
//
// One row.  `posts` are those of the whole organisation: `held` counts posts, `people` the different persons who hold
// them: one person may be chief of several grids.  返回一行；posts 为全组织岗位：held 按岗位计，people 按人计（一人可任多岗）。
RETURN
  COLLECT {
    MATCH (unit:Unit WHERE unit.start <= $day AND coalesce($day < unit.end, true))
    WHERE $under IS NULL OR EXISTS {
      MATCH (unit) (
        ()-[part:PART_OF WHERE part.start <= $day AND coalesce($day < part.end, true)]->()
      )+ (:Unit {code: $under})
    }
    WITH unit.kind AS kind, count(*) AS units
    RETURN {kind: kind, count: units} ORDER BY units, kind
  } AS units,
  COLLECT {
    MATCH (holder:Person)-[post:HOLDS WHERE post.start <= $day AND coalesce($day < post.end, true)]->()
    WITH post.role AS role, count(post) AS held, count(DISTINCT holder) AS people
    RETURN {role: role, held: held, people: people} ORDER BY held DESC, role
  } AS posts
