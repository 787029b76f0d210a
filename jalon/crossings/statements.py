"""What a node's key signs of a register. Each kind begins with a line of its own: none is taken for another, or for the
head of a journal (`journal.append.head_statement`)."""

STATEMENT = b"jalon register statement 1\n"
FILE = b"jalon register file 1\n"
