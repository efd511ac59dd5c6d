"""A second, small computation of what the model computes, in plain Python without its kernels.

It reads parameter values and the tables of a run, and nothing else of the model. Each file
answers one question: `luck` and `lives` how firms fare, `accounts` and `waterfall` where the
money went, `stakes` who owned what and got what at an exit.
"""
