"""The computational graph as a picture: one file per format, and our own layout for those that have none."""
