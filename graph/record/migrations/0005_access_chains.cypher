// The access log is a chain of links for each process that writes it; what is older stands in none.
CREATE CONSTRAINT access_chain_id IF NOT EXISTS FOR (n:AccessChain) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT access_link IF NOT EXISTS FOR (n:AccessLink) REQUIRE (n.chain, n.number) IS UNIQUE;
CREATE CONSTRAINT access_tending_id IF NOT EXISTS FOR (n:AccessTending) REQUIRE n.id IS UNIQUE;
MATCH (a:Access) WHERE NOT EXISTS { (:AccessLink)-[:LISTS]->(a) } SET a:Unchained;
