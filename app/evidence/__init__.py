"""The parts of the Evidence page. Each shows results that were measured and kept; none runs the model."""
