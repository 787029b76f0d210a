"""Referral to those who protect: to a named service, with the times, and never a story."""
