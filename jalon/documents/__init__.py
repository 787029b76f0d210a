"""Travel documents: reading and writing machine readable zones (ICAO Doc 9303) and the types of document.

A library: it knows no database, no network and no Django. `jalon.documents.mrz` is its front door.
"""
