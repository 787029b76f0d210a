"""Money: every fee a numbered receipt, and the day's cash closed by two people."""
