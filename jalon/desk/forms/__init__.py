"""What the pages ask, a file for each kind of page. Shapes only: the rules stand in the rooms below."""
