"""Entries up, editions and answers down: calls, batches, carriers, the enrolment of nodes."""
