"""Sources that several groups of parameters share."""

FITTED = "assumption: fitted with others to published figures of rounds, prices, funds and exits"
BY_HAND = "assumption: set by hand with others so that rounds, dilution and multiples come near published figures"
NOTES = "the project's own notes"
