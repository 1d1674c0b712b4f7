"""Many points: records in, records out, block by block, in memory that does not grow with their number."""
