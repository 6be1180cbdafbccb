"""How known sources write dates."""

from intake.reading.profiles import DateRule

EPOCH = DateRule(date="epoch")
# Without an offset in the file.
UTC = DateRule(zone="UTC")
# Of sources that don't know when the contact was.
OF_SURVEY = DateRule(of_survey=True)
UTC_OF_SURVEY = DateRule(zone="UTC", of_survey=True)
