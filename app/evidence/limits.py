"""What the model leaves out and cannot say, in short."""

from __future__ import annotations

from app import wording
from app.evidence import blocks
from model.evidence import card
from model.words import _


def sentences() -> tuple[str, ...]:
    """The limits, the gravest first."""
    tail, crowding = (next(score for score in card.kept().scores if score.figure.name == name)
                      for name in ("corr_10x", "crowd_in_china"))
    return (
        _("What matters most for rounds, prices and exits was set so that the model comes near published figures, "
          "mostly American ones; most else is assumed. Nothing is an estimate, and intervals hold luck only, not doubt "
          "about the assumptions."),
        _("Returns come out high: {model} of financings in the US reference world return ten times or more, where "
          "{published} are published, and social LPs earn more in the zone than published figures let one expect. So "
          "the treasury's gain is too high as well.").format(
            model=wording.percent(tail.model.mean / 100), published=wording.percent(tail.figure.number / 100)),
        _("Each yuan of government money goes with {model} yuan of private money, where {published} are published. A "
          "fund seldom raises more than its target, so a part of the guide's takes the place of others'.").format(
            model=wording.digits(crowding.model.mean, 2), published=wording.digits(crowding.figure.number, 1)),
        _("Waiting for an exit costs an investor next to nothing once a market is half ready: believed growth then "
          "outweighs the return asked and the danger of losing the market. What a longer wait does to prices is too "
          "little."),
        _("Investors do not price that a technology may not work at all, or what a firm burns while it waits for its "
          "sale."),
        _("Nothing published says what the guide stops when losses break its ceiling. Here it gives that kind of fund "
          "no new money for a while. If a breach stopped the funds that the guide backs as well, that stop would "
          "cost pioneers and not save them."),
        _("Nothing published identifies the forced-sale discount, the lock-up premium, spillovers or the threshold of "
          "continuation: how much a bridge must be worth to a manager. Vary them before you trust an answer."),
        _("A seed round pays for little more than the work on the prototype, so that most seeded firms run short and "
          "need a bridge or a second seed round. How many of them get it decides how many pioneers live. Investors do "
          "not price that the money may run out, nor that more may come."),
        _("Firms do not choose their technology, change industry, merge or fire people, and hidden quality never "
          "changes."),
        _("There are no bank loans, bonds, leasing or staff options."),
        _("Prices, wages and the cost of work do not react to demand. A shortage of people slows work and does not "
          "raise pay."),
        _("Industries do not trade with or learn from each other. The rest of the world adds knowledge and readiness "
          "at a constant pace."),
        _("A zone of your own is only as good as its file: prices, quality and past calls are not in it, nor are firms "
          "that died before year 0. All that no file says stays as in a strong zone until you set it."),
        _("Listed and sold firms stand still. Firms that leave the zone are lost to it."),
        _("The guide does not learn or bargain. Officials' careers appear only as fear of loss."),
        _("Local tax is a share of revenue and spending. Land, rents and what taxes cost the economy are left out."),
    )


def show() -> None:
    """The list."""
    blocks.head(_("What does the model leave out, and what can it not say?"),
                "", _("The whole list stands at the end of “How the model works” on the Method page."))
    blocks.listed(sentences())
