"""The service directory: what help there is near by, as councils publish it. Nothing here is about a person."""
