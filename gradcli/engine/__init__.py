"""Programs on tapes: lowering, sweeps, passes, series and generated code."""
