"""`python -m model`: the command line."""

import sys

from model.command_line import main

sys.exit(main())
