"""The worth of a number: error bounds, kinks and jumps, high orders, methods without any rule; and warnings."""
