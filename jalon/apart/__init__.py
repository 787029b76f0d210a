"""Files from outside are read in a process of their own, under limits. `child` is the process, `parent` starts it."""
