"""`python -m gradcli`."""

from gradcli.cli import start

start()
