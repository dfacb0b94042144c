// Who handles a unit on a day, as one query: the path upwards, everybody with a post on it, who is away and who stands in,
// and the ladder.  The rival of our answer from memory; it leaves out until when the answer stands.
CALL () {
  MATCH (l:LadderRung) WHERE l.start <= $day AND (l.end IS NULL OR $day < l.end)
  WITH l ORDER BY l.order
  RETURN collect({role: l.role, kind: l.unit_kind}) AS ladder
}
MATCH path = (:Unit {code: $code})-[:PART_OF*0..7]->(u:Unit)
WHERE all(r IN relationships(path) WHERE r.start <= $day AND (r.end IS NULL OR $day < r.end))
CALL (u) {
  MATCH (u)-[:STATE]->(s:UnitState) WHERE s.start <= $day AND (s.end IS NULL OR $day < s.end)
  RETURN s.name AS name
}
CALL (u) {
  MATCH (u)<-[h:HOLDS]-(p:Person) WHERE h.start <= $day AND (h.end IS NULL OR $day < h.end)
  OPTIONAL MATCH (p)-[:AWAY]->(a:Absence) WHERE a.start <= $day AND (a.end IS NULL OR $day < a.end)
  OPTIONAL MATCH (a)-[:COVERED_BY]->(c:Person)
  RETURN collect({
    id: h.id, role: h.role, rank: h.rank, start: toString(h.start), person: p {.id, .name, .phone},
    away: a.kind, cover: c {.id, .name, .phone}
  }) AS holders
}
RETURN u.code AS code, u.kind AS kind, name, holders, ladder ORDER BY length(path)
