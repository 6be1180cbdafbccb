"""How dates and times are written. Other languages have their own module beside this one."""
