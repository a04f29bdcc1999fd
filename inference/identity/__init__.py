"""Who is the same person: faces become embeddings, tracks become people. Nothing of it is ever written."""
