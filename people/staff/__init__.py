"""People, leave and rosters from files: their records, whom they mean, and a plan of all changes. Nothing is written here."""
