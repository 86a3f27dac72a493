"""Changes the code in one small place at a time and asks whether a test notices; `make mutants` runs it, no test does.

mutmut has neither samples nor changes outside of functions, and cosmic-ray starts Python anew for each change; here a
process that has collected the tests is forked, so that thousands can be judged in an hour.
"""
