"""Long sums of terms that differ only in their numbers, as tables: a tape for each shape, run over columns."""
