"""The page on which the demonstration opens: three doors, each a walk of some minutes through open machines."""
