"""Number types: a domain only evaluates."""
