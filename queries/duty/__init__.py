"""Questions about duty at centres: who serves when, what is amiss, and feeds for calendar programs."""
