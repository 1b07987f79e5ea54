"""What Handrail costs, measured: each figure a ratio of two things done in the same run, on the machine that it names.

`make bench` measures everything and writes docs/reference/benchmarks.md; `python -m benchmarks imports` does so for one
of them, and leaves the others’ figures as they are.
"""
