"""Days and instants: validity in half-open days, the working calendar, periods of appraisal."""
