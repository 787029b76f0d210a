"""The one story of the demonstration: what was promised at Nouakchott, what became of it, what Bamako will look at."""
