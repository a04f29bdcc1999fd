"""Who is the same person: faces become embeddings, tracks become people.

Nothing of it is written, but by `stored.py`, which an archive asks: for the parts of a long file until they are joined,
and for people who are to be linked over files.
"""
