"""Who may do what: grants, what they reach, what a change may touch, and the chain that proves who read."""
