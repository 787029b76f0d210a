"""Readers of documents beyond the keyboard: one file each. A library: values in, values out."""
