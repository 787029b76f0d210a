"""The doors of cooperation: the pages of a forum's secretariat, of a state's national desk in it, of its partners."""
