"""The Present page: the desk where a presentation is made, the projector that shows it, and its files."""
