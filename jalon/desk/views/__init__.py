"""The doors of the desk: no rule of the border stands here."""
