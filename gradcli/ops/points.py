"""Sample points of the rows: ordinary ones and hard ones (tiny, huge, subnormal, beside branch points), for the tests."""

TINY = [5e-324, -1e-310, 1e-300, -1e-160, 1e-16, -1e-8, 1e-3]
HUGE = [1e8, -1e16, 1e77, -1e103, 1e160, 1e200, -1e300]
ORDINARY = [-2.5, -0.7, 0.3, 1.7, 4.5]
REALS = [*TINY, *ORDINARY, *HUGE]
MODERATE = [*TINY, *ORDINARY, -20.0, 20.0, -40.0, 300.0, -700.0]
POSITIVE = [5e-324, 1e-310, 1e-300, 1e-160, 1e-16, 1e-3, 0.3, 0.99999999, 1.7, 20.0, 1e8, 1e77, 1e160, 1e300]
OPEN_UNIT = [*TINY, -0.7, 0.3, 0.9, -0.99999999, 1 - 2.0**-53]
OUTSIDE_UNIT = [1 + 2.0**-52, -1.00000001, 1.001, 1.7, -4.5, 20.0, *HUGE]
PLANE = [(2.0, 3.0), (-1.5, 0.25), (0.7, -4.5), (1e-200, 3e-200), (-3e200, 1e200), (1e-300, 2.0), (5.0, -1e-8), (-1e10, 3.0)]
GAMMA = [5e-324, -1e-310, 1e-160, 1e-8, 0.3, 1.0, 1 - 2.0**-53, 1.4616, 2.0, 2.004, 2.6, 3.9, 7.5, 30.25, -0.5, -3.3, -9.83]
