"""The kinds of editions, a file each: which rows a headquarters gives of it, and what they mean at a post."""
