"""Files as sheets of raw cells: workbooks and delimited text, weighed before they are read."""
