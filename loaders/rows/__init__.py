"""Rows as claims: what each states, in one form whatever table it stood in."""
