"""What numbers are worth: where they switch, how far rounding carried them."""
