"""Taylor polynomials with exact coefficients."""
