"""The command line for the people who install and run Handrail."""
