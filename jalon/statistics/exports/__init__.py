"""Published months in files: one module a form."""
