"""Readers of documents beyond the keyboard wedge: a library of adapters, one file each. `table` names them all."""
