"""The command `learning-sites`."""

from cli.lean_driver import import_driver

import_driver()  # before any module that imports the driver
