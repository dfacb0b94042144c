"""What tests are built of: organisations, towns, clerks, workbooks, worlds, processes."""
