"""Sources that several groups of parameters share."""

FITTED = (
    "assumption: set together with others so that rounds, dilution and multiples come near "
    "published figures"
)
