"""One rule a file: when there is something to be told, to whom, in which words. `alerts/table.py` lists them."""
