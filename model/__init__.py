"""The funding-ecosystem model.

    from model.comparison import run_with_twin
    from model.scenario import Scenario
    result = run_with_twin(Scenario.load("scenarios/patient_guide.json").parameters)
    result.headlines["pioneers_succeeded_10"].mean()
"""
