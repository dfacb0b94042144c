"""Duty in the core: how a rota turns, and what of duty is past and so no longer to be rewritten."""
