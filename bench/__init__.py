"""Side-by-side measurements: ratios from one interleaved run, because machines are shared and noisy."""
