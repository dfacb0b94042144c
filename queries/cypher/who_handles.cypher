// Who handles this place? 这个地方归谁管？
//
// :param {code: '370923001001001', day: date('2026-11-24'), role: null, excluding: []}
//
// code       a unit's code, living, retired or still to come           单位编码，现用、已撤销或将设立的均可
// day        the day asked about                                       所问日期
// role       ask for this post alone, e.g. 'grid_chief'; null: climb the ladder      只问某一岗位；null 则逐级查找
// excluding  ids of people who may not act, e.g. ['person-1']          须回避人员
//
// One row.  `candidates` has more than one unit where a retired code was split: ask again for the one that is meant.
// 只返回一行。已撤销的编码若由多个单位承接，candidates 列出全部，请选定后再问。

// -- Which unit is meant 所指单位 --------------------------------------------------------------------------------------
// A unit that is there is meant itself.  For a retired one its successors answer, or theirs if they are gone too;
// for one still to come, those that it will succeed.  An annulled fact ends on its first day and never was.
// 现用单位即其本身；已撤销的由承接单位（及其承接单位）负责；将设立的由其前身负责。起止同日者视为作废。
OPTIONAL MATCH (asked:Unit {code: $code} WHERE coalesce(asked.start < asked.end, true))
WITH asked,
  COLLECT {
    MATCH (asked) (
      (gone:Unit WHERE gone.end <= $day)
      -[succession:SUCCEEDED_BY WHERE coalesce(succession.start < succession.end, true)]->
      (:Unit)
    )* (heir:Unit WHERE heir.start <= $day AND coalesce($day < heir.end, true))
    RETURN DISTINCT heir ORDER BY heir.code
  } +
  COLLECT {
    MATCH (asked) (
      (young:Unit WHERE $day < young.start)
      <-[succession:SUCCEEDED_BY WHERE coalesce(succession.start < succession.end, true)]-
      (:Unit)
    )+ (elder:Unit WHERE elder.start <= $day AND coalesce($day < elder.end, true))
    RETURN DISTINCT elder ORDER BY elder.code
  } AS candidates
WITH asked, candidates, CASE size(candidates) WHEN 1 THEN candidates[0] END AS place

// -- The place and the units above it, nearest first 本级及上级单位，由近及远 ----------------------------------------------
WITH asked, candidates, place,
  COLLECT {
    MATCH way = (place) (
      ()-[part:PART_OF WHERE part.start <= $day AND coalesce($day < part.end, true)]->()
    )* (unit:Unit)
    MATCH (unit)-[:STATE]->(state:UnitState WHERE state.start <= $day AND coalesce($day < state.end, true))
    RETURN {unit: unit, name: state.name} ORDER BY length(way)
  } AS path

// -- The rungs to try, in order 查找顺序 -------------------------------------------------------------------------------
// The ladder in force says which post of which kind of unit; a role asked for is sought here, then on each unit above.
// 按现行责任阶梯；若指定岗位，则自本级逐级向上查找。
WITH asked, candidates, place, path,
  CASE
    WHEN $role IS NOT NULL THEN [above IN path | {unit: above.unit, name: above.name, role: $role}]
    ELSE COLLECT {
      MATCH (rung:LadderRung WHERE rung.start <= $day AND coalesce($day < rung.end, true))
      UNWIND path AS above
      WITH rung, above WHERE above.unit.kind = rung.unit_kind
      RETURN {unit: above.unit, name: above.name, role: rung.role} ORDER BY rung.order
    }
  END AS rungs

// -- Everybody on these rungs, and whether they can answer 逐一查找 -----------------------------------------------------
// Whoever is away is answered for by the stand-in named, or by the stand-in's stand-in: the first who is present.
// Primary before members before backup (A角、成员、B角), then whoever has held the post longer.
CALL (rungs) {
  UNWIND range(0, size(rungs) - 1) AS turn
  WITH turn, rungs[turn].unit AS unit, rungs[turn].name AS name, rungs[turn].role AS role
  OPTIONAL MATCH (unit)
    <-[post:HOLDS {role: role} WHERE post.start <= $day AND coalesce($day < post.end, true)]-
    (holder:Person)
  OPTIONAL MATCH (holder) (
    (:Person)-[:AWAY]->(away:Absence WHERE away.start <= $day AND coalesce($day < away.end, true))
    -[:COVERED_BY]->
    (cover:Person WHERE cover.start <= $day AND coalesce($day < cover.end, true) AND NOT cover.id IN $excluding)
  )* (answering:Person)
  WHERE NOT EXISTS {
    (answering)-[:AWAY]->(still:Absence WHERE still.start <= $day AND coalesce($day < still.end, true))
  }
  WITH turn, unit, name, role, post, holder, answering,
    CASE
      WHEN holder IS NULL THEN 'VACANT'
      WHEN holder.id IN $excluding THEN 'EXCLUDED'
      WHEN answering IS NULL THEN 'AWAY'
      ELSE 'CHOSEN'
    END AS outcome
  ORDER BY turn, CASE post.rank WHEN 'primary' THEN 1 WHEN 'backup' THEN 3 ELSE 2 END, post.start, post.id
  RETURN collect({
    unit: unit.code, name: name, role: role, outcome: outcome, post: post.id,
    person: CASE outcome WHEN 'CHOSEN' THEN answering ELSE holder END,
    covering: CASE WHEN outcome = 'CHOSEN' AND answering <> holder THEN holder END
  }) AS tried
}

// -- Those tried, up to and with the first who can answer 查找过程，至选定为止 ---------------------------------------------
WITH asked, candidates, place, path, tried,
  [turn IN range(0, size(tried) - 1) WHERE tried[turn].outcome = 'CHOSEN'][0] AS chosen
WITH asked, candidates, place, path, tried[..coalesce(chosen + 1, size(tried))] AS steps,
  tried[chosen] AS answer, tried[chosen].person AS person, tried[chosen].covering AS covering

RETURN
  CASE size(candidates) WHEN 0 THEN 'PlaceUnknown' WHEN 1 THEN 'Handling' ELSE 'PlaceAmbiguous' END AS result,
  place {.code, name: path[0].name, .kind} AS place,
  CASE WHEN asked <> place THEN asked.code END AS asked_for,
  [unit IN candidates | unit.code] AS candidates,
  person {.id, .name, .phone, post: answer.post, unit: answer.unit, role: answer.role} AS responsible,
  covering {.id, .name} AS covering,
  [step IN steps | {
    unit: step.unit, name: step.name, role: step.role, outcome: step.outcome,
    person: step.person.id, called: step.person.name
  }] AS steps,
  // Everybody with a post here or above: nearest unit, then the ladder's order (other posts after it, in the field's
  // order), then primary before backup. 全部在岗人员：由近及远，依责任阶梯，先 A角 后 B角
  COLLECT {
    WITH ['grid_chief', 'full_time_worker', 'part_time_worker', 'assistant', 'instructor', 'village_party_secretary',
          'management_area_secretary', 'political_legal_commissioner', 'centre_director', 'duty_officer',
          'committee_chair', 'mediator', 'expert'] AS roles
    UNWIND range(0, size(path) - 1) AS height
    WITH roles, height, path[height].unit AS unit, path[height].name AS name
    MATCH (unit)<-[post:HOLDS WHERE post.start <= $day AND coalesce($day < post.end, true)]-(holder:Person)
    OPTIONAL MATCH (rung:LadderRung {role: post.role} WHERE rung.start <= $day AND coalesce($day < rung.end, true))
    WITH roles, height, unit, name, post, holder, min(rung.order) AS turn
    RETURN {
      post: post.id, unit: unit.code, name: name, role: post.role, rank: post.rank, person: holder.id,
      called: holder.name, phone: holder.phone
    }
    ORDER BY height, turn, [n IN range(0, size(roles) - 1) WHERE roles[n] = post.role][0],
      CASE post.rank WHEN 'primary' THEN 1 WHEN 'backup' THEN 3 ELSE 2 END, post.start, post.id
  } AS handlers
