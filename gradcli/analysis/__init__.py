"""What a number is worth: error bounds, kinks and jumps, high orders, methods without any rule; and warnings."""
