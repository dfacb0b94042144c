"""What each command does: settings, record, core and files put together.  It prints nothing; `app.commands` does."""
