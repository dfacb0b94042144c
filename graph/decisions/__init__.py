"""Decisions: how a case was routed, as it is kept, and as plain values."""
