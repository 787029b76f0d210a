"""Tables of indicators, a file for each family: what crossed the border, how posts report, what was promised."""
