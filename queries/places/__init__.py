"""Questions about places: which unit, who handles it, what lies under it, what is found by a name."""
