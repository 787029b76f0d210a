"""One capture, many roles: what customs, health and gendarmerie check of the same vehicle or traveller."""
