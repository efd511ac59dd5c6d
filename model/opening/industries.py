"""Industries of a zone's data: when they opened, what they have learnt, how ready their markets are."""

from model.arithmetic import log
from model.jit import inlined, kernel
from model.processes.work import teach
from model.state import CONCEPT, GROWTH, INDUSTRY_COUNT


@kernel
def open_for_firms(w, p):
    """An industry is open since its oldest firm was founded; it can work if one has passed its pilot. Rule 85."""
    for n in range(p.zone.firms_count):
        row = p.zone.firms[n]
        industry = w.industries[row.industry]
        industry.opening = min(industry.opening, max(0, w.clock.start - max(1, row.age_quarters)))
        if row.stage >= GROWTH:
            industry.feasible = 1


@kernel
def set_knowledge_and_readiness(w, p):
    """What the data say, else what the world outside and the tests of living firms have added. Rule 85."""
    for n in range(p.zone.firms_count):
        row = p.zone.firms[n]
        pioneer = 1 if row.slot < p.entry.pioneer_slots else 0
        for s in range(CONCEPT, row.stage):
            teach(p, w.industries[row.industry], s, pioneer)
    for k in range(INDUSTRY_COUNT):
        industry = w.industries[k]
        add_lessons(p, industry)
        known = p.zone.industries[k]
        if known.knowledge >= 0.0:
            industry.knowledge = -log(1.0 - known.knowledge)
        if known.readiness >= 0.0:
            industry.readiness = known.readiness


@inlined
def add_lessons(p, industry):
    """All tests teach as if they were passed just now."""
    if p.switches.spillovers == 1:
        industry.knowledge += p.spillovers.knowledge_per_milestone * industry.milestones / 100.0
    if p.switches.readiness == 1:
        closed = p.spillovers.readiness_per_demonstration * industry.demonstrations
        industry.readiness += (1.0 - industry.readiness) * min(0.5, closed)
    industry.milestones = 0
    industry.demonstrations = 0
