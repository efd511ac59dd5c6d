"""Calibration: assumptions so set that simulated moments come near the published targets."""
