"""Long sums of terms that differ only in their numbers, evaluated as tables: one tape per shape, run over columns."""
