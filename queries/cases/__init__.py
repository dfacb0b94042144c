"""Questions about cases: the policy and its proof, routing, decisions, and what mediators have earned."""
