"""The funding-ecosystem model.

    from model import Scenario, run_with_twin
    result = run_with_twin(Scenario.load("scenarios/patient_guide.json").parameters)
    result.headlines["pioneers_succeeded_10"].mean()
"""
