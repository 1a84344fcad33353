"""Who is who, and on which day: agencies, units, people, positions, mandates, absences, reorganisations."""
