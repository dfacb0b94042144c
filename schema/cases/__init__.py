"""Cases as clients see them: routed, decided, handed back, replayed and counted."""
