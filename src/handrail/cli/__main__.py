"""`python -m handrail.cli`: the same as the command `handrail`."""

from handrail.cli.main import app

if __name__ == "__main__":  # processes for large work import this module under another name
    app(prog_name="handrail")
