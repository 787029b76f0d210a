"""One file for each type of document; the table is `jalon.documents.types`."""
