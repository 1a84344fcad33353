"""The doors and the wiring: web pages, JSON, command line, jobs. Knows everything below."""
