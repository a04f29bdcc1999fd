"""`python main.py archive`: many hours of video, on all cores of a machine or of a cluster, each file exactly once."""
