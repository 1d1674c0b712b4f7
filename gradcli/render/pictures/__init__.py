"""The computational graph as a picture: one file per format, and a layout for those that need one."""
