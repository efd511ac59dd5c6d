"""The funding-ecosystem model.

    from model.comparison import run_with_twin
    from model.scenario import Scenario
    result = run_with_twin(Scenario.load("scenarios/patient_guide.json").parameters)
    result.headlines["pioneers_succeeded_10"].mean()
"""

import gc

# starting and every answer make many objects and hardly any circles of them, for which Python would search all the time
gc.set_threshold(100_000, 20, 20)
