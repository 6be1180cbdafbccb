"""Reading files about people: staff lists and leave from tables, leave and rosters from calendars. Knows no database."""
