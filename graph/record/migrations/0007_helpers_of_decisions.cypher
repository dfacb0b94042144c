// Those who help with a case have a part in its decision too: they stand at the end of the gist of its frozen answer.
MATCH (d:Decision) WHERE d.frozen CONTAINS '"with":[{'
CALL (d) {
    WITH d, split(split(d.frozen, '"with":[')[1], ']},"place":')[0] AS helpers
    WITH d,
        [part IN split(helpers, '"person":"')[1..] | split(part, '"')[0]] AS people,
        [part IN split(helpers, '"department":"')[1..] | split(part, '"')[0]] AS single,
        [part IN split(helpers, '"departments":["')[1..] | split(split(part, '"]')[0], '","')] AS several
    WITH d, people, reduce(all = single, each IN several | all + each) AS departments
    SET d.people = reduce(all = d.people, each IN people | CASE WHEN each IN all THEN all ELSE all + each END),
        d.departments = reduce(all = d.departments, each IN departments | CASE WHEN each IN all THEN all ELSE all + each END)
} IN TRANSACTIONS OF 1000 ROWS;
