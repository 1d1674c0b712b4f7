"""Curves and heights: samples, where they break, and what is to be seen in them."""
