"""The model's version. It rises whenever the same input gives other numbers."""

VERSION = "0.1.0"
