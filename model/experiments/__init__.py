"""Experiments: what the literature and plain reason say should come out, asked of the model.

Each experiment is a question with the runs that answer it. Nothing here is fitted or forced: what
does not come out is reported as such.
"""

from model.experiments.coverage import COVERAGE
from model.experiments.directions import DIRECTIONS
from model.experiments.irrelevance import IRRELEVANCE
from model.experiments.lab import Expected, Experiment, Finding, Lab
from model.experiments.pairing import PAIRING
from model.experiments.patience import PATIENCE

EXPERIMENTS: dict[str, Experiment] = {
    experiment.name: experiment for experiment in (*IRRELEVANCE, PAIRING, COVERAGE, *DIRECTIONS, *PATIENCE)
}

__all__ = ["EXPERIMENTS", "Expected", "Experiment", "Finding", "Lab"]
