"""The parts of the Compare page: two to six scenarios on the same luck, any of them the reference."""
