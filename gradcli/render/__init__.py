"""One file per output format: reports in, text out."""
