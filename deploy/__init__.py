"""Running the service: one process or several on one port, started and ended in good order."""
