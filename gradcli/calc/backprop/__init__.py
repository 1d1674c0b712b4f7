"""The forward and the backward pass as PyTorch makes them, node by node."""
