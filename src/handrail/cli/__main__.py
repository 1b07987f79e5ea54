"""`python -m handrail.cli`: the same as the command `handrail`."""

from handrail.cli.main import app

app(prog_name="handrail")
