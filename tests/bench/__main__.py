"""All tables of `make bench`: ours beside every peer that is installed."""

from importlib import import_module

for heading in ("answer", "many", "points", "matrices", "big", "orders", "price", "formulas"):
    import_module(heading).main()
