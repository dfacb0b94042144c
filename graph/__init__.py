"""The core: dated facts, changes, snapshots and views.  It knows no driver, no web and no clock."""
